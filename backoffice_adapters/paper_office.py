"""The adapter for an office that knows paper only: a form is printed and posted, and what it says comes by letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from backoffice_adapters.declared import DeclaredAdapter
from backoffice_adapters.formats import NotAgreed, Plain, digits_or_words

TOP = "SIMULATION"
NEVER = "(will not come)"


class PaperAdapter(DeclaredAdapter):
    """Prints forms and reads letters. Besides what every adapter declares, it has this.

    form        what is printed on top of the form

    `path` is where the office's post room takes what is to be posted. It gives it a number, and no more is known until
    the office writes back. Under its head a form, and a letter too, has a line for each field: its name, a colon and
    what there is to say; a list is parted by commas. All values are texts.
    """

    form: ClassVar[str]
    language = "paper"
    media_type = "text/plain; charset=utf-8"
    medium = "post"
    on_the_way = ("POSTED",)
    asked_by_key = False

    def fit(self, name: str, value: Plain) -> Plain:
        """Returns a value as it is printed on one line."""
        plain = "".join(each if each.isprintable() else " " for each in digits_or_words(value))
        return " ".join(plain.split()) or "?"

    def encode(self, body: Mapping[str, Plain], about: str) -> bytes:
        """Returns the form as it is printed; one that adds to another says to which."""
        head = [TOP, "", self.form, *([f"In addition to {about}"] if about else []), ""]
        lines = [f"{name}: {NEVER if value is None else value}" for name, value in body.items()]
        return "\n".join([*head, *lines, ""]).encode("utf-8", "replace")

    def decode(self, content: bytes, about: str) -> Mapping[str, Any]:
        """Returns what a letter says, by the names that stand before it. Raises NotAgreed."""
        top, *parts = content.decode().strip("\n").split("\n\n")
        if top != TOP or not parts:
            raise NotAgreed("a letter was agreed")
        said = [line.partition(": ") for line in parts[-1].split("\n")]
        fields: dict[str, Any] = {name: value for name, _, value in said}
        if len(fields) < len(said):
            raise NotAgreed("each thing once was agreed")
        return {**fields, self.missing: fields[self.missing].split(", ")} if fields.get(self.missing) else fields
