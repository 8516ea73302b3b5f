"""Companies House: puts a new company on the register (domain BS01)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Agency, Basis, Purpose, Read, Release, Service, Tier, Write
from life_events.parameters import Parameter

AGENCY = Agency(
    key="companies_house",
    title="Companies House",
    tier=Tier.CENTRAL,
    owner="Incorporations team leader",
    fallback="Post form IN01 to Companies House in Cardiff",
)

FACTS = (
    FactType(
        "company.number",
        Kind.REFERENCE,
        "company number",
        Sensitivity.ORDINARY,
        hint="8 characters, for example 15204417",
        pattern=r"([A-Z]{2}|\d{2})\d{6}",
        example="15204417",
        source="domain 0: 8 characters, HMRC Validation.scala (P)",
    ),
    FactType("company.incorporated_on", Kind.DATE, "day of incorporation", Sensitivity.ORDINARY, example="2026-03-06"),
    FactType(
        "company.accounts_until",
        Kind.DATE,
        "day until which the first accounts run",
        Sensitivity.ORDINARY,
        example="2027-03-31",
    ),
    FactType(
        "company.authentication_code",
        Kind.REFERENCE,
        "Companies House authentication code",
        Sensitivity.SENSITIVE,
        pattern=r"[A-Z0-9]{6}",
        example="7QX4M2",
        source="domain 0: 6 alphanumerics, posted to the registered office (P)",
    ),
)

SERVICES = (
    Service(
        key="companies_house.incorporate_company",
        agency="companies_house",
        row="BS01",
        title="Register the company",
        does="Checks who the directors are, puts the company on the register and gives it a number.",
        reads=(
            Read("business.name"),
            Read("business.address"),
            Read("business.postcode"),
            Read("business.activity_code"),
            Read("company.share_capital"),
            Read("applicant.full_name"),
            Read("applicant.email"),
            Read("owner.date_of_birth"),
            Read("owner.nationality"),
            Read("owner.address"),
            Read("owner.postcode"),
            Read("owner.personal_code"),
        ),
        writes=(
            Write("company.number"),
            Write("company.incorporated_on"),
            Write("company.accounts_until"),
            Write("company.authentication_code", Release.LETTER),
        ),
        purpose=Purpose(
            why="To register the company, as the law requires",
            basis=Basis.STATUTORY,
            law="Companies Act 2006, part 2; Economic Crime and Corporate Transparency Act 2023",
            retention_days=7300,
        ),
        usually=Parameter("companies_house.usually"),
    ),
)
