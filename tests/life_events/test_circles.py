"""The probate circle: found on needs, accepted for its way out, and drawn."""

from dataclasses import replace

from frontdoor.checks import draw, run_checks
from frontdoor.discovery import Registry, registry
from life_events.circles import Circle, circles
from life_events.model import Service

BANK, TAX, PROBATE = "bank.close_accounts", "hmrc.settle_inheritance_tax", "hmcts.grant_probate"


def services(found: Registry) -> list[Service]:
    return [found.services[part.service] for part in found.life_events["bereavement"].services]


def without_iht423() -> Registry:
    """The same offices, where the bank pays nothing before the grant."""
    bank = registry().services[BANK]
    writes = tuple(
        replace(each, rests_on=(("probate.grant_number",),)) if each.fact == "bank.tax_payment" else each
        for each in bank.writes
    )
    return replace(registry(), services={**registry().services, BANK: replace(bank, writes=writes)})


def test_tax_bank_and_probate_wait_for_one_another_and_iht423_is_the_way_out() -> None:
    """features.md D2: services with dependencies, checked for circles."""
    assert circles(services(registry())) == (
        Circle(
            facts=("bank.tax_payment", "probate.grant_number", "inheritance_tax.unique_code"),
            services=(BANK, PROBATE, TAX),
            way_out=("inheritance_tax.amount_due",),
        ),
    )


def test_without_the_way_out_the_circle_is_refused() -> None:
    broken = [each.sentence for each in run_checks(without_iht423()) if each.rule == "cycles_have_a_way_out"]
    assert len(broken) == 1
    assert f"{BANK} waits for {PROBATE} waits for {TAX} waits for {BANK}" in broken[0]


def test_a_way_that_leads_into_the_circle_is_no_way_out() -> None:
    bank = registry().services[BANK]
    writes = tuple(
        replace(each, rests_on=(("probate.grant_number", "inheritance_tax.unique_code"),))
        if each.fact == "bank.tax_payment"
        else each
        for each in bank.writes
    )
    found = replace(registry(), services={**registry().services, BANK: replace(bank, writes=writes)})
    assert [each.way_out for each in circles(services(found))] == [()]


def test_the_circle_is_drawn_with_thick_arrows_and_its_way_out() -> None:
    drawn = draw(registry(), "bereavement").splitlines()
    thick = [line for line in drawn if "==>" in line]
    assert len(thick) == 3
    assert any(line.strip().startswith(f"{TAX} ==>") and line.endswith(PROBATE) for line in thick)
    assert [line for line in drawn if "(the way out)" in line and line.strip().startswith(f"{TAX} -.->")]
    assert any("%% a circle" in line and "form IHT423" in line for line in drawn)
