"""Reaches the Valuation Office Agency's rating list."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_SPOKEN, POUNDS, UPPER


class ValuePremises(JsonAdapter):
    """Has premises entered in the rating list, and learns their rateable value."""

    key = "valuation_office.value_premises"
    path = "/hereditaments/changes"
    sends = {
        "OccupierName": Field("business.name", UPPER),
        "OccupierAddress": "business.address",
        "ReportedBy": "applicant.full_name",
        "Hereditament": "premises.address",
        "HereditamentPostcode": "premises.postcode",
        "LeaseFrom": Field("premises.lease_starts", DATE_SPOKEN),
        "FormerDescription": "premises.former_use",
    }
    learns = {"AssessmentNumber": "rating_list.reference", "RateableValue": Field("rating_list.rateable_value", POUNDS)}
    reference = "ReportNumber"
    state = "ReportStatus"
    done = ("Entered in the list",)
    refused = ("No change made",)
    under_way = ("With a valuer",)
    reason = "Reason"
    code = "ReasonNumber"
    follow_up_days = 10
