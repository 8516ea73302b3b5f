"""Reaches the bank's desk for new business customers."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_SLASHED, PENCE, SORT_CODE_DASHED, coded


class OpenBusinessAccount(JsonAdapter):
    """Applies for a business account, and learns its sort code and number."""

    key = "bank.open_business_account"
    path = "/business/onboarding"
    sends = {
        "entityName": "business.name",
        "entityType": Field("business.kind", coded(company="LTD", sole_trader="SOLE", partnership="PSHIP")),
        "entityAddress": "business.address",
        "entityPostcode": "business.postcode",
        "certificateNumber": "company.number",
        "projectedTurnoverPence": Field("business.turnover", PENCE),
        "sourceOfFunds": "business.source_of_funds",
        "keyPersonName": "applicant.full_name",
        "keyPersonBorn": Field("owner.date_of_birth", DATE_SLASHED),
        "keyPersonAddress": "owner.address",
        "keyPersonPostcode": "owner.postcode",
        "keyPersonPhone": "applicant.phone",
    }
    learns = {
        "sortCode": Field("bank.business_sort_code", SORT_CODE_DASHED),
        "accountNumber": "bank.business_account_number",
    }
    reference = "onboardingId"
    state = "onboardingStatus"
    done = ("ACCOUNT OPEN",)
    refused = ("NOT OFFERED",)
    under_way = ("KYC IN PROGRESS", "KYC DOCUMENTS NEEDED")
    missing = "kycDocuments"
    reason = "notOfferedText"
    code = "notOfferedCode"
    follow_up_days = 5
