"""The employer's payroll: runs once a month, and its leaving date is the end of a pay period, not the last day."""

from calendar import monthrange
from datetime import date

from backoffice_adapters.simulated.forms import Asked, dated, text, written
from backoffice_adapters.simulated.procedures import Filed, Made, Office, Procedure, Produced, Refused, Stage, Words
from backoffice_adapters.simulated.writing import PENCE, dates, grouped

SLASHED = dated("%d/%m/%Y", "DD/MM/YYYY")
TAX_YEAR_BEGINS = 4  # April: general knowledge


def last_day(filed: Filed) -> date:
    """Returns the day that the person says is the last at work."""
    return filed.day("LastDayWorked", "%d/%m/%Y")


def leave(filed: Filed) -> Produced:
    """Enters the leaver; the P45 carries the end of the pay period (domain C-R4)."""
    last = last_day(filed)
    if (filed.today - last).days > filed.rule("payroll.closed_after"):
        return Refused("PR-6", "The pay year is closed. Ask for a copy of the P45 that was issued then.")
    leaves = last.replace(day=monthrange(last.year, last.month)[1])
    months = (leaves.month - TAX_YEAR_BEGINS) % 12 + 1
    yearly = filed.between("payroll.a_year_least", "payroll.a_year_most") // 100 * 100
    paid = yearly * months // 12
    return {
        "P45LeavingDate": leaves.strftime("%d/%m/%Y"),
        "PensionablePayPence": yearly,
        "P45PayPence": paid,
        "P45TaxPence": int(paid * filed.rule("payroll.tax")) // 10_000 * 100,
    }


OFFICE = Office(
    agency="employer",
    title="Exampleton Mills, payroll",
    signed="Payroll",
    procedures=(
        Procedure(
            service="employer.end_employment",
            letterhead="Your P45",
            opening=(
                "You have left our employment. This is your P45. Keep it, and give it to whoever pays you next, "
                "your pension scheme for example."
            ),
            path="/payroll/leavers",
            numbering="LV-#####",
            makes={
                "P45LeavingDate": Made("employment.leaving_date", dates("%d/%m/%Y"), said="Leaving date"),
                "PensionablePayPence": Made("employment.final_pay", PENCE, said="Pensionable pay for a year"),
                "P45PayPence": Made("employment.pay_to_date", PENCE, said="Total pay to date"),
                "P45TaxPence": Made("employment.tax_to_date", PENCE, said="Total tax to date"),
            },
            form={
                "EmployeeName": Asked(text(70), holds="applicant.full_name"),
                "BirthDate": Asked(SLASHED, holds="retiree.date_of_birth", written=dates("%d/%m/%Y")),
                "HomeAddress": Asked(text(140), holds="retiree.address"),
                "HomePostcode": Asked(text(8), holds="retiree.postcode"),
                "NINumber": Asked(
                    written(r"[A-Z]{2} \d\d \d\d \d\d [A-D]", "AB 12 34 56 C"),
                    holds="applicant.national_insurance_number",
                    written=grouped(" ", 2, 2, 2, 2),
                ),
                "WorksNumber": Asked(
                    written(r"W\d{5}", "as W and 5 digits"), required=False, holds="employment.payroll_number"
                ),
                "LastDayWorked": Asked(SLASHED, holds="employment.last_day", written=dates("%d/%m/%Y")),
            },
            stages=(Stage("pay run", "employer.pay_run", leave, until=last_day),),
            words=Words(
                reference="LeaverNo",
                state="PayrollStage",
                received="In next pay run",
                done="P45 issued",
                refused="Rejected",
                reason="PayrollNote",
                code="NoteCode",
                status_received=200,
            ),
        ),
    ),
)
