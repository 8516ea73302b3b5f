"""The NHS Business Services Authority: exempts by age or by benefit, and holds neither itself (domain RT10, C-R10)."""

from backoffice_adapters.simulated.forms import Asked, dated, text, written
from backoffice_adapters.simulated.procedures import (
    Filed,
    Made,
    Office,
    Procedure,
    Produced,
    Refused,
    Routine,
    Stage,
    Words,
)
from backoffice_adapters.simulated.writing import dates, grouped

ISO = dated("%Y-%m-%d", "as YYYY-MM-DD")


def exempt(filed: Filed) -> Produced:
    """Exempts whoever is old enough, or has an award that exempts."""
    born, today = filed.day("birth_date", "%Y-%m-%d"), filed.today
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if age < filed.rule("prescriptions.free_from") and not filed.said("benefit_award"):
        return Refused("none", "Prescriptions are free from 60, or with a benefit that exempts.")
    return {"exemption_no": f"EX{filed.number(8)}"}


OFFICE = Office(
    agency="nhs_business_services",
    title="NHS Business Services Authority",
    signed="Exemption checking",
    procedures=(
        Procedure(
            service="nhs_business_services.confirm_exemption",
            letterhead="You do not pay for prescriptions",
            opening="We have noted that you do not pay for prescriptions. You still tick the box at the pharmacy.",
            asking="Please prove that you do not pay for prescriptions",
            on_file="retiree.address",
            # whoever cannot be confirmed gets a notice, without an enquiry first: the practice that the NAO looked into
            routines=(
                Routine(
                    "penalty notice",
                    "nhs_business_services.penalty",
                    "birth_date",
                    "Penalty charge notice",
                    opening=(
                        "You said at the pharmacy that you do not pay for prescriptions. We could not confirm it. You "
                        "owe the charge, and a penalty of up to £100. If you do not have to pay, prove it to us."
                    ),
                ),
            ),
            path="/exemptions",
            numbering="chk-#######",
            makes={"exemption_no": Made("prescriptions.exemption_number", said="Exemption number")},
            form={
                "patient_name": Asked(text(80), holds="applicant.full_name"),
                "birth_date": Asked(ISO, holds="retiree.date_of_birth", written=dates("%Y-%m-%d")),
                "nhs_no": Asked(
                    written(r"\d{3} \d{3} \d{4}", "as 123 456 7890"),
                    holds="retiree.nhs_number",
                    written=grouped(" ", 3, 3),
                ),
                "patient_address": Asked(text(160), holds="retiree.address"),
                "patient_postcode": Asked(text(8), holds="retiree.postcode"),
                "benefit_award": Asked(
                    written(r"PC\d{8}", "as on the award letter"), later=True, holds="pension_credit.award_number"
                ),
            },
            stages=(Stage("check", "nhs_business_services.check", exempt, waits_if_announced=(("benefit_award",),)),),
            words=Words(
                reference="check_id",
                state="check_result",
                received="check queued",
                waiting="benefit not confirmed",
                done="exempt",
                refused="charges apply",
                reason="explanation",
                code="box",
                missing="unconfirmed",
            ),
        ),
    ),
)
