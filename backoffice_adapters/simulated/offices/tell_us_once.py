"""Tell Us Once: takes the news while the registrar's reference is good and gives a receipt there and then."""

from datetime import timedelta

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
from backoffice_adapters.simulated.writing import dates

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
    signed="Service desk",
    procedures=(
        Procedure(
            service="tell_us_once.pass_on_death",
            letterhead="We have passed it on",
            opening="We have told the government departments and the council that take part.",
            path="/notifications",
            numbering="##########",
            answers=Answers.AT_ONCE,
            makes={"receiptNumber": Made("tell_us_once.receipt", said="Receipt number")},
            form={
                "tuoReference": Asked(written(r"\d{12}", "as 12 digits"), holds="registration.tell_us_once_reference"),
                "deceasedForenames": Asked(text(70), holds="deceased.first_names"),
                "deceasedSurname": Asked(text(35), holds="deceased.last_name"),
                "deceasedDateOfBirth": Asked(COMPACT, holds="deceased.date_of_birth", written=dates("%d%m%Y")),
                "dateOfDeath": Asked(COMPACT, holds="registration.date_of_death", written=dates("%d%m%Y")),
                "deceasedNino": Asked(
                    written(r"[A-Z]{2}\d{6}[A-D ]", "as on the card"),
                    required=False,
                    holds="deceased.national_insurance_number",
                ),
                "deceasedAddress": Asked(text(175), holds="deceased.address"),
                "deceasedPostcode": Asked(text(8), holds="deceased.postcode"),
                "estateContactName": Asked(text(70), holds="executor.full_name"),
                "estateContactAddress": Asked(text(175), holds="executor.address"),
                "estateContactPostcode": Asked(text(8), holds="executor.postcode"),
                "survivingSpouseName": Asked(text(70), required=False, holds="partner.full_name"),
                "survivingSpouseDateOfBirth": Asked(
                    COMPACT, required=False, holds="partner.date_of_birth", written=dates("%d%m%Y")
                ),
            },
            stages=(Stage("passing on", "tell_us_once.passing_on", pass_on),),
            words=Words(
                waiting="INCOMPLETE",
                missing="missingItems",
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
