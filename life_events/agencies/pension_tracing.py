"""The Pension Tracing Service: asks schemes for pensions that somebody lost sight of (domain RT13)."""

from life_events.facts import Choice, FactType, Kind
from life_events.model import Agency, Basis, Purpose, Read, Release, Service, Tier, Write
from life_events.parameters import Parameter

AGENCY = Agency(
    key="pension_tracing",
    title="Pension Tracing Service (DWP)",
    tier=Tier.CENTRAL,
    owner="Pension Tracing Service manager",
    fallback="Phone the Pension Tracing Service, or write to each former employer",
)

FACTS = (
    FactType(
        "tracing.outcome",
        Kind.CHOICE,
        "result of the search for pensions",
        choices=(
            Choice("match", "A pension was found"),
            Choice("possible", "A pension may be yours: the scheme has to ask you"),
            Choice("none", "No pension was found"),
        ),
        source="domain RT13: match, possible match, no match",
        example="match",
    ),
)

SERVICES = (
    Service(
        key="pension_tracing.find_pensions",
        agency="pension_tracing",
        row="RT13",
        title="Look for lost pensions",
        does="Asks pension schemes whether they hold a pension for you, and tells the scheme that you were looking.",
        reads=(
            Read("applicant.full_name"),
            Read("retiree.date_of_birth"),
            Read("applicant.national_insurance_number"),
            Read("retiree.other_names", optional=True),
            Read("retiree.address"),
            Read("retiree.previous_addresses", optional=True),
            Read("applicant.email"),
            Read("applicant.phone", optional=True),
        ),
        writes=(Write("tracing.outcome", Release.PARTNER),),
        purpose=Purpose(
            why="To find pensions that you lost sight of",
            basis=Basis.CONSENT,
            law="Your request; Pensions Act 2004; Pension Schemes Act 2021, part 4",
            retention_days=365,
        ),
        usually=Parameter("tracing.usually"),
    ),
)
