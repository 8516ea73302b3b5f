"""Reaches the Passport Office, which writes names as on the machine-readable line."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_COMPACT_ISO, MACHINE_READABLE


class CancelPassport(JsonAdapter):
    """Has the passport cancelled so that nobody else can use it."""

    key = "passport_office.cancel_passport"
    path = "/cancellations/deceased"
    sends = {
        "passport_no": "deceased.passport_number",
        "primary_identifier": Field("deceased.last_name", MACHINE_READABLE),
        "secondary_identifier": Field("deceased.first_names", MACHINE_READABLE),
        "date_of_birth": Field("deceased.date_of_birth", DATE_COMPACT_ISO),
        "date_of_death": Field("registration.date_of_death", DATE_COMPACT_ISO),
    }
    learns = {"cancellation_no": "passport.cancellation"}
    reference = "tracking_no"
    state = "result"
    done = ("cancelled",)
    refused = ("not_cancelled",)
    under_way = ("in_queue", "on_hold")
    missing = "on_hold_for"
    reason = "result_text"
    code = "result_code"
