"""The Valuation Office Agency: keeps the rating list, on which every business property has a value (domain BS10)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Agency, Basis, Purpose, Read, Release, Service, Tier, Write
from life_events.parameters import Parameter

AGENCY = Agency(
    key="valuation_office",
    title="Valuation Office Agency (VOA)",
    tier=Tier.CENTRAL,
    owner="Non-domestic rating team leader",
    fallback="Write to the VOA's office for the area",
)

FACTS = (
    FactType(
        "rating_list.reference",
        Kind.REFERENCE,
        "number on the rating list",
        Sensitivity.ORDINARY,
        pattern=r"\d{11}",
        example="10204417730",
        source="U: the town's own",
    ),
    FactType(
        "rating_list.rateable_value",
        Kind.MONEY,
        "rateable value of the premises",
        Sensitivity.ORDINARY,
        example="11250.00",
    ),
)

SERVICES = (
    Service(
        key="valuation_office.value_premises",
        agency="valuation_office",
        row="BS10",
        title="Value the premises",
        does="Enters the premises, or what has changed about them, in the list by which business rates are set.",
        reads=(
            Read("business.name"),
            Read("business.address"),
            Read("applicant.full_name"),
            Read("premises.address"),
            Read("premises.postcode"),
            Read("premises.lease_starts"),
            Read("premises.former_use", optional=True),
        ),
        writes=(Write("rating_list.reference", Release.LETTER), Write("rating_list.rateable_value", Release.LETTER)),
        purpose=Purpose(
            why="To keep the list by which business rates are set",
            basis=Basis.STATUTORY,
            law="Local Government Finance Act 1988, part III; Non-Domestic Rating Act 2023",
            retention_days=2190,
        ),
        usually=Parameter("rating_list.usually"),
    ),
)
