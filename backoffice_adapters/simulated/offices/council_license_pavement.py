"""The council's highways officers: a public notice, a word with the highways authority, and a licence."""

from backoffice_adapters.simulated.forms import Asked, text, written
from backoffice_adapters.simulated.procedures import Desk, Filed, Made, Procedure, Produced, Refused, Stage, Words

HOUR = written(r"\d\d:\d\d", "as 23:00")


def license_tables(filed: Filed) -> Produced:
    """Licenses the tables, until the hour that was asked for or the council's own, whichever is earlier."""
    if int(filed.said("tables")) > filed.rule("pavement_licence.most_tables"):
        return Refused("H7", "People could not get past so many tables.")
    clear_by = f"{int(filed.rule('pavement_licence.clear_by')):02}:00"
    return {"licenceNo": f"PAV-{filed.number(5)}", "clearBy": min(filed.said("removedBy"), clear_by)}


DESK = Desk(
    agency="council",
    procedures=(
        Procedure(
            service="council.license_pavement",
            letterhead="Your pavement licence",
            opening="Nobody objected to your tables. Keep the pavement clear outside the hours below.",
            path="/highways/pavement-licences",
            numbering="PL####/##",
            writes_to="address",
            makes={
                "licenceNo": Made("pavement_licence.number", said="Number of the licence"),
                "clearBy": Made("pavement_licence.until", said="Pavement clear by"),
            },
            form={
                "business": Asked(text(100), holds="business.name"),
                "address": Asked(text(160), holds="business.address"),
                "postcode": Asked(text(8), holds="business.postcode"),
                "companyNo": Asked(text(8), required=False, holds="company.number"),
                "applicant": Asked(text(100), holds="applicant.full_name"),
                "mobile": Asked(text(20), holds="applicant.phone"),
                "frontage": Asked(text(160), holds="premises.address"),
                "frontagePostcode": Asked(text(8), holds="premises.postcode"),
                "tables": Asked(written(r"[1-9]\d?", "as a number"), holds="pavement.tables"),
                "removedBy": Asked(HOUR, holds="pavement.until"),
            },
            stages=(
                Stage("public notice", "pavement_licence.notice", before_papers=True),
                Stage("decision", "pavement_licence.decision", license_tables),
            ),
            words=Words(
                reference="applicationRef",
                state="applicationStatus",
                received="public notice",
                waiting="incomplete",
                done="licensed",
                refused="rejected",
                reason="rejectedBecause",
                code="rejectedCode",
                missing="incompleteFields",
            ),
        ),
    ),
)
