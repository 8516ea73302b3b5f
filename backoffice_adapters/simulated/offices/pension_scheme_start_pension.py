"""The scheme's retirements team: quotes at once, and pays when it knows the leaving date and the tax code.

Without a code it does not wait for ever: it pays by the emergency code, and the member claims back (domain C-R5).
"""

from datetime import date, timedelta
from decimal import Decimal

from backoffice_adapters.simulated.filing import FORMER, NAMES, File
from backoffice_adapters.simulated.forms import Asked, dated, one_of, text, written
from backoffice_adapters.simulated.procedures import Desk, Filed, Made, Procedure, Produced, Refused, Stage, Words
from backoffice_adapters.simulated.writing import POUNDS, Y_N, dates, first, words

DASHED = dated("%d-%b-%Y", "as in 25-Dec-1999")
IN_POUNDS = written(r"\d{1,9}\.\d\d", "in pounds and pence")


def matched_in_part(filed: Filed) -> bool:
    """Says whether tracing left it open whose pension it is, so that the member has to be asked (domain RT13)."""
    return filed.said("traced") == "partial"


def benefits_from(filed: Filed) -> date:
    """Returns the day from which the pension is due: the one after the leaver has left, as the employer says.

    Where the employer's papers have not come, the day that the member calls that of retirement stands in for it: the
    last day at work, and another day as a rule (domain C-R4, D and U).
    """
    known = next((name for name in ("left_service", "retires_on") if filed.said(name)), "")
    return filed.day(known, "%d-%b-%Y") + timedelta(days=1) if known else filed.today


def quote(filed: Filed) -> Produced:
    """Works out pension and lump sum from the scheme's own records."""
    if (filed.today - filed.day("born", "%d-%b-%Y")).days < filed.rule("scheme_pension.youngest") * Decimal("365.25"):
        return Refused("RT7", "The member has not reached the scheme's minimum pension age.")
    yearly = Decimal(filed.between("scheme_pension.a_year_least", "scheme_pension.a_year_most"))
    lump_sum = yearly * filed.rule("scheme_pension.lump_sum") if filed.said("commutes") == "Y" else Decimal(0)
    return {
        "lump_sum": f"£{lump_sum:,.2f}",
        "pension_pa": f"£{yearly:,.2f}",
        "benefits_from": benefits_from(filed).strftime("%d-%b-%Y"),
    }


def pay(filed: Filed) -> Produced:
    """Puts the pension into payment, by the code that has come or by the emergency code."""
    days = filed.between("scheme_pension.paid_in_least", "scheme_pension.paid_in_most")
    allowance = int(filed.rule("scheme_pension.emergency_allowance"))
    return {
        "first_paid": filed.later(days).strftime("%d-%b-%Y"),
        "coded": filed.said("tax_code") or f"{allowance // 10}L M1",
    }


DESK = Desk(
    agency="pension_scheme",
    procedures=(
        Procedure(
            service="pension_scheme.start_pension",
            letterhead="Your pension",
            opening="We have worked out your pension. This is what the scheme pays you, before tax.",
            path="/retirements",
            numbering="RT######@",
            file=File(
                {"number": ("ni_8",), "member": ("member_no",), NAMES: ("member",), FORMER: ("formerly",)},
            ),
            makes={
                "lump_sum": Made("pension.lump_sum", POUNDS, said="Lump sum"),
                "pension_pa": Made("pension.yearly_amount", POUNDS, said="Pension a year"),
                "benefits_from": Made("pension.starts_on", dates("%d-%b-%Y"), said="Due from", again=True),
                "first_paid": Made(
                    "pension.first_payment",
                    dates("%d-%b-%Y"),
                    said="First paid on",
                    opening="Your pension is in payment. This is the day on which we pay it for the first time.",
                ),
            },
            form={
                "member": Asked(text(60), holds="applicant.full_name"),
                "born": Asked(DASHED, holds="retiree.date_of_birth", written=dates("%d-%b-%Y")),
                "ni_8": Asked(
                    written(r"[A-Z]{2}\d{6}", "as its first 8 characters"),
                    holds="applicant.national_insurance_number",
                    written=first(8),
                ),
                "home": Asked(text(150), holds="retiree.address"),
                "formerly": Asked(text(60), required=False, holds="retiree.other_names"),
                "scheme": Asked(text(50), holds="pension.scheme_name"),
                "member_no": Asked(written(r"M-\d{7}", "as M- and 7 digits"), holds="pension.member_number"),
                "commutes": Asked(one_of("Y", "N"), holds="pension.takes_lump_sum", written=Y_N),
                "status": Asked(
                    one_of("single", "married", "civil p.", "divorced", "widowed"),
                    holds="retiree.marital_status",
                    written=words(
                        single="single",
                        married="married",
                        civil_partner="civil p.",
                        divorced="divorced",
                        widowed="widowed",
                    ),
                ),
                "spouse": Asked(text(60), required=False, holds="partner.full_name"),
                "spouse_born": Asked(DASHED, required=False, holds="partner.date_of_birth", written=dates("%d-%b-%Y")),
                "pay_sort_code": Asked(written(r"\d{6}", "as 6 digits"), holds="bank.sort_code"),
                "pay_account": Asked(written(r"\d{8}", "as 8 digits"), holds="bank.account_number"),
                "retires_on": Asked(DASHED, required=False, holds="employment.last_day", written=dates("%d-%b-%Y")),
                "left_service": Asked(DASHED, later=True, holds="employment.leaving_date", written=dates("%d-%b-%Y")),
                "final_salary": Asked(IN_POUNDS, later=True, holds="employment.final_pay", written=POUNDS),
                "p45_tax": Asked(IN_POUNDS, later=True, holds="employment.tax_to_date", written=POUNDS),
                "traced": Asked(
                    one_of("full", "partial", "nil"),
                    later=True,
                    holds="tracing.outcome",
                    written=words(match="full", possible="partial", none="nil"),
                ),
                "tax_code": Asked(written(r"K?\d{1,4}[LMNT]?", "as on the notice"), later=True, holds="tax.code"),
            },
            stages=(
                Stage(
                    "quotation",
                    "pension_scheme.quotation",
                    quote,
                    waits_if_announced=(("left_service",), ("final_salary",), ("traced",)),
                    paced=(matched_in_part, "pension_scheme.possible_match"),
                    patience="pension_scheme.without_leaver_notice",
                ),
                Stage(
                    "payroll",
                    "pension_scheme.payroll",
                    pay,
                    waits_if_announced=(("p45_tax",), ("tax_code",)),
                    patience="pension_scheme.without_code",
                ),
            ),
            words=Words(
                reference="retirement_no",
                state="retirement_status",
                received="quotation in hand",
                waiting="pending leaver or tax papers",
                done="in payment",
                refused="returned to member",
                reason="remark",
                code="remark_type",
                missing="papers",
                status_received=200,
                status_done=200,
            ),
        ),
    ),
)
