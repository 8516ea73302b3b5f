"""Reaches HMRC's desk for form CF411, whose clerks answer when they are asked."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_SPOKEN


class CorrectInsuranceRecord(JsonAdapter):
    """Has years at home with children added to the record."""

    key = "hmrc.correct_insurance_record"
    path = "/cf411/applications"
    sends = {
        "applicantName": "applicant.full_name",
        "applicantBorn": Field("retiree.date_of_birth", DATE_SPOKEN),
        "nino": "applicant.national_insurance_number",
        "childBenefitFrom": Field("child_benefit.claimed_from", DATE_SPOKEN),
        "eldestChildBorn": Field("child_benefit.child_date_of_birth", DATE_SPOKEN),
    }
    learns = {"yearsAdded": "national_insurance.protected_years"}
    reference = "applicationReference"
    state = "applicationStatus"
    done = ("record corrected",)
    refused = ("no correction possible",)
    under_way = ("with a case worker",)
    reason = "because"
    code = "becauseCode"
    follow_up_days = 5
