"""Reaches The Pensions Regulator's declaration of compliance."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_SPOKEN


class TakeDeclaration(JsonAdapter):
    """Declares that staff are enrolled in a pension, under both PAYE references."""

    key = "pensions_regulator.take_declaration"
    path = "/declaration-of-compliance"
    sends = {
        "employerName": "business.name",
        "employerAddress": "business.address",
        "employerPostcode": "business.postcode",
        "companiesHouseNumber": "company.number",
        "declarant": "applicant.full_name",
        "declarantEmail": "applicant.email",
        "payeReference": "paye.reference",
        "accountsOfficeReference": "paye.accounts_office_reference",
        "dutiesStartDate": Field("employees.start_on", DATE_SPOKEN),
        "numberOfStaff": "employees.number",
        "epsr": "employees.pension_scheme",
    }
    learns = {"acknowledgementNumber": "automatic_enrolment.acknowledgement"}
    reference = "declarationId"
    state = "declaration"
    done = ("complete",)
    refused = ("not accepted",)
    under_way = ("in draft", "employer details missing")
    reason = "notAcceptedReason"
    code = "notAcceptedCode"
    missing = "employerDetails"
