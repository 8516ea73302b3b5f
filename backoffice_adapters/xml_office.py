"""The adapter for an office that speaks XML: one document in a request, one in an answer, by a schema of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from backoffice_adapters.declared import DeclaredAdapter
from backoffice_adapters.formats import NotAgreed, Plain, digits_or_words

NIL = "http://www.w3.org/2001/XMLSchema-instance"
# What XML 1.0 cannot hold, however it is written (its production 2).
NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})


class XmlAdapter(DeclaredAdapter):
    """Speaks XML. Besides what every adapter declares, it has these.

    namespace   the name of the office's schema, in which every element stands
    question, answer    what the document elements of a request and of an answer are called

    A field is an element with text, in the order of `sends`; one that will not come is nil. All values are texts, so
    formats are those that write texts. In an answer, an element that holds elements is a list of their texts.
    """

    namespace: ClassVar[str]
    question: ClassVar[str] = "request"
    answer: ClassVar[str] = "answer"
    language = "XML"
    media_type = "application/xml"

    def fit(self, name: str, value: Plain) -> Plain:
        """Returns a value as a text that XML can hold."""
        return NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", digits_or_words(value))

    def encode(self, body: Mapping[str, Plain], about: str) -> bytes:
        """Returns a document with an element for each field."""
        fields = "".join(_element(name, value) for name, value in body.items())
        head = f'{self.question} xmlns="{self.namespace}" xmlns:xsi="{NIL}"'
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<{head}>{fields}</{self.question}>\n'.encode()

    def decode(self, content: bytes, about: str) -> Mapping[str, Any]:
        """Returns the elements of the document that was answered. Raises NotAgreed.

        A document type, and with it every entity, is refused unread.
        """
        try:
            document = fromstring(content, forbid_dtd=True)
        except (SyntaxError, ValueError, LookupError):
            raise NotAgreed("a document of XML was agreed") from None
        if document.tag != self._named(self.answer):
            raise NotAgreed(f"a document '{self.answer}' of the office's schema was agreed")
        fields = {self._bare(element): self._value(element) for element in document}
        if len(fields) < len(document):
            raise NotAgreed("each element once was agreed")
        return fields

    def _named(self, name: str) -> str:
        return f"{{{self.namespace}}}{name}"

    def _bare(self, element: Element) -> str:
        if not element.tag.startswith(self._named("")):
            raise NotAgreed("elements of the office's schema were agreed")
        return element.tag.removeprefix(self._named(""))

    def _value(self, element: Element) -> str | list[str] | None:
        if element.get(f"{{{NIL}}}nil") == "true":
            return None
        return [each.text or "" for each in element] if len(element) else element.text or ""


def _element(name: str, value: Plain) -> str:
    if value is None:
        return f'<{name} xsi:nil="true"/>'
    return f"<{name}>{str(value).translate(ESCAPED)}</{name}>"
