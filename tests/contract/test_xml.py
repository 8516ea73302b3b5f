"""XML between adapter and office: all that is written comes through, and nothing in it is ever expanded or fetched."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice_adapters.agencies.hmcts import GrantProbate
from backoffice_adapters.api import Declined, OfficeMisbehaved, XmlAdapter
from backoffice_adapters.simulated.languages import NotUnderstood
from backoffice_adapters.simulated.roster import found_offices
from frontdoor.testing import PracticeTown
from tests.contract.asking import ask

NAMESPACE = GrantProbate.namespace
BOMBS = {
    "a thousand million laughs": '<!DOCTYPE case [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>{}&b;',
    "a file of ours": '<!DOCTYPE case [<!ENTITY a SYSTEM "file:///etc/hostname">]>{}&a;',
    "somebody's address": '<!DOCTYPE case [<!ENTITY a SYSTEM "http://127.0.0.1:9/">]>{}&a;',
    "a parameter": '<!DOCTYPE case [<!ENTITY % a SYSTEM "http://127.0.0.1:9/"> %a;]>{}',
    "an empty document type": "<!DOCTYPE case>{}",
}
TEXTS = st.text(min_size=1, max_size=60)


@pytest.fixture
def practice(tmp_path: Path) -> PracticeTown:
    return PracticeTown(tmp_path, only="hmcts")


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_document_type_is_refused_unread_on_both_sides(bomb: str, practice: PracticeTown) -> None:
    procedure = practice.procedure("hmcts.grant_probate")
    answer = BOMBS[bomb].format(f'<case xmlns="{NAMESPACE}"><caseState>') + "</caseState></case>"
    question = BOMBS[bomb].format(f'<application xmlns="{NAMESPACE}"><willExists>') + "</willExists></application>"

    with pytest.raises(OfficeMisbehaved, match="a document of XML was agreed"):
        GrantProbate().hear(answer.encode())
    with pytest.raises(NotUnderstood, match="without a document type"):
        procedure.language.understand(question.encode(), procedure.form)


@given(name=TEXTS, place=TEXTS)
def test_whatever_a_person_is_called_comes_through_as_it_was_shown(name: str, place: str) -> None:
    """Angle brackets, ampersands, line ends and signs of all scripts; what XML cannot hold is shown as such before."""
    adapter, procedure = GrantProbate(), found_offices("hmcts")["hmcts"].procedures[0]
    shown = adapter.preview({"deceased.last_name": name, "deceased.address": place})

    assert procedure.language.understand(adapter.encode(shown, ""), procedure.form) == shown


@pytest.mark.parametrize(
    "document",
    [
        '<case xmlns="urn:another"><caseState>BOGrantIssued</caseState></case>',
        f'<application xmlns="{NAMESPACE}"><caseState>BOGrantIssued</caseState></application>',
        f'<case xmlns="{NAMESPACE}"><caseState xmlns="urn:another">BOGrantIssued</caseState></case>',
        f'<case xmlns="{NAMESPACE}"><caseState>BOGrantIssued</caseState><caseState>BOCaseStopped</caseState></case>',
        '<?xml version="1.0" encoding="no-such"?><case/>',
        "<case>",
    ],
    ids=["other schema", "other document", "other schema within", "said twice", "other encoding", "cut off"],
)
def test_a_document_of_another_kind_misbehaves(document: str) -> None:
    with pytest.raises(OfficeMisbehaved):
        GrantProbate().hear(document.encode())


class Disordered(GrantProbate):
    """Sends the same elements in another order than the office's schema has them."""

    sends = dict(reversed(GrantProbate.sends.items()))


class Elsewhere(GrantProbate):
    """Sends elements of an earlier schema."""

    namespace = "urn:simulation:probate:cases:1"


@pytest.mark.parametrize("adapter", [Disordered, Elsewhere])
async def test_the_office_takes_documents_of_its_own_schema_only(
    adapter: type[XmlAdapter], practice: PracticeTown
) -> None:
    with pytest.raises(OfficeMisbehaved, match="answered 400"):
        await ask(adapter, practice)


async def test_what_the_office_refuses_reads_as_a_no(practice: PracticeTown) -> None:
    outcome = await ask(GrantProbate, practice, registration__certificate_number="none")

    assert isinstance(outcome, Declined)
    assert outcome.reason == "deathCertificate must be written as on the certificate"
