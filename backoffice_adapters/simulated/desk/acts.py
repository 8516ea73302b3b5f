"""What a person sends to a desk: taking it over, decisions, questions, what was typed in, who is meant.

Every form carries the town's token; what cannot be taken comes back with what is wrong, in the office's words.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backoffice_adapters.simulated.desk.clerk import Clerk, NotNow
from backoffice_adapters.simulated.desk.keying import Typed, blanks, handed_in, typed
from backoffice_adapters.simulated.desk.pages import doubt_page, paper_page, record_page
from backoffice_adapters.simulated.desk.place import BASE, Place, Places, nothing
from backoffice_adapters.simulated.mailroom import TRAVELLING
from backoffice_adapters.simulated.store import Request as CaseRequest

LONGEST_REASON = 200
LONGEST_WORDS = 400
DIFFERS = "is not what you typed before"
OUTSIDE = "This form was not filled in on a page of this town, or the town was started anew. Open the page once more."

Act = Callable[[Place, FormData, Request], Response]


class DeskActs:
    """What can be done at the desks of a town."""

    def __init__(self, places: Places) -> None:
        self._places = places
        case = BASE + "/cases/{reference:path}"
        self.routes = [
            self._route(BASE + "/staffing", _staff),
            self._route(BASE + "/typing", _type_twice),
            self._route(BASE + "/tray/{number}", _key_in),
            self._route(BASE + "/notes/{number}", _tell),
            self._route(BASE + "/doubts/{number}", _judge),
            self._route(case + "/decision", _decide),
            self._route(case + "/refusal", _refuse),
            self._route(case + "/question", _ask),
        ]

    def _route(self, path: str, act: Act) -> Route:
        return Route(path, self._taken(act), methods=["POST"])

    def _taken(self, act: Act) -> Callable[[Request], Awaitable[Response]]:
        """Returns what takes a form: from our own pages only, and with a sentence where it cannot be done now."""

        async def take(request: Request) -> Response:
            place = self._places.find(request)
            if place is None:
                return nothing("There is no such desk in this town.")
            async with request.form() as form:
                if not self._places.guard.allows(request.headers, form):
                    return nothing(OUTSIDE, 403)
                try:
                    return act(place, form, request)
                except NotNow as error:
                    return place.page("not_now", 409, why=str(error))
                except LookupError:
                    return nothing("This office holds nothing of the kind any more.")

        return take


def _staff(place: Place, form: FormData, request: Request) -> Response:
    if form.get("who") == "person":
        Clerk(place.counter).take_over()
        return place.back(said="taken")
    Clerk(place.counter).hand_back()
    return place.back(said="back")


def _type_twice(place: Place, form: FormData, request: Request) -> Response:
    twice = form.get("times") == "twice"
    Clerk(place.counter).type_twice(on=twice)
    return place.back(said="twice" if twice else "once")


def _decide(place: Place, form: FormData, request: Request) -> Response:
    case = _case(place, request)
    Clerk(place.counter).decide(case)
    return place.back(_address(case), "decided")


def _refuse(place: Place, form: FormData, request: Request) -> Response:
    case, reason = _case(place, request), str(form.get("reason", "")).strip()
    wrong = {}
    if not reason:
        wrong["reason"] = "Say why. The citizen reads it."
    elif len(reason) > LONGEST_REASON:
        wrong["reason"] = f"Say it in at most {LONGEST_REASON} characters."
    if wrong:
        return record_page(place, case, wrong=wrong, reason=reason)
    Clerk(place.counter).refuse(case, reason)
    return place.back(_address(case), "refused")


def _ask(place: Place, form: FormData, request: Request) -> Response:
    case, words = _case(place, request), str(form.get("words", "")).strip()
    blank = place.counter.procedures[case.service].form
    fields = [name for name in map(str, form.getlist("field")) if name in blank]
    wrong = {}
    if not fields:
        wrong["field"] = "Choose at least one field to ask for."
    if len(words) > LONGEST_WORDS:
        wrong["words"] = f"Say it in at most {LONGEST_WORDS} characters."
    if wrong:
        return record_page(place, case, wrong=wrong)
    Clerk(place.counter).ask(case, fields, words)
    return place.back(_address(case), "asked")


def _key_in(place: Place, form: FormData, request: Request) -> Response:
    number, store = request.path_params["number"], place.counter.store
    note, clerk = store.mail.note(number), Clerk(place.counter)
    if store.mail.state_of(number) != TRAVELLING:
        raise NotNow("This is taken in already.")
    if "unfit" in form:
        clerk.key_in(note, Typed(note.facts, note.about, handed_in(note)))
        return place.back(said="keyed")
    if "anew" in form:
        clerk.type_anew(note)
        return place.back(f"/tray/{number}")
    procedure = place.counter.procedures[note.service]
    own, search = blanks(note, procedure)
    filled = {blank.name: str(form.get(blank.name, "")).strip() for blank in (*own, *search)}
    entry = typed(note, procedure, filled)
    if entry.wrong:
        return paper_page(place, number, filled=filled, wrong=entry.wrong)
    before = store.staffing.first_entry(number)
    if store.staffing.typed_twice and before is None:
        clerk.keep_first_entry(note, filled)
        return place.back(f"/tray/{number}")
    if before is not None and (differs := [name for name in filled if filled[name] != before.get(name)]):
        return paper_page(place, number, filled=filled, wrong=dict.fromkeys(differs, DIFFERS))
    clerk.key_in(note, entry)
    return place.back(said="keyed")


def _tell(place: Place, form: FormData, request: Request) -> Response:
    number = request.path_params["number"]
    note = next((each for each in place.counter.store.mail.untold() if each.message_id == number), None)
    if note is None:
        raise LookupError(number)
    Clerk(place.counter).tell(note, place.world)
    return place.back(said="told")


def _judge(place: Place, form: FormData, request: Request) -> Response:
    doubt = place.counter.store.doubts.of_note(request.path_params["number"])
    if doubt is None:
        raise LookupError(request.path_params["number"])
    if form.get("verdict") not in ("same", "another"):
        return doubt_page(place, doubt, wrong="Say whether it is the same person.")
    same = form.get("verdict") == "same"
    Clerk(place.counter).judge(doubt, same=same)
    return place.back(said="same" if same else "another")


def _case(place: Place, request: Request) -> CaseRequest:
    found = place.counter.store.by_reference(request.path_params["reference"])
    if found is None:
        raise LookupError(request.path_params["reference"])
    return found


def _address(case: CaseRequest) -> str:
    return f"/cases/{quote(case.reference, safe='')}"
