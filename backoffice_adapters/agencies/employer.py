"""Reaches the employer's payroll software, which calls people by their works number and writes dates with slashes."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_SLASHED, NINO_SPACED, PENCE


class EndEmployment(JsonAdapter):
    """Has a job ended, and learns what stands on the P45 and in the leaver notice."""

    key = "employer.end_employment"
    path = "/payroll/leavers"
    sends = {
        "EmployeeName": "applicant.full_name",
        "BirthDate": Field("retiree.date_of_birth", DATE_SLASHED),
        "HomeAddress": "retiree.address",
        "HomePostcode": "retiree.postcode",
        "NINumber": Field("applicant.national_insurance_number", NINO_SPACED),
        "WorksNumber": "employment.payroll_number",
        "LastDayWorked": Field("employment.last_day", DATE_SLASHED),
    }
    learns = {
        "P45LeavingDate": Field("employment.leaving_date", DATE_SLASHED),
        "PensionablePayPence": Field("employment.final_pay", PENCE),
        "P45PayPence": Field("employment.pay_to_date", PENCE),
        "P45TaxPence": Field("employment.tax_to_date", PENCE),
    }
    reference = "LeaverNo"
    state = "PayrollStage"
    done = ("P45 issued",)
    refused = ("Rejected",)
    under_way = ("In next pay run",)
    reason = "PayrollNote"
    code = "NoteCode"
