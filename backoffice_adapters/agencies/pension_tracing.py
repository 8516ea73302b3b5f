"""Reaches the Pension Tracing Service, which asks schemes and answers when it is asked itself."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_ISO, coded


class FindPensions(JsonAdapter):
    """Looks for lost pensions, and learns whether a scheme knows the person."""

    key = "pension_tracing.find_pensions"
    path = "/find-requests"
    sends = {
        "fullName": "applicant.full_name",
        "dateOfBirth": Field("retiree.date_of_birth", DATE_ISO),
        "nino": "applicant.national_insurance_number",
        "previousNames": "retiree.other_names",
        "currentAddress": "retiree.address",
        "previousAddresses": "retiree.previous_addresses",
        "email": "applicant.email",
        "telephone": "applicant.phone",
    }
    learns = {
        "matchResult": Field("tracing.outcome", coded(match="match-yes", possible="match-maybe", none="match-no"))
    }
    reference = "findId"
    state = "findStatus"
    done = ("schemes answered",)
    refused = ("not searched",)
    under_way = ("asking schemes",)
    reason = "problem"
    code = "problemType"
    follow_up_days = 2
