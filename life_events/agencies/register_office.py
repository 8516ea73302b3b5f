"""The register office: registers a death and issues what everybody else asks for (domain BV03)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Agency, Basis, Deadline, Purpose, Read, Recognition, Release, Service, Tier, Timing, Write
from life_events.parameters import Parameter

AGENCY = Agency(
    key="register_office",
    title="Register office",
    tier=Tier.LOCAL,
    owner="Superintendent registrar",
    fallback="Book an appointment with the register office by phone",
)

FACTS = (
    FactType(
        "registration.entry_number",
        Kind.REFERENCE,
        "entry in the register",
        pattern=r"\d{1,3}/[A-Z]{3}/\d{1,4}",
        example="117/EXE/42",
    ),
    FactType(
        "registration.certificate_number",
        Kind.REFERENCE,
        "death certificate number",
        pattern=r"[A-Z]{2,3}\d{6}",
        example="HDA482913",
    ),
    FactType("registration.date_of_death", Kind.DATE, "date of death as registered", example="2026-03-02"),
    FactType(
        "registration.burial_form",
        Kind.REFERENCE,
        "certificate for burial or cremation",
        pattern=r"GF-\d{6}",
        example="GF-204417",
    ),
    FactType(
        "registration.tell_us_once_reference",
        Kind.REFERENCE,
        "Tell Us Once reference",
        Sensitivity.PERSONAL,
        pattern=r"\d{12}",
        source="domain 0: 12 digits (S)",
        example="402617730142",
    ),
)

SERVICES = (
    Service(
        key="register_office.register_death",
        agency="register_office",
        row="BV03",
        title="Register the death",
        does="Enters the death in the register and issues the certificates.",
        reads=(
            Read("deceased.first_names"),
            Read("deceased.last_name"),
            Read("deceased.other_names", optional=True),
            Read("deceased.date_of_death"),
            Read("deceased.place_of_death"),
            Read("deceased.date_of_birth"),
            Read("deceased.place_of_birth"),
            Read("deceased.occupation"),
            Read("deceased.marital_status"),
            Read("deceased.address"),
            Read("deceased.postcode"),
            Read("partner.full_name", optional=True),
            Read("applicant.full_name"),
            Read("applicant.relationship"),
            Read(
                "medical_certificate.number",
                Timing.TO_FINISH,
                recognises=Recognition.ISSUER,
                alternatives=("coroner.certificate_number",),
            ),
        ),
        writes=(
            Write("registration.entry_number", Release.PARTNER),
            Write("registration.certificate_number", Release.LETTER),
            Write("registration.date_of_death", Release.PARTNER),
            Write("registration.burial_form", Release.LETTER),
            Write("registration.tell_us_once_reference", Release.LETTER),
        ),
        purpose=Purpose(
            why="To register the death, as the law requires",
            basis=Basis.STATUTORY,
            law="Births and Deaths Registration Act 1953",
            retention_days=36500,
        ),
        usually=Parameter("registration.usually"),
        deadline=Deadline(Parameter("registration.deadline"), counts_from="medical_certificate.number"),
    ),
)
