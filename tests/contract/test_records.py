"""Records of eight characters to a cell: what is cut off is shown before, and a code means what was agreed."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice_adapters import simulated
from backoffice_adapters.agencies.hmrc_code_pension import CodePension
from backoffice_adapters.api import Declined, OfficeMisbehaved, Pending
from backoffice_adapters.formats import PENCE_EIGHT
from backoffice_adapters.simulated.desk.clerk import BY_CLERK
from backoffice_adapters.simulated.identity import Match, match
from backoffice_adapters.simulated.languages import NotUnderstood
from backoffice_adapters.simulated.roster import found_offices
from frontdoor.testing import PracticeTown
from tests.contract.asking import ask, work_through

PROCEDURE = next(each for each in found_offices("hmrc")["hmrc"].procedures if each.service == CodePension.key)
TEXTS = st.text(min_size=1, max_size=60)


@pytest.fixture
def practice(tmp_path: Path) -> PracticeTown:
    return PracticeTown(tmp_path, only="hmrc")


@given(name=TEXTS, place=TEXTS)
def test_what_is_shown_before_is_what_the_office_reads_whatever_somebody_is_called(name: str, place: str) -> None:
    adapter = CodePension()
    shown = adapter.preview({"applicant.full_name": name, "retiree.address": place, "state_pension.weekly_amount": "1"})

    assert PROCEDURE.language.understand(adapter.encode(shown, ""), PROCEDURE.form) == shown


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Siân O’Brien", "SIAN O?BRIEN"),
        ("Bartholomew Featherstonehaugh", "BARTHOLOMEW FEAT"),
        ("Christopher Lee Wu", "CHRISTOPHER LEE"),
    ],
    ids=["no accents", "sixteen letters", "no blank at the end"],
)
def test_a_name_is_cut_off_and_the_citizen_sees_it(name: str, kept: str) -> None:
    assert CodePension().preview({"applicant.full_name": name}) == {"TXPNAM": kept}


def test_an_amount_that_has_no_room_is_as_much_as_goes_in_and_never_less_by_a_digit() -> None:
    assert PENCE_EIGHT.write("1234567.89") == "99999999"


async def test_the_office_holds_no_more_than_its_cells_do(practice: PracticeTown) -> None:
    await ask(CodePension, practice, applicant__full_name="Bartholomew Featherstonehaugh")

    (request,) = practice.world().counters["hmrc"].store.all()
    assert request.form["TXPNAM"] == "BARTHOLOMEW FEAT"


def test_who_is_kept_under_half_a_name_is_still_known() -> None:
    """Two numbers agree, and the name agrees as far as it goes; another name speaks against it."""
    note = {"applicant.national_insurance_number": "QQ370773A", "retiree.date_of_birth": "19600328"}
    kept = {"applicant.national_insurance_number": "QQ370773", "retiree.date_of_birth": "19600328"}

    assert Match.SAME is match(note | {"applicant names": "SUSAN WHITLOCK"}, kept | {"applicant names": "SUSAN WHITL"})
    assert Match.SAME is not match(
        note | {"applicant names": "SUSAN WHITLOCK"}, kept | {"applicant names": "SUSAN WHEAT"}
    )


def test_every_code_that_the_office_gives_has_a_meaning() -> None:
    """Those of its own rules, and those of every office; it cuts them off like everything else."""
    source = Path(simulated.__path__[0])
    own = re.findall(r'Refused\("([^"]+)"', (source / "offices" / "hmrc_code_pension.py").read_text("utf-8"))
    common = re.findall(r'Refused\("([^"]+)"', (source / "mistakes.py").read_text("utf-8"))

    assert {each[:8] for each in (*own, *common, "FORM", BY_CLERK)} == set(CodePension.reasons)


async def test_a_code_for_no_is_put_into_words_and_one_that_was_never_agreed_raises_an_alarm(
    practice: PracticeTown,
) -> None:
    answer = {"CODITEM": "CDA12345", "CODSTAT": "NOTCODED"}
    heard = CodePension().hear(PROCEDURE.language.say({**answer, "CODREJ": "C19"}))

    assert heard == Declined("C19", "No pension source is held for this person.")
    with pytest.raises(OfficeMisbehaved, match="a code for its reason"):
        CodePension().hear(PROCEDURE.language.say({**answer, "CODREJ": "C20"}))


async def test_the_office_says_by_the_names_of_its_cells_what_it_waits_for(practice: PracticeTown) -> None:
    adapter = CodePension()
    answer = {"CODITEM": "CDA12345", "CODSTAT": "AWAITINC", "AWAITS": ["SPWKLY", "P45PAY"]}

    assert adapter.hear(PROCEDURE.language.say(answer)) == Pending(
        "CDA12345", ("employment.pay_to_date", "state_pension.weekly_amount")
    )


@pytest.mark.parametrize("record", [b"NPSCOD01", b"NPSCOD99" + b" " * 200, "NPSCOD01é".encode() + b" " * 200, b""])
def test_a_record_of_another_layout_is_refused(record: bytes) -> None:
    with pytest.raises(NotUnderstood):
        PROCEDURE.language.understand(record, PROCEDURE.form)


async def test_it_is_asked_and_told_in_records_all_the_way(practice: PracticeTown) -> None:
    await ask(CodePension, practice)
    await work_through(practice)

    assert all(re.fullmatch(rb"NPSCOD0[19][ -~]+\n", each.request.content) for each in practice.wire.exchanges)
    assert [message.body[:8] for message in practice.letterbox.messages] == ["NPSCOD09"]
