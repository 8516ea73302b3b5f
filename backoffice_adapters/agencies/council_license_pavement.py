"""Reaches the council's highways officers."""

from backoffice_adapters.api import JsonAdapter


class LicensePavement(JsonAdapter):
    """Applies for tables and chairs on the pavement."""

    key = "council.license_pavement"
    path = "/highways/pavement-licences"
    sends = {
        "business": "business.name",
        "address": "business.address",
        "postcode": "business.postcode",
        "companyNo": "company.number",
        "applicant": "applicant.full_name",
        "mobile": "applicant.phone",
        "frontage": "premises.address",
        "frontagePostcode": "premises.postcode",
        "tables": "pavement.tables",
        "removedBy": "pavement.until",
    }
    learns = {"licenceNo": "pavement_licence.number", "clearBy": "pavement_licence.until"}
    reference = "applicationRef"
    state = "applicationStatus"
    done = ("licensed",)
    refused = ("rejected",)
    under_way = ("public notice", "incomplete")
    reason = "rejectedBecause"
    code = "rejectedCode"
    missing = "incompleteFields"
