"""Pages from templates, and the few files that browsers fetch beside them.

GOV.UK Frontend's macros are templates under `govuk_frontend_jinja/`; ours stand beside them. Everything is read and
compiled before the first visitor comes.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader, select_autoescape
from jinja2.meta import find_referenced_templates
from markupsafe import Markup, escape
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

PACKAGE = Path(__file__).resolve().parent
STATIC = "/static"
MACROS = "govuk_frontend_jinja"
FILES = {
    "govuk-frontend.min.css": "text/css",
    "govuk-frontend.min.js": "text/javascript",
    "htmx.min.js": "text/javascript",
    "LICENSES.txt": "text/plain",
    "app.css": "text/css",
    "evaluate.css": "text/css",
    "design.css": "text/css",
    "app.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
FOR_GOOD = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, max-age=0, must-revalidate"


def render(request: Request, name: str, context: Mapping[str, Any] | None = None, status: int = 200) -> HTMLResponse:
    """Returns a page made from templates/<name>, with the nonce that its scripts must carry."""
    state = request.scope.get("state", {})
    known = {"cspNonce": state.get("nonce", ""), "request_id": state.get("request_id", ""), "form_token": ""}
    return HTMLResponse(environment().get_template(name).render({**known, **(context or {})}), status)


@cache
def environment() -> Environment:
    """Returns the one template environment of the process."""
    own = PACKAGE / "templates"
    folder = own if own.is_dir() else PACKAGE.parent / "templates"
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder), PrefixLoader({MACROS: PackageLoader(MACROS)})]),
        autoescape=select_autoescape(),
        auto_reload=False,
        cache_size=-1,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    made.globals["asset"] = asset
    return made


@cache
def warm_up() -> None:
    """Compiles our templates and the macros that they use, so that the first visitor does not wait for it; once."""
    made = environment()
    assert made.loader is not None, "the environment is made with one"
    left = {name for name in made.list_templates() if not name.startswith(f"{MACROS}/")}
    done: set[str] = set()
    while left:
        name = left.pop()
        done.add(name)
        made.get_template(name)
        used = find_referenced_templates(made.parse(made.loader.get_source(made, name)[0]))
        left |= {each for each in used if each} - done


def day(moment: date) -> str:
    """Returns a day in words, like 5 March 2026."""
    return f"{moment.day} {moment.strftime('%B %Y')}"


def ago(moment: datetime, now: datetime) -> str:
    """Returns a day and how long ago it was: "5 March 2026 (3 days ago)"."""
    days = (now.date() - moment.date()).days
    return f"{day(moment)} ({'today' if days <= 0 else count(days, 'day') + ' ago'})"


def count(number: int, one: str, many: str = "") -> str:
    """Returns a number with its noun, like 1 day or 3 days."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def sentence(text: str) -> str:
    """Returns a text with its first letter in upper case: a fact's label at the start of a line."""
    return text[:1].upper() + text[1:]


def the(text: str) -> str:
    """Returns words with their article, unless they say whose it is: the date of death, your address."""
    return text if text.startswith(("your ", "their ")) else f"the {text}"


def listed(parts: list[str] | tuple[str, ...], last: str = "and") -> str:
    """Returns names as a list in a sentence: A, B and C."""
    return f" {last} ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def breakable(name: str) -> Markup:
    """Returns an office's name for a field with places where a narrow column may break it."""
    parts = re.split(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[_./-])", name)
    return Markup("<wbr>").join(escape(part) for part in parts)


FILTERS: Mapping[str, Callable[..., str]] = {
    "day": day,
    "count": count,
    "sentence": sentence,
    "listed": listed,
    "breakable": breakable,
}


@dataclass(frozen=True)
class StaticFile:
    """A file for browsers, with a digest that changes when it does."""

    content: bytes
    packed: bytes
    media_type: str
    digest: str


@cache
def files() -> Mapping[str, StaticFile]:
    """Returns the files for browsers, read once. Raises RuntimeError when they were not built."""
    found: dict[str, StaticFile] = {}
    for name, media_type in FILES.items():
        built = PACKAGE / "assets" / "static" / name
        path = built if built.is_file() else PACKAGE / "assets" / name
        if not path.is_file():
            raise RuntimeError(f"{name} is missing. Run: python -m frontdoor.assets.build")
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:16]
        found[name] = StaticFile(content, gzip.compress(content, 9, mtime=0), media_type, digest)
    return found


def asset(name: str) -> str:
    """Returns the address of a static file; it holds the digest, so that a browser may keep the file for good."""
    return f"{STATIC}/{name}?v={files()[name].digest}"


def static_files() -> Route:
    """Returns the route of the files that pages load."""
    files()
    return Route(f"{STATIC}/{{name}}", _static_file)


async def _static_file(request: Request) -> Response:
    file = files().get(request.path_params["name"])
    if file is None:
        raise HTTPException(404)
    kept = FOR_GOOD if request.query_params.get("v") == file.digest else ASK_AGAIN
    headers = {"Cache-Control": kept, "ETag": f'"{file.digest}"', "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=file.media_type)
    return Response(file.content, headers=headers, media_type=file.media_type)
