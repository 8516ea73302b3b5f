"""Companies House: examines form IN01 within a day, and posts the authentication code to the registered office."""

from calendar import monthrange
from datetime import date

from backoffice_adapters.simulated.calendar import months_later
from backoffice_adapters.simulated.forms import Asked, dated, text, written
from backoffice_adapters.simulated.procedures import Filed, Made, Office, Procedure, Produced, Refused, Stage, Words
from backoffice_adapters.simulated.writing import CAPITALS, POUNDS, dates

ISO = dated("%Y-%m-%d", "yyyy-mm-dd")
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def examine(filed: Filed) -> Produced:
    """Puts the company on the register, unless the director is too young to be one."""
    born = filed.day("d1_date_of_birth", "%Y-%m-%d")
    if months_later(born, int(filed.rule("companies_house.youngest_director")) * 12) > filed.today:
        return Refused("D157", "The director is too young to be one.")
    return {
        "company_number": f"15{filed.number(6)}",
        "date_of_creation": filed.today.isoformat(),
        "first_accounts_made_up_to": accounts_until(filed.today).isoformat(),
        "authentication_code": "".join(filed.chance.choice(CODE_LETTERS) for _ in range(6)),
    }


def accounts_until(created: date) -> date:
    """Returns the end of the month in which the first anniversary falls (Companies Act 2006, section 391; C-S2)."""
    return date(created.year + 1, created.month, monthrange(created.year + 1, created.month)[1])


OFFICE = Office(
    agency="companies_house",
    title="Companies House",
    signed="The Registrar of Companies",
    procedures=(
        Procedure(
            service="companies_house.incorporate_company",
            letterhead="Certificate of incorporation, and your authentication code",
            opening="The company is on the register. Keep the code below: whoever has it can file for the company.",
            asking="Please confirm what we hold about the director",
            path="/in01/filings",
            numbering="X@######",
            writes_to="a6_registered_office",
            makes={
                "company_number": Made("company.number", said="Company number"),
                "date_of_creation": Made("company.incorporated_on", said="Incorporated on"),
                "first_accounts_made_up_to": Made(
                    "company.accounts_until", dates("%Y-%m-%d"), said="First accounts run until"
                ),
                "authentication_code": Made("company.authentication_code", said="Authentication code"),
            },
            form={
                "a1_proposed_company_name": Asked(
                    written(r"[^a-z]{1,160}", "in capitals, at most 160"), holds="business.name", written=CAPITALS
                ),
                "a4_sic_code": Asked(written(r"\d{5}", "as 5 digits"), holds="business.activity_code"),
                "a6_registered_office": Asked(text(200), holds="business.address"),
                "a6_registered_office_postcode": Asked(text(8), holds="business.postcode"),
                "a6_registered_email": Asked(text(120), holds="applicant.email"),
                "d1_director_name": Asked(text(120), holds="applicant.full_name"),
                "d1_date_of_birth": Asked(ISO, holds="owner.date_of_birth"),
                "d1_nationality": Asked(text(60), holds="owner.nationality"),
                "d1_residential_address": Asked(text(200), holds="owner.address"),
                "d1_residential_postcode": Asked(text(8), holds="owner.postcode"),
                "d1_personal_code": Asked(written(r"[A-Z0-9]{11}", "as 11 characters"), holds="owner.personal_code"),
                "f1_aggregate_nominal_value": Asked(
                    written(r"\d{1,9}\.\d\d", "in pounds and pence"), holds="company.share_capital", written=POUNDS
                ),
            },
            stages=(Stage("examination", "companies_house.examination", examine),),
            words=Words(
                reference="barcode",
                state="filing_status",
                received="pending examination",
                done="accepted",
                refused="rejected",
                reason="reject_text",
                code="reject_code",
            ),
        ),
    ),
)
