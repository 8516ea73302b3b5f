"""The Health and Safety Executive: puts a new workplace on its list, and wants to see the certificate when it comes."""

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
from backoffice_adapters.simulated.writing import dates

DASHED = dated("%d-%b-%Y", "as 25-Dec-1999")


def visit(filed: Filed) -> Produced:
    """Visits the workplace; without a certificate of insurance there is a fine, and no report."""
    if not filed.said("Certificate shown"):
        return Refused("ELCI", "No certificate of employers' liability insurance was shown.")
    return {"Report": f"NOC/{filed.number(7)}"}


OFFICE = Office(
    agency="hse",
    title="Health and Safety Executive",
    signed="H.M. Inspector of Health and Safety",
    procedures=(
        Procedure(
            service="hse.visit_workplace",
            letterhead="Our visit to your workplace",
            opening="We have visited the workplace. Nothing has to be put right at once.",
            path="/workplaces/new",
            numbering="V######/@",
            answers=Answers.POLLED,
            writes_to="Site",
            makes={"Report": Made("workplace.visit_report", said="Report of the visit")},
            form={
                "Duty holder": Asked(text(100), holds="business.name"),
                "Duty holder postcode": Asked(text(8), holds="business.postcode"),
                "Industry": Asked(written(r"\d{5}", "as 5 digits"), holds="business.activity_code"),
                "On site": Asked(text(100), holds="applicant.full_name"),
                "Telephone": Asked(text(20), holds="applicant.phone"),
                "Site": Asked(text(160), holds="premises.address"),
                "Site postcode": Asked(text(8), holds="premises.postcode"),
                "Workers": Asked(written(r"[1-9]\d{0,4}", "as a number"), holds="employees.number"),
                "Work begins": Asked(DASHED, holds="employees.start_on", written=dates("%d-%b-%Y")),
                "Certificate shown": Asked(
                    written(r"[A-Z]{2}-\d{7}", "as on the wall"), later=True, holds="insurance.certificate_number"
                ),
            },
            stages=(Stage("visit", "workplace_visit.visit", visit, waits_for=(("Certificate shown",),)),),
            words=Words(
                reference="Visit",
                state="Visit status",
                received="On the list",
                waiting="Certificate to be shown",
                done="Report sent",
                refused="No visit",
                reason="Why no visit",
                code="Code",
                missing="To be shown",
            ),
        ),
    ),
)
