"""The Bereavement Register: answers 200 and OK to everything, and adds an error where it means no."""

from backoffice_adapters.simulated.forms import Asked, dated, text, written
from backoffice_adapters.simulated.procedures import Answers, Filed, Office, Procedure, Produced, Refused, Stage, Words
from backoffice_adapters.simulated.writing import POSTCODE_BARE, dates


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
            service="bereavement_register.stop_mail",
            path="/register",
            numbering="BR-#######",
            answers=Answers.AT_ONCE,
            form={
                "addressee": Asked(text(60), holds=("deceased.first_names", "deceased.last_name")),
                "street_and_town": Asked(text(90), holds="deceased.address"),
                "pcode": Asked(
                    written(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}", "in capitals without a space"),
                    holds="deceased.postcode",
                    written=POSTCODE_BARE,
                ),
                "deceased_on": Asked(
                    dated("%Y%m%d", "yyyymmdd"), holds="registration.date_of_death", written=dates("%Y%m%d")
                ),
            },
            stages=(Stage("listing", "bereavement_register.listing", list_name),),
            words=Words(
                waiting="incomplete",
                missing="still_needed",
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
