"""The town's own pages: its templates, how they write a day, and what a browser may do with them."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from backoffice_adapters.simulated.letters import plain

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
}


@cache
def _pages() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("pages")),
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters |= {"plain": plain, "day": day, "moment": moment, "counted": counted}
    return made


def page(template: str, status: int = 200, **shown: object) -> HTMLResponse:
    """Returns a page made of a template; no script runs on it, and it can be framed by nobody."""
    return HTMLResponse(_pages().get_template(template).render(**shown), status, headers=HEADERS)


def day(at: datetime) -> str:
    """Writes a day: 9 March 2026."""
    return f"{at.day} {at:%B %Y}"


def moment(at: datetime) -> str:
    """Writes a moment: Monday 9 March 2026, 10:40."""
    return f"{at:%A} {day(at)}, {at:%H:%M}"


def counted(number: int, thing: str, things: str = "") -> str:
    """Writes how many: 1 case, 2 cases."""
    return f"{number} {thing if number == 1 else things or thing + 's'}"
