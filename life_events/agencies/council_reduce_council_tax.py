"""The council decides on Council Tax Reduction and pension-age Housing Benefit (domain RT07)."""

from life_events.facts import Choice, FactType, Kind, Sensitivity
from life_events.model import Basis, Purpose, Read, Recognition, Release, Service, Timing, Write
from life_events.parameters import Parameter

FACTS = (
    FactType(
        "council_tax.reduction", Kind.MONEY, "Council Tax Reduction a year", Sensitivity.SENSITIVE, example="1640.00"
    ),
    FactType(
        "council_tax.household",
        Kind.CHOICE,
        "whom Council Tax Reduction is for",
        Sensitivity.SENSITIVE,
        choices=(Choice("single", "a single person"), Choice("couple", "a couple")),
        source="domain C-R8: each office decides for itself who is one of a couple",
        example="couple",
    ),
)

SERVICES = (
    Service(
        key="council.reduce_council_tax",
        agency="council",
        row="RT07",
        title="Reduce your Council Tax",
        owner="Benefits manager of the council",
        fallback="Phone the council’s benefits office",
        does="Takes off the Council Tax bill what you cannot afford, and helps with the rent if you rent.",
        reads=(
            Read("applicant.full_name"),
            Read("retiree.date_of_birth"),
            Read("applicant.national_insurance_number"),
            Read("retiree.address"),
            Read("retiree.postcode"),
            Read("retiree.council_tax_account"),
            Read("retiree.marital_status"),
            Read("partner.full_name", optional=True),
            Read("partner.date_of_birth", optional=True),
            Read("partner.national_insurance_number", optional=True),
            Read("household.other_adults"),
            Read("household.weekly_income"),
            Read("household.savings"),
            Read("household.weekly_rent", optional=True),
            Read("state_pension.weekly_amount", Timing.TO_FINISH, optional=True, recognises=Recognition.TYPED),
            Read("pension_credit.guarantee", Timing.TO_FINISH, optional=True, recognises=Recognition.TYPED),
            Read("pension_credit.weekly_amount", Timing.TO_FINISH, optional=True, recognises=Recognition.TYPED),
        ),
        writes=(Write("council_tax.reduction", Release.LETTER), Write("council_tax.household", Release.LETTER)),
        purpose=Purpose(
            why="To reduce your Council Tax and help with the rent",
            basis=Basis.CONSENT,
            law="Your application; Local Government Finance Act 1992, section 13A",
            retention_days=2555,
        ),
        usually=Parameter("council_tax_reduction.usually"),
        overlooks=("retiree.marital_status",),
        overlooks_source="domain C-R8: a council took a man for one of a couple who said that he was single",
    ),
)
