"""What a bereaved person is asked, one question a page, in sections (GOV.UK: one thing per page)."""

from life_events.conditions import Fact, all_of, any_of
from life_events.model import Question, Section

THE_PERSON = Section(
    "The person who died",
    (
        Question(
            "their-name",
            "What was their name?",
            ("deceased.first_names", "deceased.last_name", "deceased.other_names"),
            hint="Write it as it is on their passport or birth certificate.",
            optional=("deceased.other_names",),
        ),
        Question("date-of-death", "When did they die?", ("deceased.date_of_death",)),
        Question(
            "place-of-death",
            "Where did they die?",
            ("deceased.place_of_death",),
            hint="The name of the hospital, hospice or care home, or the address.",
        ),
        Question(
            "coroner",
            "Has the death been reported to a coroner?",
            ("death.reported_to_coroner",),
            hint="A doctor or the police do this when a death was sudden, violent or unexplained.",
        ),
        Question(
            "date-of-birth", "When and where were they born?", ("deceased.date_of_birth", "deceased.place_of_birth")
        ),
        Question("address", "What was their last home address?", ("deceased.address", "deceased.postcode")),
        Question(
            "occupation",
            "What was their occupation?",
            ("deceased.occupation",),
            hint="If they had retired, say what they did before, for example ‘Teacher (retired)’.",
        ),
        Question(
            "health",
            "What do you know of their doctor and NHS number?",
            ("deceased.gp_practice", "deceased.nhs_number"),
            optional=("deceased.gp_practice", "deceased.nhs_number"),
            hint="The NHS number has 10 digits and is on letters from a hospital. Leave out what you do not know.",
        ),
        Question(
            "national-insurance-number",
            "What was their National Insurance number?",
            ("deceased.national_insurance_number",),
            optional=("deceased.national_insurance_number",),
            hint="For example, QQ 12 34 56 C, on letters about tax, pensions and benefits. Without it offices may not "
            "know whom we mean.",
        ),
    ),
)

THEIR_PARTNER = Section(
    "Their partner",
    (
        Question("marital-status", "Were they married or in a civil partnership?", ("deceased.marital_status",)),
        Question(
            "partner",
            "Who is their husband, wife or civil partner?",
            ("partner.full_name", "partner.date_of_birth", "partner.under_pension_age"),
            when=Fact("deceased.marital_status").is_("married", "civil_partner"),
        ),
        Question(
            "partner-support",
            "What do we need for Bereavement Support Payment?",
            ("partner.national_insurance_number", "partner.gets_child_benefit"),
            when=Fact("partner.under_pension_age").is_(True),
            hint="A partner under State Pension age can get this payment.",
        ),
    ),
)

MONEY_WORK_AND_HOME = Section(
    "Money, work and home",
    (
        Question(
            "benefits", "Did they get State Pension or any benefits?", ("deceased.had_state_pension_or_benefits",)
        ),
        Question(
            "income-tax",
            "Did they pay Income Tax?",
            ("deceased.paid_income_tax", "deceased.sent_tax_returns"),
            hint="On wages, a pension, rent or savings.",
        ),
        Question(
            "utr",
            "What was their Unique Taxpayer Reference?",
            ("deceased.utr",),
            when=Fact("deceased.sent_tax_returns").is_(True),
            optional=("deceased.utr",),
            hint="10 digits, on their tax returns. Leave it empty if you cannot find it.",
        ),
        Question(
            "workplace-pension",
            "Did they have a workplace or public service pension?",
            ("deceased.had_workplace_pension",),
        ),
        Question(
            "pension-details",
            "Which pension scheme was it?",
            ("pension.scheme_name", "pension.member_number"),
            when=Fact("deceased.had_workplace_pension").is_(True),
        ),
        Question(
            "partner-bank",
            "Where should payments to the partner go?",
            ("partner.sort_code", "partner.account_number"),
            when=any_of(
                Fact("partner.under_pension_age").is_(True),
                all_of(
                    Fact("deceased.marital_status").is_("married", "civil_partner"),
                    Fact("deceased.had_workplace_pension").is_(True),
                ),
            ),
            optional=("partner.sort_code", "partner.account_number"),
            hint="You can leave this empty. We will ask again when an office is ready to pay.",
        ),
        Question(
            "bank",
            "Did they have a bank or building society account in their own name?",
            ("deceased.had_bank_account",),
        ),
        Question(
            "bank-details",
            "What are the account details?",
            ("bank.sort_code", "bank.account_number"),
            when=Fact("deceased.had_bank_account").is_(True),
            optional=("bank.sort_code", "bank.account_number"),
            hint="On a bank card or statement. The banks can search by name and address without them.",
        ),
        Question("council-tax", "Did they pay Council Tax?", ("deceased.paid_council_tax",)),
        Question(
            "council-tax-details",
            "What does their Council Tax bill say?",
            ("deceased.council_tax_account", "deceased.lived_alone"),
            when=Fact("deceased.paid_council_tax").is_(True),
        ),
        Question(
            "care",
            "Did the council arrange care for them?",
            ("deceased.had_council_care",),
            hint="At home or in a care home.",
        ),
        Question(
            "care-details",
            "What is their social care client number?",
            ("deceased.care_client_number",),
            when=Fact("deceased.had_council_care").is_(True),
        ),
    ),
)

LICENCES_AND_PASSPORT = Section(
    "Licences and passport",
    (
        Question(
            "driving", "Did they drive or keep a vehicle?", ("deceased.had_driving_licence", "deceased.kept_vehicle")
        ),
        Question(
            "driver-number",
            "What is the driver number on their licence?",
            ("deceased.driver_number",),
            when=Fact("deceased.had_driving_licence").is_(True),
            optional=("deceased.driver_number",),
            hint="16 letters and numbers, in section 5 of the photocard. Leave it empty if you cannot find it.",
        ),
        Question(
            "vehicle",
            "What is the registration number of the vehicle?",
            ("deceased.vehicle_registration",),
            when=Fact("deceased.kept_vehicle").is_(True),
        ),
        Question("passport", "Did they have a UK passport?", ("deceased.had_passport",)),
        Question(
            "passport-number",
            "What is the passport number?",
            ("deceased.passport_number",),
            when=Fact("deceased.had_passport").is_(True),
            hint="9 digits, on the page with the photograph.",
        ),
    ),
)

WHAT_THEY_LEFT = Section(
    "What they left",
    (
        Question(
            "executor",
            "Who is dealing with what they left?",
            ("executor.full_name", "executor.address", "executor.postcode"),
            hint="The executor named in the will, or the person who will apply to be the administrator.",
        ),
        Question("will", "Is there a will?", ("estate.has_will",)),
        Question(
            "probate",
            "Will someone apply for probate?",
            ("estate.applying_for_probate",),
            hint="Probate is usually needed for a home in their own name, or savings above the bank’s limit.",
        ),
        Question(
            "estate-value",
            "What is the estate worth?",
            ("estate.gross_value", "estate.net_value"),
            when=Fact("estate.applying_for_probate").is_(True),
            hint="Everything they owned, in pounds. An estimate is enough.",
        ),
    ),
)

THE_FUNERAL = Section(
    "The funeral",
    (
        Question("funeral", "Will it be a burial or a cremation?", ("funeral.kind",)),
        Question(
            "funeral-payer",
            "Does the person paying for the funeral get benefits?",
            ("funeral.payer_gets_benefits",),
            hint="For example Universal Credit or Pension Credit. They can get help with the cost.",
        ),
        Question(
            "your-national-insurance-number",
            "What is your National Insurance number?",
            ("applicant.national_insurance_number",),
            when=Fact("funeral.payer_gets_benefits").is_(True),
            hint="For the help with funeral costs.",
        ),
    ),
)

YOU = Section(
    "You",
    (
        Question("you", "Who are you?", ("applicant.full_name", "applicant.relationship")),
        Question("contact", "How can the offices reach you?", ("applicant.email", "applicant.phone")),
        Question("support", "What else would help?", ("support.stop_mail", "support.wants_counselling")),
    ),
)
