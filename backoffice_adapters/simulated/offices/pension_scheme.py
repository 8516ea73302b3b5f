"""A pension scheme's administrator: matches on eight characters of the number and writes pounds with commas."""

from decimal import Decimal

from backoffice_adapters.simulated.filing import FORMER, NAMES, File
from backoffice_adapters.simulated.forms import Asked, dated, text, written
from backoffice_adapters.simulated.procedures import (
    Answers,
    Filed,
    Made,
    Office,
    Procedure,
    Produced,
    Refused,
    Stage,
    Words,
)
from backoffice_adapters.simulated.writing import POUNDS, dates, first

DASHED = dated("%d-%b-%Y", "as in 25-Dec-1999")
PENSION = "pension_scheme.start_pension"


def pay_out(filed: Filed) -> Produced:
    """Works out the lump sum and starts the survivor's pension.

    Of a pension that is in payment some years are guaranteed; of a member whom it does not know as a pensioner, the
    scheme pays what would have been due to one who still worked.
    """
    if filed.day("dod", "%d-%b-%Y") > filed.today:
        return Refused("PS3", "The pension cannot stop on a day that has not come.")
    pension = filed.known(PENSION) or {}
    if "pension_pa" in pension:
        yearly = Decimal(str(pension["pension_pa"]).strip("£").replace(",", ""))
        return {"lump_sum": f"£{yearly * filed.rule('pension_scheme.guaranteed'):,.2f}"}
    return {"lump_sum": f"£{filed.chance.randrange(4_000, 28_000):,}.00"}


OFFICE = Office(
    agency="pension_scheme",
    title="Exampleton Pensions Administration",
    signed="Member services",
    procedures=(
        Procedure(
            service="pension_scheme.pay_survivor",
            letterhead="The lump sum from the pension",
            opening=(
                "We have worked out what the scheme pays now that our member has died. The lump sum counts "
                "when Inheritance Tax is worked out."
            ),
            path="/deaths",
            numbering="PA######@",
            answers=Answers.CALLBACK,
            # by number and member number (domain RT12 and BV15), which do not tell it who has married since
            file=File(
                {"number": ("ni_8",), "member": ("member_no",), NAMES: ("member_name",), FORMER: ("formerly",)},
                looks_in=(PENSION,),
            ),
            makes={"lump_sum": Made("pension.death_benefit", POUNDS, said="Lump sum")},
            form={
                "scheme": Asked(text(50), holds="pension.scheme_name"),
                "member_no": Asked(written(r"M-\d{7}", "as M- and 7 digits"), holds="pension.member_number"),
                "member_name": Asked(text(60), holds=("deceased.last_name", "deceased.first_names"), between=", "),
                "formerly": Asked(text(60), required=False, holds="deceased.other_names"),
                "ni_8": Asked(
                    written(r"[A-Z]{2}\d{6}", "as its first 8 characters"),
                    required=False,
                    holds="deceased.national_insurance_number",
                    written=first(8),
                ),
                "dob": Asked(DASHED, holds="deceased.date_of_birth", written=dates("%d-%b-%Y")),
                "dod": Asked(DASHED, holds="registration.date_of_death", written=dates("%d-%b-%Y")),
                "death_cert_no": Asked(text(20), holds="registration.certificate_number"),
                "spouse": Asked(text(60), required=False, holds="partner.full_name"),
                "spouse_dob": Asked(DASHED, required=False, holds="partner.date_of_birth", written=dates("%d-%b-%Y")),
                "pay_sort_code": Asked(written(r"\d{6}", "as 6 digits"), later=True, holds="partner.sort_code"),
                "pay_account": Asked(written(r"\d{8}", "as 8 digits"), later=True, holds="partner.account_number"),
                "estate_contact": Asked(text(60), holds="executor.full_name"),
                "estate_address": Asked(text(150), holds="executor.address"),
            },
            stages=(
                Stage(
                    "benefits",
                    "pension_scheme.benefits",
                    pay_out,
                    waits_if_announced=(("pay_sort_code",), ("pay_account",)),
                ),
            ),
            words=Words(
                reference="work_item",
                state="progress",
                received="with a case worker",
                waiting="pending documents",
                done="paid",
                refused="unable to proceed",
                reason="comment",
                code="comment_type",
                missing="documents",
                status_received=200,
                status_done=200,
                status_refused=200,
            ),
        ),
    ),
)
