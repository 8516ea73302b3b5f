"""Cases as lanes: where parties lie, what is bundled, what crosses the line of visibility, how long waiting is."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from frontdoor.handoffs.casedocument import CaseDocument, HandoffView
from frontdoor.handoffs.events import Status
from frontdoor.pages.evaluate.arrows import APART, BADGE, LEGEND, Style
from frontdoor.pages.evaluate.axis import CLOSEST, make_axis
from frontdoor.pages.evaluate.lanes import LEFT, RIGHT, Chart, Names, draw
from life_events.coordination import Medium

DAY_ONE = datetime(2026, 3, 5, 9, tzinfo=UTC)
NAMES = Names(
    {"bank": "Banks", "hmrc": "HMRC", "dvla": "DVLA"},
    {"hmrc.settle_income_tax": "Settle Income Tax", "hmrc.settle_inheritance_tax": "Settle Inheritance Tax"},
)
BANK, DVLA = "bank.close_accounts", "dvla.close_driver_record"
TAX, ESTATE = "hmrc.settle_income_tax", "hmrc.settle_inheritance_tax"


def on(day: float) -> datetime:
    return DAY_ONE + timedelta(days=day)


def handoff(source: str, target: str, sent: float | None, **more: Any) -> HandoffView:
    """Returns a handoff, which arrives at once unless said."""
    at = on(sent) if sent is not None else None
    known: dict[str, Any] = {
        "handoff_id": f"{source}-{target}-{sent}",
        "kind": "supply",
        "service": None,
        "agency": target.partition(".")[0],
        "from": source,
        "to": target,
        "facts": ("deceased.last_name",),
        "medium": "api",
        "status": Status.COMPLETED,
        "reason": "",
        "since": at,
        "sent": at,
        "received": at,
        "ended": at,
        "expected_by": None,
        "deadline": None,
        "attempts": 1,
        "unreachable": False,
        "office_reference": None,
        "about": target,
    }
    return HandoffView(**{**known, **more})


def asked(target: str, sent: float, ended: float | None, source: str = "front_door", **more: Any) -> HandoffView:
    """Returns the acting handoff of a service."""
    status = Status.IN_PROGRESS if ended is None else Status.COMPLETED
    known = {"kind": "acting", "service": target, "status": status, "ended": None if ended is None else on(ended)}
    return handoff(source, target, sent, **{**known, **more})


def case(*handoffs: HandoffView, days: int = 100, **more: Any) -> CaseDocument:
    """Returns a case with these handoffs."""
    known: dict[str, Any] = {
        "reference": "FD-BBBB-CCCC",
        "life_event": "bereavement",
        "scenario": "dialogue",
        "as_of": DAY_ONE.date(),
        "asked_as_of": DAY_ONE.date(),
        "submitted": DAY_ONE,
        "now": on(days),
        "closed": on(days),
        "calendar_days": days,
        "finished": True,
        "definitions": "",
        "handoffs": handoffs,
        "tasks": (),
        "waiting": (),
    }
    return CaseDocument(**{**known, **more})


def drawn(*handoffs: HandoffView, **more: Any) -> Chart:
    return draw([case(*handoffs, **more)], NAMES)[0]


def test_the_citizen_is_above_the_line_and_everybody_else_below_it() -> None:
    chart = drawn(asked(BANK, 0, 10), asked(DVLA, 0, 10))
    assert chart.citizen.top + chart.citizen.height < chart.line < chart.door.top
    tops = [chart.door.top, *(lane.top for lane in chart.lanes)]
    assert tops == sorted(tops)
    for above, below in zip((chart.door, *chart.lanes), chart.lanes, strict=False):
        assert above.top + above.height == below.top, "lanes touch and do not overlap"
    assert chart.lanes[-1].top + chart.lanes[-1].height < chart.height


def test_worlds_share_axis_and_lanes_even_where_an_agency_has_nothing_to_do() -> None:
    one = case(asked(BANK, 0, 10), asked(TAX, 0, 20), days=20)
    other = case(asked(BANK, 0, 80), asked(TAX, 0, 90, status=Status.NOT_NEEDED), asked(DVLA, 0, 90), days=90)
    first, second = draw([one, other], NAMES)
    assert first.lanes == second.lanes
    assert [lane.title for lane in first.lanes] == ["Banks", "HMRC", "DVLA"]
    assert first.ticks == second.ticks
    assert first.end < second.end, "the same day lies at the same place"
    assert [bar.service for bar in second.bars] == [BANK, DVLA], "what is not needed has no bar"


def test_services_of_one_agency_have_lines_of_their_own_with_labels() -> None:
    chart = drawn(asked(TAX, 0, 10), asked(ESTATE, 5, 30), asked(BANK, 0, 10))
    tax, bank = chart.lanes
    assert [row.label for row in tax.rows] == ["Settle Income Tax", "Settle Inheritance Tax"]
    assert [row.label for row in bank.rows] == [""]
    assert tax.height > bank.height
    assert all(tax.top < row.y < tax.top + tax.height for row in tax.rows)


def test_time_is_length() -> None:
    chart = drawn(asked(BANK, 10, 40), handoff(TAX, BANK, 20, kind="office", received=on(25)), asked(TAX, 0, 20))
    bar = next(each for each in chart.bars if each.service == BANK)
    assert bar.whole
    assert bar.waited
    assert bar.before
    a_day = bar.whole.width / 30
    assert bar.waited.x == bar.whole.x
    assert bar.waited.width == pytest.approx(15 * a_day, abs=0.2), "hatched until the last thing it needed had come"
    assert bar.before.width == pytest.approx(10 * a_day, abs=0.2), "nobody had asked it"
    assert bar.end == "yes"


def test_an_office_that_still_waits_is_hatched_until_now() -> None:
    waiting = [{"service": BANK, "for": ("citizen",), "facts": ("deceased.last_name",), "since": None, "until": None}]
    chart = drawn(asked(BANK, 10, None), closed=None, finished=False, waiting=waiting)
    (bar,) = chart.bars
    assert bar.whole == bar.waited
    assert bar.end == "open"
    assert "not settled yet" in chart.end_label


def test_what_comes_after_the_end_is_not_waited_for() -> None:
    chart = drawn(asked(BANK, 10, 40), handoff("front_door", BANK, 50))
    assert chart.bars[0].waited is None


def test_what_the_citizen_carries_crosses_the_line_and_is_drawn_last() -> None:
    letter = handoff(BANK, "citizen", 5, kind="letter", medium="post", received=on(8))
    carried = handoff("citizen", TAX, 9, medium="citizen_carried")
    told = handoff("citizen", TAX, 12, medium="citizen_reentered")
    chart = drawn(carried, told, letter, asked(BANK, 0, 5), asked(TAX, 0, 20))
    assert [each.style for each in chart.arrows[-2:]] == [Style.CARRIED, Style.TOLD_AGAIN]
    for each in chart.arrows[-2:]:
        assert each.y1 < chart.line < each.y2
    up = next(each for each in chart.arrows if each.style is Style.LETTER)
    assert up.y2 < chart.line < up.y1
    assert up.x2 > up.x1, "post takes time"


def test_what_goes_together_is_one_arrow_with_its_number() -> None:
    carried = [handoff("citizen", BANK, 9, medium="citizen_carried", handoff_id=str(number)) for number in range(3)]
    elsewhere = handoff("citizen", DVLA, 9, medium="citizen_carried")
    chart = drawn(*carried, elsewhere, asked(BANK, 0, 20), asked(DVLA, 0, 20))
    red = [each for each in chart.arrows if each.style is Style.CARRIED]
    assert sorted(each.handoffs for each in red) == [1, 3]
    (badge,) = [each for each in chart.badges if each.style is Style.CARRIED]
    assert badge.number == 4, "all that the citizen did at once"
    assert badge.radius == BADGE


def test_different_senders_at_one_moment_are_moved_apart() -> None:
    chart = drawn(
        handoff(BANK, DVLA, 10, kind="office"),
        handoff(TAX, DVLA, 10, kind="office"),
        handoff("citizen", DVLA, 10, medium="citizen_carried"),
        *(asked(each, 0, 20) for each in (BANK, TAX, DVLA)),
    )
    places = sorted(each.x1 for each in chart.arrows if each.style in (Style.SYSTEM, Style.CARRIED))
    assert len(places) == 3
    assert all(right - left >= APART - 0.01 for left, right in itertools.pairwise(places))


def test_badges_that_would_lie_on_one_another_stand_at_two_heights() -> None:
    told = [handoff("citizen", BANK, at, medium="citizen_carried") for at in (10, 11, 12, 50)]
    chart = drawn(*told, asked(BANK, 0, 60, "citizen"), front_door=False)
    marks = [each for each in chart.badges if each.style is Style.CARRIED]
    assert marks[0].y != marks[1].y
    assert marks[-1].y == marks[0].y == chart.citizen.middle


def test_with_a_front_door_there_is_one_telling_and_without_it_none() -> None:
    once = [each for each in drawn(asked(BANK, 0, 9)).arrows if each.style is Style.ONCE]
    assert len(once) == 1
    assert (once[0].start, once[0].end) == ("citizen", "front_door")
    without = drawn(asked(BANK, 0, 9, "citizen", medium="citizen_reentered"), front_door=False)
    assert [each.style for each in without.arrows] == [Style.TOLD_AGAIN]


@pytest.mark.parametrize("medium", [each for each in Medium if each is not Medium.NONE])
def test_every_medium_has_a_line_of_its_own_kind_and_words_for_it(medium: Medium) -> None:
    source = "citizen" if medium.startswith("citizen") else TAX
    chart = drawn(handoff(source, BANK, 3, kind="office", medium=str(medium)), asked(BANK, 0, 9), asked(TAX, 0, 3))
    arrow = next(each for each in chart.arrows if each.style not in (Style.ASKED, Style.ONCE))
    assert LEGEND[arrow.style] in arrow.text
    assert len(arrow.head) == 3


def test_nothing_leaves_the_drawing_with_a_hundred_handoffs() -> None:
    parties = ("citizen", "front_door", BANK, DVLA, TAX, ESTATE)
    many = [
        handoff(source, target, at, received=on(at + at % 4), medium=medium)
        for at, medium in enumerate(("api", "post", "shared_record", "staff_rekey"))
        for at in range(at, 100, 9)
        for source, target in itertools.pairwise(parties)
    ]
    chart = drawn(*many, *(asked(each, 0, 100) for each in (BANK, DVLA, TAX, ESTATE)))
    assert len(many) > 100
    for each in chart.arrows:
        assert LEFT <= each.x1 <= each.x2 <= chart.width
        assert chart.citizen.top <= min(each.y1, each.y2)
        assert max(each.y1, each.y2) <= chart.height


@pytest.mark.parametrize("days", [1, 20, 60, 140, 400, 2000, 9000])
def test_labels_of_the_axis_have_room(days: int) -> None:
    axis = make_axis(DAY_ONE, on(days), LEFT, RIGHT)
    places = [tick.x for tick in axis.ticks]
    assert axis.ticks[0].label == "5 March 2026"
    assert all(right - left >= CLOSEST for left, right in itertools.pairwise(places))
    assert len(places) >= 2
    assert axis.x(DAY_ONE) < axis.x(on(days)) < RIGHT or days < 14
    assert axis.x(on(-5)) == LEFT
    assert axis.x(on(99_999)) == RIGHT
