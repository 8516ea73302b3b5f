"""Reaches the DWP's winter fuel list, kept by a machine that takes everything in capitals and without spaces."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_COMPACT_ISO, PENCE, POSTCODE_BARE, UPPER


class PayWinterFuel(JsonAdapter):
    """Has somebody put on the list, and learns the amount."""

    key = "dwp.pay_winter_fuel"
    path = "/wfp/customers"
    sends = {
        "CUST_NAME": Field("applicant.full_name", UPPER),
        "CUST_DOB": Field("retiree.date_of_birth", DATE_COMPACT_ISO),
        "CUST_NINO": "applicant.national_insurance_number",
        "CUST_ADDR": "retiree.address",
        "CUST_PCODE": Field("retiree.postcode", POSTCODE_BARE),
        "PAY_SORT": "bank.sort_code",
        "PAY_ACC": "bank.account_number",
        "PC_AWARD": "pension_credit.award_number",
    }
    learns = {"WFP_AMT": Field("winter_fuel.amount", PENCE)}
    reference = "WFP_REF"
    state = "WFP_STATUS"
    done = ("L",)
    refused = ("R",)
    under_way = ("P", "Q")
    reason = "WFP_REASON"
    code = "WFP_REASON_CD"
    missing = "WFP_WANTS"
