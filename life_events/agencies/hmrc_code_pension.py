"""HMRC works out the tax code for somebody whose income is now pensions (domain RT03, C-R3 and C-R5)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Basis, Purpose, Read, Recognition, Release, Service, Timing, Write
from life_events.parameters import Parameter

FACTS = (
    FactType(
        "tax.code",
        Kind.REFERENCE,
        "tax code for the pension",
        Sensitivity.SENSITIVE,
        pattern=r"K?\d{1,4}[LMNT]?",
        source="U: the usual form of a tax code",
        example="214L",
    ),
)

SERVICES = (
    Service(
        key="hmrc.code_pension",
        agency="hmrc",
        row="RT03",
        title="Work out your tax code",
        owner="HMRC PAYE coding team leader",
        fallback="Phone HMRC’s Income Tax helpline",
        does="Takes State Pension, pension and last pay together, and tells the scheme which code to use.",
        reads=(
            Read("applicant.full_name"),
            Read("retiree.date_of_birth"),
            Read("applicant.national_insurance_number"),
            Read("retiree.address"),
            Read("state_pension.first_payment", Timing.TO_FINISH, optional=True, recognises=Recognition.ISSUER),
            Read("state_pension.weekly_amount", Timing.TO_FINISH, optional=True, recognises=Recognition.ISSUER),
            Read("pension.yearly_amount", Timing.TO_FINISH, optional=True, recognises=Recognition.ISSUER),
            Read("employment.leaving_date", Timing.TO_FINISH, optional=True, recognises=Recognition.ORIGINAL),
            Read("employment.pay_to_date", Timing.TO_FINISH, optional=True, recognises=Recognition.ORIGINAL),
            Read("employment.tax_to_date", Timing.TO_FINISH, optional=True, recognises=Recognition.ORIGINAL),
        ),
        writes=(Write("tax.code", Release.LETTER),),
        purpose=Purpose(
            why="To tax your pensions by the right code",
            basis=Basis.STATUTORY,
            law="Income Tax (Pay As You Earn) Regulations 2003",
            retention_days=2190,
        ),
        usually=Parameter("tax_code.usually"),
    ),
)
