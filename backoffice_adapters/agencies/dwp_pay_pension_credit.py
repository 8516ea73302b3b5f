"""Reaches the DWP's Pension Credit desk, whose form PC1 calls its boxes by part and number."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_SLASHED, POUNDS, UPPER, Y_N, coded


class PayPensionCredit(JsonAdapter):
    """Claims Pension Credit with the number of the State Pension claim, and learns the award."""

    key = "dwp.pay_pension_credit"
    path = "/pc1"
    sends = {
        "A1": Field("applicant.full_name", UPPER),
        "A2": Field("retiree.date_of_birth", DATE_SLASHED),
        "A3": "applicant.national_insurance_number",
        "A4": "retiree.address",
        "A5": "retiree.postcode",
        "A6": Field("retiree.pension_age_day", DATE_SLASHED),
        "B1": Field(
            "retiree.marital_status",
            coded(single="alone", married="couple", civil_partner="couple", divorced="separated", widowed="widowed"),
        ),
        "B2": Field("partner.full_name", UPPER),
        "B3": Field("partner.date_of_birth", DATE_SLASHED),
        "B4": "partner.national_insurance_number",
        "C1": Field("household.weekly_income", POUNDS),
        "C2": Field("household.savings", POUNDS),
        "C3": Field("household.weekly_rent", POUNDS),
        "C4": "state_pension.claim_number",
        "C5": Field("state_pension.weekly_amount", POUNDS),
        "C6": Field("pension.yearly_amount", POUNDS),
        "D1": "bank.sort_code",
        "D2": "bank.account_number",
    }
    learns = {
        "AWARD": "pension_credit.award_number",
        "WEEKLY": Field("pension_credit.weekly_amount", POUNDS),
        "GUARANTEE": Field("pension_credit.guarantee", Y_N),
        "FOR": Field("pension_credit.household", coded(single="ONE", couple="TWO")),
    }
    reference = "PC1_NO"
    state = "PC1_STATE"
    done = ("AWARDED",)
    refused = ("NIL AWARD",)
    under_way = ("REGISTERED", "INCOME OUTSTANDING")
    reason = "GROUNDS"
    code = "GROUNDS_NO"
    missing = "BOXES"
