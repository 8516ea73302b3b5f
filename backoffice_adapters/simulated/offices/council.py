"""The council: a Council Tax system and a care finance system that do not share a single field name."""

from calendar import monthrange
from datetime import date

from backoffice_adapters.simulated.filing import NAMES, File
from backoffice_adapters.simulated.forms import Asked, dated, one_of, text, whole, written
from backoffice_adapters.simulated.procedures import (
    Answers,
    Filed,
    Form,
    Made,
    Office,
    Procedure,
    Produced,
    Stage,
    Words,
)
from backoffice_adapters.simulated.writing import CAPITALS, DAY_NUMBER, POUNDS, Y_N, dates

SLASHED = dated("%d/%m/%Y", "dd/mm/yyyy")
POSTCODE = written(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}", "as on a letter")
EXEMPT_MONTHS = 6
REDUCTION = "council.reduce_council_tax"
CHARGE_A_DAY = (6_500, 14_000)  # pence, from and to


def stands_empty(form: Form) -> bool:
    """Says whether nobody lives in the home now, so that it may be exempt (Class F)."""
    return form.get("sole_occ") == "Y"


def bill(filed: Filed) -> Produced:
    """Closes the account of the person who died and bills whoever lives there, one adult paying a quarter less.

    A reduction that was granted to the person who died ends with the account that it was granted for.
    """
    new_bill = "exempt for now" if stands_empty(filed.form) else "single person discount"
    reduction = (filed.known(REDUCTION) or {}).get("reduction_pa")
    return {"new_bill": new_bill, **({"reduction_ended": reduction} if reduction else {})}


def exempt(filed: Filed) -> Produced:
    """Sets the end of the exemption: six months after the grant. Without news of one, it is overturned."""
    if not filed.said("grant_dt"):
        return {"exemption": "overturned: nobody has told us of a grant"}
    return {"exempt_to": _months_later(filed.day("grant_dt", "%d/%m/%Y"), EXEMPT_MONTHS).strftime("%d/%m/%Y")}


def final_charges(filed: Filed) -> Produced:
    """Works out what the care cost until the last day and was not yet paid for."""
    return {"FinalInvoice": f"{filed.chance.randrange(7, 35) * filed.chance.randrange(*CHARGE_A_DAY) / 100:.2f}"}


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


OFFICE = Office(
    agency="council",
    title="Exampleton Council",
    signed="Revenues and care finance",
    procedures=(
        Procedure(
            service="council.update_council_tax",
            letterhead="The Council Tax exemption",
            opening=(
                "Nobody lives in the property now, so no Council Tax is due for a while. The exemption ends "
                "on the day below. Please tell us if somebody moves in before."
            ),
            path="/ctax/changes",
            numbering="CT/####/####",
            answers=Answers.CALLBACK,
            supplied_by="PUT",
            # by account number (domain BV13, P)
            file=File(
                {"account": ("account_no",), NAMES: ("liable_person",)},
                looks_in=(REDUCTION,),
            ),
            makes={
                "exempt_to": Made("council_tax.exempt_until", dates("%d/%m/%Y"), said="No Council Tax to pay until"),
                "reduction_ended": Made(
                    "council_tax.ended_reduction", POUNDS, said="Council Tax Reduction that has ended, for a year"
                ),
            },
            form={
                "account_no": Asked(written(r"\d{7,9}", "as 7 to 9 digits"), holds="deceased.council_tax_account"),
                "liable_person": Asked(
                    written(r"[^a-z]{1,60}", "in capitals, at most 60"),
                    holds=("deceased.last_name", "deceased.first_names"),
                    between=", ",
                    written=CAPITALS,
                ),
                "death_dt": Asked(SLASHED, holds="registration.date_of_death", written=dates("%d/%m/%Y")),
                "property": Asked(text(120), holds="deceased.address"),
                "property_pc": Asked(POSTCODE, holds="deceased.postcode"),
                "sole_occ": Asked(one_of("Y", "N"), holds="deceased.lived_alone", written=Y_N),
                "probate": Asked(one_of("Y", "N"), holds="estate.applying_for_probate", written=Y_N),
                "grant_dt": Asked(SLASHED, later=True, holds="probate.grant_date", written=dates("%d/%m/%Y")),
                "exec_name": Asked(text(60), holds="executor.full_name"),
                "exec_addr": Asked(text(120), holds="executor.address"),
                "exec_pc": Asked(POSTCODE, holds="executor.postcode"),
            },
            stages=(
                Stage("bill", "council.bill", bill),
                Stage(
                    "exemption",
                    "council.exemption",
                    exempt,
                    waits_if_announced=(("grant_dt",),),
                    concerns=stands_empty,
                    patience="council.exemption_review",
                ),
            ),
            words=Words(
                reference="change_no",
                state="change_status",
                received="LOGGED",
                waiting="AWAITING GRANT",
                done="APPLIED",
                refused="RETURNED",
                reason="notes",
                code="notes_code",
                missing="needed",
            ),
        ),
        Procedure(
            service="council.settle_care_charges",
            letterhead="The final care charges",
            opening=(
                "We have closed the care account. This is what is still to pay out of the estate. Please do "
                "not pay before you have the right to deal with the estate."
            ),
            path="/care/episodes/end",
            numbering="FIN######",
            answers=Answers.POLLED,
            makes={"FinalInvoice": Made("care.final_charges", POUNDS, said="Still to pay for care")},
            form={
                "ClientRef": Asked(written(r"SC\d{6}", "as SC and 6 digits"), holds="deceased.care_client_number"),
                "ClientName": Asked(text(80), holds=("deceased.last_name", "deceased.first_names"), between=" / "),
                "BirthDay": Asked(whole(), holds="deceased.date_of_birth", written=DAY_NUMBER),
                "EndDay": Asked(whole(), holds="registration.date_of_death", written=DAY_NUMBER),
                "ExecutorName": Asked(text(80), holds="executor.full_name"),
                "ExecutorAddress": Asked(text(160), holds="executor.address"),
                "ExecutorPostcode": Asked(POSTCODE, holds="executor.postcode"),
            },
            stages=(Stage("last invoice", "council.care_charges", final_charges, patience="council.care_review"),),
            words=Words(
                waiting="Awaiting information",
                missing="Awaited",
                reference="InvoiceRef",
                state="Episode",
                received="Ending",
                done="Closed",
                refused="Invalid",
                reason="Detail",
                code="Rule",
                status_received=200,
                status_done=200,
                status_refused=400,
            ),
        ),
    ),
)
