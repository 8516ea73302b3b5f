"""The funeral director: names a day and a price at once, and needs the registrar's form for the funeral itself."""

from datetime import date, datetime

from backoffice_adapters.simulated.calendar import next_working_day
from backoffice_adapters.simulated.forms import Asked, dated, one_of, text, written
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
from backoffice_adapters.simulated.writing import POUNDS, dates

SPOKEN = dated("%d %B %Y", "as in 25 December 1999")
WORDED = "%d %B %Y"
PRICES = {"burial": (3_900, 5_600), "cremation": (2_900, 4_300)}  # pounds, from and to


def arrange(filed: Filed) -> Produced:
    """Agrees a day two to three weeks ahead, and sends the invoice."""
    invoice = filed.chance.randrange(*PRICES[filed.said("burial or cremation")])
    return {"day": _a_day(filed, 13, 21), "invoice": f"{invoice}.00"}


def take_the_form(filed: Filed) -> Produced:
    """Keeps the day, or agrees a new one where the registrar's form came too late for it."""
    if not filed.said("green form"):
        return Refused("no form", "Without the registrar's form there is no funeral.")
    return {} if day_of_funeral(filed) > filed.today else {"day": _a_day(filed, 5, 10)}


def day_of_funeral(filed: Filed) -> date:
    """Returns the day that was agreed."""
    return datetime.strptime(str(filed.produced["day"]), WORDED).date()  # noqa: DTZ007 a date, no clock time


def _a_day(filed: Filed, earliest: int, latest: int) -> str:
    return next_working_day(filed.later(filed.chance.randrange(earliest, latest))).strftime(WORDED)


OFFICE = Office(
    agency="funeral_director",
    title="Hartley and Daughters, funeral directors",
    signed="Your funeral arranger",
    procedures=(
        Procedure(
            service="funeral_director.arrange_funeral",
            letterhead="The funeral and what it costs",
            opening=(
                "Thank you for trusting us with the arrangements. The day is set, and this is our invoice. "
                "If you claim help with the costs, the office that pays wants to see it."
            ),
            path="/funerals",
            numbering="@#####",
            answers=Answers.CALLBACK,
            makes={
                "day": Made("funeral.date", dates("%d %B %Y"), said="Day of the funeral"),
                "invoice": Made("funeral.invoice_total", POUNDS, said="Total of the invoice"),
            },
            form={
                "name": Asked(text(80), holds=("deceased.first_names", "deceased.last_name")),
                "died": Asked(SPOKEN, holds="deceased.date_of_death", written=dates("%d %B %Y")),
                "place of rest": Asked(text(80), holds="deceased.place_of_death"),
                "home": Asked(text(120), holds="deceased.address"),
                "burial or cremation": Asked(one_of("burial", "cremation"), holds="funeral.kind"),
                "green form": Asked(
                    written(r"GF-\d{6}", "as GF- and 6 digits"), later=True, holds="registration.burial_form"
                ),
                "family": Asked(text(80), holds="applicant.full_name"),
                "phone": Asked(text(25), holds="applicant.phone"),
                "email": Asked(text(80), holds="applicant.email"),
            },
            stages=(
                Stage("arrangement", "funeral_director.arrangement", arrange),
                Stage("form", "funeral_director.form", take_the_form, waits_for=(("green form",),)),
                Stage("funeral", "funeral_director.funeral", until=day_of_funeral),
            ),
            words=Words(
                reference="book number",
                state="how far",
                received="in hand",
                waiting="we need the form",
                done="laid to rest",
                refused="sorry",
                reason="because",
                code="short",
                missing="we need",
                status_received=200,
                status_done=200,
                status_refused=200,
            ),
        ),
    ),
)
