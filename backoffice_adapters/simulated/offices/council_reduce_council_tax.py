"""The council's benefits section: a full reduction with guarantee credit, else its own means test (domain RT07).

Its system is worked by night: what comes until the cut-off hour stands in tonight's file.
"""

from decimal import Decimal
from math import ceil

from backoffice_adapters.simulated.calendar import months_later
from backoffice_adapters.simulated.file_language import Lines
from backoffice_adapters.simulated.filing import NAMES, File
from backoffice_adapters.simulated.forms import Asked, dated, one_of, text, written
from backoffice_adapters.simulated.intakes import Nightly
from backoffice_adapters.simulated.numbers import rule
from backoffice_adapters.simulated.procedures import (
    Answers,
    Desk,
    Filed,
    Made,
    Procedure,
    Produced,
    Refused,
    Stage,
    Words,
)
from backoffice_adapters.simulated.writing import POUNDS, Y_N, YES_NO, dates, grouped, words

FILES = Lines(
    takes="CTRIN",
    gives="CTROUT",
    answers=("ctr_no", "ctr_status", "decision_code", "decision_notes", "evidence", "reduction_pa", "assessed_as"),
)
SLASHED = dated("%d/%m/%Y", "DD/MM/YYYY")
IN_POUNDS = written(r"\d{1,7}\.\d\d", "in pounds and pence")
NINO_SPACED = written(r"[A-Z]{2} \d\d \d\d \d\d [A-D]", "as AB 12 34 56 C")


def taken_for_a_couple(filed: Filed) -> bool:
    """Says whether another adult in the home is taken for a partner, where only the council's own file is looked at.

    So it was in Broxtowe BC v CS (HB) [2014] UKUT 186 (AAC), until a tribunal found him to be single (domain C-R8, P).
    """
    alone = not filed.said("household") and not filed.said("ptnr")
    return alone and filed.said("non_deps") == "Y"


def state_pension(filed: Filed, *, couple: bool) -> Decimal:
    """Returns the State Pension a week that counts: what the DWP pays, or where that is not known, what is assumed.

    Nobody below State Pension age has any.
    """
    if filed.said("state_pension_pw"):
        return Decimal(filed.said("state_pension_pw"))
    born = filed.day("claimant_dob", "%d/%m/%Y")
    old = months_later(born, int(rule("state_pension.age", born))) <= filed.today
    return filed.rule("council_tax_reduction.assumed_pension") * (2 if couple else 1) if old else Decimal(0)


def reduce(filed: Filed) -> Produced:
    """Takes the whole bill off with guarantee credit, and what the means test says without.

    An award to a single person counts for nothing where the council sees a couple, of whom both have an income.
    """
    mistaken = taken_for_a_couple(filed)
    couple = mistaken or filed.said("household") == "couple" or bool(filed.said("ptnr"))
    assessed = {"assessed_as": "couple" if couple else "single claimant"}
    bill = Decimal(filed.between("council_tax_reduction.bill_least", "council_tax_reduction.bill_most"))
    if filed.said("guarantee_credit") == "Yes" and not mistaken:
        return {"reduction_pa": f"£{bill:,.2f}", **assessed}
    savings = Decimal(filed.said("capital"))
    if savings > filed.rule("council_tax_reduction.most_savings"):
        return Refused("CTR-CAP", "The savings are above the limit, and there is no guarantee credit.")
    above = max(savings - filed.rule("council_tax_reduction.savings_left_out"), Decimal(0))
    income = Decimal(ceil(above / filed.rule("council_tax_reduction.a_pound_for")))
    income += sum(Decimal(filed.said(each) or 0) for each in ("income_pw", "pension_credit_pw"))
    income += state_pension(filed, couple=couple)
    income += filed.rule("council_tax_reduction.partner_has") if mistaken else 0
    needs = filed.rule("council_tax_reduction.needs_couple" if couple else "council_tax_reduction.needs_alone")
    left = bill - max(income - needs, Decimal(0)) * filed.rule("council_tax_reduction.taper") / 100 * 52
    if left <= 0:
        return Refused("CTR-INC", "The income of the household is too high for a reduction.")
    return {"reduction_pa": f"£{min(left, bill):,.2f}", **assessed}


DESK = Desk(
    agency="council",
    procedures=(
        Procedure(
            service="council.reduce_council_tax",
            letterhead="Your Council Tax Reduction",
            opening="We have looked at your application. This is taken off your Council Tax bill.",
            path="/ctr/files",
            language=FILES,
            intake=Nightly("CTR", FILES),
            answers=Answers.POLLED,
            supplied_by="POST",
            numbering="CTR-######",
            file=File({"account": ("account_no",), NAMES: ("claimant",)}),
            makes={
                "reduction_pa": Made("council_tax.reduction", POUNDS, said="Reduction for a year", again=True),
                "assessed_as": Made(
                    "council_tax.household", words(single="single claimant", couple="couple"), said="Assessed as a"
                ),
            },
            form={
                "claimant": Asked(text(60), holds="applicant.full_name"),
                "claimant_dob": Asked(SLASHED, holds="retiree.date_of_birth", written=dates("%d/%m/%Y")),
                "claimant_nino": Asked(
                    NINO_SPACED, holds="applicant.national_insurance_number", written=grouped(" ", 2, 2, 2, 2)
                ),
                "dwelling": Asked(text(120), holds="retiree.address"),
                "dwelling_pc": Asked(text(8), holds="retiree.postcode"),
                "account_no": Asked(written(r"\d{7,9}", "as on the bill"), holds="retiree.council_tax_account"),
                "household": Asked(
                    one_of("1 adult", "couple", "sep.", "wid."),
                    holds="retiree.marital_status",
                    written=words(
                        single="1 adult", married="couple", civil_partner="couple", divorced="sep.", widowed="wid."
                    ),
                ),
                "ptnr": Asked(text(60), required=False, holds="partner.full_name"),
                "ptnr_dob": Asked(SLASHED, required=False, holds="partner.date_of_birth", written=dates("%d/%m/%Y")),
                "ptnr_nino": Asked(
                    NINO_SPACED,
                    required=False,
                    holds="partner.national_insurance_number",
                    written=grouped(" ", 2, 2, 2, 2),
                ),
                "non_deps": Asked(one_of("Y", "N"), holds="household.other_adults", written=Y_N),
                "income_pw": Asked(IN_POUNDS, holds="household.weekly_income", written=POUNDS),
                "capital": Asked(IN_POUNDS, holds="household.savings", written=POUNDS),
                "rent_pw": Asked(IN_POUNDS, required=False, holds="household.weekly_rent", written=POUNDS),
                "state_pension_pw": Asked(IN_POUNDS, later=True, holds="state_pension.weekly_amount", written=POUNDS),
                "guarantee_credit": Asked(
                    one_of("Yes", "No"), later=True, holds="pension_credit.guarantee", written=YES_NO
                ),
                "pension_credit_pw": Asked(IN_POUNDS, later=True, holds="pension_credit.weekly_amount", written=POUNDS),
            },
            stages=(
                Stage(
                    "assessment",
                    "council.reduction",
                    reduce,
                    waits_if_announced=(("state_pension_pw",), ("guarantee_credit",), ("pension_credit_pw",)),
                    patience="council.without_award",
                ),
            ),
            words=Words(
                reference="ctr_no",
                state="ctr_status",
                received="RECEIVED",
                waiting="AWAITING DWP",
                done="BILL REDUCED",
                refused="NOT ENTITLED",
                reason="decision_notes",
                code="decision_code",
                missing="evidence",
                clerical="WITH OFFICER",
                status_received=200,
            ),
        ),
    ),
)
