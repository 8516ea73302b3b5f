"""A disk that forgets is held to a model of fsync(2): by random histories, each with a cut of the power at its end."""

from pathlib import Path
from random import Random
from stat import S_IFREG
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.powercut.disk import PAGE, Disk, Node

NAME = st.sampled_from(["/a", "/b"])
PLACE = st.sampled_from([0, 1, PAGE - 1, PAGE, 2 * PAGE])
CONTENT = st.builds(
    lambda letter, length: letter * length, st.sampled_from([b"x", b"y", b"z"]), st.integers(1, 3 * PAGE)
)


class History(RuleBasedStateMachine):
    """What was done to a disk, and of each file and of the folder every state that a cut may leave."""

    @initialize(seed=st.one_of(st.none(), st.integers(0, 99)))
    def begin(self, seed: int | None) -> None:
        self._folder = TemporaryDirectory()
        self._chance = None if seed is None else Random(seed)
        self._power_on()

    def _power_on(self) -> None:
        """Starts with what is on the disk: it is the one state there is."""
        self._disk = Disk(Path(self._folder.name), self._chance)
        self._live = {name: self._disk.find(name) for name in map("/{}".format, self._disk.names_in("/"))}
        self._synced = {node.number: bytes(node.content) for node in self._live.values()}
        # what else a disk that is written to unasked may hold: states of files, and of the names, since the last sync
        self._since: dict[int, list[bytes]] = {number: [] for number in self._synced}
        self._names = [self._numbers()]

    @rule(name=NAME)
    def make(self, name: str) -> None:
        if name not in self._live:
            self._live[name] = node = self._disk.make(name, S_IFREG | 0o600)
            self._synced[node.number], self._since[node.number] = b"", []
            self._names.append(self._numbers())

    @precondition(lambda self: self._live)
    @rule(data=st.data(), content=CONTENT, offset=PLACE)
    def write(self, data: st.DataObject, content: bytes, offset: int) -> None:
        self._disk.write(node := self._some(data), content, offset)
        assert bytes(node.content[offset : offset + len(content)]) == content
        self._since[node.number].append(bytes(node.content))

    @precondition(lambda self: self._live)
    @rule(data=st.data(), length=PLACE)
    def truncate(self, data: st.DataObject, length: int) -> None:
        self._disk.truncate(node := self._some(data), length)
        assert len(node.content) == length
        self._since[node.number].append(bytes(node.content))

    @precondition(lambda self: self._live)
    @rule(data=st.data(), by_name=st.booleans())
    def sync(self, data: st.DataObject, by_name: bool) -> None:
        self._disk.sync(node := self._some(data))
        self._synced[node.number], self._since[node.number] = bytes(node.content), []
        if by_name:
            self._sync_names()

    @precondition(lambda self: self._live)
    @rule(data=st.data(), new=NAME)
    def rename(self, data: st.DataObject, new: str) -> None:
        old = data.draw(st.sampled_from(sorted(self._live)))
        self._disk.rename(old, new)
        self._live[new] = self._live.pop(old)
        self._names.append(self._numbers())

    @precondition(lambda self: self._live)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self._live)))
        self._disk.remove(name)
        del self._live[name]
        self._names.append(self._numbers())

    @rule()
    def sync_names(self) -> None:
        self._sync_names()

    def _sync_names(self) -> None:
        self._disk.sync_names("/")
        self._names = [self._numbers()]

    @rule()
    def cut(self) -> None:
        """Cuts the power and looks at what is there."""
        synced, since, names = self._synced, self._since, self._names
        self._power_on()
        assert self._numbers() in (names if self._chance else names[:1])
        for node in self._live.values():
            found = bytes(node.content)
            if self._chance is None:
                assert found == synced[node.number]
                continue
            versions = [synced[node.number], *since[node.number]]
            for begin in range(0, len(found), PAGE):
                page = found[begin : begin + PAGE]
                assert any(each[begin : begin + PAGE].ljust(PAGE, b"\0").startswith(page) for each in versions)

    def teardown(self) -> None:
        if hasattr(self, "_folder"):
            try:
                self.cut()
            finally:
                self._folder.cleanup()

    def _numbers(self) -> dict[str, int]:
        return {name: node.number for name, node in self._live.items()}

    def _some(self, data: st.DataObject) -> Node:
        return self._live[data.draw(st.sampled_from(sorted(self._live)))]


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=500, stateful_step_count=30, deadline=None)
