"""XML as an office of the town speaks it: its own namespace, each element once, in the order of its own form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import ClassVar

from defusedxml.ElementTree import fromstring

from backoffice_adapters.simulated.forms import BlankForm
from backoffice_adapters.simulated.languages import NotUnderstood
from backoffice_adapters.simulated.writing import Plain

NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


@dataclass(frozen=True)
class Xml:
    """An office's schema: its namespace, and what the documents that it takes, gives and complains with are called."""

    namespace: str
    takes: str
    gives: str
    complains: str = "fault"
    media_type: ClassVar[str] = "application/xml"

    def understand(self, content: bytes, form: BlankForm) -> dict[str, Plain]:
        """Returns the text of each element; None where it is nil. Raises NotUnderstood."""
        try:
            document = fromstring(content, forbid_dtd=True)
        except (SyntaxError, ValueError, LookupError):
            raise NotUnderstood("Send a well-formed document without a document type.") from None
        within = f"{{{self.namespace}}}"
        if document.tag != within + self.takes:
            raise NotUnderstood(f"Send a document '{self.takes}' in our namespace.")
        if any(len(each) or not each.tag.startswith(within) for each in document):
            raise NotUnderstood("Every element stands in our namespace and holds text only.")
        names = [each.tag.removeprefix(within) for each in document]
        order = list(form)
        places = [order.index(name) for name in names if name in form]
        if len(set(names)) < len(names) or places != sorted(places):
            raise NotUnderstood("Every element stands once, in the order of our schema.")
        return {
            name: None if each.get(NIL) == "true" else each.text or ""
            for name, each in zip(names, document, strict=True)
        }

    def say(self, answer: Mapping[str, object]) -> bytes:
        """Returns a document with an element for each field; of a list, each item is an element of its own."""
        return self._document(self.gives, "".join(_element(name, value) for name, value in answer.items()))

    def complain(self, complaint: str) -> bytes:
        """Returns a document that says what was wrong."""
        return self._document(self.complains, _element("message", complaint))

    def _document(self, name: str, inner: str) -> bytes:
        head = f'<?xml version="1.0" encoding="UTF-8"?><{name} xmlns="{self.namespace}">'
        return f"{head}{inner}</{name}>".encode("utf-8", "replace")


def _element(name: str, value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"<{name}>{''.join(_element('item', each) for each in value)}</{name}>"
    return f"<{name}>{escape(_text(value), quote=False)}</{name}>"


def _text(value: object) -> str:
    return "true" if value is True else "false" if value is False else "" if value is None else str(value)
