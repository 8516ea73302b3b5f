"""HMRC: the old tax computer with its terse codes and short numbers, and the Inheritance Tax account."""

from decimal import Decimal

from backoffice_adapters.simulated.forms import Asked, dated, one_of, text, written
from backoffice_adapters.simulated.procedures import Answers, Filed, Office, Procedure, Produced, Refused, Stage, Words

COMPACT = dated("%d%m%Y", "ddmmyyyy")
SPOKEN = dated("%d %B %Y", "as in 25 December 1999")
POUNDS = written(r"\d{1,9}\.\d\d", "in pounds and pence")
CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def settle_income_tax(filed: Filed) -> Produced:
    """Works out the tax to the day of death; most of the dead have paid too much."""
    return {"BAL": filed.chance.randrange(4_000, 90_000)}


def settle_inheritance_tax(filed: Filed) -> Produced:
    """Takes the account as it was sent in, and issues the code that probate needs."""
    gross, net = Decimal(filed.said("grossValue")), Decimal(filed.said("netValue"))
    if net > gross:
        return Refused("IHT-17", "The net value cannot be more than the gross value.")
    first, second = (
        "".join(filed.chance.choice(CODE_LETTERS) for _ in range(4)),
        "".join(filed.chance.choice(CODE_LETTERS) for _ in range(4)),
    )
    return {
        "uniqueProbateCode": f"CTS {filed.number(10)} {first} {second}",
        "agreedGross": f"£{gross:,.2f}",
        "agreedNet": f"£{net:,.2f}",
    }


OFFICE = Office(
    agency="hmrc",
    title="HM Revenue and Customs",
    procedures=(
        Procedure(
            path="/nps/dec",
            numbering="WI@#######",
            answers=Answers.POLLED,
            supplied_by="PUT",
            form={
                "NINO": Asked(written(r"[A-Z]{2}\d{6}", "as its first 8 characters")),
                "UTR": Asked(written(r"\d{10}", "as 10 digits"), required=False),
                "SNAM": Asked(written(r"[^a-z]{1,20}", "in capitals, at most 20")),
                "FNAM": Asked(written(r"[^a-z]{1,30}", "in capitals, at most 30")),
                "DOD": Asked(COMPACT, later=True),
                "CAPNAM": Asked(text(56)),
                "CAPADR": Asked(text(140)),
                "CAPPCD": Asked(text(8)),
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
            path="/iht400/accounts",
            numbering="@######/##@",
            answers=Answers.CALLBACK,
            form={
                "deceasedName": Asked(text(90)),
                "dateOfBirth": Asked(SPOKEN),
                "dateOfDeath": Asked(SPOKEN),
                "nationalInsuranceNumber": Asked(written(r"[A-Z]{2}\d{6}[A-D ]", "as on the card"), required=False),
                "homeAddress": Asked(text(160)),
                "homePostcode": Asked(text(8)),
                "status": Asked(one_of("single", "married or civil partner", "divorced", "widowed")),
                "grossValue": Asked(POUNDS),
                "netValue": Asked(POUNDS),
                "bankBalances": Asked(POUNDS, required=False),
                "pensionLumpSums": Asked(POUNDS, required=False),
                "careFeesOwed": Asked(POUNDS, later=True),
                "benefitsOverpaid": Asked(POUNDS, later=True),
                "incomeTaxBalance": Asked(POUNDS, later=True),
                "representative": Asked(text(90)),
                "representativeAddress": Asked(text(160)),
                "representativePostcode": Asked(text(8)),
            },
            stages=(
                Stage(
                    "account",
                    "hmrc.inheritance_tax",
                    settle_inheritance_tax,
                    waits_if_announced=(("careFeesOwed",), ("benefitsOverpaid",), ("incomeTaxBalance",)),
                ),
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
