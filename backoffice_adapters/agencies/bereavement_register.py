"""Reaches the Bereavement Register, which says OK to everything and adds an error where it means no."""

from collections.abc import Mapping
from typing import Any

from backoffice_adapters.api import Declined, Field, Joined, JsonAdapter, Outcome
from backoffice_adapters.formats import DATE_COMPACT_ISO, POSTCODE_BARE


class StopMail(JsonAdapter):
    """Takes the name off mailing lists."""

    key = "bereavement_register.stop_mail"
    path = "/register"
    sends = {
        "addressee": Joined(("deceased.first_names", "deceased.last_name")),
        "street_and_town": "deceased.address",
        "pcode": Field("deceased.postcode", POSTCODE_BARE),
        "deceased_on": Field("registration.date_of_death", DATE_COMPACT_ISO),
    }
    reference = "id"
    state = "status"
    done = ("OK",)
    refused = ()
    under_way = ("incomplete",)
    missing = "still_needed"

    def read(self, status: int, body: Mapping[str, Any]) -> Outcome:
        """This office's status is OK even when it means no: what counts is whether it names an error."""
        if body[self.state] == "OK" and "error" in body:
            return Declined(str(body["error"]), str(body["error_text"]))
        return super().read(status, body)
