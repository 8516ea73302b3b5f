"""A pension scheme's administrator: matches on eight characters of the number and writes pounds with commas."""

from backoffice_adapters.simulated.forms import Asked, dated, text, written
from backoffice_adapters.simulated.procedures import Answers, Filed, Office, Procedure, Produced, Refused, Stage, Words

DASHED = dated("%d-%b-%Y", "as in 25-Dec-1999")


def pay_out(filed: Filed) -> Produced:
    """Works out the lump sum and starts the survivor's pension."""
    if filed.day("dod", "%d-%b-%Y") > filed.today:
        return Refused("PS3", "The pension cannot stop on a day that has not come.")
    return {"lump_sum": f"£{filed.chance.randrange(4_000, 28_000):,}.00"}


OFFICE = Office(
    agency="pension_scheme",
    title="Exampleton Pensions Administration",
    procedures=(
        Procedure(
            path="/deaths",
            numbering="PA######@",
            answers=Answers.CALLBACK,
            form={
                "scheme": Asked(text(50)),
                "member_no": Asked(written(r"M-\d{7}", "as M- and 7 digits")),
                "member_name": Asked(text(60)),
                "ni_8": Asked(written(r"[A-Z]{2}\d{6}", "as its first 8 characters")),
                "dob": Asked(DASHED),
                "dod": Asked(DASHED),
                "death_cert_no": Asked(text(20)),
                "spouse": Asked(text(60), required=False),
                "spouse_dob": Asked(DASHED, required=False),
                "pay_sort_code": Asked(written(r"\d{6}", "as 6 digits"), later=True),
                "pay_account": Asked(written(r"\d{8}", "as 8 digits"), later=True),
                "estate_contact": Asked(text(60)),
                "estate_address": Asked(text(150)),
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
