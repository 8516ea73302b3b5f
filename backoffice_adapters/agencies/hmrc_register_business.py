"""Reaches the four registers of HMRC that a new business meets: no two of them ask in the same way."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import (
    DATE_COMPACT,
    DATE_DASHED,
    DATE_ISO,
    DATE_SLASHED,
    NINO_SPACED,
    POSTCODE_BARE,
    POUNDS,
    SORT_CODE_DASHED,
    UPPER,
    Y_N,
)


class RegisterCorporationTax(JsonAdapter):
    """Has a company taken up for Corporation Tax, and learns its tax reference and its first period."""

    key = "hmrc.register_corporation_tax"
    path = "/cotax/companies"
    sends = {
        "CRN": "company.number",
        "CONAME": Field("business.name", UPPER),
        "INCDATE": Field("company.incorporated_on", DATE_COMPACT),
        "REGOFF": "business.address",
        "REGPCD": Field("business.postcode", POSTCODE_BARE),
        "ACTDATE": Field("business.trading_starts", DATE_COMPACT),
        "DIRNAM": Field("applicant.full_name", UPPER),
        "DORMANT": Field("company.dormant", Y_N),
        "TRADADR": "premises.address",
    }
    learns = {
        "CTUTR": "corporation_tax.utr",
        "APSTART": Field("corporation_tax.period_starts", DATE_COMPACT),
        "APEND": Field("corporation_tax.period_ends", DATE_COMPACT),
    }
    reference = "COREF"
    state = "COSTAT"
    done = ("LIVE",)
    refused = ("NOTSETUP",)
    under_way = ("INBOX", "PENDED")
    missing = "PENDFOR"
    reason = "WHY"
    code = "WHYCD"
    follow_up_days = 5


class RegisterSelfAssessment(JsonAdapter):
    """Registers a sole trader or a partner, by the numbers of the questions of form CWF1."""

    key = "hmrc.register_self_assessment"
    path = "/cwf1"
    sends = {
        "box1": "applicant.full_name",
        "box2": Field("owner.date_of_birth", DATE_SLASHED),
        "box3": "owner.address",
        "box4": "owner.postcode",
        "box5": Field("applicant.national_insurance_number", NINO_SPACED),
        "box10": "business.name",
        "box12": Field("business.trading_starts", DATE_SLASHED),
    }
    learns = {"saUtr": "self_assessment.utr"}
    reference = "cwfNumber"
    state = "progress"
    done = ("set up",)
    refused = ("sent back",)
    under_way = ("keyed",)
    reason = "sentBackBecause"
    code = "sentBackCode"


class RegisterVat(JsonAdapter):
    """Applies for VAT registration, and gives the tax reference and the bank account when they come."""

    key = "hmrc.register_vat"
    path = "/vat-registration/applications"
    sends = {
        "businessName": "business.name",
        "principalPlace": "business.address",
        "principalPlacePostcode": "business.postcode",
        "sicCode": "business.activity_code",
        "turnoverEstimate": Field("business.turnover", POUNDS),
        "effectiveDate": Field("business.trading_starts", DATE_ISO),
        "applicantName": "applicant.full_name",
        "applicantNino": "applicant.national_insurance_number",
        "applicantAddress": "owner.address",
        "applicantPostcode": "owner.postcode",
        "companyRegistrationNumber": "company.number",
        "ctUtr": "corporation_tax.utr",
        "saUtr": "self_assessment.utr",
        "bankSortCode": Field("bank.business_sort_code", SORT_CODE_DASHED),
        "bankAccountNumber": "bank.business_account_number",
    }
    learns = {"vrn": "vat.number", "registeredFrom": Field("vat.effective_from", DATE_ISO)}
    reference = "acknowledgementReference"
    state = "applicationStatus"
    done = ("registered",)
    refused = ("declined",)
    under_way = ("submitted", "further details required")
    reason = "declinedBecause"
    code = "declinedCode"
    missing = "detailsRequired"


class RegisterEmployer(JsonAdapter):
    """Opens a PAYE scheme, and learns the two references that come in two letters."""

    key = "hmrc.register_employer"
    path = "/paye/schemes"
    sends = {
        "EMPNAME": Field("business.name", UPPER),
        "EMPADDR": "business.address",
        "EMPPCD": Field("business.postcode", POSTCODE_BARE),
        "CRN": "company.number",
        "COTAXREF": "corporation_tax.utr",
        "SAREF": "self_assessment.utr",
        "CONTACT": "applicant.full_name",
        "DIRNINO": "applicant.national_insurance_number",
        "HEADCOUNT": "employees.number",
        "PAYDAY1": Field("employees.first_payday", DATE_DASHED),
    }
    learns = {"ERN": "paye.reference", "AOREF": "paye.accounts_office_reference"}
    reference = "SCHEMEREQ"
    state = "SCHEMESTAT"
    done = ("OPENED",)
    refused = ("NOT OPENED",)
    under_way = ("QUEUED", "AWAITS UTR")
    reason = "NARRATIVE"
    code = "NARRCD"
    missing = "AWAITED"
    supplies = "PUT"
    follow_up_days = 5
