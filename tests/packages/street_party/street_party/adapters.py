"""Reaches the events office, which numbers its questions and writes dates with dashes."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_DASHED


class CloseStreet(JsonAdapter):
    """Has a street closed for a day, and learns the number of the permit."""

    key = "events_office.close_street"
    path = "/closures"
    sends = {"1": "applicant.full_name", "2": "party.street", "3": Field("party.day", DATE_DASHED)}
    learns = {"permit": "party.permit"}
    under_way = ("in the diary",)
    done = ("permitted",)
    refused = ("not that day",)
    reference = "diary page"
