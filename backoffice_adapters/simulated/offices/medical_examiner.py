"""The medical examiner: reviews the cause of death and numbers the certificate. Knows people by NHS number."""

from backoffice_adapters.simulated.forms import Asked, dated, text, written
from backoffice_adapters.simulated.procedures import (
    Answers,
    Filed,
    Made,
    Office,
    Procedure,
    Produced,
    Refused,
    Stage,
    Words,
)
from backoffice_adapters.simulated.writing import grouped

ISO = dated("%Y-%m-%d", "yyyy-mm-dd")


def nhs_number(value: object) -> None:
    """Checks an NHS number in three groups, its check digit included (weighted modulus 11)."""
    written(r"\d{3} \d{3} \d{4}", "as 3, 3 and 4 digits")(value)
    *digits, check = (int(digit) for digit in str(value) if digit != " ")
    if (11 - sum(digit * (10 - place) for place, digit in enumerate(digits)) % 11) % 11 != check:
        raise ValueError("does not pass our check")


def certify(filed: Filed) -> Produced:
    """Agrees the certificate, unless the dates on it cannot be right."""
    if filed.said("deathDate") < filed.said("birthDate"):
        return Refused("ME-02", "The dates of birth and death cannot both be right. The doctor has to be asked.")
    return {"mccdNumber": f"MCCD{filed.number(7)}"}


OFFICE = Office(
    agency="medical_examiner",
    title="Exampleton Medical Examiner",
    signed="Medical examiner's office",
    procedures=(
        Procedure(
            service="medical_examiner.certify_cause_of_death",
            letterhead="The medical certificate",
            opening="We have looked at the cause of death and signed the medical certificate.",
            path="/mccd-reviews",
            numbering="ME-#######",
            answers=Answers.CALLBACK,
            makes={"mccdNumber": Made("medical_certificate.number", said="Number of the medical certificate")},
            form={
                "nhsNumber": Asked(nhs_number, required=False, holds="deceased.nhs_number", written=grouped(" ", 3, 3)),
                "familyName": Asked(text(70), holds="deceased.last_name"),
                "givenNames": Asked(text(70), holds="deceased.first_names"),
                "birthDate": Asked(ISO, holds="deceased.date_of_birth"),
                "deathDate": Asked(ISO, holds="deceased.date_of_death"),
                "deathPlace": Asked(text(140), holds="deceased.place_of_death"),
                "gpSurgery": Asked(text(140), required=False, holds="deceased.gp_practice"),
                "informantName": Asked(text(140), holds="applicant.full_name"),
                "informantTelephone": Asked(written(r"[0-9+ ]{6,20}", "in digits"), holds="applicant.phone"),
            },
            stages=(Stage("review", "medical_examiner.review", certify),),
            words=Words(
                reference="caseId",
                state="reviewStatus",
                received="awaiting-review",
                done="certified",
                refused="returned",
                reason="narrative",
                code="returnCode",
            ),
        ),
    ),
)
