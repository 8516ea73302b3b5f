"""What to do when someone dies: the offices concerned and who will not be told (domain 1)."""

from life_events.bereavement_frictions import FRICTIONS
from life_events.bereavement_questions import (
    LICENCES_AND_PASSPORT,
    MONEY_WORK_AND_HOME,
    THE_FUNERAL,
    THE_PERSON,
    THEIR_PARTNER,
    WHAT_THEY_LEFT,
    YOU,
)
from life_events.conditions import Fact, all_of, any_of
from life_events.model import Concerns, LifeEvent, Listed, NotTold, PublishedList
from life_events.parameters import Parameter

LIFE_EVENT = LifeEvent(
    key="bereavement",
    title="When someone dies",
    summary="Tell every office that needs to know, once. We pass it on and show you what each of them does.",
    happened="Someone has died",
    call_it="A death in the family, or of someone whose affairs you look after",
    signs=(
        "A relative or friend has died and I do not know whom to tell",
        "A doctor or a coroner has told me that somebody's death must be registered",
        "I am named in a will, or I have to deal with what somebody left",
        "Letters, benefits or bills still come for somebody who has died",
    ),
    before_you_start=(
        "the full name, address and dates of birth and death of the person who died",
        "their National Insurance number, if you have it: it is on letters about tax, pensions and benefits",
        "their driving licence, passport and Council Tax bill, if they had them",
        "the name and address of the person who will deal with the estate (the executor or administrator)",
        "a rough idea of what they owned and owed",
    ),
    sections=(THE_PERSON, THEIR_PARTNER, MONEY_WORK_AND_HOME, LICENCES_AND_PASSPORT, WHAT_THEY_LEFT, THE_FUNERAL, YOU),
    services=(
        Concerns(
            "medical_examiner.certify_cause_of_death",
            Fact("death.reported_to_coroner").is_(False),
            "The death was reported to a coroner, who certifies it instead.",
        ),
        Concerns(
            "coroner.investigate_death",
            Fact("death.reported_to_coroner").is_(True),
            "The death was not reported to a coroner.",
        ),
        Concerns("register_office.register_death"),
        Concerns("tell_us_once.pass_on_death"),
        Concerns(
            "dwp.stop_benefits",
            Fact("deceased.had_state_pension_or_benefits").is_(True),
            "They did not get State Pension or benefits.",
        ),
        Concerns(
            "dwp.pay_bereavement_support",
            all_of(
                Fact("deceased.marital_status").is_("married", "civil_partner"),
                Fact("partner.under_pension_age").is_(True),
            ),
            "This payment is for a husband, wife or civil partner under State Pension age.",
        ),
        Concerns(
            "dwp.pay_funeral_expenses",
            Fact("funeral.payer_gets_benefits").is_(True),
            "The person paying for the funeral does not get benefits.",
        ),
        Concerns(
            "hmrc.settle_income_tax",
            any_of(Fact("deceased.paid_income_tax").is_(True), Fact("deceased.sent_tax_returns").is_(True)),
            "They did not pay Income Tax.",
        ),
        Concerns(
            "hmrc.settle_inheritance_tax",
            all_of(
                Fact("estate.applying_for_probate").is_(True),
                Fact("estate.gross_value").at_least(Parameter("inheritance_tax.nil_rate_band")),
            ),
            "The estate is worth less than the Inheritance Tax threshold, or nobody applies for probate.",
        ),
        Concerns(
            "hmcts.grant_probate", Fact("estate.applying_for_probate").is_(True), "Nobody is applying for probate."
        ),
        Concerns(
            "dvla.close_driver_record",
            any_of(Fact("deceased.had_driving_licence").is_(True), Fact("deceased.kept_vehicle").is_(True)),
            "They had no driving licence and no vehicle.",
        ),
        Concerns(
            "passport_office.cancel_passport", Fact("deceased.had_passport").is_(True), "They had no UK passport."
        ),
        Concerns(
            "council.update_council_tax", Fact("deceased.paid_council_tax").is_(True), "They did not pay Council Tax."
        ),
        Concerns(
            "council.settle_care_charges",
            Fact("deceased.had_council_care").is_(True),
            "The council did not arrange care for them.",
        ),
        Concerns(
            "pension_scheme.pay_survivor",
            Fact("deceased.had_workplace_pension").is_(True),
            "They had no workplace pension.",
        ),
        Concerns(
            "bank.close_accounts",
            Fact("deceased.had_bank_account").is_(True),
            "They had no bank account in their own name.",
        ),
        Concerns("funeral_director.arrange_funeral"),
        Concerns(
            "bereavement_register.stop_mail",
            Fact("support.stop_mail").is_(True),
            "You did not ask to take their name off mailing lists.",
        ),
        Concerns(
            "bereavement_support.offer_counselling",
            Fact("support.wants_counselling").is_(True),
            "You did not ask for someone to talk to.",
        ),
    ),
    frictions=FRICTIONS,
    published=PublishedList(
        "In 1999 the book Governing in the Round told of a package for bereaved families, and what belonged in it.",
        (
            Listed("Funeral service arrangements", ("funeral_director.arrange_funeral",)),
            Listed("Death duties", ("hmrc.settle_inheritance_tax",)),
            Listed("Pension advice", ("pension_scheme.pay_survivor",)),
            Listed("Handling the will", ("hmcts.grant_probate",)),
            Listed("Mailing lists", ("bereavement_register.stop_mail",)),
            Listed("Personal counselling", ("bereavement_support.offer_counselling",)),
        ),
    ),
    not_told=(
        NotTold(
            "HM Land Registry", "If they owned a home with somebody, send form DJP with a copy of the certificate."
        ),
        NotTold("Insurance companies", "Phone each insurer. Car insurance may end at once, even for other drivers."),
        NotTold("Gas, electricity, water, phone and broadband", "Phone each supplier with a meter reading."),
        NotTold("Landlord or mortgage lender", "Write to them, or phone."),
        NotTold("Personal pensions and private investments", "Write to each provider with a copy of the certificate."),
        NotTold("Employer", "Phone the employer about final pay."),
        NotTold("Hospitals with appointments booked", "Phone the number on the appointment letter."),
    ),
)
