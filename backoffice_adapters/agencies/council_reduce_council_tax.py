"""Reaches the council's benefits section (domain RT07), whose system is fed by nightly files.

What the DWP knows of a household comes to councils in files too (C-R7), so that everything else does as well.
"""

from backoffice_adapters.api import BatchAdapter, Field
from backoffice_adapters.formats import DATE_SLASHED, NINO_SPACED, POUNDS, Y_N, YES_NO_WORDS, coded


class ReduceCouncilTax(BatchAdapter):
    """Applies for the reduction, and learns how much is taken off the bill."""

    key = "council.reduce_council_tax"
    path = "/ctr/files"
    question, answer = "CTRIN", "CTROUT"
    sends = {
        "claimant": "applicant.full_name",
        "claimant_dob": Field("retiree.date_of_birth", DATE_SLASHED),
        "claimant_nino": Field("applicant.national_insurance_number", NINO_SPACED),
        "dwelling": "retiree.address",
        "dwelling_pc": "retiree.postcode",
        "account_no": "retiree.council_tax_account",
        "household": Field(
            "retiree.marital_status",
            coded(single="1 adult", married="couple", civil_partner="couple", divorced="sep.", widowed="wid."),
        ),
        "ptnr": "partner.full_name",
        "ptnr_dob": Field("partner.date_of_birth", DATE_SLASHED),
        "ptnr_nino": Field("partner.national_insurance_number", NINO_SPACED),
        "non_deps": Field("household.other_adults", Y_N),
        "income_pw": Field("household.weekly_income", POUNDS),
        "capital": Field("household.savings", POUNDS),
        "rent_pw": Field("household.weekly_rent", POUNDS),
        "state_pension_pw": Field("state_pension.weekly_amount", POUNDS),
        "guarantee_credit": Field("pension_credit.guarantee", YES_NO_WORDS),
        "pension_credit_pw": Field("pension_credit.weekly_amount", POUNDS),
    }
    learns = {
        "reduction_pa": Field("council_tax.reduction", POUNDS),
        "assessed_as": Field("council_tax.household", coded(single="single claimant", couple="couple")),
    }
    reference = "ctr_no"
    state = "ctr_status"
    done = ("BILL REDUCED",)
    refused = ("NOT ENTITLED",)
    under_way = ("COLLECTED", "RECEIVED", "AWAITING DWP")
    clerical = ("WITH OFFICER",)
    reason = "decision_notes"
    code = "decision_code"
    missing = "evidence"
