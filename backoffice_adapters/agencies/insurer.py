"""Reaches the insurer through the way that brokers use."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_SLASHED, PENCE


class InsureEmployer(JsonAdapter):
    """Has an employer insured, and gives the PAYE reference for the tracing register when it comes."""

    key = "insurer.insure_employer"
    path = "/el/policies"
    sends = {
        "insured": "business.name",
        "riskAddress": "business.address",
        "riskPostcode": "business.postcode",
        "trade": "business.activity_code",
        "proposer": "applicant.full_name",
        "heads": "employees.number",
        "wageRollPence": Field("employees.wage_roll", PENCE),
        "inception": Field("employees.start_on", DATE_SLASHED),
        "ern": "paye.reference",
    }
    learns = {"certificate": "insurance.certificate_number"}
    reference = "policyNumber"
    state = "cover"
    done = ("in force",)
    refused = ("declined to quote",)
    under_way = ("held covered", "ERN outstanding")
    reason = "declinature"
    code = "declinatureCode"
    missing = "outstanding"
