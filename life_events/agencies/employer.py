"""The employer and its payroll: the last pay, the P45 and the leaver notice to the scheme (domain RT15)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Agency, Basis, Purpose, Read, Release, Service, Tier, Write
from life_events.parameters import Parameter

AGENCY = Agency(
    key="employer",
    title="Employer’s payroll",
    tier=Tier.PRIVATE,
    owner="Payroll manager",
    fallback="Write to your line manager and the payroll office",
)

FACTS = (
    FactType(
        "employment.leaving_date",
        Kind.DATE,
        "leaving date on the P45",
        source="domain C-R4: the leaver date is not the last day worked",
        example="2026-03-31",
    ),
    FactType(
        "employment.final_pay",
        Kind.MONEY,
        "pensionable pay for a year",
        Sensitivity.SENSITIVE,
        example="28400.00",
    ),
    FactType("employment.pay_to_date", Kind.MONEY, "pay to date on the P45", Sensitivity.SENSITIVE, example="27950.00"),
    FactType("employment.tax_to_date", Kind.MONEY, "tax to date on the P45", Sensitivity.SENSITIVE, example="3076.00"),
)

SERVICES = (
    Service(
        key="employer.end_employment",
        agency="employer",
        row="RT15",
        title="End your job and issue the P45",
        does="Works out the last pay, issues the P45, and tells the pension scheme who leaves and when.",
        reads=(
            Read("applicant.full_name"),
            Read("retiree.date_of_birth"),
            Read("retiree.address"),
            Read("retiree.postcode"),
            Read("applicant.national_insurance_number"),
            Read("employment.payroll_number", optional=True),
            Read("employment.last_day"),
        ),
        writes=(
            Write("employment.leaving_date", Release.LETTER),
            Write("employment.final_pay", Release.PARTNER),
            Write("employment.pay_to_date", Release.LETTER),
            Write("employment.tax_to_date", Release.LETTER),
        ),
        purpose=Purpose(
            why="To end the job, pay what is due and issue the P45",
            basis=Basis.CONSENT,
            law="Your notice; Income Tax (Pay As You Earn) Regulations 2003, regulation 36",
            retention_days=2190,
        ),
        usually=Parameter("employer.usually"),
    ),
)
