"""The medical examiner: agrees the cause of death and certifies it (domain BV01)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Agency, Basis, Purpose, Read, Release, Service, Tier, Write
from life_events.parameters import Parameter

AGENCY = Agency(
    key="medical_examiner",
    title="Medical examiner",
    tier=Tier.HEALTH,
    owner="Medical examiner officer",
    fallback="Ask the hospital's bereavement office or the GP practice",
)

FACTS = (
    FactType(
        "medical_certificate.number",
        Kind.REFERENCE,
        "medical certificate of cause of death",
        Sensitivity.SENSITIVE,
        pattern=r"MCCD\d{7}",
        example="MCCD7730142",
    ),
)

SERVICES = (
    Service(
        key="medical_examiner.certify_cause_of_death",
        agency="medical_examiner",
        row="BV01",
        title="Certify the cause of death",
        does="Reviews the cause of death with the doctor and sends the certificate to the register office.",
        reads=(
            Read("deceased.first_names"),
            Read("deceased.last_name"),
            Read("deceased.date_of_birth"),
            Read("deceased.date_of_death"),
            Read("deceased.place_of_death"),
            Read("deceased.nhs_number", optional=True),
            Read("deceased.gp_practice", optional=True),
            Read("applicant.full_name"),
            Read("applicant.phone"),
        ),
        writes=(Write("medical_certificate.number", Release.PARTNER),),
        purpose=Purpose(
            why="To certify the cause of death, as the law requires",
            basis=Basis.STATUTORY,
            law="Medical Certificate of Cause of Death Regulations 2024",
            retention_days=3650,
        ),
        usually=Parameter("medical_examiner.usually"),
    ),
)
