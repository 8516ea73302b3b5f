"""HMRC's National Insurance computer: adds up years, and waits for a correction only if it was told of one."""

from backoffice_adapters.simulated.forms import Asked, dated, written
from backoffice_adapters.simulated.procedures import Desk, Filed, Made, Procedure, Produced, Refused, Stage, Words
from backoffice_adapters.simulated.writing import CAPITALS, dates, first

COMPACT = dated("%d%m%Y", "ddmmyyyy")


def add_up(filed: Filed) -> Produced:
    """Adds up the years that count, with those that were protected."""
    if (filed.today - filed.day("BORN", "%d%m%Y")).days < filed.rule("insurance_record.youngest") * 365:
        return Refused("NT4", "No account is traced for this number, name and date of birth.")
    years = filed.between("insurance_record.years_least", "insurance_record.years_most")
    return {"QUALYRS": str(min(years + int(filed.said("HRPYRS") or 0), int(filed.rule("insurance_record.full_years"))))}


DESK = Desk(
    agency="hmrc",
    procedures=(
        Procedure(
            service="hmrc.confirm_insurance_record",
            letterhead="Your National Insurance record",
            opening="We have added up the years that count towards your State Pension.",
            path="/nirs/statements",
            numbering="NI######",
            makes={"QUALYRS": Made("national_insurance.qualifying_years", said="Qualifying years", again=True)},
            form={
                "INSNO": Asked(
                    written(r"[A-Z]{2}\d{6}", "as its first 8 characters"),
                    holds="applicant.national_insurance_number",
                    written=first(8),
                ),
                "NAME": Asked(
                    written(r"[^a-z]{1,50}", "in capitals, at most 50"), holds="applicant.full_name", written=CAPITALS
                ),
                "BORN": Asked(COMPACT, holds="retiree.date_of_birth", written=dates("%d%m%Y")),
                "HRPYRS": Asked(
                    written(r"\d{1,2}", "as a number of years"), later=True, holds="national_insurance.protected_years"
                ),
            },
            stages=(
                Stage(
                    "adding up",
                    "hmrc.insurance_record",
                    add_up,
                    waits_if_announced=(("HRPYRS",),),
                    patience="hmrc.without_correction",
                ),
            ),
            words=Words(
                reference="STMTNO",
                state="PROGRESS",
                received="QUED",
                waiting="PENDHRP",
                done="ISSD",
                refused="NOTRACE",
                reason="NARRATIVE",
                code="NARRCD",
                missing="PENDFOR",
                status_done=200,
            ),
        ),
    ),
)
