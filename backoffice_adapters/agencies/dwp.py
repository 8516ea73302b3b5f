"""Reaches the three systems of the DWP: one in capitals, one in camel case, one that knows paper only."""

from backoffice_adapters.api import Field, Joined, JsonAdapter, PaperAdapter
from backoffice_adapters.formats import (
    DATE_COMPACT_ISO,
    DATE_SLASHED,
    NINO_SPACED,
    PENCE,
    POSTCODE_BARE,
    POUNDS,
    SORT_CODE_DASHED,
    TRUE_FALSE,
    UPPER,
    coded,
)


class StopBenefits(JsonAdapter):
    """Stops State Pension and benefits, and learns what was paid after the death."""

    key = "dwp.stop_benefits"
    path = "/cis/deaths"
    sends = {
        "SURNAME": Field("deceased.last_name", UPPER),
        "FORENAMES": Field("deceased.first_names", UPPER),
        "OTHER_NAMES": Field("deceased.other_names", UPPER),
        "DOB": Field("deceased.date_of_birth", DATE_COMPACT_ISO),
        "DOD": Field("registration.date_of_death", DATE_COMPACT_ISO),
        "NINO": "deceased.national_insurance_number",
        "REP_NAME": "executor.full_name",
        "REP_ADDR": "executor.address",
        "REP_PCODE": Field("executor.postcode", POSTCODE_BARE),
        "SPOUSE_NINO": "partner.national_insurance_number",
    }
    learns = {
        "VERIFIED_DOD": Field("dwp.verified_date_of_death", DATE_COMPACT_ISO),
        "OVERPAID": Field("dwp.overpayment", PENCE),
        "STOPPED_AWARD": "dwp.stopped_award",
    }
    reference = "CIS_REF"
    state = "STATUS"
    done = ("C",)
    refused = ("X",)
    under_way = ("A", "W")
    reason = "REASON_TEXT"
    code = "REASON_CD"
    supplies = "PUT"


class PayBereavementSupport(JsonAdapter):
    """Claims Bereavement Support Payment for the partner; the office has to be asked how far it is."""

    key = "dwp.pay_bereavement_support"
    path = "/bereavement-support-payment/claims"
    sends = {
        "deceasedName": Joined(("deceased.first_names", "deceased.last_name")),
        "deceasedNino": Field("deceased.national_insurance_number", NINO_SPACED),
        "dateOfDeath": "registration.date_of_death",
        "claimantName": "partner.full_name",
        "claimantDateOfBirth": "partner.date_of_birth",
        "claimantNino": Field("partner.national_insurance_number", NINO_SPACED),
        "childBenefit": Field("partner.gets_child_benefit", TRUE_FALSE),
        "sortCode": Field("partner.sort_code", SORT_CODE_DASHED),
        "accountNumber": "partner.account_number",
    }
    learns = {"awardReference": "bereavement_support.award"}
    reference = "claimId"
    state = "claimStatus"
    done = ("awarded",)
    refused = ("disallowed",)
    under_way = ("being looked at", "information needed")
    reason = "explanation"
    code = "decisionCode"
    missing = "informationNeeded"
    follow_up_days = 5


class PayFuneralExpenses(PaperAdapter):
    """Claims help with funeral costs by post (domain BV07: phone or post only), on form SF200.

    The form's fields are called by the numbers of its questions.
    """

    key = "dwp.pay_funeral_expenses"
    path = "/post-room/sf200"
    form = "SF200"
    sends = {
        "Q01": "deceased.last_name",
        "Q02": "deceased.first_names",
        "Q03": Field("deceased.date_of_birth", DATE_SLASHED),
        "Q04": Field("registration.date_of_death", DATE_SLASHED),
        "Q10": "applicant.full_name",
        "Q11": Field(
            "applicant.relationship", coded(partner="A", child="B", relative="C", friend="D", professional="E")
        ),
        "Q12": "applicant.national_insurance_number",
        "Q21": Field("funeral.date", DATE_SLASHED),
        "Q22": Field("funeral.invoice_total", POUNDS),
    }
    learns = {"AWARD_GBP": Field("funeral_payment.amount", POUNDS)}
    reference = "FORM_NO"
    state = "DECISION"
    done = ("ALLOWED",)
    refused = ("DISALLOWED",)
    under_way = ("LOGGED", "EVIDENCE REQUIRED")
    reason = "GROUNDS"
    code = "GROUNDS_CD"
    missing = "EVIDENCE"
    supplies = "POST"
