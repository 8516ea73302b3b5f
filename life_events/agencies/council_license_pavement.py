"""The council's highways officers: tables and chairs on the pavement (domain BS11)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Basis, Purpose, Read, Recognition, Release, Service, Write
from life_events.parameters import Parameter

FACTS = (
    FactType(
        "pavement_licence.number",
        Kind.REFERENCE,
        "pavement licence number",
        Sensitivity.ORDINARY,
        pattern=r"PAV-\d{5}",
        example="PAV-20441",
        source="U: each council has its own",
    ),
    FactType(
        "pavement_licence.until",
        Kind.REFERENCE,
        "hour by which the pavement must be clear",
        Sensitivity.ORDINARY,
        pattern=r"\d\d:\d\d",
        example="21:00",
    ),
)

SERVICES = (
    Service(
        key="council.license_pavement",
        agency="council",
        row="BS11",
        title="License tables on the pavement",
        owner="Highways manager of the council",
        fallback="Phone the council’s highways office",
        does="Asks the highways authority whether people can get past, and licenses tables and chairs on the pavement.",
        reads=(
            Read("business.name"),
            Read("business.address"),
            Read("business.postcode"),
            Read("applicant.full_name"),
            Read("applicant.phone"),
            Read("premises.address"),
            Read("premises.postcode"),
            Read("pavement.tables"),
            Read("pavement.until"),
            Read("company.number", optional=True, recognises=Recognition.TYPED),
        ),
        writes=(
            Write("pavement_licence.number", Release.LETTER),
            Write("pavement_licence.until", Release.LETTER),
        ),
        purpose=Purpose(
            why="To decide whether tables may stand on the pavement",
            basis=Basis.STATUTORY,
            law="Business and Planning Act 2020, part 1",
            retention_days=2190,
        ),
        usually=Parameter("pavement_licence.usually"),
    ),
)
