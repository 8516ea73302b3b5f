"""The register office: books an appointment, waits for the certificate of cause of death, enters the death."""

from backoffice_adapters.simulated.forms import Asked, dated, one_of, text, written
from backoffice_adapters.simulated.procedures import Answers, Filed, Office, Procedure, Produced, Refused, Stage, Words

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
    procedures=(
        Procedure(
            path="/deaths",
            numbering="APP-####-@@",
            answers=Answers.CALLBACK,
            form={
                "forenames": Asked(text(80)),
                "surname": Asked(written(r"[^a-z]+", "in capitals")),
                "alsoKnownAs": Asked(text(120), required=False),
                "diedOn": Asked(SLASHED),
                "diedAt": Asked(text(120)),
                "bornOn": Asked(SLASHED),
                "bornAt": Asked(text(120)),
                "occupation": Asked(text(80)),
                "condition": Asked(one_of("single", "married", "civil_partner", "divorced", "widowed")),
                "usualAddress": Asked(text(200)),
                "usualPostcode": Asked(text(8)),
                "spouse": Asked(text(120), required=False),
                "informant": Asked(text(120)),
                "qualification": Asked(text(40)),
                "mccdNumber": Asked(written(r"MCCD\d{7}", "MCCD and 7 digits"), later=True),
                "coronerCertificate": Asked(written(r"CO/\d{4}/\d{4}", "CO/year/number"), later=True),
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
