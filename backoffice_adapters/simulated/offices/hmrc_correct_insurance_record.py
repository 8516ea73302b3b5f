"""HMRC's desk for form CF411: looks for old Child Benefit without a number; most of those records are deleted."""

from datetime import date

from backoffice_adapters.simulated.forms import Asked, dated, text, written
from backoffice_adapters.simulated.procedures import (
    Answers,
    Desk,
    Filed,
    Made,
    Procedure,
    Produced,
    Refused,
    Stage,
    Words,
)
from backoffice_adapters.simulated.writing import dates

SPOKEN = dated("%d %B %Y", "as in 25 December 1999")
NUMBER_ON_EVERY_CLAIM = date(2000, 5, 1)  # before May 2000 a claim could be without one: gov.uk (domain C-R1, P)


def correct(filed: Filed) -> Produced:
    """Adds the years from the claim to May 2000."""
    claimed = filed.day("childBenefitFrom", "%d %B %Y")
    if claimed >= NUMBER_ON_EVERY_CLAIM:
        return Refused("HRP-2000", "Claims from May 2000 on carry a National Insurance number: nothing is missing.")
    if claimed < filed.day("eldestChildBorn", "%d %B %Y"):
        return Refused("HRP-CHILD", "Child Benefit cannot begin before the child was born.")
    most = int(filed.rule("home_responsibilities.most_years"))
    return {"yearsAdded": str(min((NUMBER_ON_EVERY_CLAIM - claimed).days // 365, most))}


DESK = Desk(
    agency="hmrc",
    procedures=(
        Procedure(
            service="hmrc.correct_insurance_record",
            letterhead="Years added to your National Insurance record",
            opening="We have found years at home with children that were missing, and added them.",
            path="/cf411/applications",
            numbering="HRP/######",
            answers=Answers.POLLED,
            makes={"yearsAdded": Made("national_insurance.protected_years", said="Years added")},
            form={
                "applicantName": Asked(text(80), holds="applicant.full_name"),
                "applicantBorn": Asked(SPOKEN, holds="retiree.date_of_birth", written=dates("%d %B %Y")),
                "nino": Asked(
                    written(r"[A-Z]{2}\d{6}[A-D ]", "as on the card"), holds="applicant.national_insurance_number"
                ),
                "childBenefitFrom": Asked(SPOKEN, holds="child_benefit.claimed_from", written=dates("%d %B %Y")),
                "eldestChildBorn": Asked(SPOKEN, holds="child_benefit.child_date_of_birth", written=dates("%d %B %Y")),
            },
            stages=(Stage("search", "hmrc.insurance_correction", correct),),
            words=Words(
                reference="applicationReference",
                state="applicationStatus",
                received="with a case worker",
                done="record corrected",
                refused="no correction possible",
                reason="because",
                code="becauseCode",
                status_received=201,
            ),
        ),
    ),
)
