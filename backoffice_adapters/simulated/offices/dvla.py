"""DVLA: a mainframe that answers 200 to everything, with a return code. Its fields have four letters."""

from backoffice_adapters.simulated.forms import Asked, dated, text, written
from backoffice_adapters.simulated.procedures import (
    Answers,
    Filed,
    Made,
    Office,
    Procedure,
    Produced,
    Refused,
    Stage,
    Words,
)
from backoffice_adapters.simulated.writing import CAPITALS, PENCE, dates

DASHED = dated("%d-%b-%Y", "as in 25-Dec-1999")
MONTHLY = 1_625  # pence of vehicle tax refunded for each full month that is left


def revoke(filed: Filed) -> Produced:
    """Revokes the licence and, where there is a vehicle, ends its tax and refunds the full months that are left."""
    if filed.day("DODT", "%d-%b-%Y") <= filed.day("DOBT", "%d-%b-%Y"):
        return Refused("08", "DATES OF BIRTH AND DEATH NOT COMPATIBLE")
    if not filed.said("VRMK"):
        return {"LICS": "REVOKED"}
    return {"LICS": "REVOKED", "RFND": filed.chance.randrange(1, 12) * MONTHLY}


OFFICE = Office(
    agency="dvla",
    title="Driver and Vehicle Licensing Agency",
    signed="Drivers and vehicles casework",
    procedures=(
        Procedure(
            service="dvla.close_driver_record",
            letterhead="Your vehicle tax refund",
            opening=(
                "We have cancelled the driving licence and the vehicle tax. Full months that were left are "
                "paid back to whoever deals with the estate."
            ),
            path="/drv/dth",
            numbering="D##@@####",
            answers=Answers.AT_ONCE,
            makes={"RFND": Made("dvla.vehicle_tax_refund", PENCE, said="Vehicle tax paid back, by cheque")},
            writes_to="CADR",
            on_file="deceased.address",
            form={
                "SURN": Asked(
                    written(r"[^a-z]{1,30}", "in capitals, at most 30"), holds="deceased.last_name", written=CAPITALS
                ),
                "FORE": Asked(
                    written(r"[^a-z]{1,30}", "in capitals, at most 30"), holds="deceased.first_names", written=CAPITALS
                ),
                "DOBT": Asked(DASHED, holds="deceased.date_of_birth", written=dates("%d-%b-%Y")),
                "DODT": Asked(DASHED, holds="registration.date_of_death", written=dates("%d-%b-%Y")),
                "DRVN": Asked(
                    written(r"[A-Z9]{5}\d[0156]\d[0-3]\d\d[A-Z9]{2}[A-Z0-9]{3}", "as in section 5 of the licence"),
                    required=False,
                    holds="deceased.driver_number",
                ),
                "VRMK": Asked(
                    written(r"[A-Z0-9]{2,7}", "in capitals without a space"),
                    required=False,
                    holds="deceased.vehicle_registration",
                ),
                "CONT": Asked(text(60), holds="executor.full_name"),
                "CADR": Asked(text(120), holds="executor.address"),
                "CPCD": Asked(text(8), holds="executor.postcode"),
            },
            stages=(Stage("revocation", "dvla.revocation", revoke),),
            words=Words(
                waiting="02",
                missing="awaited",
                reference="TRAN",
                state="RTCD",
                received="04",
                done="00",
                refused="12",
                reason="RTXT",
                code="RSNC",
                status_received=200,
                status_done=200,
                status_refused=200,
            ),
        ),
    ),
)
