"""A suite that cannot fail proves nothing: mistakes are planted in a good adapter, and the contract catches each."""

import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest

pytestmark = pytest.mark.slow

# A mistake: what is wrong about the adapter, and a test of the contract that has to fail.
MISTAKES = {
    "HasASlashTooMany": (
        'path = "/deaths/"',
        "test_it_describes_itself",
    ),
    "WritesDatesItsOwnWay": (
        'sends = GOOD.sends | {"dod": Field("registration.date_of_death", DATE_COMPACT)}',
        "test_it_is_accepted_when_all_facts_come_at_once",
    ),
    "DropsAFact": (
        'sends = {name: fact for name, fact in GOOD.sends.items() if name != "member_no"}',
        "test_it_sends_exactly_what_its_service_reads",
    ),
    "DropsAFactOnTheQuiet": (
        """
        def preview(self, facts):
            return {name: value for name, value in super().preview(facts).items() if name != "member_no"}
        """,
        "test_no_fact_gets_lost_on_the_way",
    ),
    "SendsMoreThanItSays": (
        """
        def preview(self, facts):
            return super().preview(facts) | {"extra": facts.get("deceased.nhs_number")}
        """,
        "test_only_declared_facts_go_over_the_wire",
    ),
    "ShowsOneThingAndSendsAnother": (
        """
        async def submit(self, submission, office):
            return await self._ask("POST", self.path, office, submission, super().preview(submission.facts))

        def preview(self, facts):
            return {name: str(value) for name, value in super().preview(facts).items() if name == "scheme"}
        """,
        "test_the_preview_is_what_is_sent",
    ),
    "TakesNoForNotYet": (
        'refused, under_way = (), (*GOOD.under_way, "unable to proceed")',
        "test_it_is_declined_with_a_reason",
    ),
    "HearsOfNoClerk": (
        'clerk = "nobody"',
        "test_what_its_clerk_has_to_look_at_is_heard",
    ),
    "TakesEveryWordForNotYet": (
        """
        def read(self, status, body):
            known = (*self.done, *self.refused, *self.under_way)
            if isinstance(body.get("progress"), str) and body["progress"] not in known:
                return Pending(body["work_item"])
            return super().read(status, body)
        """,
        "test_a_word_that_was_not_agreed_misbehaves",
    ),
    "QuotesTheAnswerInItsErrors": (
        """
        def read(self, status, body):
            if "error" in body:
                raise NotAgreed(f"{body} was never agreed")
            return super().read(status, body)
        """,
        "test_nothing_leaks",
    ),
    "LogsWhatItSends": (
        """
        async def submit(self, submission, office):
            logging.getLogger("adapter").debug("sending %s", dict(submission.facts))
            return await super().submit(submission, office)
        """,
        "test_nothing_leaks",
    ),
    "SendsNoKey": (
        """
        def _headers(self, submission):
            return {**super()._headers(submission), "Idempotency-Key": ""}
        """,
        "test_the_key_the_envelope_and_where_to_answer_go_along",
    ),
    "SendsANewKeyEachTime": (
        """
        def _headers(self, submission):
            return {**super()._headers(submission), "Idempotency-Key": uuid4().hex}
        """,
        "test_sending_twice_has_one_effect",
    ),
    "AnnouncesNothing": (
        """
        def _headers(self, submission):
            return {name: value for name, value in super()._headers(submission).items() if name != "Facts-To-Come"}
        """,
        "test_the_key_the_envelope_and_where_to_answer_go_along",
    ),
    "InventsAFact": (
        """
        def read(self, status, body):
            outcome = super().read(status, body)
            paid = {"pension.death_benefit": "0.00"}
            return replace(outcome, learned=paid) if isinstance(outcome, Accepted) else outcome
        """,
        "test_it_is_accepted_when_all_facts_come_at_once",
    ),
    "LearnsNothing": (
        "learns = {}",
        "test_it_learns_exactly_what_its_service_writes",
    ),
    "ReadsPoundsAsTheyCome": (
        'learns = {"lump_sum": Field("pension.death_benefit", Format("raw", str, lambda value: f"£{value}"))}',
        "test_it_is_accepted_when_all_facts_come_at_once",
    ),
    "SuppliesToTheWrongPlace": (
        'supplies = "PUT"',
        "test_it_is_accepted_when_facts_come_one_after_the_other",
    ),
    "NeverSaysThatNothingComes": (
        """
        async def supply(self, reference, submission, office):
            return await super().supply(reference, replace(submission, withheld=()), office)
        """,
        "test_an_office_that_is_told_what_will_not_come_goes_on",
    ),
    "TakesAnOutageForPatience": (
        """
        async def submit(self, submission, office):
            try:
                return await super().submit(submission, office)
            except OfficeUnavailable:
                return Pending("?")
        """,
        "test_no_answer_is_unavailable",
    ),
    "TakesANoForNotYet": (
        """
        def hear(self, body):
            outcome = super().hear(body)
            return Pending("?") if isinstance(outcome, Declined) else outcome
        """,
        "test_a_no_that_comes_late_is_a_no",
    ),
    "KnowsNoWordForWaiting": (
        'under_way = ("PENDING",)',
        "test_an_office_that_waits_for_what_others_bring_is_understood",
    ),
    "HasNoPatience": (
        """
        async def submit(self, submission, office):
            try:
                async with asyncio.timeout(0.05):
                    return await super().submit(submission, office)
            except TimeoutError:
                raise OfficeUnavailable("too slow") from None
        """,
        "test_an_office_that_takes_its_time_is_waited_for",
    ),
    "TakesLostForWaiting": (
        """
        async def follow_up(self, reference, office):
            try:
                return await super().follow_up(reference, office)
            except OfficeMisbehaved:
                return Pending(reference)
        """,
        "test_what_the_office_has_lost_is_not_under_way",
    ),
    "FindsWhatWasNeverSent": (
        """
        async def find(self, key, office):
            try:
                return await super().find(key, office)
            except OfficeMisbehaved:
                return Pending(key)
        """,
        "test_what_it_holds_under_a_key_can_be_asked",
    ),
    "TakesWordsInAnyCase": (
        """
        def read(self, status, body):
            word = body.get("progress")
            return super().read(status, {**body, "progress": word.lower() if isinstance(word, str) else word})
        """,
        "test_a_word_that_has_changed_a_little_misbehaves",
    ),
    "RemembersWhatItHeard": (
        """
        heard = set()

        def hear(self, body):
            if body in self.heard:
                raise OfficeMisbehaved("heard before")
            self.heard.add(body)
            return super().hear(body)
        """,
        "test_a_callback_that_comes_twice_says_the_same",
    ),
    "HearsNothing": (
        """
        def hear(self, body):
            return Pending("?")
        """,
        "test_a_callback_is_understood_as_an_answer_is",
    ),
}

PROLOGUE = """
import asyncio
import logging
from dataclasses import replace
from uuid import uuid4

from backoffice_adapters.agencies.dwp import StopBenefits
from backoffice_adapters.agencies.pension_scheme import PaySurvivor as GOOD
from backoffice_adapters.api import Accepted, Declined, Field, OfficeMisbehaved, OfficeUnavailable, Pending
from backoffice_adapters.formats import DATE_COMPACT, Format, NotAgreed
from frontdoor.testing import AdapterContract

BAD = {"registration.date_of_death": "2031-01-01"}


class TestGood(AdapterContract):
    adapter, bad = GOOD, BAD


class Insists(StopBenefits):
    '''A good adapter of a service that does without a fact, but for one mistake.'''

    async def submit(self, submission, office):
        if "partner.national_insurance_number" not in submission.facts:
            raise OfficeMisbehaved("the form has an empty field")
        return await super().submit(submission, office)


class TestInsists(AdapterContract):
    adapter, bad = Insists, {"deceased.national_insurance_number": "ZZ370773A"}
"""
PLANTED = '''

class {name}(GOOD):
    """A good adapter but for one mistake."""

    {mistake}


class Test{name}(AdapterContract):
    adapter, bad = {name}, BAD
'''


@pytest.fixture(scope="module")
def failures(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, set[str]]:
    """The tests that fail, by the class of the adapter: one run of pytest over all the mistakes, in its own process."""
    folder = tmp_path_factory.mktemp("planted")
    planted = [PLANTED.format(name=name, mistake=mistake.strip()) for name, (mistake, _) in MISTAKES.items()]
    (folder / "test_planted.py").write_text(PROLOGUE + "".join(planted).replace("\n        ", "\n    "))
    settings = ["-c", str(project_root / "pyproject.toml"), "--rootdir", str(folder), "-p", "no:cacheprovider"]
    report = ["-q", "--tb=no", f"--junitxml={folder}/report.xml"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *settings, *report, str(folder)],
        cwd=project_root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1, run.stdout + run.stderr
    failed: dict[str, set[str]] = defaultdict(set)
    for case in ElementTree.parse(folder / "report.xml").iter("testcase"):  # noqa: S314 written by pytest just now
        name = case.attrib["classname"].rpartition(".Test")[2]
        broken = case.find("failure") is not None or case.find("error") is not None
        failed[name] |= {case.attrib["name"].partition("[")[0]} if broken else set()
    return failed


def test_a_good_adapter_keeps_the_contract(failures: Mapping[str, set[str]]) -> None:
    assert failures["Good"] == set()


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_contract_catches(mistake: str, failures: Mapping[str, set[str]]) -> None:
    """features.md D17: an office's word that was not agreed alarms, and is never taken for `in progress`."""
    _, caught_by = MISTAKES[mistake]

    assert caught_by in failures[mistake]


def test_the_contract_catches_who_insists_on_what_is_optional(failures: Mapping[str, set[str]]) -> None:
    assert failures["Insists"] == {"test_it_is_taken_without_the_facts_that_are_optional"}


def test_every_promise_of_the_contract_can_be_broken(failures: Mapping[str, set[str]]) -> None:
    """A test that no mistake has ever failed may be one that cannot fail."""
    from frontdoor.testing import AdapterContract

    promises = {name for name in dir(AdapterContract) if name.startswith("test_")}

    assert promises - set().union(*failures.values()) == set()
