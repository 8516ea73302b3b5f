"""The bank's desk for new business customers: knows nobody before it has checked by itself."""

from backoffice_adapters.simulated.forms import Asked, dated, one_of, text, whole, written
from backoffice_adapters.simulated.procedures import (
    Answers,
    Desk,
    Filed,
    Made,
    Procedure,
    Produced,
    Refused,
    Stage,
    Words,
)
from backoffice_adapters.simulated.writing import PENCE, dates, grouped, words

SLASHED = dated("%d/%m/%Y", "dd/mm/yyyy")


def open_account(filed: Filed) -> Produced:
    """Opens the account: for a company only with its certificate of incorporation (domain BS14)."""
    if filed.said("entityType") == "LTD" and not filed.said("certificateNumber"):
        return Refused("KYB-1", "A company needs its certificate of incorporation.")
    return {"sortCode": "20-45-45", "accountNumber": f"6{filed.number(7)}"}


DESK = Desk(
    agency="bank",
    procedures=(
        Procedure(
            service="bank.open_business_account",
            letterhead="Your new business account",
            opening="The account is open. Please check what is below before you give it to anybody.",
            asking="Please show us once more who you are",
            path="/business/onboarding",
            numbering="OB-####-@@##",
            answers=Answers.POLLED,
            writes_to="entityAddress",
            makes={
                "sortCode": Made("bank.business_sort_code", grouped("-", 2, 2), said="Sort code"),
                "accountNumber": Made("bank.business_account_number", said="Account number"),
            },
            form={
                "entityName": Asked(text(100), holds="business.name"),
                "entityType": Asked(
                    one_of("LTD", "SOLE", "PSHIP"),
                    holds="business.kind",
                    written=words(company="LTD", sole_trader="SOLE", partnership="PSHIP"),
                ),
                "entityAddress": Asked(text(160), holds="business.address"),
                "entityPostcode": Asked(text(8), holds="business.postcode"),
                "certificateNumber": Asked(
                    written(r"([A-Z]{2}|\d{2})\d{6}", "as 8 characters"), required=False, holds="company.number"
                ),
                "projectedTurnoverPence": Asked(whole(), holds="business.turnover", written=PENCE),
                "sourceOfFunds": Asked(text(80), holds="business.source_of_funds"),
                "keyPersonName": Asked(text(100), holds="applicant.full_name"),
                "keyPersonBorn": Asked(SLASHED, holds="owner.date_of_birth", written=dates("%d/%m/%Y")),
                "keyPersonAddress": Asked(text(160), holds="owner.address"),
                "keyPersonPostcode": Asked(text(8), holds="owner.postcode"),
                "keyPersonPhone": Asked(text(20), holds="applicant.phone"),
            },
            stages=(Stage("checks", "business_account.checks", open_account),),
            words=Words(
                reference="onboardingId",
                state="onboardingStatus",
                received="KYC IN PROGRESS",
                waiting="KYC DOCUMENTS NEEDED",
                missing="kycDocuments",
                done="ACCOUNT OPEN",
                refused="NOT OFFERED",
                reason="notOfferedText",
                code="notOfferedCode",
            ),
        ),
    ),
)
