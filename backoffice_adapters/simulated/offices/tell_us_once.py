"""Tell Us Once: takes the news while the registrar's reference is good and gives a receipt there and then."""

from datetime import timedelta

from backoffice_adapters.simulated.forms import Asked, dated, text, written
from backoffice_adapters.simulated.procedures import Answers, Filed, Office, Procedure, Produced, Refused, Stage, Words

COMPACT = dated("%d%m%Y", "ddmmyyyy")
LONGEST = timedelta(days=2 * 365)  # a reference lasts 28 days; after two years no registration can be that young


def pass_on(filed: Filed) -> Produced:
    """Passes the news on to everybody who takes part."""
    if filed.today - filed.day("dateOfDeath", "%d%m%Y") > LONGEST:
        return Refused("TUO-EXPIRED", "The registrar's reference is no longer valid.")
    return {"receiptNumber": f"TUO-{filed.number(8)}"}


OFFICE = Office(
    agency="tell_us_once",
    title="Tell Us Once",
    procedures=(
        Procedure(
            path="/notifications",
            numbering="##########",
            answers=Answers.AT_ONCE,
            form={
                "tuoReference": Asked(written(r"\d{12}", "as 12 digits")),
                "deceasedForenames": Asked(text(70)),
                "deceasedSurname": Asked(text(35)),
                "deceasedDateOfBirth": Asked(COMPACT),
                "dateOfDeath": Asked(COMPACT),
                "deceasedNino": Asked(written(r"[A-Z]{2}\d{6}[A-D ]", "as on the card"), required=False),
                "deceasedAddress": Asked(text(175)),
                "deceasedPostcode": Asked(text(8)),
                "estateContactName": Asked(text(70)),
                "estateContactAddress": Asked(text(175)),
                "estateContactPostcode": Asked(text(8)),
                "survivingSpouseName": Asked(text(70), required=False),
                "survivingSpouseDateOfBirth": Asked(COMPACT, required=False),
            },
            stages=(Stage("passing on", "tell_us_once.passing_on", pass_on),),
            words=Words(
                reference="notificationId",
                state="outcome",
                received="QUEUED",
                done="ACCEPTED",
                refused="REJECTED",
                reason="message",
                code="errorCode",
                status_done=200,
                status_refused=400,
            ),
        ),
    ),
)
