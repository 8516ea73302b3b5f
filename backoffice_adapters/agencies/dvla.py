"""Reaches DVLA's mainframe, whose fields have four letters and whose verdict is a return code."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_DASHED, PENCE, UPPER


class CloseDriverRecord(JsonAdapter):
    """Has the licence revoked and the vehicle tax ended, and learns the refund."""

    key = "dvla.close_driver_record"
    path = "/drv/dth"
    sends = {
        "SURN": Field("deceased.last_name", UPPER),
        "FORE": Field("deceased.first_names", UPPER),
        "DOBT": Field("deceased.date_of_birth", DATE_DASHED),
        "DODT": Field("registration.date_of_death", DATE_DASHED),
        "DRVN": "deceased.driver_number",
        "VRMK": "deceased.vehicle_registration",
        "CONT": "executor.full_name",
        "CADR": "executor.address",
        "CPCD": "executor.postcode",
    }
    learns = {"RFND": Field("dvla.vehicle_tax_refund", PENCE)}
    reference = "TRAN"
    state = "RTCD"
    done = ("00",)
    refused = ("12",)
    under_way = ("04", "02")
    missing = "awaited"
    reason = "RTXT"
    code = "RSNC"
