"""Reaches the ICO's register of fee payers."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import PENCE, POUNDS, Y_N, coded


class RegisterDataUse(JsonAdapter):
    """Registers a business that uses personal data, or says why it owes no fee, and learns its fee."""

    key = "ico.register_data_use"
    path = "/fee-payers"
    sends = {
        "organisation": "business.name",
        "organisationAddress": "business.address",
        "organisationPostcode": "business.postcode",
        "sector": "business.activity_code",
        "turnover": Field("business.turnover", POUNDS),
        "usesPersonalData": Field("business.uses_personal_data", Y_N),
        "staff": "employees.number",
        "standing": Field("company.dormant", coded(yes="dormant", no="trading")),
        "registeredCompany": "company.number",
        "contact": "applicant.full_name",
        "contactEmail": "applicant.email",
    }
    learns = {"registrationNumber": "ico.registration_number", "feePence": Field("ico.fee", PENCE)}
    reference = "securityNumber"
    state = "registerEntry"
    done = ("on the register",)
    refused = ("not registered",)
    under_way = ("being entered", "register of companies being looked up")
    reason = "notRegisteredBecause"
    code = "notRegisteredCode"
    missing = "lookedUp"
