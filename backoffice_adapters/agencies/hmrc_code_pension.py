"""Reaches the coding part of the old tax computer (domain RT03, BV08: the National Insurance and PAYE Service).

Other systems meet it in daily runs of records, so it takes records: eight characters to a cell, and codes for reasons.
"""

from backoffice_adapters.api import Field, RecordAdapter
from backoffice_adapters.formats import DATE_COMPACT, NINO_EIGHT, PENCE_EIGHT


class CodePension(RecordAdapter):
    """Has a tax code worked out for pensions."""

    key = "hmrc.code_pension"
    path = "/nps/coding"
    question, later, answer = "NPSCOD01", "NPSCOD02", "NPSCOD09"
    cells = {"TXPNAM": 2, "TXPADR": 4}
    sends = {
        "NINO": Field("applicant.national_insurance_number", NINO_EIGHT),
        "TXPNAM": "applicant.full_name",
        "TXPDOB": Field("retiree.date_of_birth", DATE_COMPACT),
        "TXPADR": "retiree.address",
        "SPSTART": Field("state_pension.first_payment", DATE_COMPACT),
        "SPWKLY": Field("state_pension.weekly_amount", PENCE_EIGHT),
        "OPPANN": Field("pension.yearly_amount", PENCE_EIGHT),
        "P45LVG": Field("employment.leaving_date", DATE_COMPACT),
        "P45PAY": Field("employment.pay_to_date", PENCE_EIGHT),
        "P45TAX": Field("employment.tax_to_date", PENCE_EIGHT),
    }
    learns = {"CODE": "tax.code"}
    reference = "CODITEM"
    state = "CODSTAT"
    done = ("CODED",)
    refused = ("NOTCODED",)
    under_way = ("QUEUED", "AWAITINC")
    clerical = ("CLERICAL",)
    code = "CODREJ"
    reasons = {
        "C19": "No pension source is held for this person.",
        "CLERK": "A clerk of the tax computer has said no.",
        "FORM": "The record did not hold what the tax computer takes.",
        "NO-MATCH": "No record is held under this name and date of birth.",
        "TAKEN-BA": "The tax computer has taken the code back after a check.",
    }
    missing = "AWAITS"
    supplies = "PUT"
