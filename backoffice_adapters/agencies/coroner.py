"""Reaches the coroner, who writes names in one piece and dates in words, and calls back after months."""

from backoffice_adapters.api import Field, Joined, JsonAdapter
from backoffice_adapters.formats import DATE_SPOKEN


class InvestigateDeath(JsonAdapter):
    """Has a death investigated that was reported to the coroner."""

    key = "coroner.investigate_death"
    path = "/referrals"
    sends = {
        "deceased_name": Joined(("deceased.first_names", "deceased.last_name")),
        "born": Field("deceased.date_of_birth", DATE_SPOKEN),
        "died": Field("deceased.date_of_death", DATE_SPOKEN),
        "found_at": "deceased.place_of_death",
        "nhs_no": "deceased.nhs_number",
        "reported_by": "applicant.full_name",
        "reported_by_phone": "applicant.phone",
    }
    learns = {"certificate": "coroner.certificate_number"}
    reference = "file_no"
    state = "proceedings"
    done = ("concluded",)
    refused = ("discontinued",)
    under_way = ("opened and adjourned",)
    reason = "grounds"
    code = "grounds_short"
