"""Having a street party: one office, and the neighbours, whom nobody tells."""

from life_events.model import Concerns, LifeEvent, NotTold, Question, Section

LIFE_EVENT = LifeEvent(
    key="street_party",
    title="When you have a street party",
    summary="Ask for the street to be closed, once.",
    happened="We are having a street party",
    before_you_start=("the name of the street, and the day",),
    sections=(
        Section(
            "The party",
            (
                Question("street", "Which street is it in?", ("party.street",)),
                Question("day", "On which day is it?", ("party.day",)),
                Question("your-name", "What is your name?", ("applicant.full_name",)),
            ),
        ),
    ),
    services=(Concerns("events_office.close_street"),),
    not_told=(NotTold("Your neighbours", "Invite them."),),
)
