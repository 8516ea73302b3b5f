"""Reaches the inspectors of health and safety."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_DASHED


class VisitWorkplace(JsonAdapter):
    """Tells the inspectors of a new place of work, and shows them the certificate of insurance."""

    key = "hse.visit_workplace"
    path = "/workplaces/new"
    sends = {
        "Duty holder": "business.name",
        "Duty holder postcode": "business.postcode",
        "Industry": "business.activity_code",
        "On site": "applicant.full_name",
        "Telephone": "applicant.phone",
        "Site": "premises.address",
        "Site postcode": "premises.postcode",
        "Workers": "employees.number",
        "Work begins": Field("employees.start_on", DATE_DASHED),
        "Certificate shown": "insurance.certificate_number",
    }
    learns = {"Report": "workplace.visit_report"}
    reference = "Visit"
    state = "Visit status"
    done = ("Report sent",)
    refused = ("No visit",)
    under_way = ("On the list", "Certificate to be shown")
    reason = "Why no visit"
    code = "Code"
    missing = "To be shown"
    follow_up_days = 10
