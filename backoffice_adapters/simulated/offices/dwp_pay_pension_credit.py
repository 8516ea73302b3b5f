"""The DWP's Pension Credit desk: adds up what a couple has, and asks for figures that the DWP holds itself."""

from decimal import Decimal
from math import ceil

from backoffice_adapters.simulated.calendar import months_later
from backoffice_adapters.simulated.filing import NAMES, File
from backoffice_adapters.simulated.forms import Asked, dated, one_of, text, written
from backoffice_adapters.simulated.numbers import rule
from backoffice_adapters.simulated.procedures import Desk, Filed, Made, Procedure, Produced, Refused, Stage, Words
from backoffice_adapters.simulated.writing import CAPITALS, POUNDS, Y_N, dates, words

SLASHED = dated("%d/%m/%Y", "dd/mm/yyyy")
IN_POUNDS = written(r"\d{1,7}\.\d\d", "in pounds and pence")
IN_CAPITALS = written(r"[^a-z]{1,60}", "in capitals, at most 60")
NINO = written(r"[A-Z]{2}\d{6}[A-D ]", "as on the card")


def decide(filed: Filed) -> Produced:
    """Tops up to the guarantee what the household has a week.

    Of a couple both have to have reached State Pension age, since 15 May 2019: middlesbrough.gov.uk, mixed age couples
    (P). The council counts the same couple as pensioners as soon as one of them has: there, too.
    """
    couple = filed.said("B1") == "couple"
    if couple and filed.said("B3"):
        born = filed.day("B3", "%d/%m/%Y")
        if months_later(born, int(rule("state_pension.age", born))) > filed.today:
            return Refused("PC-MIXED", "One of the two has not reached State Pension age. Claim Universal Credit.")
    guarantee = filed.rule("pension_credit.guarantee_couple" if couple else "pension_credit.guarantee_alone")
    income = sum((Decimal(filed.said(box) or 0) for box in ("C1", "C5")), Decimal(filed.said("C6") or 0) / 52)
    above = max(Decimal(filed.said("C2")) - filed.rule("pension_credit.savings_left_out"), Decimal(0))
    topped_up = guarantee - income - ceil(above / filed.rule("pension_credit.a_pound_for"))
    if topped_up <= 0:
        return Refused("PC-NIL", "The income of the household is above the guarantee.")
    return {
        "AWARD": f"PC{filed.number(8)}",
        "WEEKLY": f"£{topped_up:.2f}",
        "GUARANTEE": "Y",
        "FOR": "TWO" if couple else "ONE",
    }


DESK = Desk(
    agency="dwp",
    procedures=(
        Procedure(
            service="dwp.pay_pension_credit",
            letterhead="Your Pension Credit",
            opening=(
                "We have looked at your claim and top up your income. With this letter you can get other help: tell "
                "your council, and keep it for the dentist and the optician."
            ),
            path="/pc1",
            numbering="PC1/#######",
            file=File({"number": ("A3",), "born": ("A2",), NAMES: ("A1",)}),
            makes={
                "AWARD": Made("pension_credit.award_number", said="Award number"),
                "WEEKLY": Made("pension_credit.weekly_amount", POUNDS, said="Pension Credit a week", again=True),
                "GUARANTEE": Made("pension_credit.guarantee", Y_N, said="Guarantee credit"),
                "FOR": Made("pension_credit.household", words(single="ONE", couple="TWO"), said="Awarded to a"),
            },
            form={
                "A1": Asked(IN_CAPITALS, holds="applicant.full_name", written=CAPITALS),
                "A2": Asked(SLASHED, holds="retiree.date_of_birth", written=dates("%d/%m/%Y")),
                "A3": Asked(NINO, holds="applicant.national_insurance_number"),
                "A4": Asked(text(150), holds="retiree.address"),
                "A5": Asked(text(8), holds="retiree.postcode"),
                "A6": Asked(SLASHED, holds="retiree.pension_age_day", written=dates("%d/%m/%Y")),
                "B1": Asked(
                    one_of("alone", "couple", "separated", "widowed"),
                    holds="retiree.marital_status",
                    written=words(
                        single="alone",
                        married="couple",
                        civil_partner="couple",
                        divorced="separated",
                        widowed="widowed",
                    ),
                ),
                "B2": Asked(IN_CAPITALS, required=False, holds="partner.full_name", written=CAPITALS),
                "B3": Asked(SLASHED, required=False, holds="partner.date_of_birth", written=dates("%d/%m/%Y")),
                "B4": Asked(NINO, required=False, holds="partner.national_insurance_number"),
                "C1": Asked(IN_POUNDS, holds="household.weekly_income", written=POUNDS),
                "C2": Asked(IN_POUNDS, holds="household.savings", written=POUNDS),
                "C3": Asked(IN_POUNDS, required=False, holds="household.weekly_rent", written=POUNDS),
                "C4": Asked(written(r"SPC\d{8}", "as SPC and 8 digits"), holds="state_pension.claim_number"),
                "C5": Asked(IN_POUNDS, later=True, holds="state_pension.weekly_amount", written=POUNDS),
                "C6": Asked(IN_POUNDS, later=True, holds="pension.yearly_amount", written=POUNDS),
                "D1": Asked(written(r"\d{6}", "as 6 digits"), holds="bank.sort_code"),
                "D2": Asked(written(r"\d{8}", "as 8 digits"), holds="bank.account_number"),
            },
            stages=(Stage("decision", "dwp.pension_credit", decide, waits_if_announced=(("C5",), ("C6",))),),
            words=Words(
                reference="PC1_NO",
                state="PC1_STATE",
                received="REGISTERED",
                waiting="INCOME OUTSTANDING",
                done="AWARDED",
                refused="NIL AWARD",
                reason="GROUNDS",
                code="GROUNDS_NO",
                missing="BOXES",
                status_received=200,
                status_refused=200,
            ),
        ),
    ),
)
