"""The Driver and Vehicle Licensing Agency: cancels the licence and the vehicle tax (domain BV11)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Agency, Basis, Purpose, Read, Release, Service, Tier, Write
from life_events.parameters import Parameter

AGENCY = Agency(
    key="dvla",
    title="Driver and Vehicle Licensing Agency (DVLA)",
    tier=Tier.CENTRAL,
    owner="DVLA bereavement casework manager",
    fallback="Write to DVLA with the licence and the log book",
)

FACTS = (
    FactType("dvla.vehicle_tax_refund", Kind.MONEY, "vehicle tax refund", Sensitivity.SENSITIVE, example="146.25"),
)

SERVICES = (
    Service(
        key="dvla.close_driver_record",
        agency="dvla",
        row="BV11",
        title="Cancel the driving licence and vehicle tax",
        does="Cancels the driving licence and, where there is a vehicle, ends its tax.",
        reads=(
            Read("deceased.first_names"),
            Read("deceased.last_name"),
            Read("deceased.date_of_birth"),
            Read("registration.date_of_death"),
            Read("deceased.driver_number", optional=True),
            Read("deceased.vehicle_registration", optional=True),
            Read("executor.full_name"),
            Read("executor.address"),
            Read("executor.postcode"),
        ),
        writes=(Write("dvla.vehicle_tax_refund", Release.LETTER),),
        purpose=Purpose(
            why="To cancel the driving licence and the vehicle tax",
            basis=Basis.STATUTORY,
            law="Road Traffic Act 1988; Vehicle Excise and Registration Act 1994",
            retention_days=2555,
        ),
        usually=Parameter("dvla.usually"),
        overlooks=("executor.full_name", "executor.address"),
        overlooks_source="domain C-B13: the refund goes to the name and address on the log book",
    ),
)
