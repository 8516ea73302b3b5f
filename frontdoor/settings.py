"""The portal's settings, read from the environment once and never written."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_PORT = 8000
DEFAULT_TOWN_PORT = 8100
DEFAULT_SCENARIO = "as_is_2026"


@dataclass(frozen=True)
class Settings:
    """Where the portal listens and keeps its data, where the offices are, and how fast it may be asked.

    town_url       the town of simulated offices; empty in a real installation, where the calendar is the wall clock
    office_urls    addresses of single offices by agency, which win over the town's
    office_seconds how long an office may take for one answer, `office_deadlines` that of single offices by agency
    retry_first    seconds that are waited at most after a first failure, `retry_longest` after many (retries)
    give_up_hours  how long an office may be unreachable before a person looks at what could not be handed over
    public_url     the address at which offices reach the portal's callbacks
    renews         definitions that are saved while a simulation runs are taken over without a restart
    lease_seconds  for how long a worker may hold a handoff before another takes it over; longer than `office_seconds`
    guesses        wrong references or secrets that one address may try, as `limits` writes it
    """

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    var: Path = Path("var")
    database: str = ""
    town_url: str = ""
    office_urls: Mapping[str, str] = field(default_factory=dict)
    public_url: str = ""
    scenario: str = DEFAULT_SCENARIO
    renews: bool = False
    guesses: str = "10/minute"
    body_limit: int = 256 * 1024
    office_seconds: float = 10.0
    lease_seconds: float = 30.0
    office_deadlines: Mapping[str, float] = field(default_factory=dict)
    retry_first: float = 1.0
    retry_longest: float = 30.0
    give_up_hours: float = 72.0
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")

    def __post_init__(self) -> None:
        if not self.database:
            object.__setattr__(self, "database", f"sqlite://{(self.var / 'frontdoor.sqlite3').absolute()}")
        if not self.public_url:
            object.__setattr__(self, "public_url", f"http://{self.host}:{self.port}")

    def deadline(self, agency: str) -> float:
        """Returns within how many seconds an agency's office has to answer."""
        return self.office_deadlines.get(agency, self.office_seconds)

    @property
    def claim_seconds(self) -> float:
        """For how many seconds a worker holds a handoff: also where an office is given more time than others."""
        return max(self.lease_seconds, *(3 * each for each in self.office_deadlines.values()), 0)

    @property
    def operator_key_file(self) -> Path:
        """The file, readable by its owner only, that holds the operator's key."""
        return self.var / "operator.key"


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Reads the settings from environment variables; see README, "Settings", for each of them."""
    offices = {agency: value.rstrip("/") for agency, value in _by_office(environ, "_URL")}
    seconds = {agency: float(value) for agency, value in _by_office(environ, "_SECONDS")}
    hosts = environ.get("FRONTDOOR_HOSTS", "")
    return Settings(
        host=environ.get("FRONTDOOR_HOST", "127.0.0.1"),
        port=int(environ.get("PORT", DEFAULT_PORT)),
        var=Path(environ.get("FRONTDOOR_VAR", "var")),
        database=environ.get("FRONTDOOR_DATABASE", ""),
        town_url=environ.get("FRONTDOOR_TOWN_URL", "").rstrip("/"),
        office_urls=offices,
        office_deadlines=seconds,
        public_url=environ.get("FRONTDOOR_PUBLIC_URL", "").rstrip("/"),
        scenario=environ.get("SCENARIO", DEFAULT_SCENARIO),
        lease_seconds=float(environ.get("FRONTDOOR_LEASE_SECONDS", Settings.lease_seconds)),
        allowed_hosts=tuple(hosts.split(",")) if hosts else Settings.allowed_hosts,
    )


def _by_office(environ: Mapping[str, str], what: str) -> Iterator[tuple[str, str]]:
    """Returns what is set for single offices: agency and value of each `FRONTDOOR_OFFICE_<AGENCY><WHAT>`."""
    for name, value in environ.items():
        if name.startswith("FRONTDOOR_OFFICE_") and name.endswith(what):
            yield name.removeprefix("FRONTDOOR_OFFICE_").removesuffix(what).lower(), value
