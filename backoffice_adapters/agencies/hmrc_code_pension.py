"""Reaches the coding part of the old tax computer, in its terse codes."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_COMPACT, NINO_EIGHT, PENCE, UPPER


class CodePension(JsonAdapter):
    """Has a tax code worked out for pensions."""

    key = "hmrc.code_pension"
    path = "/nps/coding"
    sends = {
        "NINO": Field("applicant.national_insurance_number", NINO_EIGHT),
        "TXPNAM": Field("applicant.full_name", UPPER),
        "TXPDOB": Field("retiree.date_of_birth", DATE_COMPACT),
        "TXPADR": "retiree.address",
        "SPSTART": Field("state_pension.first_payment", DATE_COMPACT),
        "SPWKLY": Field("state_pension.weekly_amount", PENCE),
        "OPPANN": Field("pension.yearly_amount", PENCE),
        "P45LVG": Field("employment.leaving_date", DATE_COMPACT),
        "P45PAY": Field("employment.pay_to_date", PENCE),
        "P45TAX": Field("employment.tax_to_date", PENCE),
    }
    learns = {"CODE": "tax.code"}
    reference = "CODITEM"
    state = "CODSTAT"
    done = ("CODED",)
    refused = ("NOTCODED",)
    under_way = ("QUEUED", "AWAITINC")
    reason = "CODTXT"
    code = "CODREJ"
    missing = "AWAITS"
    supplies = "PUT"
