"""What somebody who starts a business is asked, one question a page, in sections (GOV.UK: one thing per page)."""

from life_events.conditions import Fact, all_of, not_
from life_events.model import Question, Section
from life_events.parameters import Parameter

THE_BUSINESS = Section(
    "The business",
    (
        Question(
            "kind",
            "What kind of business are you starting?",
            ("business.kind",),
            hint="A limited company is registered with Companies House. Sole traders and partnerships are not.",
        ),
        Question("name", "What is the name of the business?", ("business.name",)),
        Question(
            "official-address",
            "What is the official address of the business?",
            ("business.address", "business.postcode"),
            hint="Offices send their letters there. A company gives its registered office, which is public.",
        ),
        Question(
            "activity",
            "What will the business do?",
            ("business.activity_code",),
            hint="Every trade has a number, its SIC code. Companies House has the list.",
        ),
        Question("trading-starts", "When will you start trading?", ("business.trading_starts",)),
        Question("turnover", "What sales do you expect in the first 12 months?", ("business.turnover",)),
        Question(
            "vat",
            "Do you want to register for VAT?",
            ("business.wants_vat",),
            hint="With the sales that you expect you need not. Some businesses choose to.",
            when=not_(Fact("business.turnover").at_least(Parameter("vat.threshold"))),
        ),
    ),
)

YOU = Section(
    "You",
    (
        Question(
            "your-name",
            "What is your name?",
            ("applicant.full_name",),
            hint="The owner, a partner or a director of the business.",
        ),
        Question("your-birth", "What is your date of birth?", ("owner.date_of_birth",)),
        Question("your-address", "What is your home address?", ("owner.address", "owner.postcode")),
        Question("your-contact", "How can offices reach you?", ("applicant.email", "applicant.phone")),
        Question(
            "your-national-insurance-number",
            "What is your National Insurance number?",
            ("applicant.national_insurance_number",),
            hint="For example, QQ 12 34 56 C. It is on letters about tax, pensions and benefits.",
        ),
        Question(
            "company",
            "What does Companies House need to know?",
            ("owner.nationality", "owner.personal_code", "company.share_capital"),
            hint="Every director has to prove who they are and gets a personal code for it.",
            when=Fact("business.kind").is_("company"),
        ),
    ),
)

MONEY = Section(
    "Money",
    (
        Question("bank-account", "Do you want to open a business bank account?", ("business.wants_account",)),
        Question(
            "source-of-funds",
            "Where does the money to start the business come from?",
            ("business.source_of_funds",),
            hint="For example, savings or a loan. Banks have to ask.",
            when=Fact("business.wants_account").is_(True),
        ),
    ),
)

STAFF = Section(
    "Staff",
    (
        Question("employs", "Will you employ anybody?", ("business.employs",)),
        Question(
            "employees",
            "How many people will you employ, and when is their first payday?",
            ("employees.number", "employees.first_payday"),
            when=Fact("business.employs").is_(True),
        ),
        Question(
            "employees-start",
            "When does the first of them start, and what will they all earn in a year?",
            ("employees.start_on", "employees.wage_roll"),
            when=Fact("business.employs").is_(True),
        ),
        Question(
            "workplace-pension",
            "What is the reference of your workplace pension scheme?",
            ("employees.pension_scheme",),
            hint="Every employer must choose a scheme. The provider gives you the reference when you sign up.",
            when=Fact("business.employs").is_(True),
        ),
    ),
)

DATA = Section(
    "Personal data",
    (
        Question(
            "personal-data",
            "Will the business keep personal data on a computer?",
            ("business.uses_personal_data",),
            hint="For example, names and addresses of customers, or pictures from a security camera.",
        ),
        Question(
            "dormant",
            "Is the company dormant?",
            ("company.dormant",),
            hint="A dormant company does not trade: it keeps a name, or waits until business begins.",
            when=all_of(Fact("business.kind").is_("company"), Fact("business.uses_personal_data").is_(False)),
        ),
    ),
)

PREMISES = Section(
    "The premises",
    (
        Question("premises", "Will the business have premises of its own?", ("business.has_premises",)),
        Question(
            "premises-address",
            "Where are the premises?",
            ("premises.address", "premises.postcode"),
            when=Fact("business.has_premises").is_(True),
        ),
        Question(
            "lease",
            "When does the lease start, and do you claim small business rate relief?",
            ("premises.lease_starts", "premises.claims_relief"),
            when=Fact("business.has_premises").is_(True),
        ),
        Question(
            "change-of-use",
            "Will the premises be used for something else than before?",
            ("premises.changes_use",),
            hint="For example, a shop that becomes a café.",
            when=Fact("business.has_premises").is_(True),
        ),
        Question(
            "planning",
            "What does the planning office need to know?",
            ("premises.former_use", "premises.closes_at", "premises.landlord_agrees"),
            when=all_of(Fact("business.has_premises").is_(True), Fact("premises.changes_use").is_(True)),
        ),
        Question(
            "pavement",
            "Will you put tables and chairs on the pavement?",
            ("premises.tables_outside",),
            when=Fact("business.has_premises").is_(True),
        ),
        Question(
            "pavement-licence",
            "How many tables, and until what hour?",
            ("pavement.tables", "pavement.until"),
            hint="The council asks its highways officers whether people can still get past.",
            when=all_of(Fact("business.has_premises").is_(True), Fact("premises.tables_outside").is_(True)),
        ),
        Question(
            "food",
            "Will food be prepared or sold there?",
            ("business.serves_food",),
            when=Fact("business.has_premises").is_(True),
        ),
        Question(
            "food-business",
            "What kind of food business is it, and when does it open?",
            ("food.kind", "premises.opens_on"),
            hint="You must register 28 days before you open.",
            when=all_of(Fact("business.has_premises").is_(True), Fact("business.serves_food").is_(True)),
        ),
        Question(
            "alcohol",
            "Will alcohol be sold there?",
            ("business.sells_alcohol",),
            when=Fact("business.has_premises").is_(True),
        ),
        Question(
            "alcohol-licence",
            "Who will be responsible for selling alcohol, and until what hour?",
            ("alcohol.supervisor_name", "alcohol.personal_licence", "alcohol.until"),
            hint="The designated premises supervisor, who must have a personal licence.",
            when=all_of(Fact("business.has_premises").is_(True), Fact("business.sells_alcohol").is_(True)),
        ),
    ),
)
