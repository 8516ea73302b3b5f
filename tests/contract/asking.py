"""How tests of the town ask its offices, and read what they say."""

from backoffice_adapters.api import DeclaredAdapter, Envelope, Outcome, Submission
from frontdoor.discovery import registry
from frontdoor.testing import PracticeTown, example_facts
from frontdoor.testing.town import WORLD

NOT_YET = ""


async def ask(
    adapter: type[DeclaredAdapter], town: PracticeTown, world: str = WORLD, key: str = "key", **more: str
) -> Outcome:
    """Asks an adapter's office to act on the full example; `more` takes the place of facts, a dot written as __."""
    facts = example_facts(registry().services[adapter.key]) | {
        name.replace("__", "."): value for name, value in more.items()
    }
    facts = {name: value for name, value in facts.items() if value != NOT_YET}
    submission = Submission("handoff", key, facts, Envelope("case", "salt"), "http://portal.test/callback")
    return await adapter().submit(submission, town.office(adapter().agency, world))


def answers(town: PracticeTown, adapter: type[DeclaredAdapter]) -> list[Outcome]:
    """What the offices have said by themselves, understood."""
    return [adapter().hear(message.body.encode()) for message in town.letterbox.messages]


async def work_through(town: PracticeTown, world: str = WORLD) -> None:
    while await town.next_event(world):
        pass
