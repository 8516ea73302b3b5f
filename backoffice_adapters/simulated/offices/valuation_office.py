"""The Valuation Office Agency: one of three that hold a business property (domain C-S6)."""

from backoffice_adapters.simulated.forms import Asked, dated, text, written
from backoffice_adapters.simulated.procedures import (
    Answers,
    Filed,
    Made,
    Office,
    Procedure,
    Produced,
    Refused,
    Stage,
    Words,
)
from backoffice_adapters.simulated.writing import CAPITALS, POUNDS, dates

SPOKEN = dated("%d %B %Y", "as in 25 December 1999")


def value(filed: Filed) -> Produced:
    """Enters the premises with a value, unless the change is long past."""
    if filed.day("LeaseFrom", "%d %B %Y").year < filed.today.year - filed.rule("rating_list.entered_back"):
        return Refused("3", "The lease began too long ago. Check and challenge the list instead.")
    step = int(filed.rule("rating_list.rounded_to"))
    worth = filed.between("rating_list.value_from", "rating_list.value_to") // step * step
    return {"AssessmentNumber": filed.number(11), "RateableValue": f"{worth}.00"}


OFFICE = Office(
    agency="valuation_office",
    title="Valuation Office Agency",
    signed="For the listing officer",
    procedures=(
        Procedure(
            service="valuation_office.value_premises",
            letterhead="Your property in the rating list",
            opening="We have entered the property in the rating list. The council bills you by the value below.",
            path="/hereditaments/changes",
            numbering="VO-#######",
            answers=Answers.POLLED,
            writes_to="OccupierAddress",
            makes={
                "AssessmentNumber": Made("rating_list.reference", said="Number on the list"),
                "RateableValue": Made("rating_list.rateable_value", POUNDS, said="Rateable value"),
            },
            form={
                "OccupierName": Asked(written(r"[^a-z]{1,80}", "in capitals"), holds="business.name", written=CAPITALS),
                "OccupierAddress": Asked(text(160), holds="business.address"),
                "ReportedBy": Asked(text(100), holds="applicant.full_name"),
                "Hereditament": Asked(text(160), holds="premises.address"),
                "HereditamentPostcode": Asked(text(8), holds="premises.postcode"),
                "LeaseFrom": Asked(SPOKEN, holds="premises.lease_starts", written=dates("%d %B %Y")),
                "FormerDescription": Asked(text(120), required=False, holds="premises.former_use"),
            },
            stages=(Stage("valuation", "rating_list.valuation", value),),
            words=Words(
                reference="ReportNumber",
                state="ReportStatus",
                received="With a valuer",
                done="Entered in the list",
                refused="No change made",
                reason="Reason",
                code="ReasonNumber",
                status_received=200,
                status_done=200,
            ),
        ),
    ),
)
