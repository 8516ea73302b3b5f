"""HM Revenue and Customs: settles Income Tax and Inheritance Tax (domain BV08 and BV09)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Agency, Basis, Deadline, Purpose, Read, Recognition, Release, Service, Tier, Timing, Write
from life_events.parameters import Parameter

AGENCY = Agency(
    key="hmrc",
    title="HM Revenue and Customs (HMRC)",
    tier=Tier.CENTRAL,
    owner="HMRC customer service manager",
    fallback="Write to HMRC, or phone the helpline for the tax that it is about",
)

FACTS = (
    FactType(
        "hmrc.income_tax_balance", Kind.MONEY, "Income Tax owed or due back", Sensitivity.SENSITIVE, example="318.20"
    ),
    FactType("hmrc.late_return_penalty", Kind.MONEY, "penalty for a late tax return", example="100.00"),
    FactType("hmrc.closed_record", Kind.TEXT, "tax code or tax reference that was ended", example="1257L"),
    FactType(
        "inheritance_tax.amount_due",
        Kind.MONEY,
        "Inheritance Tax to pay (form IHT423)",
        Sensitivity.SENSITIVE,
        example="104900.20",
    ),
    FactType(
        "inheritance_tax.unique_code",
        Kind.REFERENCE,
        "Inheritance Tax unique code",
        Sensitivity.SENSITIVE,
        pattern=r"CTS ?\d{10} ?[a-z0-9]{4} ?[a-z0-9]{4}",
        source="domain 0: suggested from one sample",
        example="CTS 0405231104 3tpp s8e9",
    ),
    FactType(
        "inheritance_tax.gross_value",
        Kind.MONEY,
        "gross value as HMRC accepted it",
        Sensitivity.SENSITIVE,
        example="612500.00",
    ),
    FactType(
        "inheritance_tax.net_value",
        Kind.MONEY,
        "net value as HMRC accepted it",
        Sensitivity.SENSITIVE,
        example="587250.50",
    ),
)

SERVICES = (
    Service(
        key="hmrc.settle_income_tax",
        agency="hmrc",
        row="BV08",
        title="Settle Income Tax",
        owner="HMRC Bereavement team leader",
        fallback="Write to HMRC Bereavement, or phone the bereavement helpline",
        does="Stops the tax code, works out the tax to the day of death and settles it with the estate.",
        reads=(
            Read("deceased.first_names"),
            Read("deceased.last_name"),
            Read("deceased.national_insurance_number", optional=True),
            Read("deceased.utr", optional=True),
            Read("dwp.verified_date_of_death", Timing.TO_FINISH, optional=True, recognises=Recognition.ISSUER),
            Read("executor.full_name"),
            Read("executor.address"),
            Read("executor.postcode"),
        ),
        writes=(
            Write("hmrc.income_tax_balance", Release.LETTER),
            Write("hmrc.late_return_penalty", Release.LETTER, optional=True),
            Write("hmrc.closed_record", Release.LETTER, optional=True),
        ),
        purpose=Purpose(
            why="To settle the Income Tax of the person who died",
            basis=Basis.STATUTORY,
            law="Taxes Management Act 1970",
            retention_days=2190,
        ),
        usually=Parameter("hmrc.income_tax_usually"),
        asks_again=("executor.full_name", "executor.address"),
        asks_again_source="domain C-B5: HMRC asks by form P1000 who represents the estate although Tell Us Once asked",
    ),
    Service(
        key="hmrc.settle_inheritance_tax",
        agency="hmrc",
        row="BV09",
        title="Settle Inheritance Tax",
        owner="HMRC Bereavement team leader",
        fallback="Write to HMRC Bereavement, or phone the bereavement helpline",
        does="Checks the account of the estate and issues the code that probate needs.",
        reads=(
            Read("deceased.first_names"),
            Read("deceased.last_name"),
            Read("deceased.date_of_birth"),
            Read("registration.date_of_death"),
            Read("deceased.national_insurance_number", optional=True),
            Read("deceased.address"),
            Read("deceased.postcode"),
            Read("deceased.marital_status"),
            Read("estate.gross_value"),
            Read("estate.net_value"),
            Read("bank.balance_at_death", optional=True, recognises=Recognition.TYPED),
            Read("pension.death_benefit", optional=True, recognises=Recognition.TYPED),
            Read("care.final_charges", Timing.TO_FINISH, optional=True, recognises=Recognition.TYPED),
            Read("dwp.overpayment", Timing.TO_FINISH, optional=True, recognises=Recognition.TYPED),
            Read("hmrc.income_tax_balance", Timing.TO_FINISH, optional=True),
            Read("bank.tax_payment", Timing.TO_FINISH, optional=True, recognises=Recognition.ISSUER),
            Read("executor.full_name"),
            Read("executor.address"),
            Read("executor.postcode"),
        ),
        writes=(
            Write("inheritance_tax.amount_due", Release.LETTER),
            Write("inheritance_tax.unique_code", Release.LETTER, rests_on=(("bank.tax_payment",),)),
            Write("inheritance_tax.gross_value", Release.LETTER, rests_on=(("bank.tax_payment",),)),
            Write("inheritance_tax.net_value", Release.LETTER, rests_on=(("bank.tax_payment",),)),
        ),
        purpose=Purpose(
            why="To settle the Inheritance Tax of the estate",
            basis=Basis.STATUTORY,
            law="Inheritance Tax Act 1984",
            retention_days=7300,
        ),
        usually=Parameter("inheritance_tax.usually"),
        deadline=Deadline(Parameter("inheritance_tax.deadline"), counts_from="deceased.date_of_death"),
    ),
)
