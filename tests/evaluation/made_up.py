"""Logs made up by hypothesis: plans of a few services, and how each of their needs was met."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from frontdoor.evaluation.evidence import Evidence
from frontdoor.evaluation.sketch import Sketch
from life_events.coordination import FRONT_DOOR

SERVICES = ("reg.a", "pens.b", "tax.c", "court.d")
TIERS = dict(zip(SERVICES, ("local", "central", "central", "court"), strict=True))
RUNGS = ("none", "citizen_carried", "post", "phone", "batch_file", "api")
DECIDED, LATE = 50, 90
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Delivery:
    """How a need was met: its rung of the ladder (0: not at all), correctly or not, in time or not, by a hub or not."""

    rung: int
    correct: bool = True
    on_time: bool = True
    hub: bool = False


@dataclass(frozen=True)
class World:
    """One case: who writes which fact, who reads it, what the citizen gave, and how each need was met."""

    writers: Mapping[str, str]
    readers: Mapping[str, frozenset[str]]
    deliveries: Mapping[Key, Delivery]
    merged: Mapping[str, str] = field(default_factory=dict)
    case: str = "case"
    beside: tuple[Key, ...] = ()

    @property
    def needs(self) -> list[Key]:
        """Every need: provider, consumer, fact."""
        return [
            (self.writers.get(fact, FRONT_DOOR), reader, fact)
            for fact in sorted(self.readers)
            for reader in sorted(self.readers[fact])
            if reader != self.writers.get(fact)
        ]

    def met(self, key: Key, delivery: Delivery) -> World:
        """Returns the same world with one need met in another way."""
        return replace(self, deliveries={**self.deliveries, key: delivery})

    def sketch(self, name: Mapping[str, str] | None = None, later: float = 0) -> Sketch:
        """Returns the log; `name` gives services other names, `later` shifts all times by hours."""
        called = {service: (name or {}).get(service, service) for service in SERVICES} | {FRONT_DOOR: FRONT_DOOR}
        drawn = Sketch(self.case)
        for service in SERVICES:
            drawn.service(
                called[service],
                reads=[fact for fact in sorted(self.readers) if service in self.readers[fact]],
                writes=[fact for fact in sorted(self.writers) if self.writers[fact] == service],
                tier=TIERS[service],
                merged_into=called.get(self.merged.get(service, ""), ""),
            )
        drawn.ask(*(fact for fact in sorted(self.readers) if fact not in self.writers), at=later)
        for fact, writer in sorted(self.writers.items()):
            drawn.write(called[writer], fact, at=later)
        for key in self.needs:
            delivery = self.deliveries.get(key, Delivery(0))
            if delivery.rung:
                self._hand(drawn, called, key, delivery, later)
        for sender, to, fact in self.beside:
            drawn.hand(called[sender], called[to], fact, sent=later + 1, received=later + 1)
        for service in SERVICES:
            drawn.decide(called[service], later + DECIDED)
        return drawn

    def _hand(self, drawn: Sketch, called: Mapping[str, str], key: Key, delivery: Delivery, later: float) -> None:
        provider, consumer, fact = key
        came = later + (1 if delivery.on_time else LATE)
        taken = None if delivery.correct else "garbled"
        medium = RUNGS[delivery.rung]
        if delivery.hub:
            first = drawn.hand(called[provider], "hub", fact, sent=later + 0.5, received=later + 0.5)
            drawn.hand(
                "hub", called[consumer], fact, medium=medium, sent=later + 0.5, received=came, taken=taken, source=first
            )
        else:
            drawn.hand(called[provider], called[consumer], fact, medium=medium, sent=later, received=came, taken=taken)

    def evidence(self) -> Evidence:
        """Returns the log with its needs assessed."""
        return self.sketch().evidence()


deliveries = st.builds(Delivery, st.integers(0, 5), st.booleans(), st.booleans())


@st.composite
def worlds(draw: st.DrawFn, case: str = "case") -> World:
    """Draws a world with at least one need."""
    facts = [f"fact.{number}" for number in range(draw(st.integers(1, 4)))]
    writers = {fact: draw(st.sampled_from(SERVICES)) for fact in facts if draw(st.booleans())}
    some = st.frozensets(st.sampled_from(SERVICES), min_size=1)
    readers: dict[str, frozenset[str]] = {}
    for fact in facts:
        reads: Iterable[str] = draw(some)
        if fact in writers:
            reads = {*reads, *(service for service in SERVICES[:2] if service != writers[fact])}
        readers[fact] = frozenset(reads)
    world = World(writers, readers, {}, case=case)
    return replace(world, deliveries={key: draw(deliveries) for key in world.needs})
