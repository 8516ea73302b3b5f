"""Coming back with reference and secret, from any browser, and leaving for good."""

from __future__ import annotations

from starlette.responses import Response

from frontdoor.cases.identity import tidy_reference, tidy_secret
from frontdoor.cases.models import Case
from frontdoor.cases.store import open_with
from frontdoor.pages.citizen.questions import journey_of, next_path
from frontdoor.pages.citizen.visits import Visit
from frontdoor.security.limits import Limits

# More than either has, however it is typed; what is longer is wrong anyway, and no column would hold it.
MOST_LETTERS = 40
LONGEST_REFERENCE = 20
# The same whichever of the two is wrong, so that nobody learns which references exist.
WRONG = "The reference and the secret do not belong together. Check both and try again."


async def ask_for_both(visit: Visit) -> Response:
    """Asks for the reference and the secret."""
    return visit.render("return.html", reference="", errors=[])


async def open_again(visit: Visit) -> Response:
    """Opens the draft or case that reference and secret open together, in a fresh session. Raises TooManyTries."""
    reference, secret = (visit.form.get(name, "").strip()[:MOST_LETTERS] for name in ("reference", "secret"))
    errors = []
    if not reference:
        errors.append({"text": "Enter your reference", "href": "#reference"})
    if not secret:
        errors.append({"text": "Enter your secret", "href": "#secret"})
    if errors:
        return visit.render("return.html", status=422, reference=reference, errors=errors)
    limits: Limits = visit.request.app.state.limits
    limits.guess(visit.request)
    found = await open_with(tidy_reference(reference)[:LONGEST_REFERENCE], secret)
    if found is None:
        wrong = [{"text": WRONG, "href": "#reference"}]
        return visit.render("return.html", status=422, reference=reference, errors=wrong)
    limits.right(visit.request)
    if isinstance(found, Case):
        visit.session.begin(case=str(found.id))
        return visit.go("/case")
    visit.session.begin(draft=str(found.id), secret=tidy_secret(secret))
    return visit.go(next_path(journey_of(visit, found)))


async def before_end(visit: Visit) -> Response:
    """Asks whether to leave; for those who come by a link."""
    return visit.render("end.html", ended=False)


async def end(visit: Visit) -> Response:
    """Ends the session: what is open is closed, and the browser forgets it."""
    page = visit.render("end.html", ended=True, draft_open=False, case_open=False)
    await visit.session.end(visit.request, page)
    return page
