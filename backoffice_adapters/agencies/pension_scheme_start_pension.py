"""Reaches the scheme's administrator about somebody who retires: one word for each box of its retirement pack."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_DASHED, NINO_EIGHT, POUNDS, Y_N, coded


class StartPension(JsonAdapter):
    """Applies for the pension, and learns what it comes to and when it is first paid."""

    key = "pension_scheme.start_pension"
    path = "/retirements"
    sends = {
        "member": "applicant.full_name",
        "born": Field("retiree.date_of_birth", DATE_DASHED),
        "ni_8": Field("applicant.national_insurance_number", NINO_EIGHT),
        "home": "retiree.address",
        "formerly": "retiree.other_names",
        "scheme": "pension.scheme_name",
        "member_no": "pension.member_number",
        "commutes": Field("pension.takes_lump_sum", Y_N),
        "status": Field(
            "retiree.marital_status",
            coded(single="single", married="married", civil_partner="civil p.", divorced="divorced", widowed="widowed"),
        ),
        "spouse": "partner.full_name",
        "spouse_born": Field("partner.date_of_birth", DATE_DASHED),
        "pay_sort_code": "bank.sort_code",
        "pay_account": "bank.account_number",
        "retires_on": Field("employment.last_day", DATE_DASHED),
        "left_service": Field("employment.leaving_date", DATE_DASHED),
        "final_salary": Field("employment.final_pay", POUNDS),
        "p45_tax": Field("employment.tax_to_date", POUNDS),
        "traced": Field("tracing.outcome", coded(match="full", possible="partial", none="nil")),
        "tax_code": "tax.code",
    }
    learns = {
        "lump_sum": Field("pension.lump_sum", POUNDS),
        "pension_pa": Field("pension.yearly_amount", POUNDS),
        "benefits_from": Field("pension.starts_on", DATE_DASHED),
        "first_paid": Field("pension.first_payment", DATE_DASHED),
    }
    reference = "retirement_no"
    state = "retirement_status"
    done = ("in payment",)
    refused = ("returned to member",)
    under_way = ("quotation in hand", "pending leaver or tax papers")
    reason = "remark"
    code = "remark_type"
    missing = "papers"
