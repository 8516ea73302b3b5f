"""The ICO: enters whoever uses personal data, and asks a fee by the number of staff.

It has the list of all registered companies, and takes each for one that owes the fee until it says otherwise (C-S9).
"""

from decimal import Decimal

from backoffice_adapters.simulated.filing import NAMES, File
from backoffice_adapters.simulated.forms import Asked, one_of, text, written
from backoffice_adapters.simulated.procedures import Filed, Made, Office, Procedure, Produced, Refused, Stage, Words
from backoffice_adapters.simulated.writing import PENCE, POUNDS, Y_N, words

REGISTER = "ico.register_data_use"


def enter(filed: Filed) -> Produced:
    """Enters the business and says what it has to pay; one that is on the register pays when its year is over."""
    if filed.said("usesPersonalData") == "N":
        return {"feePence": 0}
    if (entered := filed.known(REGISTER)) and "registrationNumber" in entered:
        return {"registrationNumber": entered["registrationNumber"], "feePence": 0}
    turnover, staff = Decimal(filed.said("turnover")), int(filed.said("staff") or "0")
    if turnover > filed.rule("data_protection_fee.most_turnover"):
        return Refused("TIER3", "A large organisation registers with our corporate team.")
    few = staff <= filed.rule("data_protection_fee.small_staff")
    small = few or turnover <= filed.rule("data_protection_fee.small_turnover")
    fee = filed.rule("data_protection_fee.small" if small else "data_protection_fee.medium")
    return {"registrationNumber": f"ZB{filed.number(6)}", "feePence": int(fee * 100)}


OFFICE = Office(
    agency="ico",
    title="Information Commissioner's Office",
    signed="The registration team",
    procedures=(
        Procedure(
            service="ico.register_data_use",
            letterhead="Your data protection fee",
            opening="You are on our register. Please pay the fee below.",
            asking="You may have to pay the data protection fee. Tell us if your company does not",
            path="/fee-payers",
            numbering="CSN#######",
            writes_to="organisationAddress",
            file=File({NAMES: ("organisation",), "postcode": ("organisationPostcode",)}, looks_in=(REGISTER,)),
            makes={
                "registrationNumber": Made("ico.registration_number", said="Registration number"),
                "feePence": Made("ico.fee", PENCE, said="Fee for a year"),
            },
            form={
                "organisation": Asked(text(120), holds="business.name"),
                "organisationAddress": Asked(text(160), holds="business.address"),
                "organisationPostcode": Asked(text(8), holds="business.postcode"),
                "sector": Asked(written(r"\d{5}", "as 5 digits"), holds="business.activity_code"),
                "turnover": Asked(
                    written(r"\d{1,9}\.\d\d", "in pounds and pence"), holds="business.turnover", written=POUNDS
                ),
                "usesPersonalData": Asked(one_of("Y", "N"), holds="business.uses_personal_data", written=Y_N),
                "standing": Asked(
                    one_of("dormant", "trading"),
                    required=False,
                    holds="company.dormant",
                    written=words(yes="dormant", no="trading"),
                ),
                "staff": Asked(written(r"\d{1,5}", "as a number"), required=False, holds="employees.number"),
                "registeredCompany": Asked(
                    written(r"([A-Z]{2}|\d{2})\d{6}", "as 8 characters"), required=False, holds="company.number"
                ),
                "contact": Asked(text(100), holds="applicant.full_name"),
                "contactEmail": Asked(text(120), holds="applicant.email"),
            },
            stages=(Stage("entry", "data_protection_fee.entry", enter),),
            words=Words(
                reference="securityNumber",
                state="registerEntry",
                received="being entered",
                waiting="register of companies being looked up",
                done="on the register",
                refused="not registered",
                reason="notRegisteredBecause",
                code="notRegisteredCode",
                missing="lookedUp",
            ),
        ),
    ),
)
