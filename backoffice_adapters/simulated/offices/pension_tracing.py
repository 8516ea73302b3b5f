"""The Pension Tracing Service: each scheme matches by a rule of its own, and a name that changed is a maybe."""

from decimal import Decimal

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
from backoffice_adapters.simulated.writing import dates, words

ISO = dated("%Y-%m-%d", "as YYYY-MM-DD")


def search(filed: Filed) -> Produced:
    """Asks the schemes; one in twenty knows the number and the day of birth, and another surname."""
    if (filed.today - filed.day("dateOfBirth", "%Y-%m-%d")).days < filed.rule("pension_tracing.youngest") * Decimal(
        "365.25"
    ):
        return Refused("too-young", "Only adults are searched for.")
    maybe = filed.chance.randrange(100) < filed.rule("pension_tracing.possible")
    return {"matchResult": "match-maybe" if maybe else "match-yes"}


OFFICE = Office(
    agency="pension_tracing",
    title="Pension Tracing Service",
    signed="Pension Tracing Service",
    procedures=(
        Procedure(
            service="pension_tracing.find_pensions",
            letterhead="What the pension schemes told us",
            opening="We have asked the schemes whether they hold a pension for you.",
            path="/find-requests",
            numbering="find-########",
            answers=Answers.POLLED,
            makes={
                "matchResult": Made(
                    "tracing.outcome",
                    words(match="match-yes", possible="match-maybe", none="match-no"),
                    said="What was found",
                )
            },
            form={
                "fullName": Asked(text(80), holds="applicant.full_name"),
                "dateOfBirth": Asked(ISO, holds="retiree.date_of_birth", written=dates("%Y-%m-%d")),
                "nino": Asked(
                    written(r"[A-Z]{2}\d{6}[A-D ]", "as on the card"), holds="applicant.national_insurance_number"
                ),
                "previousNames": Asked(text(80), required=False, holds="retiree.other_names"),
                "currentAddress": Asked(text(160), holds="retiree.address"),
                "previousAddresses": Asked(text(300), required=False, holds="retiree.previous_addresses"),
                "email": Asked(written(r"[^@\s]+@[^@\s]+", "as an email address"), holds="applicant.email"),
                "telephone": Asked(text(20), required=False, holds="applicant.phone"),
            },
            stages=(Stage("search", "pension_tracing.search", search),),
            words=Words(
                reference="findId",
                state="findStatus",
                received="asking schemes",
                done="schemes answered",
                refused="not searched",
                reason="problem",
                code="problemType",
            ),
        ),
    ),
)
