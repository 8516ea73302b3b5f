"""How an office recognises whom a request is about: by the files that it has, whichever life event brought them."""

from __future__ import annotations

from collections.abc import Mapping

from backoffice_adapters.simulated.diary import Happened
from backoffice_adapters.simulated.filing import Found, marks_of
from backoffice_adapters.simulated.identity import Match
from backoffice_adapters.simulated.procedures import Procedure
from backoffice_adapters.simulated.store import REFUSED, OfficeStore, Request
from backoffice_adapters.simulated.writing import Plain

Known = Mapping[str, Mapping[str, Plain] | None]


class Recognition:
    """The memory of one office in one world."""

    def __init__(self, store: OfficeStore, procedures: Mapping[str, Procedure]) -> None:
        self._store = store
        self._procedures = procedures

    def keep(self, request: Request) -> None:
        """Keeps a request under what tells whose file it is."""
        procedure = self._procedures[request.service]
        if procedure.file is not None:
            marks = marks_of(procedure.file, procedure.form, request.form)
            self._store.cabinet.put(request.reference, request.service, marks)

    def find(self, request: Request) -> dict[str, Found]:
        """Returns by service what earlier file the office has of the same person, or of somebody like them."""
        file = self._procedures[request.service].file
        if file is None:
            return {}
        looked = {service: self._store.cabinet.find(file, request.reference, service) for service in file.looks_in}
        return {service: found for service, found in looked.items() if found and self._counts(found)}

    def doubtful(self, request: Request, found: Mapping[str, Found]) -> list[str]:
        """Returns the fields that could tell whether somebody is meant whom the office may know."""
        file = self._procedures[request.service].file
        marks = {mark for each in found.values() if each.match is Match.DOUBTFUL for mark in each.doubtful}
        return [name for mark, names in (file.marks.items() if file else ()) if mark in marks for name in names]

    def known(self, request: Request) -> Known:
        """Returns by service what stands in the earlier file; None where the office cannot tell whose it is."""
        return {
            service: self._content(each.reference) if each.match is Match.SAME else None
            for service, each in self.find(request).items()
        }

    def said(self, found: Mapping[str, Found]) -> list[tuple[Happened, str]]:
        """Returns what the office writes down of what it found: how sure it is, and under which reference."""
        words = {Match.SAME: Happened.KNOWN, Match.DOUBTFUL: Happened.PERHAPS}
        return [(words[each.match], each.reference) for each in found.values() if each.match in words]

    def _counts(self, found: Found) -> bool:
        earlier = self._store.by_reference(found.reference)
        return earlier is not None and earlier.state != REFUSED

    def _content(self, reference: str) -> Mapping[str, Plain]:
        earlier = self._store.by_reference(reference)
        assert earlier is not None, "a file is kept of a request"
        return {**earlier.form, **earlier.produced}
