"""The citizen's pages. Nothing here names a life event: all of it follows from the definitions that are found."""

from frontdoor.pages.citizen import triage
from frontdoor.pages.citizen.about import accessibility, help_page, privacy
from frontdoor.pages.citizen.case import move_calendar, progress, show
from frontdoor.pages.citizen.checking import check_answers
from frontdoor.pages.citizen.giving import give, show_task
from frontdoor.pages.citizen.home import before_start, home, start
from frontdoor.pages.citizen.offices import choose_offices, show_offices
from frontdoor.pages.citizen.questions import answer, ask
from frontdoor.pages.citizen.returning import ask_for_both, before_end, end, open_again
from frontdoor.pages.citizen.sending import declare, save, send, sent
from frontdoor.pages.citizen.visits import page

routes = [
    page("/", home),
    page(triage.HERE, triage.ask, triage.answer),
    page(triage.NONE, triage.none_of_these),
    page("/life-events/{key}", before_start, start),
    page("/journey/answers", check_answers),
    page("/journey/offices", show_offices, choose_offices),
    page("/journey/declaration", declare, send),
    page("/journey/sent", sent),
    page("/journey/save", save),
    page("/journey/{question}", ask, answer),
    page("/return", ask_for_both, open_again),
    page("/end", before_end, end),
    page("/case", show),
    page("/case/progress", progress, in_use=False),
    page("/case/calendar", post=move_calendar),
    page("/case/tasks/{service}", show_task, give),
    page("/help", help_page),
    page("/privacy", privacy),
    page("/accessibility", accessibility),
]

__all__ = ["routes"]
