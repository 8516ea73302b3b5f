"""Reaches the two systems of HMRC: the terse old tax computer, and the Inheritance Tax account."""

from backoffice_adapters.api import Field, Joined, JsonAdapter
from backoffice_adapters.formats import DATE_COMPACT, DATE_SPOKEN, NINO_EIGHT, PENCE, POUNDS, UPPER, coded


class SettleIncomeTax(JsonAdapter):
    """Settles the Income Tax to the day of death, which this office believes only from the DWP."""

    key = "hmrc.settle_income_tax"
    path = "/nps/dec"
    sends = {
        "NINO": Field("deceased.national_insurance_number", NINO_EIGHT),
        "UTR": "deceased.utr",
        "SNAM": Field("deceased.last_name", UPPER),
        "FNAM": Field("deceased.first_names", UPPER),
        "DOD": Field("dwp.verified_date_of_death", DATE_COMPACT),
        "CAPNAM": "executor.full_name",
        "CAPADR": "executor.address",
        "CAPPCD": "executor.postcode",
    }
    learns = {
        "BAL": Field("hmrc.income_tax_balance", PENCE),
        "PENLTY": Field("hmrc.late_return_penalty", PENCE),
        "RECCLS": "hmrc.closed_record",
    }
    reference = "WKITEM"
    state = "STAT"
    done = ("CLRD",)
    refused = ("REJ",)
    under_way = ("OPEN", "HELD")
    reason = "REJTXT"
    code = "REJCD"
    missing = "HELDFOR"
    supplies = "PUT"
    follow_up_days = 5


class SettleInheritanceTax(JsonAdapter):
    """Sends in the account of the estate and learns the code that probate needs."""

    key = "hmrc.settle_inheritance_tax"
    path = "/iht400/accounts"
    sends = {
        "deceasedName": Joined(("deceased.last_name", "deceased.first_names"), ", "),
        "dateOfBirth": Field("deceased.date_of_birth", DATE_SPOKEN),
        "dateOfDeath": Field("registration.date_of_death", DATE_SPOKEN),
        "nationalInsuranceNumber": "deceased.national_insurance_number",
        "homeAddress": "deceased.address",
        "homePostcode": "deceased.postcode",
        "status": Field(
            "deceased.marital_status",
            coded(
                single="single",
                married="married or civil partner",
                civil_partner="married or civil partner",
                divorced="divorced",
                widowed="widowed",
            ),
        ),
        "grossValue": Field("estate.gross_value", POUNDS),
        "netValue": Field("estate.net_value", POUNDS),
        "bankBalances": Field("bank.balance_at_death", POUNDS),
        "pensionLumpSums": Field("pension.death_benefit", POUNDS),
        "careFeesOwed": Field("care.final_charges", POUNDS),
        "benefitsOverpaid": Field("dwp.overpayment", POUNDS),
        "incomeTaxBalance": Field("hmrc.income_tax_balance", POUNDS),
        "paidDirect": "bank.tax_payment",
        "representative": "executor.full_name",
        "representativeAddress": "executor.address",
        "representativePostcode": "executor.postcode",
    }
    learns = {
        "taxDue": Field("inheritance_tax.amount_due", POUNDS),
        "uniqueProbateCode": "inheritance_tax.unique_code",
        "agreedGross": Field("inheritance_tax.gross_value", POUNDS),
        "agreedNet": Field("inheritance_tax.net_value", POUNDS),
    }
    reference = "ihtReference"
    state = "accountStatus"
    done = ("code issued",)
    refused = ("account returned",)
    under_way = ("account received", "figures outstanding")
    reason = "returnedBecause"
    code = "returnedCode"
    missing = "figures"
