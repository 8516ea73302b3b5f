"""The suite that every adapter keeps, for adapters in this package and in others.

    from frontdoor.testing import AdapterContract

    class TestRenewPermit(AdapterContract):
        adapter = RenewPermit
        bad = {"permit.number": "not a number"}

That is a whole contract test: what is good is taken from the life event's full example. `PracticeTown` is the town of
simulated offices in a temporary folder, for tests of one's own. Needs the extra `test`.
"""

import pytest

pytest.register_assert_rewrite("frontdoor.testing.contract", "frontdoor.testing.faults")

from frontdoor.journey.examples import example_facts, later_facts, optional_facts  # noqa: E402
from frontdoor.testing.contract import AdapterContract  # noqa: E402 after its asserts were made to speak
from frontdoor.testing.town import PracticeTown  # noqa: E402

__all__ = ["AdapterContract", "PracticeTown", "example_facts", "later_facts", "optional_facts"]
