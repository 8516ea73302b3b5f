"""The register office: books an appointment, waits for the certificate of cause of death, enters the death."""

from backoffice_adapters.simulated.forms import Asked, dated, one_of, text, written
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
from backoffice_adapters.simulated.writing import CAPITALS, dates

SLASHED = dated("%d/%m/%Y", "dd/mm/yyyy")


def enter(filed: Filed) -> Produced:
    """Enters the death in the register, if a doctor or a coroner has certified it."""
    if not filed.said("mccdNumber") and not filed.said("coronerCertificate"):
        return Refused("R4", "No certificate of cause of death has come, and none will.")
    return {
        "entryNumber": f"{filed.number(3)}/EXE/{filed.number(2)}",
        "certificateNumber": f"HDA{filed.number(6)}",
        "registeredDateOfDeath": filed.said("diedOn"),
        "greenForm": f"GF-{filed.number(6)}",
        "tuoReference": filed.number(12),
    }


OFFICE = Office(
    agency="register_office",
    title="Exampleton Register Office",
    signed="Superintendent registrar",
    procedures=(
        Procedure(
            service="register_office.register_death",
            letterhead="The death is registered",
            opening=(
                "The death has been registered. With this letter come the certificate and the form for the "
                "funeral. You will be asked for what is below more than once."
            ),
            path="/deaths",
            numbering="APP-####-@@",
            answers=Answers.CALLBACK,
            makes={
                "entryNumber": Made("registration.entry_number", said="Entry in the register"),
                "certificateNumber": Made("registration.certificate_number", said="Number of the death certificate"),
                "registeredDateOfDeath": Made(
                    "registration.date_of_death", dates("%d/%m/%Y"), said="Date of death, as registered"
                ),
                "greenForm": Made("registration.burial_form", said="Number of the form for burial or cremation"),
                "tuoReference": Made("registration.tell_us_once_reference", said="Your Tell Us Once reference"),
            },
            form={
                "forenames": Asked(text(80), holds="deceased.first_names"),
                "surname": Asked(written(r"[^a-z]+", "in capitals"), holds="deceased.last_name", written=CAPITALS),
                "alsoKnownAs": Asked(text(120), required=False, holds="deceased.other_names"),
                "diedOn": Asked(SLASHED, holds="deceased.date_of_death", written=dates("%d/%m/%Y")),
                "diedAt": Asked(text(120), holds="deceased.place_of_death"),
                "bornOn": Asked(SLASHED, holds="deceased.date_of_birth", written=dates("%d/%m/%Y")),
                "bornAt": Asked(text(120), holds="deceased.place_of_birth"),
                "occupation": Asked(text(80), holds="deceased.occupation"),
                "condition": Asked(
                    one_of("single", "married", "civil_partner", "divorced", "widowed"), holds="deceased.marital_status"
                ),
                "usualAddress": Asked(text(200), holds="deceased.address"),
                "usualPostcode": Asked(text(8), holds="deceased.postcode"),
                "spouse": Asked(text(120), required=False, holds="partner.full_name"),
                "informant": Asked(text(120), holds="applicant.full_name"),
                "qualification": Asked(text(40), holds="applicant.relationship"),
                "mccdNumber": Asked(
                    written(r"MCCD\d{7}", "MCCD and 7 digits"), later=True, holds="medical_certificate.number"
                ),
                "coronerCertificate": Asked(
                    written(r"CO/\d{4}/\d{4}", "CO/year/number"), later=True, holds="coroner.certificate_number"
                ),
            },
            stages=(
                Stage("appointment", "register_office.appointment", enter, (("mccdNumber", "coronerCertificate"),)),
            ),
            words=Words(
                reference="appointment",
                state="status",
                received="BOOKED",
                waiting="AWAITING CERTIFICATE",
                done="REGISTERED",
                refused="NOT REGISTRABLE",
                reason="remarks",
                missing="outstanding",
            ),
        ),
    ),
)
