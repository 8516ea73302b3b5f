"""Reaches HMRC's National Insurance computer, which knows people by eight characters of their number."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_COMPACT, NINO_EIGHT, UPPER


class ConfirmInsuranceRecord(JsonAdapter):
    """Has the years that count added up."""

    key = "hmrc.confirm_insurance_record"
    path = "/nirs/statements"
    sends = {
        "INSNO": Field("applicant.national_insurance_number", NINO_EIGHT),
        "NAME": Field("applicant.full_name", UPPER),
        "BORN": Field("retiree.date_of_birth", DATE_COMPACT),
        "HRPYRS": "national_insurance.protected_years",
    }
    learns = {"QUALYRS": "national_insurance.qualifying_years"}
    reference = "STMTNO"
    state = "PROGRESS"
    done = ("ISSD",)
    refused = ("NOTRACE",)
    under_way = ("QUED", "PENDHRP")
    reason = "NARRATIVE"
    code = "NARRCD"
    missing = "PENDFOR"
