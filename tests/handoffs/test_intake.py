"""What is refused is refused whole, with every mistake named; what is taken is taken once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from tortoise.transactions import in_transaction

from frontdoor.cases.models import Case, CaseFact, Draft
from frontdoor.cases.store import open_with, start_draft
from frontdoor.database.address import SQLITE
from frontdoor.errors import Conflict, Refused
from frontdoor.handoffs import ledger, state
from frontdoor.handoffs.models import Handoff, LedgerEvent
from frontdoor.testing.simulation import Simulation, example, request_of

pytestmark = pytest.mark.both_databases


async def counts() -> tuple[int, ...]:
    return tuple([await table.all().count() for table in (Case, CaseFact, Handoff, LedgerEvent)])


async def test_every_mistake_is_named_at_once_and_nothing_is_kept(simulation: Simulation) -> None:
    request = example("bereavement_refused")
    async with simulation.open_portal() as portal:
        with pytest.raises(Refused) as refused:
            await portal.submit(request_of(request))
        assert await counts() == (0, 0, 0, 0)
    wrong = {problem.where: problem.detail for problem in refused.value.problems}
    for name in request["facts"]:
        if name != "deceased.first_names":
            assert name in wrong
    assert "deceased.last_name" in wrong, "what is missing is named as well"
    assert wrong["deceased.shoe_size"] == "This is not a fact that we ask for."
    text = str(refused.value)
    assert not any(str(value) in text for value in request["facts"].values() if len(str(value)) > 3)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"life_event": "moving_to_mars"}, "life_event"),
        ({"scenario": "utopia"}, "scenario"),
        ({"withheld": ("register_office.register_death",)}, "register_office.register_death"),
    ],
)
async def test_what_is_not_there_is_named(simulation: Simulation, change: dict[str, object], where: str) -> None:
    document = example("bereavement") | {name: change[name] for name in ("life_event",) if name in change}
    change = {name: value for name, value in change.items() if name not in document}
    async with simulation.open_portal(work=False) as portal:
        with pytest.raises(Refused) as refused:
            await portal.submit(request_of(document, **change))
        assert await counts() == (0, 0, 0, 0)
    assert [problem.where for problem in refused.value.problems] == [where]


async def test_the_same_key_and_request_give_the_same_case(simulation: Simulation) -> None:
    async with simulation.open_portal(work=False) as portal:
        one = await portal.submit(request_of(example("bereavement"), idempotency_key="k"))
        two = await portal.submit(request_of(example("bereavement"), idempotency_key="k"))
        assert one.case.id == two.case.id
        assert two.secret is None
        assert (await counts())[0] == 1
        with pytest.raises(Conflict):
            await portal.submit(request_of(example("bereavement_partial"), idempotency_key="k"))


async def test_facts_whose_question_is_not_asked_are_not_kept(simulation: Simulation) -> None:
    request = example("bereavement")
    request["facts"]["deceased.had_passport"] = False
    async with simulation.open_portal(work=False) as portal:
        accepted = await portal.submit(request_of(request))
        kept = {each.fact for each in await CaseFact.filter(case_id=accepted.case.id)}
    assert "deceased.had_passport" in kept
    assert "deceased.passport_number" not in kept


async def test_a_draft_becomes_the_case_under_the_same_reference_and_secret(simulation: Simulation) -> None:
    async with simulation.open_portal(work=False) as portal:
        draft, secret = await start_draft("bereavement")
        accepted = await portal.submit(request_of(example("bereavement")), draft)
        assert accepted.case.reference == draft.reference
        assert await Draft.all().count() == 0
        opened = await open_with(draft.reference, secret)
        assert isinstance(opened, Case)
        with pytest.raises(Conflict):
            await portal.submit(request_of(example("bereavement")), draft)
        assert (await counts())[0] == 1


async def test_neither_reference_nor_secret_alone_opens_anything(simulation: Simulation) -> None:
    async with simulation.open_portal(work=False) as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        reference, secret = accepted.case.reference, str(accepted.secret)
        assert await open_with(reference, secret)
        assert await open_with(f" {reference.lower()} ", secret.replace("-", " ").lower()), "typed as people type"
        assert await open_with(reference, "") is None
        assert await open_with(reference, "BBBB-BBBB-BBBB") is None
        assert await open_with("FD-BBBB-BBBB", secret) is None
        assert secret not in repr(await Case.get(id=accepted.case.id).values())


@asynccontextmanager
async def broken(table: str) -> AsyncIterator[None]:
    """Lets the database break off whatever has written to a table."""
    database = Case._meta.db
    if database.capabilities.dialect == SQLITE:
        await database.execute_script(
            f"CREATE TRIGGER breaks AFTER INSERT ON \"{table}\" BEGIN SELECT RAISE(ABORT, 'broken'); END"
        )
        yield
        await database.execute_script("DROP TRIGGER breaks")
    else:
        await database.execute_script(
            "CREATE FUNCTION breaks() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$ LANGUAGE plpgsql;"
            f'CREATE TRIGGER breaks AFTER INSERT ON "{table}" FOR EACH ROW EXECUTE FUNCTION breaks()'
        )
        yield
        await database.execute_script("DROP FUNCTION breaks CASCADE")


async def test_a_crash_at_any_write_of_the_commit_leaves_nothing(simulation: Simulation) -> None:
    """Breaks off the accepting commit at each table that it writes to: no row of it may be left (R1)."""
    async with simulation.open_portal(work=False) as portal:
        for table in ("case", "case_fact", "handoff", "ledger_event"):
            async with broken(table):
                with pytest.raises(Exception, match="broken"):
                    await portal.submit(request_of(example("bereavement")))
            assert await counts() == (0, 0, 0, 0), table
        await portal.submit(request_of(example("bereavement")))
        assert (await counts())[0] == 1


async def test_a_change_of_a_case_is_whole_or_never_was(simulation: Simulation) -> None:
    async with simulation.open_portal(work=False) as portal:
        accepted = await portal.submit(request_of(example("bereavement")))
        before = await counts()

        async def break_off() -> None:
            async with ledger.opened(accepted.case.id, accepted.case.submitted_at) as entry:
                _ = entry.add_handoff(
                    state.SUPPLY, "dvla.close_driver_record", "front_door", "dvla.close_driver_record"
                )
                entry.note("case.closed")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await break_off()
        assert await counts() == before
        async with in_transaction():
            assert await counts() == before
