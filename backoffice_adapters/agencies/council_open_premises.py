"""Reaches four offices of one council, which share neither a form nor a word (domain C-S1)."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import (
    DATE_ISO,
    DATE_SLASHED,
    DATE_SPOKEN,
    POUNDS,
    UPPER,
    Y_N,
    YES_NO_WORDS,
    coded,
)


class RegisterFoodBusiness(JsonAdapter):
    """Registers a food business with the Food Standards Agency's own field names."""

    key = "council.register_food_business"
    path = "/food/registrations"
    sends = {
        "operator_company_name": "business.name",
        "operator_type": Field(
            "business.kind", coded(company="COMPANY", sole_trader="SOLETRADER", partnership="PARTNERSHIP")
        ),
        "operator_company_house_number": "company.number",
        "operator_first_line": "business.address",
        "operator_postcode": "business.postcode",
        "operator_name": "applicant.full_name",
        "operator_email": "applicant.email",
        "establishment_first_line": "premises.address",
        "establishment_postcode": "premises.postcode",
        "establishment_opening_date": Field("premises.opens_on", DATE_ISO),
        "planning_reference": "planning.reference",
        "business_type": Field("food.kind", coded(cafe="020", takeaway="024", shop="007", home="014")),
    }
    learns = {
        "fsa_rn": "food.registration_number",
        "inspection_date": Field("food.first_inspection", DATE_ISO),
    }
    reference = "submission_id"
    state = "registration_state"
    done = ("VISITED",)
    refused = ("INVALID",)
    under_way = ("CONFIRMED", "INCOMPLETE")
    reason = "error_text"
    code = "error_code"
    missing = "fields_missing"


class GrantPremisesLicence(JsonAdapter):
    """Applies for a premises licence, and gives the hours that planning allows when they are known."""

    key = "council.grant_premises_licence"
    path = "/licensing/premises"
    sends = {
        "Applicant": "business.name",
        "Applicant address": "business.address",
        "Applicant postcode": "business.postcode",
        "Company no": "company.number",
        "Signed by": "applicant.full_name",
        "Date of birth": Field("owner.date_of_birth", DATE_SPOKEN),
        "Premises": "premises.address",
        "Premises postcode": "premises.postcode",
        "DPS": "alcohol.supervisor_name",
        "DPS licence": "alcohol.personal_licence",
        "Alcohol until": "alcohol.until",
        "Planning hours until": "planning.open_until",
    }
    learns = {"Licence no": "premises_licence.number", "Licensed until": "premises_licence.alcohol_until"}
    reference = "Application no"
    state = "Stage"
    done = ("Granted",)
    refused = ("Rejected",)
    under_way = ("28 day consultation", "Planning status awaited")
    reason = "Grounds"
    code = "Ground no"
    missing = "Awaited from you"
    follow_up_days = 10


class DecidePlanning(JsonAdapter):
    """Applies for planning permission for a change of use."""

    key = "council.decide_planning"
    path = "/planning/applications"
    sends = {
        "APPLICANT": Field("business.name", UPPER),
        "APPLICANT_ADDR": "business.address",
        "APPLICANT_PC": "business.postcode",
        "CONTACT": "applicant.full_name",
        "SITE": "premises.address",
        "SITE_PC": "premises.postcode",
        "EXISTING_USE": "premises.former_use",
        "HOURS_TO": "premises.closes_at",
        "CERT_B_NOTICE": Field("premises.landlord_agrees", Y_N),
    }
    learns = {"DECISION_REF": "planning.reference", "COND_HOURS_TO": "planning.open_until"}
    reference = "CASE_NO"
    state = "CASE_STAGE"
    done = ("PERMITTED",)
    refused = ("REFUSED",)
    under_way = ("VALIDATED",)
    reason = "REFUSAL_REASON"
    code = "REFUSAL_NO"


class SetBusinessRates(JsonAdapter):
    """Tells the rates office who occupies the premises, and gives the tax reference that it must pass on."""

    key = "council.set_business_rates"
    path = "/ndr/occupiers"
    sends = {
        "ratepayer": "business.name",
        "correspondence_addr": "business.address",
        "correspondence_pc": "business.postcode",
        "contact_name": "applicant.full_name",
        "hereditament": "premises.address",
        "hereditament_pc": "premises.postcode",
        "occupied_from": Field("premises.lease_starts", DATE_SLASHED),
        "sbrr_claimed": Field("premises.claims_relief", YES_NO_WORDS),
        "co_no": "company.number",
        "tax_ref_co": "corporation_tax.utr",
        "tax_ref_person": "self_assessment.utr",
        "rv": Field("rating_list.rateable_value", POUNDS),
    }
    learns = {"account_ref": "rates.account_number", "charge": Field("rates.bill", POUNDS)}
    reference = "ndr_case"
    state = "ndr_status"
    done = ("BILLED",)
    refused = ("NOT LIABLE",)
    under_way = ("OPENED", "AWAITING TAX REF")
    reason = "ndr_note"
    code = "ndr_note_code"
    missing = "ndr_needs"
    supplies = "PUT"
