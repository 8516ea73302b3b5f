"""The DWP's State Pension service: takes a claim at once, and decides it by the years on HMRC's record."""

from datetime import date, timedelta
from decimal import Decimal

from backoffice_adapters.simulated.calendar import months_later
from backoffice_adapters.simulated.filing import NAMES, File
from backoffice_adapters.simulated.forms import Asked, dated, one_of, text, written
from backoffice_adapters.simulated.numbers import rule
from backoffice_adapters.simulated.procedures import Desk, Filed, Made, Procedure, Produced, Refused, Stage, Words
from backoffice_adapters.simulated.writing import PENCE, POSTCODE_BARE, dates, grouped, words

COMPACT = dated("%Y%m%d", "yyyymmdd")
NINO_SPACED = written(r"[A-Z]{2} \d\d \d\d \d\d [A-D]", "as AB 12 34 56 C")


def pension_day(filed: Filed) -> date:
    """Returns the day on which the claimant reaches State Pension age."""
    born = filed.day("claimantDob", "%Y%m%d")
    return months_later(born, int(rule("state_pension.age", born)))


def take_claim(filed: Filed) -> Produced:
    """Takes the claim, if it does not come too early, and gives it its number."""
    if pension_day(filed) > months_later(filed.today, int(filed.rule("state_pension.claimed_from"))):
        return Refused("SP-EARLY", "State Pension can be claimed from 4 months before State Pension age.")
    return {"claimNumber": f"SPC{filed.number(8)}"}


def award(filed: Filed) -> Produced:
    """Works out the weekly amount by the qualifying years; it is first paid four weeks after the day, in arrears.

    Who claims later than that is paid at once, for the time since the day.
    """
    years, reached = int(filed.said("qualifyingYears") or 0), pension_day(filed)
    if years < filed.rule("state_pension.fewest_years"):
        return Refused("SP-YEARS", "The National Insurance record has fewer than 10 qualifying years.")
    full, counted = rule("state_pension.full", reached), min(Decimal(years), filed.rule("state_pension.full_years"))
    first = max(reached + timedelta(days=int(filed.rule("state_pension.pay_cycle"))), filed.today)
    return {
        "weeklyPence": int(full * 100 * counted / filed.rule("state_pension.full_years")),
        "entitledFrom": reached.strftime("%Y%m%d"),
        "firstPayday": first.strftime("%Y%m%d"),
    }


DESK = Desk(
    agency="dwp",
    procedures=(
        Procedure(
            service="dwp.pay_state_pension",
            letterhead="Your State Pension",
            opening=(
                "This is about your claim for State Pension. Keep this letter: you may be asked for what stands in it "
                "when you claim other help."
            ),
            path="/get-your-state-pension/claims",
            numbering="GYSP-####-####",
            file=File({"number": ("claimantNino",), "born": ("claimantDob",), NAMES: ("claimantName",)}),
            makes={
                "claimNumber": Made(
                    "state_pension.claim_number",
                    said="Claim number",
                    opening="We have your claim for State Pension. You can claim Pension Credit with this number.",
                ),
                "weeklyPence": Made("state_pension.weekly_amount", PENCE, said="State Pension a week", again=True),
                "entitledFrom": Made("state_pension.entitled_from", dates("%Y%m%d"), said="Due from"),
                "firstPayday": Made("state_pension.first_payment", dates("%Y%m%d"), said="First payment on"),
            },
            form={
                "claimantName": Asked(text(100), holds="applicant.full_name"),
                "claimantDob": Asked(COMPACT, holds="retiree.date_of_birth", written=dates("%Y%m%d")),
                "claimantNino": Asked(
                    NINO_SPACED, holds="applicant.national_insurance_number", written=grouped(" ", 2, 2, 2, 2)
                ),
                "claimantAddress": Asked(text(150), holds="retiree.address"),
                "claimantPostcode": Asked(
                    written(r"[A-Z0-9]{5,7}", "in capitals without a space"),
                    holds="retiree.postcode",
                    written=POSTCODE_BARE,
                ),
                "invitationCode": Asked(text(20), required=False, holds="state_pension.invitation_code"),
                "relationship": Asked(
                    one_of("S", "M", "CP", "D", "W"),
                    holds="retiree.marital_status",
                    written=words(single="S", married="M", civil_partner="CP", divorced="D", widowed="W"),
                ),
                "relationshipSince": Asked(
                    COMPACT, required=False, holds="retiree.marital_status_since", written=dates("%Y%m%d")
                ),
                "partnerNino": Asked(
                    NINO_SPACED,
                    required=False,
                    holds="partner.national_insurance_number",
                    written=grouped(" ", 2, 2, 2, 2),
                ),
                "partnerDob": Asked(COMPACT, required=False, holds="partner.date_of_birth", written=dates("%Y%m%d")),
                "timeAbroad": Asked(text(200), required=False, holds="retiree.years_abroad"),
                "sortCode": Asked(
                    written(r"\d\d-\d\d-\d\d", "as 12-34-56"), holds="bank.sort_code", written=grouped("-", 2, 2)
                ),
                "accountNumber": Asked(written(r"\d{8}", "as 8 digits"), holds="bank.account_number"),
                "qualifyingYears": Asked(
                    written(r"\d{1,2}", "as a number of years"), later=True, holds="national_insurance.qualifying_years"
                ),
            },
            stages=(
                Stage("claim", "dwp.state_pension_claim", take_claim),
                Stage("award", "dwp.state_pension", award, waits_for=(("qualifyingYears",),)),
            ),
            words=Words(
                reference="claimRef",
                state="claimState",
                received="claim taken",
                waiting="waiting for contribution record",
                done="in payment",
                refused="not entitled",
                reason="whyNot",
                code="whyNotCode",
                missing="outstanding",
                status_received=201,
            ),
        ),
    ),
)
