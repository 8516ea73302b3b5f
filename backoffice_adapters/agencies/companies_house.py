"""Reaches Companies House, which numbers the parts of form IN01 in its field names."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_ISO, POUNDS, UPPER


class IncorporateCompany(JsonAdapter):
    """Has a company put on the register and learns its number."""

    key = "companies_house.incorporate_company"
    path = "/in01/filings"
    sends = {
        "a1_proposed_company_name": Field("business.name", UPPER),
        "a4_sic_code": "business.activity_code",
        "a6_registered_office": "business.address",
        "a6_registered_office_postcode": "business.postcode",
        "a6_registered_email": "applicant.email",
        "d1_director_name": "applicant.full_name",
        "d1_date_of_birth": Field("owner.date_of_birth", DATE_ISO),
        "d1_nationality": "owner.nationality",
        "d1_residential_address": "owner.address",
        "d1_residential_postcode": "owner.postcode",
        "d1_personal_code": "owner.personal_code",
        "f1_aggregate_nominal_value": Field("company.share_capital", POUNDS),
    }
    learns = {
        "company_number": "company.number",
        "date_of_creation": Field("company.incorporated_on", DATE_ISO),
        "first_accounts_made_up_to": Field("company.accounts_until", DATE_ISO),
        "authentication_code": "company.authentication_code",
    }
    reference = "barcode"
    state = "filing_status"
    done = ("accepted",)
    refused = ("rejected",)
    under_way = ("pending examination",)
    reason = "reject_text"
    code = "reject_code"
