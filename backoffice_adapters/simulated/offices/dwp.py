"""The DWP: three systems under one name, one in capitals, one new, and one that is none.

Help with the funeral is claimed by phone or post only (domain BV07): that office knows its post room and its worktray.
"""

from datetime import date, timedelta
from decimal import Decimal

from backoffice_adapters.simulated.filing import FORMER, NAMES, File
from backoffice_adapters.simulated.forms import Asked, dated, one_of, text, written
from backoffice_adapters.simulated.intakes import ByPost
from backoffice_adapters.simulated.letter_language import Letters
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
from backoffice_adapters.simulated.writing import (
    CAPITALS,
    PENCE,
    POSTCODE_BARE,
    POUNDS,
    TRUE_FALSE,
    dates,
    grouped,
    words,
)

ISO = dated("%Y-%m-%d", "yyyy-mm-dd")
COMPACT = dated("%Y%m%d", "yyyymmdd")
SLASHED = dated("%d/%m/%Y", "dd/mm/yyyy")
IN_CAPITALS = written(r"[^a-z]{1,35}", "in capitals, at most 35")
NINO = written(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D ]", "as on the card")
NINO_SPACED = written(r"[A-Z]{2} \d\d \d\d \d\d [A-D]", "as AB 12 34 56 C")

STATE_PENSION, PENSION_CREDIT = "dwp.pay_state_pension", "dwp.pay_pension_credit"
PENSION_AGE = 66
A_DAY = (2_400, 3_300)  # pence of pension and benefits for a day, from and to: an assumption
LATEST_CLAIM_DAYS = 639  # 21 months
FIRST_PAYMENT = {True: 350_000, False: 250_000}  # pence: with and without Child Benefit
OTHER_EXPENSES = 1_000  # pounds, the most for everything but the burial or cremation itself
NECESSARY_SHARE = Decimal("0.4")  # assumption: what part of the rest is the burial or cremation itself


def verify(filed: Filed) -> Produced:
    """Verifies the date of death against the registrar's feed and stops the payments."""
    if filed.said("DOD") <= filed.said("DOB"):
        return Refused("E07", "The date of death was not verified.")
    pension = filed.known(STATE_PENSION)
    award = {"STOPPED_AWARD": pension["claimNumber"]} if pension and "weeklyPence" in pension else {}
    return {"VERIFIED_DOD": filed.said("DOD"), "STOPPED_ON": filed.today.strftime("%Y%m%d"), **award}


def overpaid(filed: Filed) -> Produced:
    """Works out what went out after the death: payments in arrears go on until the office has verified it.

    What it pays somebody is on their file. Where it cannot tell whose file that is, it stops nothing that it knows of,
    and goes on paying whoever the file is about.
    """
    cycle = int(filed.rule("state_pension.pay_cycle"))
    died, stopped = filed.day("DOD", "%Y%m%d"), _day(filed.produced["STOPPED_ON"])
    first = died + timedelta(days=filed.chance.randrange(1, cycle + 1))
    paid_until = first + timedelta(days=(stopped - first).days // cycle * cycle)
    days = (paid_until - died).days if stopped >= first else 0
    return {"OVERPAID": days * _paid_a_day(filed)}


def _paid_a_day(filed: Filed) -> int:
    """Returns what somebody was paid for a day, in pence; an award older than this town's books is drawn by chance."""
    pension, credit = filed.known(STATE_PENSION) or {}, filed.known(PENSION_CREDIT) or {}
    if pension or credit or filed.unsure(STATE_PENSION) or filed.unsure(PENSION_CREDIT):
        weekly = Decimal(str(pension.get("weeklyPence", 0))) + Decimal(str(credit.get("WEEKLY", 0)).strip("£")) * 100
        return int(weekly / 7)
    return filed.chance.randrange(*A_DAY)


def award(filed: Filed) -> Produced:
    """Decides on the partner's claim by age, by day and by Child Benefit."""
    died, born = filed.day("dateOfDeath", "%Y-%m-%d"), filed.day("claimantDateOfBirth", "%Y-%m-%d")
    if _age(born, died) >= PENSION_AGE:
        return Refused("BSP-AGE", "The claimant had reached State Pension age when the partner died.")
    if (filed.today - died).days > LATEST_CLAIM_DAYS:
        return Refused("BSP-LATE", "The claim came more than 21 months after the death.")
    if filed.form["sortCode"] is None or filed.form["accountNumber"] is None:
        return Refused("BSP-PAY", "There is no account to pay into, and none will come.")
    return {
        "awardReference": f"BSP{filed.number(8)}",
        "firstPaymentPence": FIRST_PAYMENT[filed.form["childBenefit"] is True],
    }


def help_with_funeral(filed: Filed) -> Produced:
    """Decides on help with the funeral: the necessary costs, and a part of the others."""
    if filed.said("Q11") == "E":
        return Refused("SF-REL", "The payment is for a partner, a close relative or a close friend.")
    if not filed.said("Q22"):
        return Refused("SF-INV", "We need the final invoice, and none will come.")
    total = Decimal(filed.said("Q22"))
    others = min(total, Decimal(OTHER_EXPENSES))
    return {"AWARD_GBP": f"{others + (total - others) * NECESSARY_SHARE:.2f}"}


def _day(written: object) -> date:
    text = str(written)
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


OFFICE = Office(
    agency="dwp",
    title="Department for Work and Pensions",
    signed="Bereavement Service",
    procedures=(
        Procedure(
            service="dwp.stop_benefits",
            letterhead="We have stopped the payments",
            opening=(
                "We are sorry to hear of the death. We have stopped State Pension and benefits. Some of it "
                "may have been paid after the day of death, and may have to be paid back out of the estate."
            ),
            path="/cis/deaths",
            numbering="CIS########",
            answers=Answers.CALLBACK,
            supplied_by="PUT",
            # by number, and the rest must not speak against it: NINO in CIS (domain BV05, P)
            file=File(
                {"number": ("NINO",), "born": ("DOB",), NAMES: ("FORENAMES", "SURNAME"), FORMER: ("OTHER_NAMES",)},
                looks_in=(STATE_PENSION, PENSION_CREDIT),
            ),
            makes={
                "VERIFIED_DOD": Made(
                    "dwp.verified_date_of_death", dates("%Y%m%d"), said="Date of death as we hold it", again=True
                ),
                "STOPPED_AWARD": Made("dwp.stopped_award", said="We have stopped your State Pension"),
                "OVERPAID": Made("dwp.overpayment", PENCE, said="Paid after the day of death"),
            },
            form={
                "SURNAME": Asked(IN_CAPITALS, holds="deceased.last_name", written=CAPITALS),
                "FORENAMES": Asked(IN_CAPITALS, holds="deceased.first_names", written=CAPITALS),
                "DOB": Asked(COMPACT, holds="deceased.date_of_birth", written=dates("%Y%m%d")),
                "DOD": Asked(COMPACT, holds="registration.date_of_death", written=dates("%Y%m%d")),
                "OTHER_NAMES": Asked(
                    written(r"[^a-z]{1,70}", "in capitals, at most 70"),
                    required=False,
                    holds="deceased.other_names",
                    written=CAPITALS,
                ),
                "NINO": Asked(NINO, required=False, holds="deceased.national_insurance_number"),
                "REP_NAME": Asked(text(60), holds="executor.full_name"),
                "REP_ADDR": Asked(text(120), holds="executor.address"),
                "REP_PCODE": Asked(
                    written(r"[A-Z0-9]{5,7}", "in capitals without a space"),
                    holds="executor.postcode",
                    written=POSTCODE_BARE,
                ),
                "SPOUSE_NINO": Asked(NINO, required=False, holds="partner.national_insurance_number"),
            },
            stages=(
                Stage("verification", "dwp.verification", verify),
                Stage("overpayment", "dwp.overpayment", overpaid),
            ),
            words=Words(
                reference="CIS_REF",
                state="STATUS",
                received="A",
                waiting="W",
                done="C",
                refused="X",
                reason="REASON_TEXT",
                code="REASON_CD",
                status_received=200,
                status_done=200,
                status_refused=200,
            ),
        ),
        Procedure(
            service="dwp.pay_bereavement_support",
            letterhead="Your Bereavement Support Payment",
            opening=(
                "We have looked at your claim and you are entitled. The first payment reaches your account "
                "within a few days. Quote the number below whenever you write to us."
            ),
            path="/bereavement-support-payment/claims",
            numbering="####-####-@@",
            answers=Answers.POLLED,
            makes={"awardReference": Made("bereavement_support.award", said="Award number")},
            form={
                "deceasedName": Asked(text(100), holds=("deceased.first_names", "deceased.last_name")),
                "deceasedNino": Asked(
                    NINO_SPACED,
                    required=False,
                    holds="deceased.national_insurance_number",
                    written=grouped(" ", 2, 2, 2, 2),
                ),
                "dateOfDeath": Asked(ISO, holds="registration.date_of_death"),
                "claimantName": Asked(text(100), holds="partner.full_name"),
                "claimantDateOfBirth": Asked(ISO, holds="partner.date_of_birth"),
                "claimantNino": Asked(
                    NINO_SPACED, holds="partner.national_insurance_number", written=grouped(" ", 2, 2, 2, 2)
                ),
                "childBenefit": Asked(one_of(True, False), holds="partner.gets_child_benefit", written=TRUE_FALSE),
                "sortCode": Asked(
                    written(r"\d\d-\d\d-\d\d", "as 12-34-56"),
                    later=True,
                    holds="partner.sort_code",
                    written=grouped("-", 2, 2),
                ),
                "accountNumber": Asked(written(r"\d{8}", "as 8 digits"), later=True, holds="partner.account_number"),
            },
            stages=(
                Stage("decision", "dwp.bereavement_support", award, waits_for=(("sortCode",), ("accountNumber",))),
            ),
            words=Words(
                reference="claimId",
                state="claimStatus",
                received="being looked at",
                waiting="information needed",
                done="awarded",
                refused="disallowed",
                reason="explanation",
                code="decisionCode",
                missing="informationNeeded",
                status_received=201,
                status_done=200,
            ),
        ),
        Procedure(
            service="dwp.pay_funeral_expenses",
            letterhead="Help with the costs of the funeral",
            opening=(
                "We have looked at your claim. This is what we pay towards the funeral. It may not cover all of it."
            ),
            path="/post-room/sf200",
            language=Letters("SF200", "Department for Work and Pensions: about your form SF200"),
            intake=ByPost(),
            numbering="SF/######",
            answers=Answers.CALLBACK,
            supplied_by="POST",
            makes={"AWARD_GBP": Made("funeral_payment.amount", POUNDS, said="We pay towards the funeral")},
            form={
                "Q01": Asked(text(35), holds="deceased.last_name"),
                "Q02": Asked(text(35), holds="deceased.first_names"),
                "Q03": Asked(SLASHED, holds="deceased.date_of_birth", written=dates("%d/%m/%Y")),
                "Q04": Asked(SLASHED, holds="registration.date_of_death", written=dates("%d/%m/%Y")),
                "Q10": Asked(text(70), holds="applicant.full_name"),
                "Q11": Asked(
                    one_of("A", "B", "C", "D", "E"),
                    holds="applicant.relationship",
                    written=words(partner="A", child="B", relative="C", friend="D", professional="E"),
                ),
                "Q12": Asked(NINO, holds="applicant.national_insurance_number"),
                "Q21": Asked(SLASHED, later=True, holds="funeral.date", written=dates("%d/%m/%Y")),
                "Q22": Asked(
                    written(r"\d{1,6}\.\d\d", "in pounds and pence"),
                    later=True,
                    holds="funeral.invoice_total",
                    written=POUNDS,
                ),
            },
            stages=(Stage("decision", "dwp.funeral_payment", help_with_funeral, waits_for=(("Q21",), ("Q22",))),),
            words=Words(
                reference="FORM_NO",
                state="DECISION",
                received="LOGGED",
                waiting="EVIDENCE REQUIRED",
                done="ALLOWED",
                refused="DISALLOWED",
                reason="GROUNDS",
                code="GROUNDS_CD",
                missing="EVIDENCE",
            ),
        ),
    ),
)
