"""Reaches Tell Us Once, which writes dates without anything between the digits and answers at once."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_COMPACT


class PassOnDeath(JsonAdapter):
    """Passes the news on to the departments that use Tell Us Once."""

    key = "tell_us_once.pass_on_death"
    path = "/notifications"
    sends = {
        "tuoReference": "registration.tell_us_once_reference",
        "deceasedForenames": "deceased.first_names",
        "deceasedSurname": "deceased.last_name",
        "deceasedDateOfBirth": Field("deceased.date_of_birth", DATE_COMPACT),
        "dateOfDeath": Field("registration.date_of_death", DATE_COMPACT),
        "deceasedNino": "deceased.national_insurance_number",
        "deceasedAddress": "deceased.address",
        "deceasedPostcode": "deceased.postcode",
        "estateContactName": "executor.full_name",
        "estateContactAddress": "executor.address",
        "estateContactPostcode": "executor.postcode",
        "survivingSpouseName": "partner.full_name",
        "survivingSpouseDateOfBirth": Field("partner.date_of_birth", DATE_COMPACT),
    }
    learns = {"receiptNumber": "tell_us_once.receipt"}
    reference = "notificationId"
    state = "outcome"
    done = ("ACCEPTED",)
    refused = ("REJECTED",)
    under_way = ("QUEUED", "INCOMPLETE")
    missing = "missingItems"
    reason = "message"
    code = "errorCode"
