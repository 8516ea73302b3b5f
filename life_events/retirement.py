"""What to do when you retire: the offices concerned and who will not be told (domain 2)."""

from life_events.conditions import Fact, all_of, any_of
from life_events.facts import MARITAL_STATUSES, FactType, Kind, Sensitivity
from life_events.model import Concerns, LifeEvent, NotTold
from life_events.retirement_frictions import FRICTIONS
from life_events.retirement_questions import (
    HEALTH_AND_TRAVEL,
    MONEY_AND_HOME,
    OTHER_PENSIONS,
    STATE_PENSION,
    YOU,
    YOUR_PARTNER,
    YOUR_WORK,
)

FACTS = (
    FactType("retiree.date_of_birth", Kind.DATE, "your date of birth", past=True),
    FactType("retiree.address", Kind.ADDRESS, "your address"),
    FactType("retiree.postcode", Kind.POSTCODE, "your postcode"),
    FactType("retiree.other_names", Kind.NAME, "other names you have had", hint="For example a name before marriage"),
    FactType(
        "retiree.marital_status",
        Kind.CHOICE,
        "marital status",
        choices=MARITAL_STATUSES,
    ),
    FactType(
        "retiree.marital_status_since",
        Kind.DATE,
        "the date of your last marriage, civil partnership, divorce or loss",
        past=True,
        source="domain RT01: date of most recent marriage, civil partnership or divorce",
    ),
    FactType("retiree.leaves_job", Kind.YES_NO, "leaving a job"),
    FactType("employment.last_day", Kind.DATE, "last day at work"),
    FactType(
        "employment.payroll_number",
        Kind.REFERENCE,
        "payroll number",
        Sensitivity.ORDINARY,
        hint="W and 5 digits",
        pattern=r"W\d{5}",
        example="W20418",
        source="U: each employer has its own",
    ),
    FactType("retiree.claims_state_pension", Kind.YES_NO, "claiming State Pension now"),
    FactType(
        "state_pension.invitation_code",
        Kind.TEXT,
        "State Pension invitation code",
        source="domain 0: on a posted letter; format not found",
        example="EXAMPLE 2026",
    ),
    FactType("retiree.lived_abroad", Kind.YES_NO, "lived or worked abroad"),
    FactType("retiree.years_abroad", Kind.TEXT, "countries and years abroad", example="France, 1982 to 1984"),
    FactType("child_benefit.claimed_before_2000", Kind.YES_NO, "claimed Child Benefit before May 2000"),
    FactType("child_benefit.claimed_from", Kind.DATE, "the day you first claimed Child Benefit", past=True),
    FactType("child_benefit.child_date_of_birth", Kind.DATE, "your eldest child’s date of birth", past=True),
    FactType("retiree.has_workplace_pension", Kind.YES_NO, "starting a workplace pension"),
    FactType("pension.takes_lump_sum", Kind.YES_NO, "taking a lump sum"),
    FactType("retiree.pension_age_day", Kind.DATE, "the day you reach State Pension age"),
    FactType("retiree.looks_for_pensions", Kind.YES_NO, "looking for lost pensions"),
    FactType("retiree.previous_addresses", Kind.ADDRESS, "previous addresses"),
    FactType("retiree.asks_for_pension_credit", Kind.YES_NO, "asking for Pension Credit"),
    FactType("retiree.asks_for_council_tax_reduction", Kind.YES_NO, "asking for help with Council Tax or rent"),
    FactType(
        "retiree.council_tax_account",
        Kind.REFERENCE,
        "Council Tax account number",
        hint="7 to 9 digits, on the bill",
        pattern=r"\d{7,9}",
        example="80417723",
        source="domain 0: no national format, 7 or 9 digits in one council alone",
    ),
    FactType("household.other_adults", Kind.YES_NO, "other adults live with you"),
    FactType("household.weekly_income", Kind.MONEY, "other income a week", Sensitivity.SENSITIVE),
    FactType("household.savings", Kind.MONEY, "savings and investments", Sensitivity.SENSITIVE),
    FactType("household.weekly_rent", Kind.MONEY, "rent a week", Sensitivity.SENSITIVE),
    FactType("retiree.has_prescriptions", Kind.YES_NO, "gets medicines on prescription", Sensitivity.SENSITIVE),
    FactType("retiree.nhs_number", Kind.NHS_NUMBER, "your NHS number", Sensitivity.SENSITIVE, source="domain 0"),
    FactType("retiree.wants_bus_pass", Kind.YES_NO, "wants a bus pass"),
)

LIFE_EVENT = LifeEvent(
    key="retirement",
    title="When you retire",
    summary="Claim your pensions and tell every office that needs to know, once. We pass it on and show what they do.",
    happened="I am retiring",
    call_it="Stopping work, or reaching State Pension age",
    signs=(
        "I am going to stop working, or to work less",
        "I want my State Pension",
        "I have pensions from old jobs and do not know where they are",
    ),
    before_you_start=(
        "your National Insurance number, and your partner’s if you have one",
        "the letter from the DWP with your invitation code, if it has come",
        "the name of your pension scheme and your member number",
        "your bank details, and what you and your partner have in income and savings if you ask for help",
        "your Council Tax bill and your NHS number, if you have them",
        "your last payslip, if you leave a job",
    ),
    sections=(YOU, YOUR_PARTNER, YOUR_WORK, STATE_PENSION, OTHER_PENSIONS, MONEY_AND_HOME, HEALTH_AND_TRAVEL),
    services=(
        Concerns("employer.end_employment", Fact("retiree.leaves_job").is_(True), "You are not leaving a job."),
        Concerns(
            "hmrc.correct_insurance_record",
            Fact("child_benefit.claimed_before_2000").is_(True),
            "You did not claim Child Benefit before May 2000.",
        ),
        Concerns(
            "hmrc.confirm_insurance_record",
            Fact("retiree.claims_state_pension").is_(True),
            "You are not claiming State Pension yet.",
        ),
        Concerns(
            "dwp.pay_state_pension",
            Fact("retiree.claims_state_pension").is_(True),
            "You are putting off (deferring) your State Pension.",
        ),
        Concerns(
            "pension_scheme.start_pension",
            Fact("retiree.has_workplace_pension").is_(True),
            "You have no workplace pension to start.",
        ),
        Concerns(
            "hmrc.code_pension",
            any_of(Fact("retiree.claims_state_pension").is_(True), Fact("retiree.has_workplace_pension").is_(True)),
            "You are not starting a pension yet, so your tax code stays as it is.",
        ),
        Concerns(
            "pension_tracing.find_pensions",
            Fact("retiree.looks_for_pensions").is_(True),
            "You did not ask us to look for lost pensions.",
        ),
        Concerns(
            "dwp.pay_pension_credit",
            all_of(Fact("retiree.claims_state_pension").is_(True), Fact("retiree.asks_for_pension_credit").is_(True)),
            "You did not ask for Pension Credit, or are not claiming State Pension yet.",
        ),
        Concerns(
            "dwp.pay_winter_fuel",
            Fact("retiree.claims_state_pension").is_(True),
            "It is paid with State Pension, which you are not claiming yet.",
        ),
        Concerns(
            "council.reduce_council_tax",
            Fact("retiree.asks_for_council_tax_reduction").is_(True),
            "You did not ask for help with Council Tax or rent.",
        ),
        Concerns("council.issue_bus_pass", Fact("retiree.wants_bus_pass").is_(True), "You did not ask for a bus pass."),
        Concerns(
            "nhs_business_services.confirm_exemption",
            Fact("retiree.has_prescriptions").is_(True),
            "You get no medicines on prescription.",
        ),
    ),
    frictions=FRICTIONS,
    not_told=(
        NotTold("Private pension and annuity providers", "Write to each provider. Ask what you can take, and when."),
        NotTold(
            "Pension Wise (MoneyHelper)", "Book a free appointment before you decide about money in a pension pot."
        ),
        NotTold("DVLA", "You renew your driving licence at 70, and every 3 years after that."),
        NotTold("TV Licensing", "At 75, and on Pension Credit, ask for a free licence."),
        NotTold("International Pension Centre", "If you paid in abroad, ask about pensions from other countries."),
        NotTold("Your GP", "Tell the practice if you move. Nobody else tells it that you have retired."),
        NotTold("Insurance companies", "Tell your car insurer that you no longer drive to work."),
    ),
)
