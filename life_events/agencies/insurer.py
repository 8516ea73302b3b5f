"""An insurer: employers' liability, which every employer must have (domain BS15)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import (
    Agency,
    Basis,
    Deadline,
    Purpose,
    Read,
    Recognition,
    Release,
    Service,
    Tier,
    Timing,
    Write,
)
from life_events.parameters import Parameter

AGENCY = Agency(
    key="insurer",
    title="Exampleton Mutual Insurance",
    tier=Tier.PRIVATE,
    owner="Commercial lines manager",
    fallback="Phone an insurance broker",
)

FACTS = (
    FactType(
        "insurance.certificate_number",
        Kind.REFERENCE,
        "employers' liability certificate",
        Sensitivity.ORDINARY,
        pattern=r"EL-\d{7}",
        example="EL-7730142",
        source="U: each insurer has its own",
    ),
)

SERVICES = (
    Service(
        key="insurer.insure_employer",
        agency="insurer",
        row="BS15",
        title="Insure the employer",
        does="Insures against claims of employees, and enters the employer in the tracing register.",
        reads=(
            Read("business.name"),
            Read("business.address"),
            Read("business.postcode"),
            Read("business.activity_code"),
            Read("applicant.full_name"),
            Read("employees.number"),
            Read("employees.wage_roll"),
            Read("employees.start_on"),
            Read("paye.reference", Timing.TO_FINISH, optional=True, recognises=Recognition.TYPED),
        ),
        writes=(Write("insurance.certificate_number", Release.LETTER),),
        purpose=Purpose(
            why="To insure the business from the day on which somebody works for it",
            basis=Basis.CONSENT,
            law="Consent; Employers' Liability (Compulsory Insurance) Act 1969",
            retention_days=14600,
        ),
        usually=Parameter("employers_liability.usually"),
        deadline=Deadline(Parameter("employers_liability.deadline"), counts_from="employees.start_on"),
    ),
)
