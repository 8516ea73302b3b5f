"""The council's offices for business premises: food, licensing, planning and rates, each as if it were alone."""

from datetime import date
from decimal import Decimal

from backoffice_adapters.simulated.calendar import months_later
from backoffice_adapters.simulated.forms import Asked, dated, one_of, text, written
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
from backoffice_adapters.simulated.writing import CAPITALS, POUNDS, Y_N, YES_NO, dates, words

ISO = dated("%Y-%m-%d", "yyyy-mm-dd")
SLASHED = dated("%d/%m/%Y", "dd/mm/yyyy")
SPOKEN = dated("%d %B %Y", "as in 25 December 1999")
HOUR = written(r"\d\d:\d\d", "as 23:00")
DAWN = "06:00"
FSA_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def register_food(filed: Filed) -> Produced:
    """Registers at once whatever is told: registration cannot be refused (domain C-S7)."""
    parts = ("".join(filed.chance.choice(FSA_LETTERS) for _ in range(6)) for _ in range(3))
    return {"fsa_rn": "-".join(parts)}


def opening_day(filed: Filed) -> date:
    """Returns the day on which the business opens: there is nothing to inspect before."""
    return filed.day("establishment_opening_date", "%Y-%m-%d")


def not_told_of_the_use(filed: Filed) -> bool:
    """Says whether planning was to say what the unit may be used for, and nobody did: it then waits its turn."""
    return filed.form.get("planning_reference", "") is None


def inspect(filed: Filed) -> Produced:
    """Inspects the business, which may have been open for long: a registration cannot be refused (domain C-S7)."""
    return {"inspection_date": filed.today.isoformat()}


def license_premises(filed: Filed) -> Produced:
    """Licenses the hour that was asked for; the earlier hour of planning only where somebody told (domain C-S3)."""
    born = filed.day("Date of birth", "%d %B %Y")
    if months_later(born, int(filed.rule("premises_licence.youngest")) * 12) > filed.today:
        return Refused("s16", "The applicant is too young to apply.")
    asked, planned = filed.said("Alcohol until"), filed.said("Planning hours until")
    return {"Licence no": f"PL/{filed.number(6)}", "Licensed until": _earlier(asked, planned or asked)}


def permit(filed: Filed) -> Produced:
    """Permits the change of use, on condition that the premises close in time."""
    if filed.said("CERT_B_NOTICE") == "N":
        return Refused("CB", "The owner of the land has not been given notice.")
    return {
        "DECISION_REF": f"EX/{filed.today:%y}/{filed.number(5)}",
        "COND_HOURS_TO": _earlier(filed.said("HOURS_TO"), f"{int(filed.rule('planning.latest_hour')):02}:00"),
    }


def _earlier(one: str, other: str) -> str:
    """Returns the earlier of two closing times, of which those before dawn belong to the night before."""
    return min(one, other, key=lambda hour: (hour < DAWN, hour))


def bill(filed: Filed) -> Produced:
    """Bills the occupier by the rateable value on the list, less small business relief."""
    if filed.day("occupied_from", "%d/%m/%Y").year < filed.today.year - filed.rule("business_rates.billed_back"):
        return Refused("LIM", "We do not bill for occupation that began so long ago.")
    value = Decimal(filed.said("rv") or filed.between("business_rates.unlisted_from", "business_rates.unlisted_to"))
    charge = value * filed.rule("business_rates.multiplier") * (1 - _relief(filed, value))
    return {"account_ref": f"5{filed.number(7)}", "charge": f"{charge:.2f}"}


def _relief(filed: Filed, value: Decimal) -> Decimal:
    """Returns what share of the bill a small business that asked for relief is spared, less and less in the taper."""
    free, last = filed.rule("business_rates.free_up_to"), filed.rule("business_rates.relief_up_to")
    spared = (last - value) / (last - free) if filed.said("sbrr_claimed") == "Yes" else Decimal(0)
    return min(max(spared, Decimal(0)), Decimal(1))


DESK = Desk(
    agency="council",
    procedures=(
        Procedure(
            service="council.register_food_business",
            letterhead="Your food business is registered",
            opening="We have registered your food business, and have come to inspect it on the day below.",
            path="/food/registrations",
            numbering="FSA-########",
            writes_to="operator_first_line",
            makes={
                "fsa_rn": Made("food.registration_number", said="Food business registration number"),
                "inspection_date": Made("food.first_inspection", dates("%Y-%m-%d"), said="First inspection"),
            },
            form={
                "operator_company_name": Asked(text(120), holds="business.name"),
                "operator_type": Asked(
                    one_of("COMPANY", "SOLETRADER", "PARTNERSHIP"),
                    holds="business.kind",
                    written=words(company="COMPANY", sole_trader="SOLETRADER", partnership="PARTNERSHIP"),
                ),
                # 8 characters and no more is asked of a company number here (domain C-S10)
                "operator_company_house_number": Asked(
                    written(r"[A-Za-z0-9]{8}", "as 8 letters and digits"), required=False, holds="company.number"
                ),
                "operator_first_line": Asked(text(160), holds="business.address"),
                "operator_postcode": Asked(text(8), holds="business.postcode"),
                "operator_name": Asked(text(100), holds="applicant.full_name"),
                "operator_email": Asked(text(120), holds="applicant.email"),
                "establishment_first_line": Asked(text(160), holds="premises.address"),
                "establishment_postcode": Asked(text(8), holds="premises.postcode"),
                "establishment_opening_date": Asked(ISO, holds="premises.opens_on"),
                "business_type": Asked(
                    one_of("020", "024", "007", "014"),
                    holds="food.kind",
                    written=words(cafe="020", takeaway="024", shop="007", home="014"),
                ),
                "planning_reference": Asked(text(20), later=True, holds="planning.reference"),
            },
            stages=(
                Stage(
                    "registration",
                    "food_registration.confirmation",
                    register_food,
                    patience="food_registration.patience",
                ),
                Stage(
                    "inspection",
                    "food_registration.visit",
                    inspect,
                    waits_if_announced=(("planning_reference",),),
                    until=opening_day,
                    paced=(not_told_of_the_use, "food_registration.backlog"),
                    patience="food_registration.unplanned",
                ),
            ),
            words=Words(
                reference="submission_id",
                state="registration_state",
                received="CONFIRMED",
                waiting="INCOMPLETE",
                done="VISITED",
                refused="INVALID",
                reason="error_text",
                code="error_code",
                missing="fields_missing",
            ),
        ),
        Procedure(
            service="council.grant_premises_licence",
            letterhead="Your premises licence",
            opening="Nobody objected in 28 days, and the licence is granted. Planning may want you to close earlier.",
            path="/licensing/premises",
            numbering="LA##/####",
            answers=Answers.POLLED,
            writes_to="Applicant address",
            makes={
                "Licence no": Made("premises_licence.number", said="Number of the licence"),
                "Licensed until": Made("premises_licence.alcohol_until", said="Alcohol may be sold until"),
            },
            form={
                "Applicant": Asked(text(120), holds="business.name"),
                "Applicant address": Asked(text(160), holds="business.address"),
                "Applicant postcode": Asked(text(8), holds="business.postcode"),
                "Company no": Asked(text(8), required=False, holds="company.number"),
                "Signed by": Asked(text(100), holds="applicant.full_name"),
                "Date of birth": Asked(SPOKEN, holds="owner.date_of_birth", written=dates("%d %B %Y")),
                "Premises": Asked(text(160), holds="premises.address"),
                "Premises postcode": Asked(text(8), holds="premises.postcode"),
                "DPS": Asked(text(100), holds="alcohol.supervisor_name"),
                "DPS licence": Asked(text(20), holds="alcohol.personal_licence"),
                "Alcohol until": Asked(HOUR, holds="alcohol.until"),
                "Planning hours until": Asked(HOUR, later=True, holds="planning.open_until"),
            },
            stages=(
                Stage("consultation", "premises_licence.consultation", before_papers=True),
                Stage(
                    "decision",
                    "premises_licence.decision",
                    license_premises,
                    waits_if_announced=(("Planning hours until",),),
                    patience="premises_licence.patience",
                ),
            ),
            words=Words(
                reference="Application no",
                state="Stage",
                received="28 day consultation",
                waiting="Planning status awaited",
                done="Granted",
                refused="Rejected",
                reason="Grounds",
                code="Ground no",
                missing="Awaited from you",
            ),
        ),
        Procedure(
            service="council.decide_planning",
            letterhead="Planning permission",
            opening="The use of the premises may change, on the condition below. A licence may name another hour.",
            path="/planning/applications",
            numbering="P/####/####",
            writes_to="APPLICANT_ADDR",
            makes={
                "DECISION_REF": Made("planning.reference", said="Decision"),
                "COND_HOURS_TO": Made("planning.open_until", said="Not open to customers after"),
            },
            form={
                "APPLICANT": Asked(written(r"[^a-z]{1,80}", "in capitals"), holds="business.name", written=CAPITALS),
                "APPLICANT_ADDR": Asked(text(160), holds="business.address"),
                "APPLICANT_PC": Asked(text(8), holds="business.postcode"),
                "CONTACT": Asked(text(100), holds="applicant.full_name"),
                "SITE": Asked(text(160), holds="premises.address"),
                "SITE_PC": Asked(text(8), holds="premises.postcode"),
                "EXISTING_USE": Asked(text(120), holds="premises.former_use"),
                "HOURS_TO": Asked(HOUR, holds="premises.closes_at"),
                "CERT_B_NOTICE": Asked(one_of("Y", "N"), holds="premises.landlord_agrees", written=Y_N),
            },
            stages=(Stage("determination", "planning.determination", permit),),
            words=Words(
                reference="CASE_NO",
                state="CASE_STAGE",
                received="VALIDATED",
                done="PERMITTED",
                refused="REFUSED",
                reason="REFUSAL_REASON",
                code="REFUSAL_NO",
            ),
        ),
        Procedure(
            service="council.set_business_rates",
            letterhead="Your business rates",
            opening="You occupy these premises, and this is the bill for the first year.",
            path="/ndr/occupiers",
            numbering="NDR######",
            supplied_by="PUT",
            writes_to="correspondence_addr",
            makes={
                "account_ref": Made("rates.account_number", said="Account number"),
                "charge": Made("rates.bill", POUNDS, said="To pay for the first year"),
            },
            form={
                "ratepayer": Asked(text(100), holds="business.name"),
                "correspondence_addr": Asked(text(160), holds="business.address"),
                "correspondence_pc": Asked(text(8), holds="business.postcode"),
                "contact_name": Asked(text(100), holds="applicant.full_name"),
                "hereditament": Asked(text(160), holds="premises.address"),
                "hereditament_pc": Asked(text(8), holds="premises.postcode"),
                "occupied_from": Asked(SLASHED, holds="premises.lease_starts", written=dates("%d/%m/%Y")),
                "sbrr_claimed": Asked(one_of("Yes", "No"), holds="premises.claims_relief", written=YES_NO),
                "co_no": Asked(text(8), required=False, holds="company.number"),
                "tax_ref_co": Asked(written(r"\d{10}", "as 10 digits"), later=True, holds="corporation_tax.utr"),
                "tax_ref_person": Asked(written(r"\d{10}", "as 10 digits"), later=True, holds="self_assessment.utr"),
                "rv": Asked(
                    written(r"\d{1,8}\.\d\d", "in pounds and pence"),
                    later=True,
                    holds="rating_list.rateable_value",
                    written=POUNDS,
                ),
            },
            stages=(
                Stage(
                    "billing",
                    "business_rates.billing",
                    bill,
                    waits_if_announced=(("tax_ref_co", "tax_ref_person"), ("rv",)),
                ),
            ),
            words=Words(
                reference="ndr_case",
                state="ndr_status",
                received="OPENED",
                waiting="AWAITING TAX REF",
                done="BILLED",
                refused="NOT LIABLE",
                reason="ndr_note",
                code="ndr_note_code",
                missing="ndr_needs",
            ),
        ),
    ),
)
