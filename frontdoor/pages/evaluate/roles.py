"""Three roles, three demands: Figure 2's nine cells, each with what is measured of it, or why nothing is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from starlette.responses import Response

from frontdoor.pages.evaluate.looking import Look, worked_out
from frontdoor.pages.evaluate.onrecord import Group
from frontdoor.pages.evaluate.shown import Shown, show_all
from frontdoor.pages.evaluate.tables import Cell, Table, number, table

ROLES: Mapping[str, str] = {
    "Consumer": "users of services",
    "Citizen": "all of us who vote for services and have views about what we want and what others ought to get",
    "Taxpayer": "taxpayers and levy-payers who finance the services",
}
LAYERS = ("Services", "Governance", "Citizenship")


@dataclass(frozen=True)
class Demand:
    """One cell of Figure 2: what is wanted, in the book's words, what is measured of it, and what is not."""

    quote: str
    keys: tuple[str, ...] = ()
    not_measured: str = ""


# Role views of measurement a.4; what the record cannot show is said, never guessed.
FIGURE_2: Mapping[tuple[str, str], Demand] = {
    ("Consumer", "Services"): Demand(
        "I want it quick, easy, understandable, high quality and just once",
        ("T1", "E1", "E2"),
        "Whether it was understandable, and what it cost in worry.",
    ),
    ("Consumer", "Governance"): Demand(
        "I don’t care about that stuff, just concentrate on the service",
        (),
        "By their own word there is nothing to measure.",
    ),
    ("Consumer", "Citizenship"): Demand(
        "I’ll complain if I get poor service, but I’ve usually got better things to do",
        ("E5",),
        "Complaints themselves: they go to the offices.",
    ),
    ("Citizen", "Services"): Demand(
        "I only want the ones I care about, the ones that work, and which respect my privacy",
        ("O1", "O2", "P1", "P2", "P3"),
        "Which services people care about.",
    ),
    ("Citizen", "Governance"): Demand(
        "Open it up, join it up, make it work on the right things",
        ("F", "B", "Phi", "promise_gap", "rho", "kappa_back", "C4"),
        "Whether these are the right things.",
    ),
    ("Citizen", "Citizenship"): Demand(
        "Give me more say", (), "The record holds what people agreed to, not what they would have wanted."
    ),
    ("Taxpayer", "Services"): Demand(
        "Keep the costs down, cut the waste, just give them to those who really need them",
        ("F1", "F6", "E2_avoidable"),
        "Money: the record holds no costs.",
    ),
    ("Taxpayer", "Governance"): Demand("Keep it lean", ("C5", "C8"), "What joining up costs to set up and to keep."),
    ("Taxpayer", "Citizenship"): Demand(
        "Don’t spend too much on it, and don’t give special interests too much power",
        (),
        "Neither spending on it nor whose interests weigh is on the record.",
    ),
}


@dataclass(frozen=True)
class Met:
    """A demand with its measures for one group of cases."""

    role: str
    layer: str
    demand: Demand
    measures: tuple[Shown, ...]


async def show_roles(look: Look) -> Response:
    """Shows the nine cells for one group of cases."""
    group = look.group()
    if group is None:
        return look.nothing()
    cells = await worked_out(lambda: [*_cells(group)])
    rows = [(role, who, [each for each in cells if each.role == role]) for role, who in ROLES.items()]
    return look.answer("roles.html", group, _table(group, cells), rows=rows)


def _cells(group: Group) -> Iterator[Met]:
    for (role, layer), demand in FIGURE_2.items():
        yield Met(role, layer, demand, show_all(group, demand.keys))


def _table(group: Group, cells: list[Met]) -> Table:
    heads = ("Who", "About", "Measure", "Value", "Unit", "How sure", "n", "Not measured")
    rows: list[list[Cell]] = []
    for cell in cells:
        ends = [Cell(cell.role), Cell(cell.layer)]
        rows += [
            [
                *ends,
                Cell(each.title, value=each.key),
                Cell("nothing to measure", note=each.reason, value="")
                if each.number is None
                else number(each.value, each.number, each.href),
                Cell(each.unit),
                Cell(each.interval),
                number(str(each.n), each.n),
                Cell(""),
            ]
            for each in cell.measures
        ]
        rows.append([*ends, *[Cell("–", value="") for _ in range(5)], Cell(cell.demand.not_measured)])
    return table(f"roles-{group.scenario}", "The nine cells as a table", heads, rows)
