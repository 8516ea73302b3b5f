"""What can be wrong with an office: each kind of fault, and in a sentence what the office does then. Data, no code."""

from __future__ import annotations

from collections.abc import Mapping

KINDS: Mapping[str, str] = {
    "down": "answers 503 and does no work",
    "slow": "answers three seconds late",
    "hangs": "takes the request and never answers",
    "resets": "does the work and breaks the connection in the middle of its answer",
    "trickles": "answers one byte a second",
    "garbled": "says something that nobody can read",
    "drifts": "writes its field names and codes with other capitals than agreed",
    "loses": "says that it has what it was sent, and keeps nothing of it",
    "repeats": "says everything twice",
    "disorders": "calls back before it has answered, and says older news after newer",
    "refuses-late": "says yes, and takes it back five working days later",
    "no-match": "finds nobody under the name and date of birth",
    "wrong-person": "files the request under somebody else, whose name and numbers are close",
    "backlogged": "has forty working days of other work before each step of a request",
    "clock-off": "lives a day ahead of the calendar, or with an odd seed a day behind",
    "mistaken": "writes down something wrong, and finds it out ten working days later",
}
