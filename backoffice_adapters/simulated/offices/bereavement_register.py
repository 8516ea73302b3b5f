"""The Bereavement Register: answers 200 and OK to everything, and adds an error where it means no."""

from backoffice_adapters.simulated.forms import Asked, dated, text, written
from backoffice_adapters.simulated.procedures import Answers, Filed, Office, Procedure, Produced, Refused, Stage, Words


def list_name(filed: Filed) -> Produced:
    """Puts the name on the list that mailing companies buy."""
    if filed.day("deceased_on", "%Y%m%d") > filed.today:
        return Refused("E2", "We cannot list anybody before the day of death.")
    return {"list_position": filed.chance.randrange(100_000, 999_999)}


OFFICE = Office(
    agency="bereavement_register",
    title="Bereavement Register",
    procedures=(
        Procedure(
            path="/register",
            numbering="BR-#######",
            answers=Answers.AT_ONCE,
            form={
                "addressee": Asked(text(60)),
                "street_and_town": Asked(text(90)),
                "pcode": Asked(written(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}", "in capitals without a space")),
                "deceased_on": Asked(dated("%Y%m%d", "yyyymmdd")),
            },
            stages=(Stage("listing", "bereavement_register.listing", list_name),),
            words=Words(
                reference="id",
                state="status",
                received="OK",
                done="OK",
                refused="OK",
                reason="error_text",
                code="error",
                status_received=200,
                status_done=200,
                status_refused=200,
            ),
        ),
    ),
)
