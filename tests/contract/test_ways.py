"""In what way a fact goes from office to office, level by level (design 5.3), however it is released and taken."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice_adapters.simulated.relations import Row, Way
from life_events.coordination import Medium, Relationship
from life_events.model import Recognition, Release

HUB, TODAY = "hub.tell", date(2026, 3, 5)
ALL = frozenset({"a.give", "b.take", HUB})
# What the citizen carries is on the lowest rung; what a front door relays, or systems tell one another, on the highest.
RUNG = {
    Way.REPLIED: Medium.API.ladder,
    Way.LETTER: Medium.CITIZEN_CARRIED.ladder,
    Way.POSTED: Medium.POST.ladder,
    Way.NOTE: Medium.STAFF_REKEY.ladder,
    Way.MESSAGE: Medium.API.ladder,
    Way.HUB: Medium.API.ladder,
    Way.RECORD: Medium.SHARED_RECORD.ladder,
}
LEVELS = [str(each) for each in Relationship]


def row(level: str, released: str = "letter", recognised: str = "typed", until: date | None = None) -> Row:
    return Row("a.give", "a.fact", "b.take", level, HUB, "staff_rekey", released, recognised, until)


@pytest.mark.parametrize(
    ("level", "way"),
    [
        ("none", Way.LETTER),
        ("taking_into_account", Way.LETTER),
        ("dialogue", Way.NOTE),
        ("joint_project", Way.MESSAGE),
        ("joint_venture", Way.MESSAGE),
        ("satellite", Way.HUB),
        ("strategic_alliance", Way.RECORD),
        ("union", Way.RECORD),
        ("merger", Way.INSIDE),
    ],
)
def test_each_level_has_its_way(level: str, way: Way) -> None:
    assert row(level).way(TODAY, ALL) is way


def test_what_is_in_the_reply_and_taken_from_the_portal_is_passed_on_by_whoever_asked() -> None:
    assert row("none", "reply", "portal").way(TODAY, ALL) is Way.REPLIED
    assert row("none", "reply", "original").way(TODAY, ALL) is Way.LETTER
    assert row("none", "letter", "portal").way(TODAY, ALL) is Way.LETTER


def test_who_believes_the_issuer_only_has_it_posted_or_told_by_a_clerk() -> None:
    assert row("none", "partner", "issuer").way(TODAY, ALL) is Way.POSTED
    assert row("dialogue", "partner", "issuer").way(TODAY, ALL) is Way.NOTE


def test_an_original_is_carried_also_where_clerks_talk() -> None:
    assert row("dialogue", recognised="original").way(TODAY, ALL) is Way.LETTER
    assert row("joint_project", recognised="original", until=TODAY).way(TODAY, ALL) is Way.MESSAGE


def test_a_joint_project_ends_on_its_day_and_the_pair_falls_back() -> None:
    assert row("joint_project", until=TODAY).way(TODAY, ALL) is Way.MESSAGE
    assert row("joint_project", until=date(2026, 3, 4)).way(TODAY, ALL) is Way.LETTER


def test_a_hub_that_is_not_in_the_case_is_no_hub() -> None:
    assert row("satellite").way(TODAY, ALL - {HUB}) is Way.LETTER


@given(
    st.sampled_from(LEVELS[:-2]),
    st.sampled_from([str(each) for each in Release]),
    st.sampled_from([str(each) for each in Recognition]),
)
def test_the_next_level_never_takes_a_lower_rung_and_never_adds_a_letter(
    level: str, released: str, recognised: str
) -> None:
    higher = LEVELS[LEVELS.index(level) + 1]
    before, after = (row(each, released, recognised).way(TODAY, ALL) for each in (level, higher))
    relayed = released == "reply" and recognised == "portal"
    assert relayed or RUNG[after] >= RUNG[before]
    assert (after is Way.LETTER) <= (before is Way.LETTER)
