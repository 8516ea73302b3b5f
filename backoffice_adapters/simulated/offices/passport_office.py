"""HM Passport Office: keeps names as on the machine-readable line and cancels a passport by its number."""

from backoffice_adapters.simulated.forms import Asked, dated, written
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
from backoffice_adapters.simulated.writing import MACHINE_READABLE, dates

COMPACT = dated("%Y%m%d", "yyyymmdd")


def cancel(filed: Filed) -> Produced:
    """Cancels the passport."""
    if filed.said("date_of_death") <= filed.said("date_of_birth"):
        return Refused("no match", "The passport does not belong to a person with these dates.")
    return {"cancellation_no": f"CX{filed.number(7)}"}


OFFICE = Office(
    agency="passport_office",
    title="HM Passport Office",
    signed="Cancellations",
    procedures=(
        Procedure(
            service="passport_office.cancel_passport",
            letterhead="The passport is cancelled",
            opening=(
                "We have cancelled the passport. You need not send it back. Cut off its corner, so that "
                "nobody can use it."
            ),
            path="/cancellations/deceased",
            numbering="HMPO######",
            answers=Answers.CALLBACK,
            makes={"cancellation_no": Made("passport.cancellation", said="Cancellation number")},
            form={
                "passport_no": Asked(written(r"\d{9}", "as 9 digits"), holds="deceased.passport_number"),
                "primary_identifier": Asked(
                    written(r"[^a-z ]{1,39}", "as on the machine-readable line"),
                    holds="deceased.last_name",
                    written=MACHINE_READABLE,
                ),
                "secondary_identifier": Asked(
                    written(r"[^a-z ]{1,39}", "as on the machine-readable line"),
                    holds="deceased.first_names",
                    written=MACHINE_READABLE,
                ),
                "date_of_birth": Asked(COMPACT, holds="deceased.date_of_birth", written=dates("%Y%m%d")),
                "date_of_death": Asked(COMPACT, holds="registration.date_of_death", written=dates("%Y%m%d")),
            },
            stages=(Stage("cancellation", "passport_office.cancellation", cancel),),
            words=Words(
                waiting="on_hold",
                missing="on_hold_for",
                reference="tracking_no",
                state="result",
                received="in_queue",
                done="cancelled",
                refused="not_cancelled",
                reason="result_text",
                code="result_code",
                status_done=200,
                status_refused=200,
            ),
        ),
    ),
)
