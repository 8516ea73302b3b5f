"""A workplace pension scheme starts to pay a pension (domain RT12)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Basis, Purpose, Read, Recognition, Release, Service, Timing, Write
from life_events.parameters import Parameter

FACTS = (
    FactType(
        "pension.lump_sum", Kind.MONEY, "lump sum from the workplace pension", Sensitivity.SENSITIVE, example="6200.00"
    ),
    FactType("pension.yearly_amount", Kind.MONEY, "workplace pension a year", Sensitivity.SENSITIVE, example="1820.00"),
    FactType(
        "pension.starts_on",
        Kind.DATE,
        "the day from which the workplace pension is due",
        source="domain C-R4: benefit date",
        example="2026-04-01",
    ),
    FactType("pension.first_payment", Kind.DATE, "first payment of the workplace pension", example="2026-05-29"),
)

SERVICES = (
    Service(
        key="pension_scheme.start_pension",
        agency="pension_scheme",
        row="RT12",
        title="Start your workplace pension",
        does="Works out the lump sum and the pension, and pays them once it knows your leaving date and tax code.",
        reads=(
            Read("applicant.full_name"),
            Read("retiree.date_of_birth"),
            Read("applicant.national_insurance_number"),
            Read("retiree.address"),
            Read("retiree.other_names", optional=True),
            Read("pension.scheme_name"),
            Read("pension.member_number"),
            Read("pension.takes_lump_sum"),
            Read("retiree.marital_status"),
            Read("partner.full_name", optional=True),
            Read("partner.date_of_birth", optional=True),
            Read("bank.sort_code"),
            Read("bank.account_number"),
            Read("employment.last_day", optional=True),
            Read("employment.leaving_date", Timing.TO_FINISH, optional=True, recognises=Recognition.TYPED),
            Read("employment.final_pay", Timing.TO_FINISH, optional=True, recognises=Recognition.ORIGINAL),
            Read("employment.tax_to_date", Timing.TO_FINISH, optional=True, recognises=Recognition.ORIGINAL),
            Read("tracing.outcome", Timing.TO_FINISH, optional=True, recognises=Recognition.TYPED),
            Read("tax.code", Timing.TO_FINISH, optional=True, recognises=Recognition.ISSUER),
        ),
        writes=(
            Write("pension.lump_sum", Release.LETTER),
            Write("pension.yearly_amount", Release.LETTER),
            Write("pension.starts_on", Release.LETTER),
            Write("pension.first_payment", Release.LETTER),
        ),
        purpose=Purpose(
            why="To work out and pay your workplace pension",
            basis=Basis.CONSENT,
            law="Scheme rules; your application",
            retention_days=4380,
        ),
        usually=Parameter("pension_scheme.starting_usually"),
    ),
)
