"""The DWP's winter fuel list: a machine that pays everybody who is old enough in the qualifying week."""

from datetime import date

from backoffice_adapters.simulated.forms import Asked, dated, text, written
from backoffice_adapters.simulated.procedures import Desk, Filed, Made, Procedure, Produced, Refused, Stage, Words
from backoffice_adapters.simulated.writing import CAPITALS, PENCE, POSTCODE_BARE, dates

COMPACT = dated("%Y%m%d", "yyyymmdd")
PENSION_AGE, OLDER = 66, 80  # years; from 80 more is paid: general knowledge
QUALIFYING = (9, 21)  # month and day in the qualifying week of September (domain RT06, U)
AMOUNT, AMOUNT_OLDER = 20_000, 30_000  # pence: general knowledge; check gov.uk before quoting


def listed(filed: Filed) -> Produced:
    """Puts on the list whoever has reached State Pension age by the qualifying week of this year."""
    born, day = filed.day("CUST_DOB", "%Y%m%d"), date(filed.today.year, *QUALIFYING)
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    if age < PENSION_AGE:
        return Refused("W2", "State Pension age is not reached by the qualifying week of this year.")
    return {"WFP_AMT": AMOUNT_OLDER if age >= OLDER else AMOUNT}


DESK = Desk(
    agency="dwp",
    procedures=(
        Procedure(
            service="dwp.pay_winter_fuel",
            letterhead="Your Winter Fuel Payment",
            opening="You are on our list. This is what we pay into your account before winter, without a claim.",
            path="/wfp/customers",
            numbering="WF########",
            makes={"WFP_AMT": Made("winter_fuel.amount", PENCE, said="Winter Fuel Payment")},
            form={
                "CUST_NAME": Asked(
                    written(r"[^a-z]{1,70}", "in capitals, at most 70"), holds="applicant.full_name", written=CAPITALS
                ),
                "CUST_DOB": Asked(COMPACT, holds="retiree.date_of_birth", written=dates("%Y%m%d")),
                "CUST_NINO": Asked(
                    written(r"[A-Z]{2}\d{6}[A-D ]", "as on the card"), holds="applicant.national_insurance_number"
                ),
                "CUST_ADDR": Asked(text(120), holds="retiree.address"),
                "CUST_PCODE": Asked(
                    written(r"[A-Z0-9]{5,7}", "in capitals without a space"),
                    holds="retiree.postcode",
                    written=POSTCODE_BARE,
                ),
                "PAY_SORT": Asked(written(r"\d{6}", "as 6 digits"), holds="bank.sort_code"),
                "PAY_ACC": Asked(written(r"\d{8}", "as 8 digits"), holds="bank.account_number"),
                "PC_AWARD": Asked(
                    written(r"PC\d{8}", "as PC and 8 digits"), later=True, holds="pension_credit.award_number"
                ),
            },
            stages=(Stage("listing", "dwp.winter_fuel", listed, waits_if_announced=(("PC_AWARD",),)),),
            words=Words(
                reference="WFP_REF",
                state="WFP_STATUS",
                received="P",
                waiting="Q",
                done="L",
                refused="R",
                reason="WFP_REASON",
                code="WFP_REASON_CD",
                missing="WFP_WANTS",
                status_received=200,
                status_done=200,
                status_refused=200,
            ),
        ),
    ),
)
