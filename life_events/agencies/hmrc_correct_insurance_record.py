"""HMRC corrects years that Child Benefit should have protected, and did not (domain RT04, C-R1)."""

from life_events.facts import FactType, Kind
from life_events.model import Basis, Purpose, Read, Release, Service, Write
from life_events.parameters import Parameter

FACTS = (
    FactType(
        "national_insurance.protected_years",
        Kind.REFERENCE,
        "years added for Home Responsibilities Protection",
        pattern=r"\d{1,2}",
        source="domain RT04: a corrected National Insurance record",
        example="6",
    ),
)

SERVICES = (
    Service(
        key="hmrc.correct_insurance_record",
        agency="hmrc",
        row="RT04",
        title="Correct missing years at home with children",
        owner="HMRC National Insurance team leader",
        fallback="Phone HMRC’s National Insurance helpline",
        does="Looks for years of Child Benefit without a National Insurance number, and adds them to your record.",
        reads=(
            Read("applicant.full_name"),
            Read("retiree.date_of_birth"),
            Read("applicant.national_insurance_number"),
            Read("child_benefit.claimed_from"),
            Read("child_benefit.child_date_of_birth"),
        ),
        writes=(Write("national_insurance.protected_years", Release.PARTNER),),
        purpose=Purpose(
            why="To add the years at home with children to your National Insurance record",
            basis=Basis.CONSENT,
            law="Your application; Social Security (Contributions and Credits for Parents and Carers) Regulations 2010",
            retention_days=5110,
        ),
        usually=Parameter("insurance_record.correction_usually"),
    ),
)
