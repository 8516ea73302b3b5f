"""Reaches the register office: forenames and surname apart, dates with slashes, and a callback when it is done."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_SLASHED, UPPER


class RegisterDeath(JsonAdapter):
    """Registers a death; the entry is made once the medical certificate has come."""

    key = "register_office.register_death"
    path = "/deaths"
    sends = {
        "forenames": "deceased.first_names",
        "surname": Field("deceased.last_name", UPPER),
        "alsoKnownAs": "deceased.other_names",
        "diedOn": Field("deceased.date_of_death", DATE_SLASHED),
        "diedAt": "deceased.place_of_death",
        "bornOn": Field("deceased.date_of_birth", DATE_SLASHED),
        "bornAt": "deceased.place_of_birth",
        "occupation": "deceased.occupation",
        "condition": "deceased.marital_status",
        "usualAddress": "deceased.address",
        "usualPostcode": "deceased.postcode",
        "spouse": "partner.full_name",
        "informant": "applicant.full_name",
        "qualification": "applicant.relationship",
        "mccdNumber": "medical_certificate.number",
        "coronerCertificate": "coroner.certificate_number",
    }
    learns = {
        "entryNumber": "registration.entry_number",
        "certificateNumber": "registration.certificate_number",
        "registeredDateOfDeath": Field("registration.date_of_death", DATE_SLASHED),
        "greenForm": "registration.burial_form",
        "tuoReference": "registration.tell_us_once_reference",
    }
    reference = "appointment"
    state = "status"
    done = ("REGISTERED",)
    refused = ("NOT REGISTRABLE",)
    under_way = ("BOOKED", "AWAITING CERTIFICATE")
    reason = "remarks"
    missing = "outstanding"
