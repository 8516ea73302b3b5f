"""What offices write: notes to one another, letters to the citizen, and reports to whoever measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Note:
    """One message from one office to another.

    `service` is whose work it concerns, `to_party` the service that receives it (another one after a merger). `facts`
    are canonical, under catalogue names; `about` is what the sender knows that tells one person from another, and
    `by_file` says that both keep one file, so that nobody need be told from anybody. `sources` names, by fact, the
    handoff that brought it to the sender. `share` is the number that its times and mistakes are drawn from; `silent`:
    it stays within one office, and is no handoff. `parcel` is a request that a hub carries unopened.
    """

    message_id: str
    case: str
    salt: str = field(repr=False)
    from_party: str
    to_party: str
    service: str
    medium: str
    facts: Mapping[str, str] = field(repr=False)
    about: Mapping[str, str] = field(default_factory=dict, repr=False)
    share: float = 0.5
    versions: Mapping[str, int] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    by_file: bool = False
    silent: bool = False
    parcel: Mapping[str, object] | None = field(default=None, repr=False)

    @property
    def recipient(self) -> str:
        """The agency whose office receives it."""
        return self.to_party.partition(".")[0]

    @property
    def corrects(self) -> bool:
        """Whether it says anew, and rightly, what was said before."""
        return any(version > 1 for version in self.versions.values())


@dataclass(frozen=True)
class Letter:
    """A letter to the citizen.

    `facts` are canonical; it says those in `shown`, and others need from the citizen those in `to_carry`. `asks` are
    facts that the office wants to be told again, `offers` the facts that it will post, by consumer, when the citizen
    asks it to. `addressed_to` names the fact whose address stands on it; `heading` is for letters without facts, and
    `words` are what a clerk adds.
    """

    letter_id: str
    case: str
    salt: str = field(repr=False)
    service: str
    reference: str
    written_at: str
    facts: Mapping[str, str] = field(default_factory=dict, repr=False)
    shown: tuple[str, ...] = ()
    to_carry: tuple[str, ...] = ()
    versions: Mapping[str, int] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    addressed_to: str = ""
    heading: str = ""
    words: str = ""


@dataclass(frozen=True)
class Report:
    """What an office says of itself to whoever measures, as it will be sent; no value is in it."""

    event_id: str
    case: str
    body: Mapping[str, object]
