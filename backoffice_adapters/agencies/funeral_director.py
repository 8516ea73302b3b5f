"""Reaches the funeral director, whose fields are plain words and who names the day before the form has come."""

from backoffice_adapters.api import Field, Joined, JsonAdapter
from backoffice_adapters.formats import DATE_SPOKEN, POUNDS


class ArrangeFuneral(JsonAdapter):
    """Has the funeral arranged: learns day and price first, and hands over the registrar's form when it has come."""

    key = "funeral_director.arrange_funeral"
    path = "/funerals"
    sends = {
        "name": Joined(("deceased.first_names", "deceased.last_name")),
        "died": Field("deceased.date_of_death", DATE_SPOKEN),
        "place of rest": "deceased.place_of_death",
        "home": "deceased.address",
        "burial or cremation": "funeral.kind",
        "green form": "registration.burial_form",
        "family": "applicant.full_name",
        "phone": "applicant.phone",
        "email": "applicant.email",
    }
    learns = {"day": Field("funeral.date", DATE_SPOKEN), "invoice": Field("funeral.invoice_total", POUNDS)}
    reference = "book number"
    state = "how far"
    done = ("laid to rest",)
    refused = ("sorry",)
    under_way = ("in hand", "we need the form")
    reason = "because"
    code = "short"
    missing = "we need"
