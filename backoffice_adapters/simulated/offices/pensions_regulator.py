"""The Pensions Regulator: an employer is known here by two references that another office posted."""

from backoffice_adapters.simulated.forms import Asked, dated, text, written
from backoffice_adapters.simulated.procedures import Filed, Made, Office, Procedure, Produced, Refused, Stage, Words
from backoffice_adapters.simulated.writing import dates

SPOKEN = dated("%d %B %Y", "as in 25 December 1999")


def take(filed: Filed) -> Produced:
    """Acknowledges the declaration."""
    if filed.day("dutiesStartDate", "%d %B %Y").year < filed.rule("automatic_enrolment.first_duties"):
        return Refused("DUTY", "There were no duties before October 2012.")
    return {"acknowledgementNumber": f"DOC{filed.number(9)}"}


OFFICE = Office(
    agency="pensions_regulator",
    title="The Pensions Regulator",
    signed="Automatic enrolment",
    procedures=(
        Procedure(
            service="pensions_regulator.take_declaration",
            letterhead="Your declaration of compliance",
            opening="Thank you for your declaration. Keep this number, and declare again in three years.",
            path="/declaration-of-compliance",
            numbering="DEC-########",
            writes_to="employerAddress",
            makes={"acknowledgementNumber": Made("automatic_enrolment.acknowledgement", said="Acknowledgement")},
            form={
                "employerName": Asked(text(100), holds="business.name"),
                "employerAddress": Asked(text(160), holds="business.address"),
                "employerPostcode": Asked(text(8), holds="business.postcode"),
                "companiesHouseNumber": Asked(text(8), required=False, holds="company.number"),
                "declarant": Asked(text(100), holds="applicant.full_name"),
                "declarantEmail": Asked(text(120), holds="applicant.email"),
                "payeReference": Asked(written(r"\d{3}/[A-Z0-9]{1,10}", "as 120/AB456"), holds="paye.reference"),
                "accountsOfficeReference": Asked(
                    written(r"\d{3}P[A-Z]\d{7}[\dX]", "as 123PW12345678"), holds="paye.accounts_office_reference"
                ),
                "dutiesStartDate": Asked(SPOKEN, holds="employees.start_on", written=dates("%d %B %Y")),
                "numberOfStaff": Asked(written(r"\d{1,5}", "as a number"), holds="employees.number"),
                "epsr": Asked(text(20), holds="employees.pension_scheme"),
            },
            stages=(Stage("acknowledgement", "automatic_enrolment.declaration", take),),
            words=Words(
                reference="declarationId",
                state="declaration",
                received="in draft",
                waiting="employer details missing",
                done="complete",
                refused="not accepted",
                reason="notAcceptedReason",
                code="notAcceptedCode",
                missing="employerDetails",
            ),
        ),
    ),
)
