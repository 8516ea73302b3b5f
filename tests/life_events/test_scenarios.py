"""The presets, the order in which statements win, and names that do not exist."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from frontdoor.discovery import registry
from life_events.coordination import Relationship
from life_events.relations import Definitions, make_table
from life_events.scenario import Scenario, UnknownName, read_scenario, read_scenarios

SERVICES, AGENCIES = registry().services, registry().agencies
KNOWN = Definitions(SERVICES, AGENCIES, registry().facts)
HEAD = 'title = "Test"\nfront_door = true\ndefault = "none"\n'
PAIR = ("hmrc.settle_inheritance_tax", "hmcts.grant_probate")


def read(folder: Path, text: str) -> Scenario:
    path = folder / "test.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    return read_scenario(path, SERVICES, AGENCIES)


def stands(scenario: Scenario, provider: str, consumer: str) -> Relationship:
    return scenario.stance(SERVICES[provider], SERVICES[consumer], AGENCIES).relationship


def test_the_five_presets_are_there() -> None:
    presets = read_scenarios(SERVICES, AGENCIES)
    assert set(presets) == {"siloed", "front_door_only", "as_is_2026", "dialogue", "joined_up"}
    assert [key for key, each in presets.items() if not each.front_door] == ["siloed"]
    assert stands(presets["joined_up"], *PAIR) is Relationship.STRATEGIC_ALLIANCE
    assert stands(presets["joined_up"], "bank.close_accounts", PAIR[0]) is Relationship.JOINT_VENTURE
    assert stands(presets["dialogue"], *PAIR) is Relationship.DIALOGUE
    assert stands(presets["as_is_2026"], *PAIR) is Relationship.NONE
    assert stands(presets["as_is_2026"], "register_office.register_death", "dvla.close_driver_record") is (
        Relationship.SATELLITE
    )


def test_what_is_documented_has_its_source() -> None:
    preset = read_scenarios(SERVICES, AGENCIES)["as_is_2026"]
    assert len(preset.rules) >= 7
    assert all(re.match(r"domain \d[a-f], ", rule.stance.source) for rule in preset.rules)


def test_the_most_particular_statement_wins(tmp_path: Path) -> None:
    tier = '[[tier_pair]]\nfrom = "central"\nto = "court"\nlevel = "taking_into_account"\n'
    agency = '[[agency]]\nagency = "hmrc"\nlevel = "dialogue"\n'
    agencies = '[[agency_pair]]\nfrom = "hmrc"\nto = "hmcts"\nlevel = "joint_venture"\n'
    pair = f'[[pair]]\nfrom = "{PAIR[0]}"\nto = "{PAIR[1]}"\nlevel = "union"\n'
    said = ""
    for more, won in ((tier, 1), (agency, 2), (agencies, 4), (pair, 7)):
        said = more + said
        assert stands(read(tmp_path, said), *PAIR).level == won


def test_pairs_are_ordered(tmp_path: Path) -> None:
    scenario = read(tmp_path, f'[[pair]]\nfrom = "{PAIR[0]}"\nto = "{PAIR[1]}"\nlevel = "merger"\n')
    assert stands(scenario, *PAIR) is Relationship.MERGER
    assert stands(scenario, *reversed(PAIR)) is Relationship.NONE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[pair]]\nfrom = "hmrc.settle_inheritence_tax"\nto = "hmcts.grant_probate"\nlevel = "none"\n', PAIR[0]),
        ('[[agency]]\nagency = "hmct"\nlevel = "none"\n', "Did you mean 'hmcts'?"),
        ('[[agency]]\nagency = "hmcts"\nlevel = "alliance"\n', "no relationship 'alliance'"),
        ('[[agency]]\nagency = "hmcts"\nlevel = "dialouge"\n', "Did you mean 'dialogue'?"),
        ('[[tier_pair]]\nfrom = "centre"\nto = "local"\nlevel = "none"\n', "Did you mean 'central'?"),
        ('[[pare]]\nfrom = "a"\n', "Did you mean 'pair'?"),
        ('[[agency]]\nagency = "hmcts"\nlevel = "satellite"\n', "names the hub"),
        ('[[agency]]\nagency = "hmcts"\nlevel = "joint_project"\n', "a day `until`"),
        ('[[agency]]\nagency = "hmcts"\nlevel = "none"\nvia = "dwp.stop_benefits"\n', "only a satellite"),
    ],
)
def test_what_does_not_exist_is_refused_with_a_suggestion(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"^test\.toml: ") as refused:
        read(tmp_path, text)
    assert said in str(refused.value)


def test_a_suggestion_is_an_unknown_name(tmp_path: Path) -> None:
    with pytest.raises(UnknownName):
        read(tmp_path, '[[agency]]\nagency = "nobody at all"\nlevel = "none"\n')


def test_a_joint_project_knows_its_last_day(tmp_path: Path) -> None:
    text = '[[agency]]\nagency = "hmcts"\nlevel = "joint_project"\nuntil = 2026-06-30\n'
    scenario = read(tmp_path, text)
    assert {row.until for row in make_table(scenario, KNOWN).rows if row.consumer == PAIR[1]} == {date(2026, 6, 30)}


def test_the_table_has_a_row_for_each_fact_that_flows() -> None:
    presets = read_scenarios(SERVICES, AGENCIES)
    tables = {key: make_table(each, KNOWN).rows for key, each in presets.items()}
    flows = {
        (provider.key, fact, consumer.key)
        for provider in SERVICES.values()
        for consumer in SERVICES.values()
        for fact in provider.writes_facts() & consumer.reads_facts()
        if provider.key != consumer.key
    }
    for rows in tables.values():
        assert {(row.provider, row.fact, row.consumer) for row in rows} == flows
        assert len(rows) == len(flows)
    everything = {replace(row, level=Relationship.NONE, via="") for row in tables["joined_up"]}
    assert everything == set(tables["siloed"]), "scenarios differ in nothing but how offices stand"
