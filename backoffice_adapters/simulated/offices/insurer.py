"""The insurer: covers the same day, and finishes its papers when the employer reference is there."""

from backoffice_adapters.simulated.forms import Asked, dated, text, whole, written
from backoffice_adapters.simulated.procedures import Filed, Made, Office, Procedure, Produced, Refused, Stage, Words
from backoffice_adapters.simulated.writing import PENCE, dates

SLASHED = dated("%d/%m/%Y", "dd/mm/yyyy")


def cover(filed: Filed) -> Produced:
    """Issues the certificate that has to be displayed."""
    if int(filed.said("heads")) > filed.rule("employers_liability.most_staff"):
        return Refused("EL-250", "We insure smaller employers only.")
    return {"certificate": f"EL-{filed.number(7)}"}


OFFICE = Office(
    agency="insurer",
    title="Exampleton Mutual Insurance",
    signed="Commercial lines",
    procedures=(
        Procedure(
            service="insurer.insure_employer",
            letterhead="Certificate of employers' liability insurance",
            opening="You are insured. Display the certificate where everybody who works for you can read it.",
            path="/el/policies",
            numbering="XM/@@/######",
            writes_to="riskAddress",
            makes={"certificate": Made("insurance.certificate_number", said="Certificate")},
            form={
                "insured": Asked(text(100), holds="business.name"),
                "riskAddress": Asked(text(160), holds="business.address"),
                "riskPostcode": Asked(text(8), holds="business.postcode"),
                "trade": Asked(written(r"\d{5}", "as 5 digits"), holds="business.activity_code"),
                "proposer": Asked(text(100), holds="applicant.full_name"),
                "heads": Asked(written(r"\d{1,5}", "as a number"), holds="employees.number"),
                "wageRollPence": Asked(whole(), holds="employees.wage_roll", written=PENCE),
                "inception": Asked(SLASHED, holds="employees.start_on", written=dates("%d/%m/%Y")),
                "ern": Asked(written(r"\d{3}/[A-Z0-9]{1,10}", "as 120/AB456"), later=True, holds="paye.reference"),
            },
            stages=(
                Stage("cover", "employers_liability.cover", cover, before_papers=True),
                Stage("tracing register", "employers_liability.tracing", waits_if_announced=(("ern",),)),
            ),
            words=Words(
                reference="policyNumber",
                state="cover",
                received="held covered",
                waiting="ERN outstanding",
                done="in force",
                refused="declined to quote",
                reason="declinature",
                code="declinatureCode",
                missing="outstanding",
            ),
        ),
    ),
)
