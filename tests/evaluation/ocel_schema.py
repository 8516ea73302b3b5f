"""What the OCEL 2.0 specification says that its JSON form must be (section 8.2, "JSON Schema Definition", draft-07)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from jsonschema import Draft7Validator, FormatChecker

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
moments = FormatChecker(())


@moments.checks("date-time", ValueError)
def _moment(value: object) -> bool:
    return datetime.fromisoformat(str(value)).tzinfo is not None


def _list_of(required: tuple[str, ...], **fields: Schema) -> Schema:
    return {"type": "array", "items": {"type": "object", "properties": fields, "required": list(required)}}


_TYPES = _list_of(("name", "attributes"), name=TEXT, attributes=_list_of(("name", "type"), name=TEXT, type=TEXT))
_RELATED = _list_of(("objectId", "qualifier"), objectId=TEXT, qualifier=TEXT)
_EVENTS = _list_of(
    ("id", "type", "time"),
    id=TEXT,
    type=TEXT,
    time=MOMENT,
    attributes=_list_of(("name", "value"), name=TEXT, value=TEXT),
    relationships=_RELATED,
)
_OBJECTS = _list_of(
    ("id", "type"),
    id=TEXT,
    type=TEXT,
    relationships=_RELATED,
    attributes=_list_of(("name", "value", "time"), name=TEXT, value=TEXT, time=MOMENT),
)
OCEL: Schema = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "properties": {"eventTypes": _TYPES, "objectTypes": _TYPES, "events": _EVENTS, "objects": _OBJECTS},
    "required": ["eventTypes", "objectTypes", "events", "objects"],
}


def broken(document: object) -> Iterator[str]:
    """Yields where a document is not what the specification asks for, and why."""
    for error in Draft7Validator(OCEL, format_checker=moments).iter_errors(document):
        yield f"{error.json_path}: {error.message}"
