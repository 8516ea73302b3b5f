"""What offices say by themselves comes in any order, late and more than once: it comes to the same all the same."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from backoffice_adapters.simulated.store import Message
from frontdoor.handoffs.events import Status, Step, fold
from frontdoor.handoffs.models import Handoff, LedgerEvent
from frontdoor.testing.simulation import HandPost, Simulation, example, request_of

# each example is a whole case
pytestmark = pytest.mark.slow


class Postbag(HandPost):
    """Takes what offices say and keeps it, until somebody chooses what is delivered next."""

    def __init__(self, simulation: Simulation) -> None:
        super().__init__(simulation)
        self.waiting: list[Message] = []

    async def deliver(self, message: Message) -> bool:
        """Takes a message; the office believes that it was heard."""
        self.waiting.append(message)
        return True

    async def hand_over(self, message: Message) -> None:
        """Delivers a message, perhaps not for the first time."""
        assert await super().deliver(message), "nobody was in"


class Callbacks(RuleBasedStateMachine):
    """One case, in which what offices say is delivered as chance will have it."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp())
        self.open = AsyncExitStack()

    @initialize(scenario=st.sampled_from(["joined_up", "as_is_2026"]))
    def a_request_is_taken(self, scenario: str) -> None:
        """Opens the portal and hands in a request."""
        self.runner.run(self._begin(scenario))

    @precondition(lambda self: self.bag.waiting)
    @rule(which=st.integers(0, 50))
    def one_is_delivered(self, which: int) -> None:
        """Delivers one of what waits, whichever came first."""
        self.runner.run(self._deliver(self.bag.waiting.pop(which % len(self.bag.waiting))))

    @precondition(lambda self: self.bag.carried)
    @rule(which=st.integers(0, 50))
    def one_is_delivered_again(self, which: int) -> None:
        """Delivers once more what was delivered before."""
        self.runner.run(self._deliver(self.bag.carried[which % len(self.bag.carried)]))

    @rule(seconds=st.sampled_from([0.05, 0.2]))
    def time_passes(self, seconds: float) -> None:
        """Lets portal and town work for a moment."""
        self.runner.run(asyncio.sleep(seconds))

    def teardown(self) -> None:
        """Delivers all that is left, and sees that the case came to its one right end."""
        try:
            if hasattr(self, "case"):
                self.runner.run(self._to_the_end())
        finally:
            self.runner.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    async def _begin(self, scenario: str) -> None:
        self.simulation = Simulation(self.folder)
        self.bag = Postbag(self.simulation)
        self.simulation.post = self.bag
        self.simulation.restart_town()
        self.portal = await self.open.enter_async_context(self.simulation.open_portal())
        accepted = await self.portal.submit(request_of(example("bereavement"), scenario=scenario, world=scenario))
        self.case = accepted.case

    async def _deliver(self, message: Message) -> None:
        await self.bag.hand_over(message)

    async def _to_the_end(self) -> None:
        async with self.open, asyncio.timeout(90):
            while not (document := await self.portal.reread(self.case.id)).finished:
                while self.bag.waiting:
                    await self._deliver(self.bag.waiting.pop())
                await asyncio.sleep(0.05)
            said = [*self.bag.carried, *self.bag.waiting]
            assert len(said) >= 3, "some offices call back"
            for message in said:
                await self._deliver(message)  # long after the end, which came because offices are asked, too
            assert {each.status for each in document.acting} <= {Status.COMPLETED, Status.NOT_NEEDED}
            for handoff in await Handoff.filter(case_id=self.case.id):
                rows = await LedgerEvent.filter(handoff_id=handoff.id).order_by("seq")
                steps = [Step(each.step) for each in rows if each.step]
                assert fold(steps) is Status(handoff.status), handoff.target
                decided = [each for each in steps if each in (Step.COMPLETED, Step.DECLINED)]
                assert len(decided) <= 1, "what is decided is decided once"


def test_any_order_comes_to_the_same() -> None:
    run_state_machine_as_test(
        Callbacks,
        settings=settings(
            max_examples=5,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
        ),
    )
