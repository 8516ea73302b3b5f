"""Starting a business: the offices concerned and who will not be told (domain 3)."""

from life_events.business_start_up_facts import START_UP_FACTS
from life_events.business_start_up_frictions import FRICTIONS
from life_events.business_start_up_questions import DATA, MONEY, PREMISES, STAFF, THE_BUSINESS, YOU
from life_events.conditions import Fact, all_of, any_of
from life_events.model import Concerns, LifeEvent, Listed, NotTold, PublishedList
from life_events.parameters import Parameter

FACTS = START_UP_FACTS

LIFE_EVENT = LifeEvent(
    key="business_start_up",
    title="When you start a business",
    summary="Tell every office that needs to know, once. We pass it on and show you what each of them does.",
    happened="I am starting a business",
    call_it="A company, a partnership or a business of your own",
    signs=(
        "I am opening a shop, a café or another business",
        "I want to set up a company",
        "I have begun to work for myself",
        "I am about to employ somebody for the first time",
    ),
    before_you_start=(
        "the name of the business and the address to which offices should write",
        "the day on which you will start trading, and the sales that you expect",
        "your National Insurance number, and for a company your Companies House personal code",
        "if you employ somebody, how many people, the days of first work and first pay, and your pension scheme",
        "if you have premises, their address, the start of the lease, and who will be responsible for selling alcohol",
    ),
    sections=(THE_BUSINESS, YOU, MONEY, STAFF, DATA, PREMISES),
    services=(
        Concerns(
            "companies_house.incorporate_company",
            Fact("business.kind").is_("company"),
            "Sole traders and partnerships are not registered with Companies House.",
        ),
        Concerns(
            "hmrc.register_corporation_tax",
            Fact("business.kind").is_("company"),
            "Only companies pay Corporation Tax.",
        ),
        Concerns(
            "hmrc.register_self_assessment",
            Fact("business.kind").is_("sole_trader", "partnership"),
            "The company pays Corporation Tax. A director registers for Self Assessment only if HMRC asks.",
        ),
        Concerns(
            "hmrc.register_vat",
            any_of(
                Fact("business.turnover").at_least(Parameter("vat.threshold")), Fact("business.wants_vat").is_(True)
            ),
            "You expect sales below the VAT threshold, and did not ask to register.",
        ),
        Concerns("hmrc.register_employer", Fact("business.employs").is_(True), "You do not employ anybody."),
        Concerns(
            "bank.open_business_account",
            Fact("business.wants_account").is_(True),
            "You did not ask for a business bank account.",
        ),
        Concerns(
            "ico.register_data_use",
            any_of(Fact("business.uses_personal_data").is_(True), Fact("business.kind").is_("company")),
            "The business keeps no personal data on a computer, and is not on the register of companies.",
        ),
        Concerns(
            "council.register_food_business",
            all_of(Fact("business.has_premises").is_(True), Fact("business.serves_food").is_(True)),
            "No food is prepared or sold on premises of the business.",
        ),
        Concerns(
            "council.grant_premises_licence",
            all_of(Fact("business.has_premises").is_(True), Fact("business.sells_alcohol").is_(True)),
            "No alcohol is sold on premises of the business.",
        ),
        Concerns(
            "council.decide_planning",
            all_of(Fact("business.has_premises").is_(True), Fact("premises.changes_use").is_(True)),
            "No premises of the business are put to another use.",
        ),
        Concerns(
            "council.license_pavement",
            all_of(Fact("business.has_premises").is_(True), Fact("premises.tables_outside").is_(True)),
            "No tables are put on the pavement before premises of the business.",
        ),
        Concerns(
            "valuation_office.value_premises",
            Fact("business.has_premises").is_(True),
            "The business has no premises of its own.",
        ),
        Concerns(
            "council.set_business_rates",
            Fact("business.has_premises").is_(True),
            "The business has no premises of its own.",
        ),
        Concerns("insurer.insure_employer", Fact("business.employs").is_(True), "You do not employ anybody."),
        Concerns(
            "hse.visit_workplace",
            all_of(Fact("business.employs").is_(True), Fact("business.has_premises").is_(True)),
            "Nobody is employed on premises of the business.",
        ),
        Concerns(
            "pensions_regulator.take_declaration", Fact("business.employs").is_(True), "You do not employ anybody."
        ),
    ),
    frictions=FRICTIONS,
    published=PublishedList(
        "In 1999 the book Governing in the Round listed whom a new business needs to deal with (‘Just for the poor’).",
        (
            Listed("Land-use planning", ("council.decide_planning",)),
            Listed("Environmental health", ("council.register_food_business",)),
            Listed("Transport", ("council.license_pavement",)),
            Listed("HM Customs and Excise", ("hmrc.register_vat",)),
            Listed("The Inland Revenue", ("hmrc.register_corporation_tax", "hmrc.register_self_assessment")),
            Listed("The Contributions Agency", ("hmrc.register_employer",)),
            Listed("The Data Protection Commission", ("ico.register_data_use",)),
            Listed("The Health and Safety Executive", ("hse.visit_workplace",)),
        ),
    ),
    not_told=(
        NotTold("Gas, electricity, water, phone and broadband", "Phone a supplier and ask for a business contract."),
        NotTold("Public liability and buildings insurers", "Ask a broker what your lease and your trade require."),
        NotTold("Performing rights and television licensing", "Buy a licence if you play music or show television."),
        NotTold(
            "The council’s highways office, about parking, a dropped kerb or a sign over the pavement",
            "Ask the council before you build or put up anything.",
        ),
        NotTold("The fire and rescue service", "Assess the risk of fire yourself, and write it down."),
        NotTold("A waste carrier", "Make a contract for the waste of the business before you open."),
        NotTold("Your landlord", "Ask for consent in writing before you change what the premises are used for."),
        NotTold("Your Self Assessment as a director", "Check on GOV.UK whether you have to send a tax return."),
    ),
)
