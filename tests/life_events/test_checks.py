"""Every rule of `frontdoor check` holds, and each of them can be broken."""

import importlib
import inspect
from dataclasses import replace

import pytest

from frontdoor.checks import RULES, draw, run_checks
from frontdoor.discovery import Registry, registry
from life_events import parameters
from life_events.conditions import Fact, any_of, not_
from life_events.frictions import HubDown
from life_events.model import Concerns, Listed, PublishedList, Question, Read, Section, Write
from life_events.parameters import Parameter

EVENT = "bereavement"


def test_nothing_is_broken() -> None:
    assert run_checks(registry()) == []


def with_service(key: str, **changes: object) -> Registry:
    services = dict(registry().services)
    services[key] = replace(services[key], **changes)  # type: ignore[arg-type]  # the fields vary
    return replace(registry(), services=services)


def with_event(**changes: object) -> Registry:
    events = dict(registry().life_events)
    events[EVENT] = replace(events[EVENT], **changes)  # type: ignore[arg-type]  # the fields vary
    return replace(registry(), life_events=events)


def more_reads(key: str, *reads: Read) -> Registry:
    return with_service(key, reads=(*registry().services[key].reads, *reads))


def one_more_question(question: Question) -> Registry:
    event = registry().life_events[EVENT]
    return with_event(sections=(Section("First", (question,)), *event.sections))


def without_adapter(key: str) -> Registry:
    return replace(registry(), adapters={name: each for name, each in registry().adapters.items() if name != key})


def other_adapter(key: str, **changes: object) -> Registry:
    """Puts another class in the place of an adapter, in the same file."""
    other = type("Other", (type(registry().adapters[key]),), changes)
    return replace(registry(), adapters={**registry().adapters, key: other()})


BARE = any_of(Fact("estate.has_will").is_(True), not_(Fact("estate.gross_value").at_least(325000)))
event = registry().life_events[EVENT]
dvla = registry().agencies["dvla"]
BROKEN: dict[str, tuple[Registry, str]] = {
    "services_are_declared": (
        with_event(services=(*event.services, Concerns("dvla.close_driver_recrod"))),
        "Did you mean 'dvla.close_driver_record'?",
    ),
    "services_belong_to_their_agency": (with_service("dvla.close_driver_record", agency="hmrc"), "must begin with it"),
    "keys_are_free": (
        replace(registry(), life_events={"services": replace(event, key="services")}),
        "our own pages stand at that address",
    ),
    "facts_are_known": (more_reads("dvla.close_driver_record", Read("deceased.firstnames")), "deceased.first_names"),
    "what_is_asked_is_used": (
        one_more_question(Question("shoes", "What size were their shoes?", ("tell_us_once.receipt",))),
        "nothing uses it",
    ),
    "what_is_used_is_asked_or_written": (
        more_reads("dvla.close_driver_record", Read("deceased.shoe_size")),
        "ask for it, or let a service write it",
    ),
    "questions_come_after_what_they_depend_on": (
        one_more_question(Question("q", "Q?", ("deceased.utr",), when=Fact("deceased.had_passport").is_(True))),
        "asked later or never",
    ),
    "services_have_an_adapter": (without_adapter("dvla.close_driver_record"), "has no adapter"),
    "adapters_send_what_is_read": (
        more_reads("dvla.close_driver_record", Read("deceased.occupation")),
        "does not send 'deceased.occupation'",
    ),
    "adapters_learn_what_is_written": (
        with_service("dvla.close_driver_record", writes=(Write("probate.grant_date"),)),
        "must be the same facts",
    ),
    "people_can_be_told_apart": (
        with_service(
            "dvla.close_driver_record", reads=(Read("deceased.last_name"), Read("registration.date_of_death"))
        ),
        "could not tell whom it is about",
    ),
    "cycles_have_a_way_out": (
        more_reads("register_office.register_death", Read("bank.balance_at_death")),
        "waits for",
    ),
    "purposes_are_complete": (
        replace(registry(), agencies={**registry().agencies, "dvla": replace(dvla, owner="")}),
        "needs an owner",
    ),
    "promises_have_somebody_behind_them": (
        with_service("dvla.close_driver_record", usually=Parameter("nobody.knows")),
        "promise 'Cancel the driving licence and vehicle tax', and behind it there is not a time that it",
    ),
    "words_mean_one_thing": (
        other_adapter("dvla.close_driver_record", refused=("12", "04")),
        "has the office's word '04' under two meanings",
    ),
    "requests_travel_by_a_known_medium": (
        other_adapter("dvla.close_driver_record", medium="pigeon_post"),
        "travels by 'pigeon_post', which is no medium",
    ),
    "adapters_are_under_contract": (other_adapter("dvla.close_driver_record"), "has no contract test"),
    "thresholds_are_parameters": (
        with_event(services=(*event.services[1:], Concerns(event.services[0].service, BARE, "Not this time."))),
        "compares 'estate.gross_value' with the bare number 325000",
    ),
    "scenarios_name_what_exists": (
        replace(registry(), services={k: v for k, v in registry().services.items() if k != "hmcts.grant_probate"}),
        "there is no service 'hmcts.grant_probate'",
    ),
    "frictions_name_what_exists": (
        with_event(frictions=(replace(event.frictions[0], sign=HubDown("tell_us_once.pass_on_deth")),)),
        "Did you mean 'tell_us_once.pass_on_death'?",
    ),
    "lists_name_what_is_told": (
        with_event(published=PublishedList("A list.", (Listed("A death", ("tell_us_once.pass_on_deth",)),))),
        "Did you mean 'tell_us_once.pass_on_death'?",
    ),
    "what_may_not_concern_says_why": (
        with_event(services=tuple(replace(part, otherwise="") for part in event.services)),
        "say why it is not needed",
    ),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_each_rule_can_be_broken(rule: str) -> None:
    """features.md D10: what is asked and not used, used and not asked, sent and not read, is found."""
    broken, sentence = BROKEN[rule]
    found = [each.sentence for each in run_checks(broken) if each.rule == rule]
    assert found
    assert any(sentence in each for each in found), found


def test_a_sentence_comes_with_its_file_and_line() -> None:
    broken, _ = BROKEN["adapters_send_what_is_read"]
    (found,) = [each for each in run_checks(broken) if each.rule == "adapters_send_what_is_read"]
    path, line = found.place.split(":")
    assert path == "backoffice_adapters/agencies/dvla.py"
    module = importlib.import_module("backoffice_adapters.agencies.dvla")
    assert '"dvla.close_driver_record"' in inspect.getsource(module).splitlines()[int(line) - 1]


@pytest.mark.parametrize(
    ("changes", "lacks"),
    [
        ({"not_told": ()}, "does not say who will not be told"),
        ({"services": ()}, "tells nobody"),
    ],
)
def test_a_facade_is_noticed(changes: dict[str, object], lacks: str) -> None:
    """features.md D16: a promise on a page with nobody behind it fails the build."""
    assert any(lacks in each.sentence for each in run_checks(with_event(**changes)))


def test_a_promise_without_an_adapter_is_a_facade() -> None:
    broken = run_checks(without_adapter("dvla.close_driver_record"))
    (facade,) = [each for each in broken if each.rule == "promises_have_somebody_behind_them"]
    assert "there is not an adapter that can tell it. Add that, or leave the service out." in facade.sentence


def test_a_number_without_a_source_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = next(iter(parameters.entries().values()))
    monkeypatch.setattr("frontdoor.checks.promises.entries", lambda: {entry.key: replace(entry, source="")})
    assert [each.rule for each in run_checks(registry())] == ["numbers_are_dated_and_sourced"]


def test_every_rule_has_a_must_fail_example() -> None:
    assert {rule.__name__ for rule in RULES} == {*BROKEN, "numbers_are_dated_and_sourced"}


def test_a_life_event_can_be_drawn() -> None:
    drawn = draw(registry(), EVENT)
    assert drawn.startswith("flowchart LR")
    assert "hmrc.settle_inheritance_tax -->|" in drawn
