"""What is written differently for an office that does not speak JSON: names, class attributes, its side in the town."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from frontdoor.scaffold.filling import in_brackets

CELL = 8  # characters


def _as_words(words: str) -> str:
    return words


def _camel(words: str) -> str:
    first, *more = words.split()
    return first + "".join(word.capitalize() for word in more)


def _snake(words: str) -> str:
    return words.replace(" ", "_")


def _cell(words: str) -> str:
    return words.replace(" ", "").upper()[:CELL]


@dataclass(frozen=True)
class Wanted:
    """What a service brings along: the slug and the initials of its name, and by field the sample of its fact."""

    slug: str
    letters: str
    reference: str
    sent: Mapping[str, str]
    made: Mapping[str, str]


@dataclass(frozen=True)
class Protocol:
    """One way to speak, for who begins with it.

    base        the class of the adapter
    named       how the office names a field, given what it is in words
    speaks      the attributes of the adapter that say how, and how its office does, as lines
    under_way   the words for not yet
    clerical    the word for a clerk has to look, where there is no field to say so in
    modules     what the office's file imports: by module, the names
    names       what it needs from `procedures` besides
    check       the office's check of a field, and more arguments of the field, by its sample
    numbering   the office's references
    bad         a value that the office refuses
    """

    base: str
    named: Callable[[str], str] = _as_words
    speaks: Callable[[Wanted], Sequence[str]] = lambda wanted: ()
    answers: Callable[[Wanted], Sequence[str]] = lambda wanted: ()
    before: Callable[[Wanted], str] = lambda wanted: ""
    under_way: tuple[str, ...] = ("received", "waiting")
    clerical: str = ""
    modules: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    check: tuple[str, str] = ("text", "text(120)")
    more: Callable[[str], Sequence[str]] = lambda sample: ()
    numbering: str = "{letters}-######"
    bad: str = '"Far too long for the form. " * 10'


def _cells(wanted: Wanted) -> dict[str, int]:
    return {name: cells(sample) for name, sample in {**wanted.sent, **wanted.made}.items() if cells(sample) > 1}


def cells(sample: str) -> int:
    """Returns how many cells a field gets whose fact looks like a sample: its own length, and for words as much again.

    >>> cells("2026-03-02"), cells("Alan Whitlock")
    (2, 4)
    """
    least = -(-len(sample) // CELL)
    return least * 2 if any(letter.islower() for letter in sample) else least


def _record_cells(wanted: Wanted) -> str:
    return "{" + ", ".join(f'"{name}": {number}' for name, number in _cells(wanted).items()) + "}"


def _record_speaks(wanted: Wanted) -> Sequence[str]:
    return (
        'question, later, answer = "NEW", "MORE", "ANSWER"',
        f"cells = {_record_cells(wanted)}",
        'reasons = {"FORM": "The record did not hold what the office takes."}',
    )


def _record_answers(wanted: Wanted) -> Sequence[str]:
    fields = in_brackets((f'"{name}"' for name in (wanted.reference, "state", "code", *wanted.made)), "answers=(", 16)
    return (
        "language=Records(",
        '    takes="NEW",',
        '    adds="MORE",',
        '    gives="ANSWER",',
        f'    reference="{wanted.reference}",',
        f"    answers=({fields}),",
        '    missing="missing",',
        f"    room={len(wanted.sent)},",
        f"    cells={_record_cells(wanted)},",
        "),",
    )


def _batch_files(wanted: Wanted) -> str:
    columns = (wanted.reference, "state", "code", "reason", "missing", *wanted.made)
    inner = in_brackets((f'"{name}"' for name in columns), "    answers=(", 4)
    return f'FILES = Lines(\n    takes="REQUESTS",\n    gives="RESULTS",\n    answers=({inner}),\n)\n'


PROTOCOLS: Mapping[str, Protocol] = {
    "json": Protocol("JsonAdapter"),
    "xml": Protocol(
        "XmlAdapter",
        named=_camel,
        speaks=lambda wanted: (f'namespace = "urn:simulation:{wanted.slug}"',),
        answers=lambda wanted: (f'language=Xml("urn:simulation:{wanted.slug}", takes="request", gives="answer"),',),
        modules={"xml_language": "Xml"},
    ),
    "records": Protocol(
        "RecordAdapter",
        named=_cell,
        speaks=_record_speaks,
        answers=_record_answers,
        clerical="CLERICAL",
        modules={"record_language": "Records, kept"},
        check=("written", 'written(r"[^?]+", "in letters that we have")'),
        more=lambda sample: (f"written=kept({cells(sample)})",),
        numbering="@#######",
        bad='"\\N{SNOWMAN}"',
    ),
    "batch": Protocol(
        "BatchAdapter",
        named=_snake,
        speaks=lambda wanted: ('question, answer = "REQUESTS", "RESULTS"',),
        answers=lambda wanted: (
            "language=FILES,",
            f'intake=Nightly("{wanted.letters}", FILES),',
            "answers=Answers.POLLED,",
            'supplied_by="POST",',
        ),
        before=_batch_files,
        under_way=("COLLECTED", "received", "waiting"),
        clerical="with a clerk",
        modules={"file_language": "Lines", "intakes": "Nightly"},
        names=("Answers",),
    ),
    "paper": Protocol(
        "PaperAdapter",
        speaks=lambda wanted: (f'form = "{wanted.letters}1"',),
        answers=lambda wanted: (
            f'language=Letters("{wanted.letters}1", "About your form {wanted.letters}1"),',
            "intake=ByPost(),",
        ),
        modules={"intakes": "ByPost", "letter_language": "Letters"},
    ),
}
