"""Whatever an office answers, in whatever language: an outcome that can be kept, or an error that is a sentence."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backoffice_adapters.agencies.council_reduce_council_tax import ReduceCouncilTax
from backoffice_adapters.agencies.dvla import CloseDriverRecord
from backoffice_adapters.agencies.dwp import PayFuneralExpenses
from backoffice_adapters.agencies.hmcts import GrantProbate
from backoffice_adapters.agencies.hmrc_code_pension import CodePension
from backoffice_adapters.api import (
    DeclaredAdapter,
    Envelope,
    OfficeError,
    OfficeMisbehaved,
    OfficeUnavailable,
    Outcome,
    Submission,
)
from backoffice_adapters.asking import LONGEST
from backoffice_adapters.simulated.languages import Language
from frontdoor.discovery import registry
from frontdoor.handoffs.answers import check_produced
from frontdoor.handoffs.offices import network
from frontdoor.testing import PracticeTown, example_facts

# One adapter of each language.
ADAPTERS: tuple[type[DeclaredAdapter], ...] = (
    CloseDriverRecord,
    GrantProbate,
    CodePension,
    ReduceCouncilTax,
    PayFuneralExpenses,
)
LONGEST_SENTENCE = 200


@dataclass(frozen=True)
class Subject:
    """An adapter, what its office answered when all was well, and the language in which it did."""

    adapter: DeclaredAdapter
    reference: str
    good: bytes
    fields: Mapping[str, Any]
    language: Language

    @property
    def submission(self) -> Submission:
        facts = example_facts(registry().services[self.adapter.key])
        return Submission("handoff", "key", facts, Envelope("case", "salt"))


@pytest.fixture(scope="module", params=ADAPTERS, ids=lambda adapter: adapter.__name__)
def subject(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Subject:
    return asyncio.run(asked(request.param(), tmp_path_factory.mktemp("town")))


async def asked(adapter: DeclaredAdapter, folder: Path) -> Subject:
    town = PracticeTown(folder, only=adapter.agency)
    submission = Subject(adapter, "", b"", {}, town.procedure(adapter.key).language).submission
    outcome = await adapter.submit(submission, town.office(adapter.agency))
    good = town.wire.exchanges[-1].response.content
    await town.close()
    reference = getattr(outcome, "reference", "")
    assert reference, "the office took it"
    return Subject(adapter, reference, good, adapter.decode(good, ""), town.procedure(adapter.key).language)


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.text(max_size=300),
    st.lists(st.text(max_size=8), max_size=3),
    st.dictionaries(st.text(max_size=4), st.integers(), max_size=2),
)
WISHES = st.one_of(st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=12), st.just("9" * 400))
PIECES = st.binary(max_size=6)


@st.composite
def damaged(draw: st.DrawFn, good: bytes) -> bytes:
    """An answer with a few pieces cut out, put in, doubled or turned round."""
    content = good
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + 30)))
        piece = content[start:end]
        content = content[:start] + draw(st.sampled_from((b"", piece * 2, piece[::-1]))) + draw(PIECES) + content[end:]
    return content


def answers(subject: Subject) -> st.SearchStrategy[bytes]:
    """Anything at all, a damaged good answer, and a well-formed one that says something else."""
    said = st.dictionaries(st.sampled_from(sorted(subject.fields)), VALUES, min_size=1, max_size=3)
    word = st.sampled_from([*subject.adapter.done, *subject.adapter.refused, *subject.adapter.under_way])
    return st.one_of(
        st.binary(max_size=400),
        damaged(subject.good),
        said.map(lambda more: subject.language.say({**subject.fields, **more})),
        st.tuples(said, word).map(
            lambda both: subject.language.say({**subject.fields, **both[0], subject.adapter.state: both[1]})
        ),
    )


def ends_in_a_sentence(ask: Callable[[], Awaitable[Outcome]]) -> None:
    """Asks, and looks whether what came of it could be kept and shown."""

    async def once() -> Outcome | OfficeError:
        try:
            outcome = await ask()
            check_produced(outcome, registry())
        except OfficeError as error:
            return error
        return outcome

    came = asyncio.run(once())
    if isinstance(came, OfficeError):
        assert isinstance(came, OfficeMisbehaved | OfficeUnavailable)
        assert str(came).isprintable()
        assert 10 < len(str(came)) <= LONGEST_SENTENCE
        assert came.__cause__ is None
        assert came.__suppress_context__ or came.__context__ is None, "what is behind it may quote the answer"
        wish = came.retry_after if isinstance(came, OfficeUnavailable) else None
        assert wish is None or 0 <= wish < 10**6
    else:
        assert len(json.dumps(asdict(came), default=str, ensure_ascii=False).encode()) < 10_000
        assert all(text.isprintable() for text in vars(came).values() if isinstance(text, str))
        assert came.office_time is None or came.office_time.tzinfo


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_strange_answer_ends_in_a_sentence(subject: Subject, data: st.DataObject) -> None:
    content = data.draw(answers(subject))
    headers = {"Retry-After": data.draw(WISHES), "Office-Time": data.draw(st.one_of(WISHES, st.datetimes().map(str)))}
    status = data.draw(st.sampled_from((200, 200, 200, 201, 202, 204, 302, 400, 404, 422, 429, 503)))

    def answer(request: httpx.Request) -> httpx.Response:
        sent = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        return httpx.Response(status, content=content, headers=sent)

    adapter = subject.adapter
    office = httpx.AsyncClient(transport=httpx.MockTransport(answer), base_url="http://office.test")
    ends_in_a_sentence(lambda: adapter.submit(subject.submission, office))
    ends_in_a_sentence(lambda: adapter.supply(subject.reference, subject.submission, office))
    ends_in_a_sentence(lambda: adapter.follow_up(subject.reference, office))

    async def hear() -> Outcome:
        return adapter.hear(content)

    ends_in_a_sentence(hear)


async def talking(pieces: AsyncIterator[bytes], ask: Callable[[httpx.AsyncClient], Awaitable[object]]) -> int:
    """Asks an office that sends these pieces over a socket, whatever it was asked; returns how many bytes it sent."""
    sent = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        _ = await reader.readuntil(b"\r\n\r\n")
        try:
            async for piece in pieces:
                writer.write(piece)
                await writer.drain()
                sent += len(piece)
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    async with server, httpx.AsyncClient(transport=network(), base_url=f"http://{host}:{port}", timeout=2) as office:
        await ask(office)
    return sent


async def one(content: bytes) -> AsyncIterator[bytes]:
    yield content


LINES = st.sampled_from(
    (
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 999 \xff\r\n",
        b"HTTP/9 200\r\n",
        b"Content-Length: 5\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: 99999999999\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Encoding: gzip\r\n",
        b"Content-Encoding: br\r\n",
        b"Office-Time: \xff\r\n",
        b"Location: http://elsewhere.test/\r\n",
        b"X: " + b"y" * 70_000 + b"\r\n",
        b"\r\n",
        b"5\r\nhello\r\n0\r\n\r\n",
        b"ffffffffffffffffff\r\n",
        b"{}",
    )
)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.lists(st.one_of(LINES, st.binary(max_size=9)), max_size=8).map(b"".join)))
def test_whatever_comes_over_the_line_ends_in_a_sentence(content: bytes) -> None:
    """Over a socket and by the way that a portal uses: no HTTP, half of it, or more than was said."""
    adapter = CloseDriverRecord()

    async def ask(office: httpx.AsyncClient) -> None:
        with pytest.raises(OfficeError) as caught:
            await adapter.follow_up("reference", office)
        assert str(caught.value).isprintable()

    asyncio.run(talking(one(content), ask))


async def test_an_answer_without_an_end_is_broken_off() -> None:
    async def for_ever() -> AsyncIterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        while True:
            yield b" " * 65_536

    async def ask(office: httpx.AsyncClient) -> None:
        with pytest.raises(OfficeMisbehaved, match="more than was agreed"):
            await CloseDriverRecord().follow_up("reference", office)

    # what lies in the buffers of both ends comes on top
    assert await talking(for_ever(), ask) < 20 * LONGEST


async def test_a_packed_answer_is_not_unpacked() -> None:
    async def ask(office: httpx.AsyncClient) -> None:
        with pytest.raises(OfficeMisbehaved, match="packed"):
            await CloseDriverRecord().follow_up("reference", office)

    await talking(one(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"), ask)


async def test_a_message_that_is_too_long_is_not_read(subject: Subject) -> None:
    with pytest.raises(OfficeMisbehaved):
        subject.adapter.hear(subject.good + b" " * subject.adapter.longest)


@pytest.mark.parametrize(
    ("status", "wish", "sent", "seconds"),
    [
        (503, b"7", False, (7, 7)),
        (429, b"Fri, 01 Jan 2100 00:00:00 GMT", False, (999_999, 999_999)),
        (503, b"Thu, 01 Jan 2015 00:00:00 GMT", False, (0, 0)),
        (503, b"soon", False, None),
        (500, b"1", True, (1, 1)),
        (504, b"", True, None),
    ],
)
async def test_when_to_come_again_is_read_in_seconds_or_as_a_date(
    status: int, wish: bytes, sent: bool, seconds: tuple[float, float] | None
) -> None:
    """And whoever is too busy, or closed, has not begun; who broke down may have."""

    async def ask(office: httpx.AsyncClient) -> None:
        with pytest.raises(OfficeUnavailable) as caught:
            await CloseDriverRecord().follow_up("reference", office)
        assert caught.value.sent is sent
        assert (caught.value.retry_after is None) is (seconds is None)
        assert seconds is None or seconds[0] <= (caught.value.retry_after or 0) <= seconds[1]

    answer = b"HTTP/1.1 %d -\r\nRetry-After: %s\r\nContent-Length: 0\r\n\r\n" % (status, wish)
    await talking(one(answer), ask)
