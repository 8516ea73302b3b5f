"""The coroner: investigates deaths that were reported to it (domain BV02)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Agency, Basis, Deadline, Purpose, Read, Release, Service, Tier, Write
from life_events.parameters import Parameter

AGENCY = Agency(
    key="coroner",
    title="HM Coroner",
    tier=Tier.COURT,
    owner="Coroner's officer",
    fallback="Phone the coroner's office",
)

FACTS = (
    FactType(
        "coroner.certificate_number",
        Kind.REFERENCE,
        "coroner's certificate",
        Sensitivity.SENSITIVE,
        pattern=r"CO/\d{4}/\d{4}",
        example="CO/2026/0417",
    ),
)

SERVICES = (
    Service(
        key="coroner.investigate_death",
        agency="coroner",
        row="BV02",
        title="Investigate the death",
        does="Finds out who died, when, where and how, and certifies it after the inquest.",
        reads=(
            Read("deceased.first_names"),
            Read("deceased.last_name"),
            Read("deceased.date_of_birth"),
            Read("deceased.date_of_death"),
            Read("deceased.place_of_death"),
            Read("deceased.nhs_number", optional=True),
            Read("applicant.full_name"),
            Read("applicant.phone"),
        ),
        writes=(Write("coroner.certificate_number", Release.PARTNER),),
        purpose=Purpose(
            why="To investigate a death that was reported to the coroner",
            basis=Basis.STATUTORY,
            law="Coroners and Justice Act 2009",
            retention_days=5475,
        ),
        usually=Parameter("coroner.usually"),
        deadline=Deadline(Parameter("coroner.deadline"), counts_from="deceased.date_of_death"),
    ),
)
