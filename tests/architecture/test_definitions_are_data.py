"""Definitions are data that happens to be Python: nothing in them is worked out, so they can be drawn and checked."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

# What gives definitions their words, and so may compute. Everything else in life_events is a definition.
MACHINERY = {
    "model",
    "conditions",
    "facts",
    "coordination",
    "scenario",
    "parameters",
    "relations",
    "frictions",
    "circles",
    "carrying",
}


def definition_files(root: Path) -> list[Path]:
    """The modules of life_events that only define: those of the agencies, and one per life event."""
    package = root / "life_events"
    return sorted(
        path
        for path in package.rglob("*.py")
        if path.parent != package or (path.stem not in MACHINERY and path.name != "__init__.py")
    )


def objections(source: str) -> Iterator[str]:
    """Says, with the line, what in a definition is more than data."""
    known: set[str] = set()
    for position, statement in enumerate(ast.parse(source).body):
        match statement:
            case ast.Expr(value=ast.Constant(value=str())) if position == 0:
                continue
            case ast.ImportFrom(module=str(module), names=names, level=0) if (
                module == "life_events" or module.startswith("life_events.")
            ):
                if any(alias.name == "*" for alias in names):
                    yield f"{statement.lineno}: import * hides where a name comes from"
                known |= {alias.asname or alias.name for alias in names}
            case ast.Import() | ast.ImportFrom():
                yield f"{statement.lineno}: an import from elsewhere than life_events"
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield from _objections_to_value(value, known)
                known.add(name)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                yield from _objections_to_value(value, known)
                known.add(name)
            case _:
                yield f"{statement.lineno}: {type(statement).__name__} where a definition has only assignments"


def _objections_to_value(value: ast.expr, known: set[str]) -> Iterator[str]:
    """Walks one value: constants, known names and their attributes, tuples, and calls of those."""
    match value:
        case ast.Constant():
            pass
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float())):
            pass
        case ast.Name(id=name):
            if name not in known:
                yield f"{value.lineno}: {name!r} is neither imported nor defined above"
        case ast.Tuple(elts=items):
            for item in items:
                yield from _objections_to_value(item, known)
        case ast.Attribute(value=ast.Name() | ast.Attribute() | ast.Call() as owner):
            yield from _objections_to_value(owner, known)
        case ast.Call(func=ast.Name() | ast.Attribute() as called, args=arguments, keywords=keywords):
            yield from _objections_to_value(called, known)
            for argument in [*arguments, *(keyword.value for keyword in keywords)]:
                yield from _objections_to_value(argument, known)
            for keyword in keywords:
                if keyword.arg is None:
                    yield f"{value.lineno}: ** hides what is said"
        case _:
            yield f"{value.lineno}: {type(value).__name__} is more than data"


def test_definitions_hold_nothing_but_data(project_root: Path) -> None:
    """features.md D1: a life event is declared as data, no code."""
    files = definition_files(project_root)
    assert files, "no definitions were found"

    found = [
        f"{path.relative_to(project_root)}:{objection}"
        for path in files
        for objection in objections(path.read_text(encoding="utf-8"))
    ]

    assert not found, "\n".join(found)


GOOD = '''\
"""What to do when someone moves house."""

from life_events.conditions import Fact, all_of
from life_events.model import LifeEvent, Question, Service, Tier

RENTS = Fact("home.rented").is_(True)
OFFSET: int = -1

LIFE_EVENT = LifeEvent(
    key="moving_house",
    tier=Tier.LOCAL,
    questions=(Question("home.address", "Where do you live now?"),),
    services=(Service("council.stop_tax", when=all_of(RENTS, Fact("home.age").at_least(OFFSET).negated())),),
)
'''


def test_a_definition_that_is_data_passes() -> None:
    assert list(objections(GOOD)) == []


@pytest.mark.parametrize(
    ("refused", "because"),
    [
        ("for name in NAMES:\n    pass", "For"),
        ("if True:\n    X = 1", "If"),
        ("def make():\n    return 1", "FunctionDef"),
        ("class Mine(Service):\n    pass", "ClassDef"),
        ("X = Service(name for name in NAMES)", "GeneratorExp"),
        ("X = [Service(n) for n in NAMES]", "ListComp"),
        ("X = Service(key='a', when=lambda case: True)", "Lambda"),
        ("X = Service(f'{Service}')", "JoinedStr"),
        ("X = Service(key='a' + 'b')", "BinOp"),
        ("X = 60 * 24", "BinOp"),
        ("X = 1 if Service else 2", "IfExp"),
        ("X = Service('a') or Service('b')", "BoolOp"),
        ("X = Service(*NAMES)", "Starred"),
        ("X = Service(**NAMES)", "** hides"),
        ("X = NAMES[0]", "Subscript"),
        ("X = ['mutable']", "List"),
        ("X = {'mutable': 1}", "Dict"),
        ("X = 'a b'.split()", "Attribute"),
        ("X = open('somewhere')", "'open' is neither imported"),
        ("X = __import__('os')", "neither imported"),
        ("X = Service((y := 1))", "NamedExpr"),
        ("X, Y = 1, 2", "Assign where"),
        ("X += 1", "AugAssign"),
        ("Service('unnamed')", "Expr where"),
        ("import os", "import from elsewhere"),
        ("from datetime import date", "import from elsewhere"),
        ("from . import model", "import from elsewhere"),
        ("from life_events.model import *", "hides where"),
    ],
)
def test_more_than_data_is_refused_with_its_line(refused: str, because: str) -> None:
    source = f'"""A definition."""\nfrom life_events.model import NAMES, Service\n\n{refused}\n'

    first, *_ = objections(source)

    assert first.startswith("4: ")
    assert because in first
