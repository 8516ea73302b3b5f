"""The DWP pays State Pension, which has to be claimed (domain RT01)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Basis, Purpose, Read, Recognition, Release, Service, Timing, Write
from life_events.parameters import Parameter

FACTS = (
    FactType(
        "state_pension.claim_number",
        Kind.REFERENCE,
        "State Pension claim number",
        pattern=r"SPC\d{8}",
        source="U: the town's own",
        example="SPC20418873",
    ),
    FactType(
        "state_pension.weekly_amount", Kind.MONEY, "State Pension a week", Sensitivity.SENSITIVE, example="203.94"
    ),
    FactType(
        "state_pension.entitled_from",
        Kind.DATE,
        "the day from which State Pension is due",
        source="domain C-R4: State Pension entitlement date",
        example="2026-03-28",
    ),
    FactType("state_pension.first_payment", Kind.DATE, "first State Pension payment", example="2026-04-27"),
)

SERVICES = (
    Service(
        key="dwp.pay_state_pension",
        agency="dwp",
        row="RT01",
        title="Pay your State Pension",
        owner="State Pension claims manager",
        fallback="Phone the DWP’s State Pension claim line",
        does="Takes your claim, works out the weekly amount from your National Insurance record, and pays it.",
        reads=(
            Read("applicant.full_name"),
            Read("retiree.date_of_birth"),
            Read("applicant.national_insurance_number"),
            Read("retiree.address"),
            Read("retiree.postcode"),
            Read("state_pension.invitation_code", optional=True),
            Read("retiree.marital_status"),
            Read("retiree.marital_status_since", optional=True),
            Read("partner.national_insurance_number", optional=True),
            Read("partner.date_of_birth", optional=True),
            Read("retiree.years_abroad", optional=True),
            Read("bank.sort_code"),
            Read("bank.account_number"),
            Read("national_insurance.qualifying_years", Timing.TO_FINISH, recognises=Recognition.ISSUER),
        ),
        writes=(
            Write("state_pension.claim_number"),
            Write("state_pension.weekly_amount", Release.LETTER, rests_on=(("national_insurance.qualifying_years",),)),
            Write("state_pension.entitled_from", Release.LETTER, rests_on=(("national_insurance.qualifying_years",),)),
            Write("state_pension.first_payment", Release.LETTER, rests_on=(("national_insurance.qualifying_years",),)),
        ),
        purpose=Purpose(
            why="To decide and pay your State Pension",
            basis=Basis.CONSENT,
            law="Your claim; Pensions Act 2014, part 1",
            retention_days=5110,
        ),
        usually=Parameter("state_pension.usually"),
    ),
)
