"""HMRC: the old tax computer with its terse codes and short numbers, and the Inheritance Tax account."""

from calendar import monthrange
from datetime import date, datetime
from decimal import Decimal

from backoffice_adapters.simulated.filing import NAMES, File
from backoffice_adapters.simulated.forms import Asked, dated, one_of, text, written
from backoffice_adapters.simulated.numbers import rule
from backoffice_adapters.simulated.procedures import (
    Answers,
    Filed,
    Form,
    Made,
    Office,
    Procedure,
    Produced,
    Refused,
    Routine,
    Stage,
    Words,
)
from backoffice_adapters.simulated.writing import CAPITALS, PENCE, POUNDS, dates, first, words

COMPACT = dated("%d%m%Y", "ddmmyyyy")
SPOKEN = dated("%d %B %Y", "as in 25 December 1999")
IN_POUNDS = written(r"\d{1,9}\.\d\d", "in pounds and pence")
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def settle_income_tax(filed: Filed) -> Produced:
    """Works out the tax to the day of death, and closes the record; most of the dead have paid too much."""
    business, pension = filed.known("hmrc.register_self_assessment"), filed.known("hmrc.code_pension")
    record = (business or {}).get("saUtr") or (pension or {}).get("CODE")
    return {"BAL": filed.chance.randrange(4_000, 90_000), **({"RECCLS": record} if record else {})}


def files_returns(form: Form) -> bool:
    """Says whether somebody is in Self Assessment."""
    return bool(form.get("UTR"))


def owes_tax(form: Form) -> bool:
    """Says whether tax is due on an estate."""
    return _tax(form) > 0


def assess(filed: Filed) -> Produced:
    """Takes the account as it was sent in, and says how much tax is to be paid before the code is issued."""
    if Decimal(filed.said("netValue")) > Decimal(filed.said("grossValue")):
        return Refused("IHT-17", "The net value cannot be more than the gross value.")
    return {"taxDue": f"£{_tax(filed.form):,.2f}"}


def receive_payment(filed: Filed) -> Produced:
    """Books the payment; after the end of the sixth month with interest, whoever it was that took so long."""
    due = _end_of_month(filed.day("dateOfDeath", "%d %B %Y"), int(filed.rule("inheritance_tax.due_after")))
    days = max((filed.today - due).days, 0)
    interest = _tax(filed.form) * filed.rule("inheritance_tax.interest") / 100 * days / 365
    return {"interestCharged": f"£{interest:,.2f}"}


def issue_code(filed: Filed) -> Produced:
    """Issues the code that probate needs, with the values as they were accepted."""
    gross, net = Decimal(filed.said("grossValue")), Decimal(filed.said("netValue"))
    first, second = (
        "".join(filed.chance.choice(CODE_LETTERS) for _ in range(4)),
        "".join(filed.chance.choice(CODE_LETTERS) for _ in range(4)),
    )
    return {
        "uniqueProbateCode": f"CTS {filed.number(10)} {first} {second}",
        "agreedGross": f"£{gross:,.2f}",
        "agreedNet": f"£{net:,.2f}",
    }


def _tax(form: Form) -> Decimal:
    """Returns the tax by the numbers that held on the day of death."""
    died = datetime.strptime(str(form["dateOfDeath"]), "%d %B %Y").date()  # noqa: DTZ007 a date, no clock time
    above = Decimal(str(form["netValue"])) - rule("inheritance_tax.nil_rate_band", died)
    return max(above, Decimal(0)) * rule("inheritance_tax.rate", died) / 100


def _end_of_month(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, monthrange(day.year + years, month + 1)[1])


OFFICE = Office(
    agency="hmrc",
    title="HM Revenue and Customs",
    signed="Trusts and Estates",
    procedures=(
        Procedure(
            service="hmrc.settle_income_tax",
            asking="Please tell us who deals with the estate (form P1000)",
            letterhead="Income Tax up to the day of death",
            opening=(
                "We have worked out the tax for the time up to the day of death. This is what is owed, or "
                "due back to the estate."
            ),
            path="/nps/dec",
            numbering="WI@#######",
            answers=Answers.POLLED,
            supplied_by="PUT",
            # by number in NPS (domain BV08, P), which keeps as much of a name as there is room for
            file=File(
                {"number": ("NINO",), NAMES: ("FNAM", "SNAM")},
                looks_in=("hmrc.code_pension", "hmrc.register_self_assessment"),
            ),
            makes={
                "BAL": Made("hmrc.income_tax_balance", PENCE, said="Income Tax owed or due back"),
                "PENLTY": Made("hmrc.late_return_penalty", PENCE, said="Penalty for a late tax return"),
                "RECCLS": Made("hmrc.closed_record", said="Tax code or tax reference that has ended"),
            },
            writes_to="CAPADR",
            on_file="deceased.address",
            # the machine believes the date that the DWP has verified and nobody else's; until then the person lives
            routines=(
                Routine("PAYE notice", "hmrc.paye_notice", "DOD", "Your tax code notice for the new tax year"),
                Routine(
                    "late return",
                    "hmrc.late_return",
                    "DOD",
                    "Your tax return is late",
                    "We have not received your Self Assessment tax return. You have to pay this penalty.",
                    concerns=files_returns,
                    charges="PENLTY",
                    amount="self_assessment.late_return",
                ),
            ),
            form={
                "NINO": Asked(
                    written(r"[A-Z]{2}\d{6}", "as its first 8 characters"),
                    required=False,
                    holds="deceased.national_insurance_number",
                    written=first(8),
                ),
                "UTR": Asked(written(r"\d{10}", "as 10 digits"), required=False, holds="deceased.utr"),
                "SNAM": Asked(
                    written(r"[^a-z]{1,20}", "in capitals, at most 20"), holds="deceased.last_name", written=CAPITALS
                ),
                "FNAM": Asked(
                    written(r"[^a-z]{1,30}", "in capitals, at most 30"), holds="deceased.first_names", written=CAPITALS
                ),
                "DOD": Asked(COMPACT, later=True, holds="dwp.verified_date_of_death", written=dates("%d%m%Y")),
                "CAPNAM": Asked(text(56), holds="executor.full_name"),
                "CAPADR": Asked(text(140), holds="executor.address"),
                "CAPPCD": Asked(text(8), holds="executor.postcode"),
            },
            stages=(Stage("reconciliation", "hmrc.income_tax", settle_income_tax, waits_if_announced=(("DOD",),)),),
            words=Words(
                reference="WKITEM",
                state="STAT",
                received="OPEN",
                waiting="HELD",
                done="CLRD",
                refused="REJ",
                reason="REJTXT",
                code="REJCD",
                missing="HELDFOR",
                status_received=200,
                status_done=200,
                status_refused=200,
            ),
        ),
        Procedure(
            service="hmrc.settle_inheritance_tax",
            letterhead="Your Inheritance Tax code",
            opening=(
                "We have looked at the account of the estate. You can now apply for probate. The application "
                "asks for the code and for both values, exactly as they stand here."
            ),
            path="/iht400/accounts",
            numbering="@######/##@",
            answers=Answers.CALLBACK,
            makes={
                "taxDue": Made("inheritance_tax.amount_due", POUNDS, "Inheritance Tax to pay (form IHT423)"),
                "uniqueProbateCode": Made("inheritance_tax.unique_code", said="Unique code for probate"),
                "agreedGross": Made("inheritance_tax.gross_value", POUNDS, said="Gross value for probate"),
                "agreedNet": Made("inheritance_tax.net_value", POUNDS, said="Net value for probate"),
            },
            form={
                "deceasedName": Asked(text(90), holds=("deceased.last_name", "deceased.first_names"), between=", "),
                "dateOfBirth": Asked(SPOKEN, holds="deceased.date_of_birth", written=dates("%d %B %Y")),
                "dateOfDeath": Asked(SPOKEN, holds="registration.date_of_death", written=dates("%d %B %Y")),
                "nationalInsuranceNumber": Asked(
                    written(r"[A-Z]{2}\d{6}[A-D ]", "as on the card"),
                    required=False,
                    holds="deceased.national_insurance_number",
                ),
                "homeAddress": Asked(text(160), holds="deceased.address"),
                "homePostcode": Asked(text(8), holds="deceased.postcode"),
                "status": Asked(
                    one_of("single", "married or civil partner", "divorced", "widowed"),
                    holds="deceased.marital_status",
                    written=words(
                        single="single",
                        married="married or civil partner",
                        civil_partner="married or civil partner",
                        divorced="divorced",
                        widowed="widowed",
                    ),
                ),
                "grossValue": Asked(IN_POUNDS, holds="estate.gross_value", written=POUNDS),
                "netValue": Asked(IN_POUNDS, holds="estate.net_value", written=POUNDS),
                "bankBalances": Asked(IN_POUNDS, required=False, holds="bank.balance_at_death", written=POUNDS),
                "pensionLumpSums": Asked(IN_POUNDS, required=False, holds="pension.death_benefit", written=POUNDS),
                "careFeesOwed": Asked(IN_POUNDS, later=True, holds="care.final_charges", written=POUNDS),
                "benefitsOverpaid": Asked(IN_POUNDS, later=True, holds="dwp.overpayment", written=POUNDS),
                "incomeTaxBalance": Asked(IN_POUNDS, later=True, holds="hmrc.income_tax_balance", written=POUNDS),
                "paidDirect": Asked(
                    written(r"IHT423-\d{8}", "as on form IHT423"), later=True, holds="bank.tax_payment"
                ),
                "representative": Asked(text(90), holds="executor.full_name"),
                "representativeAddress": Asked(text(160), holds="executor.address"),
                "representativePostcode": Asked(text(8), holds="executor.postcode"),
            },
            stages=(
                Stage(
                    "account",
                    "hmrc.inheritance_tax",
                    assess,
                    waits_if_announced=(("careFeesOwed",), ("benefitsOverpaid",), ("incomeTaxBalance",)),
                ),
                Stage(
                    "payment",
                    "hmrc.tax_payment",
                    receive_payment,
                    waits_if_announced=(("paidDirect",),),
                    concerns=owes_tax,
                ),
                Stage("code", "hmrc.unique_code", issue_code),
            ),
            words=Words(
                reference="ihtReference",
                state="accountStatus",
                received="account received",
                waiting="figures outstanding",
                done="code issued",
                refused="account returned",
                reason="returnedBecause",
                code="returnedCode",
                missing="figures",
            ),
        ),
    ),
)
