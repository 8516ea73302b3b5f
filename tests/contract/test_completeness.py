"""Nothing is missing: each service has an adapter, a contract test and an office whose form asks for what it reads."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from backoffice_adapters import formats
from backoffice_adapters.api import DeclaredAdapter
from backoffice_adapters.simulated import offices
from backoffice_adapters.simulated.numbers import number_files, rows_in, rule
from backoffice_adapters.simulated.procedures import Answers, Procedure
from backoffice_adapters.simulated.roster import found_offices
from frontdoor.discovery import registry
from frontdoor.testing import later_facts, optional_facts
from life_events.model import Service
from life_events.parameters import MARKS

SERVICES = sorted(registry().services)


def adapters_under_contract() -> set[str]:
    """The adapter classes that a contract class in this folder is about."""
    return {
        statement.value.id
        for path in Path(__file__).parent.glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "AdapterContract" for base in node.bases)
        for statement in node.body
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "adapter"
        if isinstance(statement.value, ast.Name)
    }


def declared(key: str) -> tuple[Service, DeclaredAdapter, Procedure]:
    """A service with its adapter and its office's procedure."""
    service, adapter = registry().services[key], registry().adapters[key]
    assert isinstance(adapter, DeclaredAdapter)
    procedure, *others = [each for each in found_offices()[service.agency].procedures if each.path == adapter.path]
    assert not others
    return service, adapter, procedure


def test_every_service_has_an_adapter_and_every_adapter_a_service() -> None:
    assert registry().adapters.keys() == registry().services.keys()


def test_every_adapter_has_a_contract_test() -> None:
    assert {type(adapter).__name__ for adapter in registry().adapters.values()} == adapters_under_contract()


def test_every_agency_has_an_office_and_every_office_an_agency() -> None:
    """features.md D15: a fallback channel is declared for every agency."""
    assert found_offices().keys() == registry().agencies.keys()
    assert all(agency.fallback for agency in registry().agencies.values())


def test_every_procedure_of_an_office_serves_a_service() -> None:
    served = {
        (adapter.agency, adapter.path)
        for adapter in registry().adapters.values()
        if isinstance(adapter, DeclaredAdapter)
    }

    assert served == {
        (office.agency, procedure.path) for office in found_offices().values() for procedure in office.procedures
    }


def test_one_agency_s_office_can_be_run_alone_and_a_stranger_is_refused_in_a_sentence() -> None:
    assert found_offices("dvla").keys() == {"dvla"}
    with pytest.raises(LookupError, match=r"There is no office of 'dvlaa'\. There are: .*dvla"):
        found_offices("dvlaa")


@pytest.mark.parametrize("key", SERVICES)
def test_the_form_has_a_field_for_each_that_is_sent(key: str) -> None:
    _, adapter, procedure = declared(key)

    assert procedure.form.keys() == adapter.sends.keys()


@pytest.mark.parametrize("key", SERVICES)
def test_the_form_requires_what_the_service_cannot_do_without(key: str) -> None:
    service, adapter, procedure = declared(key)
    required = {name for name, asked in procedure.form.items() if asked.required and not asked.later}

    assert {fact for name in required for fact in adapter.sent(name).facts} == (
        service.reads_facts() - optional_facts(service) - later_facts(service)
    )


@pytest.mark.parametrize("key", SERVICES)
def test_what_comes_later_is_waited_for(key: str) -> None:
    service, adapter, procedure = declared(key)
    later = {name for name in adapter.sends if later_facts(service).intersection(adapter.sent(name).facts)}
    groups = [group for stage in procedure.stages for group in (*stage.waits_for, *stage.waits_if_announced)]

    assert {name for name, asked in procedure.form.items() if asked.later} == later
    assert {name for group in groups for name in group} == later


@pytest.mark.parametrize("key", SERVICES)
def test_the_adapter_knows_the_words_and_ways_of_its_office(key: str) -> None:
    """features.md D7: one contract for offices that answer at once, call back, or are asked."""
    _, adapter, procedure = declared(key)
    words, waits = procedure.words, any(stage.waits_for + stage.waits_if_announced for stage in procedure.stages)

    assert (adapter.reference, adapter.state) == (words.reference, words.state)
    assert words.done in adapter.done
    assert words.received in (*adapter.under_way, *adapter.done)
    assert adapter.clerical == ((words.clerical,) if words.clerical else ())
    assert words.clerical or adapter.clerk == words.clerk
    assert not waits or (words.waiting in adapter.under_way and adapter.missing == words.missing)
    assert adapter.supplies == procedure.supplied_by
    assert (adapter.follow_up_days is not None) == (procedure.answers is Answers.POLLED)


def test_every_pace_is_used_and_says_where_it_comes_from() -> None:
    rows = {key: row for path in number_files() for key, row in rows_in(path) if "values" not in row}
    used = {key for office in found_offices().values() for procedure in office.procedures for key in procedure.paces}

    # what nobody has published stands ready for offices that others write
    assert rows.keys() == used | {"undocumented.work"}
    for key, row in rows.items():
        assert 0 <= row["from"] <= row["to"], key
        assert set(row["mark"].split("/")) <= MARKS.keys(), key
        assert len(row["source"]) > 10, key


def test_every_rule_is_used_and_says_where_it_comes_from() -> None:
    rows = {key: row for path in number_files() for key, row in rows_in(path) if "values" in row}
    written = "".join(path.read_text(encoding="utf-8") for path in Path(offices.__path__[0]).glob("*.py"))

    assert set(re.findall(r"""rule\(\s*["']([^"']+)["']""", written)) <= rows.keys()
    for key, row in rows.items():
        assert re.search(rf"""["']{re.escape(key)}["']""", written), key
        assert rule(key, date(2026, 3, 5)) > 0
        assert set(row["mark"].split("/")) <= MARKS.keys(), key
        assert len(row["source"]) > 10, key
        assert row["unit"], key


def test_offices_write_things_in_every_way_that_there_is() -> None:
    adapters = [adapter for adapter in registry().adapters.values() if isinstance(adapter, DeclaredAdapter)]
    used = {adapter.sent(name).form for adapter in adapters for name in adapter.sends}
    used |= {adapter.learned(name).form for adapter in adapters for name in adapter.learns}

    assert not [name for name, each in vars(formats).items() if isinstance(each, formats.Format) and each not in used]


def test_no_two_offices_of_different_agencies_agree_on_all_their_words() -> None:
    words = [procedure.words for office in found_offices().values() for procedure in office.procedures]

    assert len(set(words)) == len(words)
