"""The coding part of HMRC's tax computer: takes off what the State Pension uses up of the allowance.

An old system that is fed by daily runs (domain RT03): records of fixed width, and names cut off at sixteen letters.
"""

from datetime import date

from backoffice_adapters.simulated.calendar import months_later
from backoffice_adapters.simulated.filing import NAMES, File
from backoffice_adapters.simulated.forms import Asked, dated, written
from backoffice_adapters.simulated.procedures import Desk, Filed, Made, Procedure, Produced, Refused, Stage, Words
from backoffice_adapters.simulated.record_language import Records, kept
from backoffice_adapters.simulated.writing import PENCE_EIGHT, dates, first

COMPACT = dated("%d%m%Y", "ddmmyyyy")
EIGHT_DIGITS = written(r"\d{8}", "in eight digits")
WEEKS = 52  # in a year of State Pension
TAX_YEAR_ENDS = (4, 5)  # month and day: general knowledge


def weeks_counted(filed: Filed) -> int:
    """Returns for how many weeks State Pension counts: a year's, or the rest of the tax year's if told too late.

    That the actual amount counts when the code is worked out more than a month after the first payment is PAYE76086:
    gov.uk/hmrc-internal-manuals/paye-manual/paye76086 (domain C-R3, P).
    """
    if not filed.said("SPSTART"):
        return WEEKS
    first_paid = filed.day("SPSTART", "%d%m%Y")
    if filed.today <= months_later(first_paid, int(filed.rule("tax_code.a_month"))):
        return WEEKS
    ends = date(first_paid.year, *TAX_YEAR_ENDS)
    ends = ends if first_paid <= ends else ends.replace(year=ends.year + 1)
    return (ends - first_paid).days // 7


def code(filed: Filed) -> Produced:
    """Works out the code: the allowance less the State Pension that counts, in tens of pounds."""
    if (filed.today - filed.day("TXPDOB", "%d%m%Y")).days < filed.rule("tax_code.youngest") * 365:
        return Refused("C19", "No pension source is held for this person.")
    left = int(filed.rule("personal_allowance.a_year")) - int(filed.said("SPWKLY") or 0) * weeks_counted(filed) // 100
    return {"CODE": f"{left // 10}L" if left >= 0 else f"K{-left // 10}"}


DESK = Desk(
    agency="hmrc",
    procedures=(
        Procedure(
            service="hmrc.code_pension",
            letterhead="Your tax code (notice P2)",
            opening="Your income has changed. This is the code by which your pension is taxed from now on.",
            path="/nps/coding",
            numbering="CD@#####",
            supplied_by="PUT",
            language=Records(
                takes="NPSCOD01",
                adds="NPSCOD02",
                gives="NPSCOD09",
                reference="CODITEM",
                answers=("CODITEM", "CODSTAT", "CODREJ", "CODE"),
                missing="AWAITS",
                room=10,
                cells={"TXPNAM": 2, "TXPADR": 4},
            ),
            makes={"CODE": Made("tax.code", said="Tax code", again=True)},
            writes_to="TXPADR",
            file=File({"number": ("NINO",), NAMES: ("TXPNAM",)}),
            form={
                "NINO": Asked(
                    written(r"[A-Z]{2}\d{6}", "as its first 8 characters"),
                    holds="applicant.national_insurance_number",
                    written=first(8),
                ),
                "TXPNAM": Asked(
                    written(r"[^a-z]{1,16}", "in capitals, at most 16"), holds="applicant.full_name", written=kept(2)
                ),
                "TXPDOB": Asked(COMPACT, holds="retiree.date_of_birth", written=dates("%d%m%Y")),
                "TXPADR": Asked(
                    written(r"[^a-z]{1,32}", "in capitals, at most 32"), holds="retiree.address", written=kept(4)
                ),
                "SPSTART": Asked(COMPACT, later=True, holds="state_pension.first_payment", written=dates("%d%m%Y")),
                "SPWKLY": Asked(EIGHT_DIGITS, later=True, holds="state_pension.weekly_amount", written=PENCE_EIGHT),
                "OPPANN": Asked(EIGHT_DIGITS, later=True, holds="pension.yearly_amount", written=PENCE_EIGHT),
                "P45LVG": Asked(COMPACT, later=True, holds="employment.leaving_date", written=dates("%d%m%Y")),
                "P45PAY": Asked(EIGHT_DIGITS, later=True, holds="employment.pay_to_date", written=PENCE_EIGHT),
                "P45TAX": Asked(EIGHT_DIGITS, later=True, holds="employment.tax_to_date", written=PENCE_EIGHT),
            },
            stages=(
                Stage(
                    "coding",
                    "hmrc.coding",
                    code,
                    waits_if_announced=(
                        ("SPSTART",),
                        ("SPWKLY",),
                        ("OPPANN",),
                        ("P45LVG",),
                        ("P45PAY",),
                        ("P45TAX",),
                    ),
                ),
            ),
            words=Words(
                reference="CODITEM",
                state="CODSTAT",
                received="QUEUED",
                waiting="AWAITINC",
                done="CODED",
                refused="NOTCODED",
                reason="CODTXT",
                code="CODREJ",
                missing="AWAITS",
                clerical="CLERICAL",
                status_received=200,
                status_done=200,
                status_refused=200,
            ),
        ),
    ),
)
