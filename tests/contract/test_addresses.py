"""What stands on an office's letters: the address it was told or that on its own file, and how each begins."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backoffice_adapters.agencies.dvla import CloseDriverRecord
from backoffice_adapters.agencies.hmrc_code_pension import CodePension
from backoffice_adapters.api import DeclaredAdapter, Envelope, Submission
from backoffice_adapters.simulated.letters import delivered
from backoffice_adapters.simulated.papers import Letter
from backoffice_adapters.simulated.procedures import Procedure
from backoffice_adapters.simulated.roster import found_offices
from frontdoor.discovery import registry
from frontdoor.testing import PracticeTown, example_facts
from life_events.facts import Kind
from life_events.relations import Definitions, make_table

OFFICES = found_offices()
PROCEDURES = {each.service: each for office in OFFICES.values() for each in office.procedures}
NOW = datetime(2026, 3, 5, 9, tzinfo=UTC)


def letter(procedure: Procedure, **facts: str) -> Letter:
    """A letter about facts, as an office keeps it."""
    return Letter("1", "case", "salt", procedure.service, "REF", NOW.isoformat(), facts=facts, shown=tuple(facts))


async def addresses(folder: Path, adapter: DeclaredAdapter, **said: Any) -> set[str]:
    """The facts whose addresses stand on what an office writes when it is asked; `said` changes the town's table."""
    found = registry()
    table = make_table(
        found.scenarios["front_door_only"], Definitions(found.services, found.agencies, found.facts)
    ).document({adapter.key})
    town = PracticeTown(folder, only=adapter.agency)
    world = town.world()
    world.register.announce("case", [adapter.key], {**table, **said}, "")
    facts = example_facts(found.services[adapter.key])
    await adapter.submit(
        Submission("handoff", "key", facts, Envelope("case", "salt"), "http://portal.test/callback"),
        town.office(adapter.agency),
    )
    while await town.next_event():
        pass
    written = {letter.addressed_to for letter, _ in world.counters[adapter.agency].store.mail.letters("case")}
    await town.close()
    return written


async def test_an_office_that_overlooks_what_it_was_told_writes_to_the_address_on_its_own_file(tmp_path: Path) -> None:
    told = await addresses(tmp_path / "told", CloseDriverRecord(), overlooks={})
    overlooked = await addresses(tmp_path / "overlooked", CloseDriverRecord())

    assert told == {"executor.address"}
    assert overlooked == {"deceased.address"}


async def test_an_office_without_a_file_of_another_person_writes_to_the_one_who_asked(tmp_path: Path) -> None:
    """Also where it asks for that very address once more, and so does not have it."""
    again = {CodePension().key: ["retiree.address"]}
    assert await addresses(tmp_path / "again", CodePension(), asks_again=again) == {"retiree.address"}


@pytest.mark.parametrize("service", sorted(PROCEDURES))
def test_the_address_on_file_is_an_address_and_machines_have_one_to_write_to(service: str) -> None:
    procedure = PROCEDURES[service]

    assert not procedure.on_file or registry().facts[procedure.on_file].kind is Kind.ADDRESS
    assert not procedure.routines or procedure.on_file


def test_a_letter_begins_as_what_it_tells_wants_it() -> None:
    """The claim is taken, the award is made, and a machine writes by itself: three openings."""
    claim, check = PROCEDURES["dwp.pay_state_pension"], PROCEDURES["nhs_business_services.confirm_exemption"]
    taken = claim.makes["claimNumber"]
    begins = {
        facts: delivered(letter(claim, **dict.fromkeys(facts.split(), "1")), NOW, OFFICES["dwp"], claim).opening
        for facts in ("state_pension.claim_number", "state_pension.weekly_amount")
    }
    assert begins == {"state_pension.claim_number": taken.opening, "state_pension.weekly_amount": claim.opening}
    (routine,) = check.routines
    notice = delivered(replace(letter(check), heading=routine.heading), NOW, OFFICES["nhs_business_services"], check)
    assert (notice.heading, notice.opening) == (routine.heading, routine.opening)
