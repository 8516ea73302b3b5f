"""The Health and Safety Executive: looks at a new place of work (domain BS12)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Agency, Basis, Purpose, Read, Recognition, Release, Service, Tier, Timing, Write
from life_events.parameters import Parameter

AGENCY = Agency(
    key="hse",
    title="Health and Safety Executive (HSE)",
    tier=Tier.CENTRAL,
    owner="Principal inspector for the region",
    fallback="Write to the HSE's regional office",
)

FACTS = (
    FactType(
        "workplace.visit_report",
        Kind.REFERENCE,
        "report of the visit to the workplace",
        Sensitivity.ORDINARY,
        pattern=r"NOC/\d{7}",
        example="NOC/2044177",
        source="U: the town's own",
    ),
)

SERVICES = (
    Service(
        key="hse.visit_workplace",
        agency="hse",
        row="BS12",
        title="Look at health and safety",
        does="Visits a new place of work, and wants to see the certificate of insurance on the wall.",
        reads=(
            Read("business.name"),
            Read("business.postcode"),
            Read("business.activity_code"),
            Read("applicant.full_name"),
            Read("applicant.phone"),
            Read("premises.address"),
            Read("premises.postcode"),
            Read("employees.number"),
            Read("employees.start_on"),
            Read("insurance.certificate_number", Timing.TO_FINISH, recognises=Recognition.ORIGINAL),
        ),
        writes=(Write("workplace.visit_report", Release.LETTER),),
        purpose=Purpose(
            why="To see that the place of work is safe",
            basis=Basis.STATUTORY,
            law="Health and Safety at Work etc. Act 1974, section 20",
            retention_days=2555,
        ),
        usually=Parameter("workplace_visit.usually"),
    ),
)
