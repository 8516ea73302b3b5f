"""The council: Council Tax and adult social care (domain BV13 and BV14)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Agency, Basis, Purpose, Read, Recognition, Release, Service, Tier, Timing, Write
from life_events.parameters import Parameter

AGENCY = Agency(
    key="council",
    title="Exampleton Council",
    tier=Tier.LOCAL,
    owner="Customer service manager of the council",
    fallback="Phone the council or visit the customer service centre",
)

FACTS = (
    FactType(
        "council_tax.exempt_until",
        Kind.DATE,
        "end of the Council Tax exemption",
        Sensitivity.ORDINARY,
        example="2026-12-11",
    ),
    FactType(
        "council_tax.ended_reduction",
        Kind.MONEY,
        "Council Tax Reduction that has ended, for a year",
        Sensitivity.SENSITIVE,
        example="1420.00",
    ),
    FactType("care.final_charges", Kind.MONEY, "care charges still to pay", Sensitivity.SENSITIVE, example="1284.60"),
)

SERVICES = (
    Service(
        key="council.update_council_tax",
        agency="council",
        row="BV13",
        title="Change Council Tax",
        owner="Revenues manager of the council",
        does="Closes or changes the Council Tax account and exempts the home where the law allows it.",
        reads=(
            Read("deceased.first_names"),
            Read("deceased.last_name"),
            Read("registration.date_of_death"),
            Read("deceased.address"),
            Read("deceased.postcode"),
            Read("deceased.council_tax_account"),
            Read("deceased.lived_alone"),
            Read("estate.applying_for_probate"),
            Read("probate.grant_date", Timing.TO_FINISH, optional=True, recognises=Recognition.ORIGINAL),
            Read("executor.full_name"),
            Read("executor.address"),
            Read("executor.postcode"),
        ),
        writes=(
            Write("council_tax.exempt_until", Release.LETTER),
            Write("council_tax.ended_reduction", Release.LETTER, optional=True),
        ),
        purpose=Purpose(
            why="To change the Council Tax bill",
            basis=Basis.STATUTORY,
            law="Local Government Finance Act 1992; Council Tax (Exempt Dwellings) Order 1992, Class F",
            retention_days=2555,
        ),
        usually=Parameter("council_tax.usually"),
    ),
    Service(
        key="council.settle_care_charges",
        agency="council",
        row="BV14",
        title="Settle care charges",
        owner="Care finance manager of the council",
        does="Ends the care arranged by the council and sends the last bill to the estate.",
        reads=(
            Read("deceased.first_names"),
            Read("deceased.last_name"),
            Read("deceased.date_of_birth"),
            Read("registration.date_of_death"),
            Read("deceased.care_client_number"),
            Read("executor.full_name"),
            Read("executor.address"),
            Read("executor.postcode"),
        ),
        writes=(Write("care.final_charges", Release.LETTER),),
        purpose=Purpose(
            why="To end the care and settle what it cost",
            basis=Basis.STATUTORY,
            law="Care Act 2014",
            retention_days=2555,
        ),
        usually=Parameter("care_charges.usually"),
    ),
)
