"""Reaches the council's two systems: Council Tax, which calls back, and care finance, which counts days."""

from backoffice_adapters.api import Field, Joined, JsonAdapter
from backoffice_adapters.formats import DATE_DAY_NUMBER, DATE_SLASHED, POUNDS, UPPER, Y_N


class UpdateCouncilTax(JsonAdapter):
    """Has the Council Tax bill changed, and the home exempted where nobody lives in it."""

    key = "council.update_council_tax"
    path = "/ctax/changes"
    sends = {
        "account_no": "deceased.council_tax_account",
        "liable_person": Joined(("deceased.last_name", "deceased.first_names"), ", ", UPPER),
        "death_dt": Field("registration.date_of_death", DATE_SLASHED),
        "property": "deceased.address",
        "property_pc": "deceased.postcode",
        "sole_occ": Field("deceased.lived_alone", Y_N),
        "probate": Field("estate.applying_for_probate", Y_N),
        "grant_dt": Field("probate.grant_date", DATE_SLASHED),
        "exec_name": "executor.full_name",
        "exec_addr": "executor.address",
        "exec_pc": "executor.postcode",
    }
    learns = {
        "exempt_to": Field("council_tax.exempt_until", DATE_SLASHED),
        "reduction_ended": Field("council_tax.ended_reduction", POUNDS),
    }
    reference = "change_no"
    state = "change_status"
    done = ("APPLIED",)
    refused = ("RETURNED",)
    under_way = ("LOGGED", "AWAITING GRANT")
    reason = "notes"
    code = "notes_code"
    missing = "needed"
    supplies = "PUT"


class SettleCareCharges(JsonAdapter):
    """Ends the care arranged by the council and learns what is still to pay."""

    key = "council.settle_care_charges"
    path = "/care/episodes/end"
    sends = {
        "ClientRef": "deceased.care_client_number",
        "ClientName": Joined(("deceased.last_name", "deceased.first_names"), " / "),
        "BirthDay": Field("deceased.date_of_birth", DATE_DAY_NUMBER),
        "EndDay": Field("registration.date_of_death", DATE_DAY_NUMBER),
        "ExecutorName": "executor.full_name",
        "ExecutorAddress": "executor.address",
        "ExecutorPostcode": "executor.postcode",
    }
    learns = {"FinalInvoice": Field("care.final_charges", POUNDS)}
    reference = "InvoiceRef"
    state = "Episode"
    done = ("Closed",)
    refused = ("Invalid",)
    under_way = ("Ending", "Awaiting information")
    missing = "Awaited"
    reason = "Detail"
    code = "Rule"
    follow_up_days = 5
