"""Reaches the DWP's State Pension service, which takes claims online and shows its work."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_COMPACT_ISO, NINO_SPACED, PENCE, POSTCODE_BARE, SORT_CODE_DASHED, coded


class PayStatePension(JsonAdapter):
    """Claims State Pension, and learns the claim's number at once, the amount and the first day later."""

    key = "dwp.pay_state_pension"
    path = "/get-your-state-pension/claims"
    sends = {
        "claimantName": "applicant.full_name",
        "claimantDob": Field("retiree.date_of_birth", DATE_COMPACT_ISO),
        "claimantNino": Field("applicant.national_insurance_number", NINO_SPACED),
        "claimantAddress": "retiree.address",
        "claimantPostcode": Field("retiree.postcode", POSTCODE_BARE),
        "invitationCode": "state_pension.invitation_code",
        "relationship": Field(
            "retiree.marital_status",
            coded(single="S", married="M", civil_partner="CP", divorced="D", widowed="W"),
        ),
        "relationshipSince": Field("retiree.marital_status_since", DATE_COMPACT_ISO),
        "partnerNino": Field("partner.national_insurance_number", NINO_SPACED),
        "partnerDob": Field("partner.date_of_birth", DATE_COMPACT_ISO),
        "timeAbroad": "retiree.years_abroad",
        "sortCode": Field("bank.sort_code", SORT_CODE_DASHED),
        "accountNumber": "bank.account_number",
        "qualifyingYears": "national_insurance.qualifying_years",
    }
    learns = {
        "claimNumber": "state_pension.claim_number",
        "weeklyPence": Field("state_pension.weekly_amount", PENCE),
        "entitledFrom": Field("state_pension.entitled_from", DATE_COMPACT_ISO),
        "firstPayday": Field("state_pension.first_payment", DATE_COMPACT_ISO),
    }
    reference = "claimRef"
    state = "claimState"
    done = ("in payment",)
    refused = ("not entitled",)
    under_way = ("claim taken", "waiting for contribution record")
    reason = "whyNot"
    code = "whyNotCode"
    missing = "outstanding"
