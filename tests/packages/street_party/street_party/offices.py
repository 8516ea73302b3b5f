"""The events office: a diary, and a street that cannot be closed twice."""

from backoffice_adapters.simulated.forms import Asked, dated, text
from backoffice_adapters.simulated.procedures import Filed, Made, Office, Procedure, Produced, Stage, Words
from backoffice_adapters.simulated.writing import dates


def permit(filed: Filed) -> Produced:
    """Gives the permit its number."""
    return {"permit": f"P-{filed.number(3)}"}


OFFICE = Office(
    agency="events_office",
    title="Exampleton Events Office",
    procedures=(
        Procedure(
            service="events_office.close_street",
            path="/closures",
            numbering="page ###",
            makes={"permit": Made("party.permit")},
            form={
                "1": Asked(text(60), holds="applicant.full_name"),
                "2": Asked(text(60), holds="party.street"),
                "3": Asked(dated("%d-%b-%Y", "as DD-Mon-YYYY"), holds="party.day", written=dates("%d-%b-%Y")),
            },
            stages=(Stage("diary", "events_office.diary", permit),),
            words=Words(reference="diary page", received="in the diary", done="permitted", refused="not that day"),
        ),
    ),
)
