"""When it is tried again, and when an office is left alone: pure, and true of every chance (R10, R11)."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from frontdoor.handoffs.breaker import MOST_FAILURES, Breaker, State
from frontdoor.handoffs.promise import LEAST_OVERDUE, half, is_overdue, next_look
from frontdoor.handoffs.retries import Pace, next_try

PACE = Pace(first=0.5, longest=30)
SECONDS = st.floats(0, 10**6)


@given(st.integers(0, 10**6), st.integers(0, 2**32), SECONDS, st.none() | SECONDS)
def test_a_wait_is_never_longer_than_what_is_left_nor_shorter_than_what_was_asked(
    attempt: int, seed: int, left: float, wish: float | None
) -> None:
    wait = next_try(attempt, Random(seed), PACE, left=left, wish=wish)
    if wait is None:
        assert left <= 0 or (wish is not None and wish > left)
    else:
        assert 0 <= wait <= left
        assert wish is None or wait >= wish
        assert wish is not None or wait <= PACE.longest


@given(st.integers(1, 30), st.integers(0, 2**32))
def test_the_whole_range_is_used_up_to_twice_the_last(attempt: int, seed: int) -> None:
    chance = Random(seed)
    ceiling = PACE.ceiling(attempt)
    waits = [next_try(attempt, chance, PACE, left=10**6) or 0.0 for _ in range(200)]
    assert max(waits) <= ceiling
    assert min(waits) < ceiling / 4 < ceiling / 2 < max(waits), "full jitter"
    assert ceiling == min(PACE.longest, 2 * PACE.ceiling(attempt - 1)) or attempt == 1


def test_many_who_were_told_the_same_time_do_not_come_back_together() -> None:
    waits = {next_try(3, Random(seed), PACE, left=10**6, wish=60) for seed in range(100)}
    assert len(waits) == 100


STEPS = st.lists(st.sampled_from(["ask", "answer", "fail", "drop"]) | st.floats(0, 100), max_size=80)


@given(STEPS, st.integers(0, 2**32))
def test_a_breaker_lets_all_through_none_or_one(steps: list[str | float], seed: int) -> None:
    breaker, now, chance, out, failures = Breaker(), 0.0, Random(seed), 0, 0
    for step in steps:
        if isinstance(step, float):
            now += step
        elif step == "ask" and breaker.lets_through(now):
            breaker, out = breaker.sent(now), out + 1
        elif step == "answer" and out:
            breaker, out, failures = breaker.answered(), out - 1, 0
        elif step == "fail" and out:
            breaker, out, failures = breaker.failed(now, chance, PACE), out - 1, failures + 1
        elif step == "drop" and out:
            breaker, out = breaker.dropped(), out - 1
        assert (breaker.state(now) is State.CLOSED) == (failures < MOST_FAILURES)
        assert breaker.lets_through(now) or breaker.state(now) is not State.CLOSED
        assert breaker.until <= now + PACE.longest


def opened() -> Breaker:
    breaker = Breaker()
    for _ in range(MOST_FAILURES):
        breaker = breaker.failed(0, Random(1), PACE)
    return breaker


def test_a_breaker_opens_tries_one_and_closes_with_the_first_answer() -> None:
    breaker = opened()
    assert breaker.state(0) is State.OPEN
    assert not breaker.lets_through(0)
    later = breaker.until
    assert breaker.state(later) is State.HALF_OPEN
    assert breaker.lets_through(later)
    trying = breaker.sent(later)
    assert not trying.lets_through(later), "one is enough to see"
    assert trying.dropped().lets_through(later), "a mistake of ours says nothing about the office"
    assert trying.answered().state(later) is State.CLOSED


def test_a_breaker_stays_open_longer_each_time() -> None:
    breaker, now, rests = opened(), 0.0, []
    for _ in range(12):
        rests.append(round(breaker.until - now, 6))
        now = breaker.until
        breaker = breaker.sent(now).failed(now, Random(1), PACE)
    assert rests == sorted(rests)
    assert rests[0] <= PACE.first
    assert PACE.longest / 2 <= rests[-1] <= PACE.longest


NOW = datetime(2026, 3, 5, 9, tzinfo=UTC)


@given(st.integers(0, 200))
def test_an_office_is_asked_within_its_promise_time(usually: int) -> None:
    assert 1 <= half(usually) <= max(1, usually)
    look = next_look(NOW, usually, None, None)
    assert look > NOW
    assert look <= next_look(NOW, 2 * usually, None, None)


@given(st.integers(1, 60), st.none() | st.integers(1, 10))
def test_one_that_never_answers_is_asked_ever_more_seldom_and_then_a_person_looks(
    usually: int, every: int | None
) -> None:
    now, looks, expected = NOW, 0, NOW + timedelta(days=usually)
    while not is_overdue(now, usually, expected):
        now, looks = next_look(now, usually, every, expected), looks + 1
        assert looks < 1000
    assert now - expected > LEAST_OVERDUE
    assert every is not None or looks < 20
    assert not is_overdue(expected + LEAST_OVERDUE, usually, expected)
    assert not is_overdue(now, usually, None)
