"""A reference and a secret open what they belong to, however a person types them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdoor.cases.identity import LETTERS, hash_secret, is_secret, new_reference, new_secret, tidy_reference

GROUP = st.text(LETTERS, min_size=4, max_size=4)


def as_typed(written: str) -> tuple[str, ...]:
    return (written, written.lower(), written.replace("-", ""), written.replace("-", " "), f" {written} ")


@given(st.lists(GROUP, min_size=3, max_size=3).map("-".join))
@pytest.mark.parametrize("beginning", ["", "FD"])
def test_a_secret_is_known_however_it_is_typed_and_whatever_it_begins_with(beginning: str, secret: str) -> None:
    secret = beginning + secret[len(beginning) :]
    assert all(is_secret(typed, hash_secret(secret)) for typed in as_typed(secret))


@given(st.lists(GROUP, min_size=2, max_size=2).map("-".join))
def test_a_reference_is_known_however_it_is_typed(groups: str) -> None:
    assert {tidy_reference(typed) for typed in as_typed(f"FD-{groups}")} == {f"FD-{groups}"}


def test_every_letter_is_as_likely_at_every_place() -> None:
    drawn = [(new_reference(), new_secret()) for _ in range(5_200)]
    for written in zip(*("".join(each).replace("-", "")[2:] for each in drawn), strict=True):
        counts = [written.count(letter) for letter in LETTERS]
        assert sum(counts) == len(drawn)
        assert 100 < min(counts) <= max(counts) < 300, "200 of each, give or take seven standard deviations"


def test_both_are_written_in_groups_of_four() -> None:
    assert [len(group) for group in new_reference().split("-")] == [2, 4, 4]
    assert [len(group) for group in new_secret().split("-")] == [4, 4, 4]
