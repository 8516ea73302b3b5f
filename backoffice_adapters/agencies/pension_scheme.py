"""Reaches the administrator of a workplace pension scheme, who matches on eight characters of the number."""

from backoffice_adapters.api import Field, Joined, JsonAdapter
from backoffice_adapters.formats import DATE_DASHED, NINO_EIGHT, POUNDS


class PaySurvivor(JsonAdapter):
    """Stops the pension and has paid out what is due to the survivors."""

    key = "pension_scheme.pay_survivor"
    path = "/deaths"
    sends = {
        "scheme": "pension.scheme_name",
        "member_no": "pension.member_number",
        "member_name": Joined(("deceased.last_name", "deceased.first_names"), ", "),
        "formerly": "deceased.other_names",
        "ni_8": Field("deceased.national_insurance_number", NINO_EIGHT),
        "dob": Field("deceased.date_of_birth", DATE_DASHED),
        "dod": Field("registration.date_of_death", DATE_DASHED),
        "death_cert_no": "registration.certificate_number",
        "spouse": "partner.full_name",
        "spouse_dob": Field("partner.date_of_birth", DATE_DASHED),
        "pay_sort_code": "partner.sort_code",
        "pay_account": "partner.account_number",
        "estate_contact": "executor.full_name",
        "estate_address": "executor.address",
    }
    learns = {"lump_sum": Field("pension.death_benefit", POUNDS)}
    reference = "work_item"
    state = "progress"
    done = ("paid",)
    refused = ("unable to proceed",)
    under_way = ("with a case worker", "pending documents")
    reason = "comment"
    code = "comment_type"
    missing = "documents"
