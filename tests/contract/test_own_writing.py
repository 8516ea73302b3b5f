"""The town writes and hashes on its own, apart from adapters and portal; here the two are held against each other."""

import json
from datetime import date
from pathlib import Path

import pytest

from backoffice_adapters.simulated import reports
from backoffice_adapters.simulated.forms import facts_in, filled_in
from backoffice_adapters.simulated.procedures import Procedure
from backoffice_adapters.simulated.roster import found_offices
from frontdoor.discovery import registry
from frontdoor.handoffs.ledger import fact_hash
from frontdoor.journey.answers import parse
from frontdoor.journey.examples import example_facts

# One file of canonical strings for both sides: how each kind of fact is written before it is hashed.
CANONICAL = json.loads(Path(__file__).with_name("canonical.json").read_text("utf-8"))
PROCEDURES = {each.service: each for office in found_offices().values() for each in office.procedures}
services = pytest.mark.parametrize("service", sorted(registry().services))


def procedure_of(service: str) -> Procedure:
    return PROCEDURES[service]


def test_there_is_a_procedure_for_every_service() -> None:
    assert set(PROCEDURES) == set(registry().services)


@services
def test_the_office_fills_in_its_form_as_the_adapter_does(service: str) -> None:
    facts = example_facts(registry().services[service])
    assert filled_in(procedure_of(service).form, facts) == registry().adapters[service].preview(facts)


@services
def test_every_field_of_the_form_says_what_it_holds(service: str) -> None:
    form = procedure_of(service).form
    held = {fact for asked in form.values() for fact in asked.facts}
    assert held == registry().services[service].reads_facts()
    assert all(asked.facts for asked in form.values())


@services
def test_what_the_office_makes_is_what_the_service_writes(service: str) -> None:
    made = {each.fact for each in procedure_of(service).makes.values()}
    assert made == registry().services[service].writes_facts()


@services
def test_what_is_read_back_from_a_form_is_what_was_written(service: str) -> None:
    facts, form = example_facts(registry().services[service]), procedure_of(service).form
    read = facts_in(form, filled_in(form, facts))
    names = {key for key in read if "+" not in key}
    for name in names:
        asked = next(each for each in form.values() if each.facts == (name,))
        assert asked.written.write(read[name]) == asked.written.write(facts[name]), name


@pytest.mark.parametrize("row", CANONICAL, ids=lambda row: f"{row['kind']} {row['canonical']}")
def test_both_sides_hash_the_same_canonical_text(row: dict[str, str]) -> None:
    assert fact_hash(row["salt"], row["canonical"]) == row["hash"]
    assert reports.fact_hash(row["salt"], row["canonical"]) == row["hash"]


@pytest.mark.parametrize("row", [row for row in CANONICAL if row["typed"]], ids=lambda row: row["typed"])
def test_what_people_type_comes_to_its_canonical_text(row: dict[str, str]) -> None:
    assert parse(registry().facts[row["fact"]], row["typed"], date(2026, 3, 5)) == row["canonical"]
