"""The DWP's winter fuel list: a machine that pays everybody who is old enough in the qualifying week."""

from datetime import date, timedelta

from backoffice_adapters.simulated.calendar import months_later
from backoffice_adapters.simulated.forms import Asked, dated, text, written
from backoffice_adapters.simulated.numbers import rule
from backoffice_adapters.simulated.procedures import Desk, Filed, Made, Procedure, Produced, Refused, Stage, Words
from backoffice_adapters.simulated.writing import CAPITALS, PENCE, POSTCODE_BARE, dates

COMPACT = dated("%Y%m%d", "yyyymmdd")


def qualifying_day(year: int) -> date:
    """Returns the last day of the qualifying week, which begins on the third Monday of September.

    Source: gov.uk as of 2016, of which a copy was seen (S); 15 to 21 September 2025 is such a week (domain RT06).
    """
    first = date(year, 9, 1)
    return first + timedelta(days=(7 - first.weekday()) % 7 + 2 * 7 + 6)


def listed(filed: Filed) -> Produced:
    """Puts on the list whoever has reached State Pension age by the qualifying week of this year."""
    born, day = filed.day("CUST_DOB", "%Y%m%d"), qualifying_day(filed.today.year)
    if months_later(born, int(rule("state_pension.age", born))) > day:
        return Refused("W2", "State Pension age is not reached by the qualifying week of this year.")
    older = months_later(born, int(filed.rule("winter_fuel.older")) * 12) <= day
    return {"WFP_AMT": int(filed.rule("winter_fuel.amount_older" if older else "winter_fuel.amount") * 100)}


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
