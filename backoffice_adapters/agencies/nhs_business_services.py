"""Reaches the NHS Business Services Authority, which writes NHS numbers in three groups."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_ISO, NHS_SPACED


class ConfirmExemption(JsonAdapter):
    """Has it noted that somebody does not pay for prescriptions."""

    key = "nhs_business_services.confirm_exemption"
    path = "/exemptions"
    sends = {
        "patient_name": "applicant.full_name",
        "birth_date": Field("retiree.date_of_birth", DATE_ISO),
        "nhs_no": Field("retiree.nhs_number", NHS_SPACED),
        "patient_address": "retiree.address",
        "patient_postcode": "retiree.postcode",
        "benefit_award": "pension_credit.award_number",
    }
    learns = {"exemption_no": "prescriptions.exemption_number"}
    reference = "check_id"
    state = "check_result"
    done = ("exempt",)
    refused = ("charges apply",)
    under_way = ("check queued", "benefit not confirmed")
    reason = "explanation"
    code = "box"
    missing = "unconfirmed"
