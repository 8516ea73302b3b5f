"""What a person who retires is asked, one question a page, in sections (GOV.UK: one thing per page)."""

from life_events.conditions import Fact, any_of
from life_events.model import Question, Section

YOU = Section(
    "You",
    (
        Question(
            "your-name",
            "What is your name?",
            ("applicant.full_name", "retiree.other_names"),
            hint="Write it as it is on your passport or birth certificate, and any name you had before.",
            optional=("retiree.other_names",),
        ),
        Question("date-of-birth", "When were you born?", ("retiree.date_of_birth",)),
        Question("address", "Where do you live?", ("retiree.address", "retiree.postcode")),
        Question(
            "national-insurance-number",
            "What is your National Insurance number?",
            ("applicant.national_insurance_number",),
            hint="For example, QQ 12 34 56 C. It is on payslips, and on letters about tax, pensions and benefits.",
        ),
    ),
)

YOUR_PARTNER = Section(
    "Your partner",
    (
        Question(
            "marital-status",
            "Are you married or in a civil partnership?",
            ("retiree.marital_status",),
        ),
        Question(
            "marital-status-since",
            "When did you last marry, form a civil partnership, divorce or lose your partner?",
            ("retiree.marital_status_since",),
            when=Fact("retiree.marital_status").is_("married", "civil_partner", "divorced", "widowed"),
        ),
        Question(
            "partner",
            "Who is your husband, wife or civil partner?",
            ("partner.full_name", "partner.date_of_birth", "partner.national_insurance_number"),
            when=Fact("retiree.marital_status").is_("married", "civil_partner"),
            optional=("partner.national_insurance_number",),
            hint="Their National Insurance number can help you get more. Leave it empty if you do not know it.",
        ),
    ),
)

YOUR_WORK = Section(
    "Your work",
    (
        Question("employed", "Are you leaving a job?", ("retiree.leaves_job",)),
        Question(
            "last-day",
            "What will be your last day at work?",
            ("employment.last_day",),
            when=Fact("retiree.leaves_job").is_(True),
            hint="The last day that you are employed, holidays included. Your P45 may show another day.",
        ),
        Question(
            "payroll-number",
            "What is your payroll number?",
            ("employment.payroll_number",),
            when=Fact("retiree.leaves_job").is_(True),
            optional=("employment.payroll_number",),
            hint="On your payslip, for example W20418. Leave it empty if you cannot find it.",
        ),
    ),
)

STATE_PENSION = Section(
    "State Pension",
    (
        Question(
            "pension-age-day",
            "When do you reach State Pension age?",
            ("retiree.pension_age_day",),
            hint="It is on your letter from the DWP. It can be in the past.",
        ),
        Question(
            "claim",
            "Do you want to claim your State Pension now?",
            ("retiree.claims_state_pension",),
            hint="You do not get it unless you claim. If you put it off (defer), you may get more later.",
        ),
        Question(
            "invitation-code",
            "What is the invitation code on your letter from the DWP?",
            ("state_pension.invitation_code",),
            when=Fact("retiree.claims_state_pension").is_(True),
            optional=("state_pension.invitation_code",),
            hint="The letter comes about 4 months before State Pension age. Leave it empty if you have not got one.",
        ),
        Question(
            "abroad",
            "Have you lived or worked outside the UK?",
            ("retiree.lived_abroad",),
            when=Fact("retiree.claims_state_pension").is_(True),
        ),
        Question(
            "years-abroad",
            "Where and when did you live or work abroad?",
            ("retiree.years_abroad",),
            when=Fact("retiree.lived_abroad").is_(True),
            hint="Countries and years, for example ‘France, 1982 to 1984’.",
        ),
        Question(
            "child-benefit",
            "Did you claim Child Benefit before May 2000?",
            ("child_benefit.claimed_before_2000",),
            hint="Years at home with children can be missing from your National Insurance record.",
        ),
        Question(
            "child-benefit-details",
            "When did you first claim, and when was your eldest child born?",
            ("child_benefit.claimed_from", "child_benefit.child_date_of_birth"),
            when=Fact("child_benefit.claimed_before_2000").is_(True),
        ),
    ),
)

OTHER_PENSIONS = Section(
    "Other pensions",
    (
        Question(
            "workplace-pension",
            "Do you have a workplace or public service pension that you want to start?",
            ("retiree.has_workplace_pension",),
        ),
        Question(
            "pension-details",
            "Which pension scheme is it?",
            ("pension.scheme_name", "pension.member_number"),
            when=Fact("retiree.has_workplace_pension").is_(True),
        ),
        Question(
            "lump-sum",
            "Do you want to take part of it as a lump sum?",
            ("pension.takes_lump_sum",),
            when=Fact("retiree.has_workplace_pension").is_(True),
            hint="Pension Wise gives free guidance before you decide.",
        ),
        Question(
            "lost-pensions",
            "Do you want us to look for pensions that you may have lost sight of?",
            ("retiree.looks_for_pensions",),
            hint="From jobs long ago, for example.",
        ),
        Question(
            "previous-addresses",
            "Where else have you lived since you began to work?",
            ("retiree.previous_addresses",),
            when=Fact("retiree.looks_for_pensions").is_(True),
            optional=("retiree.previous_addresses",),
            hint="Schemes may still have an old address. Leave it empty if you have always lived where you live now.",
        ),
        Question(
            "contact",
            "How can the schemes reach you?",
            ("applicant.email", "applicant.phone"),
            when=Fact("retiree.looks_for_pensions").is_(True),
            optional=("applicant.phone",),
        ),
    ),
)

MONEY_AND_HOME = Section(
    "Money and home",
    (
        Question(
            "bank",
            "Where should your pensions be paid?",
            ("bank.sort_code", "bank.account_number"),
            when=any_of(
                Fact("retiree.claims_state_pension").is_(True), Fact("retiree.has_workplace_pension").is_(True)
            ),
            hint="An account in your own name.",
        ),
        Question(
            "pension-credit",
            "Do you want to ask for Pension Credit?",
            ("retiree.asks_for_pension_credit",),
            when=Fact("retiree.claims_state_pension").is_(True),
            hint="It tops up a low income. It can only be claimed once State Pension is claimed.",
        ),
        Question(
            "council-tax",
            "Do you want help with your Council Tax or your rent?",
            ("retiree.asks_for_council_tax_reduction",),
        ),
        Question(
            "council-tax-account",
            "What is your Council Tax account number?",
            ("retiree.council_tax_account", "household.other_adults"),
            when=Fact("retiree.asks_for_council_tax_reduction").is_(True),
            hint="7 to 9 digits, on the bill. Other adults are those besides you and your partner.",
        ),
        Question(
            "income-and-savings",
            "What other income and savings do you and your partner have?",
            ("household.weekly_income", "household.savings", "household.weekly_rent"),
            when=any_of(
                Fact("retiree.asks_for_pension_credit").is_(True),
                Fact("retiree.asks_for_council_tax_reduction").is_(True),
            ),
            optional=("household.weekly_rent",),
            hint="Leave out the pensions that you are claiming now. Leave the rent empty if you do not rent.",
        ),
    ),
)

HEALTH_AND_TRAVEL = Section(
    "Health and travel",
    (
        Question(
            "prescriptions",
            "Do you get medicines on prescription?",
            ("retiree.has_prescriptions",),
            hint="They are free from 60. We can have that noted, so that you get no penalty notice by mistake.",
        ),
        Question(
            "nhs-number",
            "What is your NHS number?",
            ("retiree.nhs_number",),
            when=Fact("retiree.has_prescriptions").is_(True),
            hint="10 digits, on letters from a hospital or in the NHS App.",
        ),
        Question(
            "bus-pass",
            "Do you want a bus pass?",
            ("retiree.wants_bus_pass",),
            hint="Local buses in England are free from State Pension age.",
        ),
    ),
)
