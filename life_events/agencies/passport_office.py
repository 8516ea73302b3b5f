"""HM Passport Office: cancels the passport (domain BV12)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Agency, Basis, Purpose, Read, Service, Tier, Write
from life_events.parameters import Parameter

AGENCY = Agency(
    key="passport_office",
    title="HM Passport Office",
    tier=Tier.CENTRAL,
    owner="Passport cancellations team leader",
    fallback="Post the passport with form D1",
)

FACTS = (
    FactType(
        "passport.cancellation",
        Kind.REFERENCE,
        "passport cancellation",
        Sensitivity.ORDINARY,
        pattern=r"CX\d{7}",
        example="CX5334013",
    ),
)

SERVICES = (
    Service(
        key="passport_office.cancel_passport",
        agency="passport_office",
        row="BV12",
        title="Cancel the passport",
        does="Cancels the passport so that nobody else can use it.",
        reads=(
            Read("deceased.first_names"),
            Read("deceased.last_name"),
            Read("deceased.date_of_birth"),
            Read("registration.date_of_death"),
            Read("deceased.passport_number"),
        ),
        writes=(Write("passport.cancellation"),),
        purpose=Purpose(
            why="To cancel the passport so that nobody else can use it",
            basis=Basis.STATUTORY,
            law="Royal prerogative; passport rules",
            retention_days=3650,
        ),
        usually=Parameter("passport.usually"),
    ),
)
