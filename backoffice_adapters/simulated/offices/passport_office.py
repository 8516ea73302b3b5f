"""HM Passport Office: keeps names as on the machine-readable line and cancels a passport by its number."""

from backoffice_adapters.simulated.forms import Asked, dated, written
from backoffice_adapters.simulated.procedures import Answers, Filed, Office, Procedure, Produced, Refused, Stage, Words

COMPACT = dated("%Y%m%d", "yyyymmdd")


def cancel(filed: Filed) -> Produced:
    """Cancels the passport."""
    if filed.said("date_of_death") <= filed.said("date_of_birth"):
        return Refused("no match", "The passport does not belong to a person with these dates.")
    return {"cancellation_no": f"CX{filed.number(7)}"}


OFFICE = Office(
    agency="passport_office",
    title="HM Passport Office",
    procedures=(
        Procedure(
            path="/cancellations/deceased",
            numbering="HMPO######",
            answers=Answers.CALLBACK,
            form={
                "passport_no": Asked(written(r"\d{9}", "as 9 digits")),
                "primary_identifier": Asked(written(r"[^a-z ]{1,39}", "as on the machine-readable line")),
                "secondary_identifier": Asked(written(r"[^a-z ]{1,39}", "as on the machine-readable line")),
                "date_of_birth": Asked(COMPACT),
                "date_of_death": Asked(COMPACT),
            },
            stages=(Stage("cancellation", "passport_office.cancellation", cancel),),
            words=Words(
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
