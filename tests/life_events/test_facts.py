"""Every fact has something to try it out with."""

from datetime import date

import pytest

from frontdoor.discovery import registry
from frontdoor.journey.answers import parse

FAR_AHEAD = date(2100, 1, 1)


@pytest.mark.parametrize("name", sorted(registry().facts))
def test_a_sample_is_a_value_in_canonical_form(name: str) -> None:
    fact = registry().facts[name]
    assert parse(fact, fact.sample, FAR_AHEAD) == fact.sample
