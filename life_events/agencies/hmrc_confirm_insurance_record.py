"""HMRC confirms the National Insurance record on which the State Pension rests (domain RT02)."""

from life_events.facts import FactType, Kind
from life_events.model import Basis, Purpose, Read, Recognition, Release, Service, Timing, Write
from life_events.parameters import Parameter

FACTS = (
    FactType(
        "national_insurance.qualifying_years",
        Kind.REFERENCE,
        "qualifying years of National Insurance",
        pattern=r"\d{1,2}",
        source="domain RT02: returns qualifying years and gaps",
        example="31",
    ),
)

SERVICES = (
    Service(
        key="hmrc.confirm_insurance_record",
        agency="hmrc",
        row="RT02",
        title="Confirm your National Insurance record",
        owner="HMRC National Insurance team leader",
        fallback="Phone HMRC’s National Insurance helpline",
        does="Adds up the years that count towards State Pension, and passes them to the DWP.",
        reads=(
            Read("applicant.full_name"),
            Read("retiree.date_of_birth"),
            Read("applicant.national_insurance_number"),
            Read(
                "national_insurance.protected_years",
                Timing.TO_FINISH,
                optional=True,
                recognises=Recognition.ISSUER,
            ),
        ),
        writes=(Write("national_insurance.qualifying_years", Release.PARTNER),),
        purpose=Purpose(
            why="To work out which years count towards your State Pension",
            basis=Basis.STATUTORY,
            law="Social Security Administration Act 1992; Pensions Act 2014, part 1",
            retention_days=5110,
        ),
        usually=Parameter("insurance_record.usually"),
    ),
)
