"""The DWP decides on Pension Credit, which can be claimed online only once State Pension is claimed (domain RT05)."""

from life_events.facts import Choice, FactType, Kind, Sensitivity
from life_events.model import Basis, Deadline, KeptBy, Purpose, Read, Recognition, Release, Service, Timing, Write
from life_events.parameters import Parameter

FACTS = (
    FactType(
        "pension_credit.award_number",
        Kind.REFERENCE,
        "Pension Credit award number",
        Sensitivity.SENSITIVE,
        pattern=r"PC\d{8}",
        source="U: the town's own",
        example="PC43819274",
    ),
    FactType(
        "pension_credit.weekly_amount", Kind.MONEY, "Pension Credit a week", Sensitivity.SENSITIVE, example="72.40"
    ),
    FactType(
        "pension_credit.household",
        Kind.CHOICE,
        "whom Pension Credit is for",
        Sensitivity.SENSITIVE,
        choices=(Choice("single", "a single person"), Choice("couple", "a couple")),
        source="domain C-R8: each office decides for itself who is one of a couple",
        example="couple",
    ),
    FactType(
        "pension_credit.guarantee",
        Kind.YES_NO,
        "guarantee part of Pension Credit",
        Sensitivity.SENSITIVE,
        source="domain 2c, RT05 -> RT07: guarantee credit means a full reduction",
        example="yes",
    ),
)

SERVICES = (
    Service(
        key="dwp.pay_pension_credit",
        agency="dwp",
        row="RT05",
        title="Decide on Pension Credit",
        owner="Pension Credit team leader",
        fallback="Phone the DWP’s Pension Credit claim line",
        does="Adds up what you and your partner have, and tops up your income if it is low.",
        reads=(
            Read("applicant.full_name"),
            Read("retiree.date_of_birth"),
            Read("applicant.national_insurance_number"),
            Read("retiree.address"),
            Read("retiree.postcode"),
            Read("retiree.pension_age_day"),
            Read("retiree.marital_status"),
            Read("partner.full_name", optional=True),
            Read("partner.date_of_birth", optional=True),
            Read("partner.national_insurance_number", optional=True),
            Read("household.weekly_income"),
            Read("household.savings"),
            Read("household.weekly_rent", optional=True),
            Read("bank.sort_code"),
            Read("bank.account_number"),
            Read("state_pension.claim_number", recognises=Recognition.TYPED),
            Read("state_pension.weekly_amount", Timing.TO_FINISH, optional=True, recognises=Recognition.TYPED),
            Read("pension.yearly_amount", Timing.TO_FINISH, optional=True, recognises=Recognition.TYPED),
        ),
        writes=(
            Write("pension_credit.award_number", Release.LETTER),
            Write("pension_credit.weekly_amount", Release.LETTER),
            Write("pension_credit.guarantee", Release.LETTER),
            Write("pension_credit.household", Release.LETTER),
        ),
        purpose=Purpose(
            why="To top up your income if it is low",
            basis=Basis.CONSENT,
            law="Your claim; State Pension Credit Act 2002",
            retention_days=1095,
        ),
        usually=Parameter("pension_credit.usually"),
        deadline=Deadline(
            Parameter("pension_credit.backdating"), counts_from="retiree.pension_age_day", kept_by=KeptBy.TOLD
        ),
    ),
)
