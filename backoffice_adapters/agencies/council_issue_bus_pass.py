"""Reaches the council's travel concessions desk, which prints cards and asks for proof of everything."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_SPOKEN


class IssueBusPass(JsonAdapter):
    """Applies for a bus pass, and learns the number on the card."""

    key = "council.issue_bus_pass"
    path = "/concessions/passes"
    sends = {
        "Name on card": "applicant.full_name",
        "Date of birth": Field("retiree.date_of_birth", DATE_SPOKEN),
        "Eligible from": Field("retiree.pension_age_day", DATE_SPOKEN),
        "Home": "retiree.address",
        "Home postcode": "retiree.postcode",
    }
    learns = {"Card": "bus_pass.number"}
    reference = "Application"
    state = "Stage"
    done = ("card posted",)
    refused = ("not eligible",)
    under_way = ("to be printed", "proof wanted")
    reason = "Because"
    code = "Rule"
    missing = "Proof"
