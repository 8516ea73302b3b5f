"""The council's travel concessions desk: looks at the postcode and the day, and posts a card."""

from datetime import date

from backoffice_adapters.simulated.calendar import months_later
from backoffice_adapters.simulated.forms import Asked, dated, text
from backoffice_adapters.simulated.numbers import rule
from backoffice_adapters.simulated.procedures import Desk, Filed, Made, Procedure, Produced, Refused, Stage, Words
from backoffice_adapters.simulated.writing import dates

SPOKEN = dated("%d %B %Y", "as in 25 December 1999")
OUR_POSTCODES = "EX"  # the area of this authority: the town's own


def eligible_from(filed: Filed) -> date:
    """Returns the day from which the pass is valid: nobody gets it before State Pension age (domain RT08)."""
    return filed.day("Eligible from", "%d %B %Y")


def printed_from(filed: Filed) -> date:
    """Returns the day on which the card can be printed: that of eligibility, or today for who comes much too early."""
    earliest = months_later(filed.today, int(filed.rule("bus_pass.applied_for")))
    return eligible_from(filed) if eligible_from(filed) <= earliest else filed.today


def print_card(filed: Filed) -> Produced:
    """Prints the card for whoever lives here and is old enough."""
    if not filed.said("Home postcode").startswith(OUR_POSTCODES):
        return Refused("residence", "The pass is issued by the council where somebody lives, and that is not ours.")
    born = filed.day("Date of birth", "%d %B %Y")
    if eligible_from(filed) < months_later(born, int(rule("state_pension.age", born))):
        return Refused("age", "The pass is issued from State Pension age.")
    if eligible_from(filed) > filed.today:
        return Refused("early", "Come back shortly before State Pension age.")
    return {"Card": f"6335{filed.number(4)}"}


DESK = Desk(
    agency="council",
    procedures=(
        Procedure(
            service="council.issue_bus_pass",
            letterhead="Your bus pass",
            opening="Here is your pass. Show it to the driver on any local bus in England.",
            asking="Please prove your age and where you live",
            path="/concessions/passes",
            numbering="TC-#####",
            makes={"Card": Made("bus_pass.number", said="Number on the card")},
            form={
                "Name on card": Asked(text(40), holds="applicant.full_name"),
                "Date of birth": Asked(SPOKEN, holds="retiree.date_of_birth", written=dates("%d %B %Y")),
                "Eligible from": Asked(SPOKEN, holds="retiree.pension_age_day", written=dates("%d %B %Y")),
                "Home": Asked(text(120), holds="retiree.address"),
                "Home postcode": Asked(text(8), holds="retiree.postcode"),
            },
            stages=(Stage("printing", "council.bus_pass", print_card, until=printed_from),),
            words=Words(
                reference="Application",
                state="Stage",
                received="to be printed",
                waiting="proof wanted",
                done="card posted",
                refused="not eligible",
                reason="Because",
                code="Rule",
                missing="Proof",
                status_received=201,
            ),
        ),
    ),
)
