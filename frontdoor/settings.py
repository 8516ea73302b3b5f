"""The portal's settings, read from the environment once and never written."""

from __future__ import annotations

import os
from collections.abc import Mapping
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
    give_up_hours: float = 72.0
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")

    def __post_init__(self) -> None:
        if not self.database:
            object.__setattr__(self, "database", f"sqlite://{(self.var / 'frontdoor.sqlite3').absolute()}")
        if not self.public_url:
            object.__setattr__(self, "public_url", f"http://{self.host}:{self.port}")

    @property
    def operator_key_file(self) -> Path:
        """The file, readable by its owner only, that holds the operator's key."""
        return self.var / "operator.key"


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Reads the settings from environment variables; see README, "Settings", for each of them."""
    offices = {
        name.removeprefix("FRONTDOOR_OFFICE_").removesuffix("_URL").lower(): value.rstrip("/")
        for name, value in environ.items()
        if name.startswith("FRONTDOOR_OFFICE_") and name.endswith("_URL")
    }
    hosts = environ.get("FRONTDOOR_HOSTS", "")
    return Settings(
        host=environ.get("FRONTDOOR_HOST", "127.0.0.1"),
        port=int(environ.get("PORT", DEFAULT_PORT)),
        var=Path(environ.get("FRONTDOOR_VAR", "var")),
        database=environ.get("FRONTDOOR_DATABASE", ""),
        town_url=environ.get("FRONTDOOR_TOWN_URL", "").rstrip("/"),
        office_urls=offices,
        public_url=environ.get("FRONTDOOR_PUBLIC_URL", "").rstrip("/"),
        scenario=environ.get("SCENARIO", DEFAULT_SCENARIO),
        lease_seconds=float(environ.get("FRONTDOOR_LEASE_SECONDS", Settings.lease_seconds)),
        allowed_hosts=tuple(hosts.split(",")) if hosts else Settings.allowed_hosts,
    )
