"""What goes wrong between offices when somebody retires: published conflicts (domain 2d and 2e)."""

from life_events.conditions import Fact, all_of, not_
from life_events.frictions import (
    ASKED,
    PRODUCED,
    After,
    AskedAgain,
    Carried,
    Differs,
    Friction,
    Late,
    NotCorrected,
    Without,
    WrittenTo,
)
from life_events.parameters import Parameter

FRICTIONS = (
    Friction(
        "C-R1",
        what="Years at home with children are missing, because Child Benefit was once claimed without a number.",
        bears="mostly women, who get less State Pension and have to find out themselves",
        sign=Carried("national_insurance.protected_years", at="hmrc.confirm_insurance_record"),
        says=(
            "One desk of HMRC found your years at home with children. HMRC’s National Insurance computer had them "
            "{days} later, and only because you asked for it."
        ),
        remedy="The desk that finds the years puts them on the National Insurance record.",
        source="gov.uk, HRP correction; 194,000 affected, £1.15bn: euventure.capital (domain C-R1, P and S)",
    ),
    Friction(
        "C-R1",
        what="State Pension is worked out without the years that HMRC itself has found.",
        bears="mostly women, who get less State Pension for life",
        sign=Without("national_insurance.protected_years", at="hmrc.confirm_insurance_record"),
        says=(
            "HMRC’s National Insurance computer added up your years without those at home with children, {days} after "
            "another desk of HMRC had found them. Your State Pension rests on the lower number."
        ),
        remedy="The desk that finds the years puts them on the National Insurance record.",
        source="gov.uk, HRP correction: the citizen must identify herself (domain C-R1, P)",
    ),
    Friction(
        "C-R2",
        what="State Pension is underpaid, because nobody looks again at an award when what it rests on is put right.",
        bears="the pensioner, for years",
        sign=NotCorrected("national_insurance.qualifying_years", at="dwp.pay_state_pension"),
        says=(
            "HMRC has put your National Insurance record right. The DWP still pays by the wrong one: no correction "
            "reaches an award that is made, and nobody looks at it again."
        ),
        remedy="The DWP and HMRC see one record, in which a correction is a correction for both.",
        source="134,000 people, £1,053m, prompts not acted on: NAO; PAC HC 654 (domain C-R2, P)",
    ),
    Friction(
        "C-R3",
        what="HMRC hears of State Pension so late that it codes another amount than the DWP pays in a year.",
        bears="the pensioner, whose tax is wrong in the first year",
        sign=Late(
            "state_pension.first_payment",
            since=PRODUCED,
            at="hmrc.code_pension",
            longer_than=Parameter("tax_code.heard_within"),
        ),
        says=(
            "HMRC heard of your State Pension {days} after the DWP had decided on it. More than a month after the "
            "first payment it codes what is left of this year, and within a month a whole year: one pension, two "
            "figures."
        ),
        remedy="The DWP’s computer tells HMRC’s the day and the amount of the first payment on the same day.",
        source="HMRC PAYE manual, PAYE76086 (domain C-R3, P)",
    ),
    Friction(
        "C-R4",
        what="The day of retirement is another one to each office: last day at work, leaving date, benefit date.",
        bears="the pensioner, who gets pay and pension for the same days, or neither",
        sign=Without("employment.leaving_date", at="pension_scheme.start_pension"),
        says=(
            "The pension scheme took your last day at work for the day on which you left. Your employer had put "
            "another one on the P45 {days} before, and did not tell the scheme."
        ),
        remedy="The employer tells the scheme who leaves, and when.",
        source="From C-R3 and the forms; no source has it as one list (domain C-R4, D and U)",
    ),
    Friction(
        "C-R4",
        what="Each office has an age of its own at which somebody is old, and wants its own proof of it.",
        bears="the pensioner, who proves the same age again and again",
        sign=AskedAgain("retiree.date_of_birth", at="council.issue_bus_pass"),
        says=(
            "The council’s bus pass desk asked once more when you were born. It had been told, and the desk next door "
            "knows. Old is 60 to the NHS, State Pension age to the council, and 70 to DVLA."
        ),
        remedy="The bus pass desk takes into account what the council’s benefits section has seen.",
        source="Proof of age is asked for in 8 of 11 services; bus passes: gov.uk (domain 2c, 2d, RT08, D)",
    ),
    Friction(
        "C-R5",
        what="The first pension payment is taxed by the emergency code, because HMRC’s code has not come.",
        bears="the pensioner, who has to claim the tax back on form P55, P53Z or P50Z",
        sign=Without("tax.code", at="pension_scheme.start_pension"),
        says=(
            "The scheme paid without your tax code, which HMRC had worked out {days} before, and took the emergency "
            "code. What is too much you have to claim back yourself."
        ),
        remedy="HMRC hears of each pension from who pays it, and sends the code to the scheme.",
        source="£48.7m repaid to 12,767 people in a quarter of 2025: moneyweek.com (domain C-R5, S)",
    ),
    Friction(
        "C-R5",
        what="The first pension payment is taxed by the emergency code, because HMRC hears of the pensions too late.",
        bears="the pensioner, who has to claim the tax back on form P55, P53Z or P50Z",
        sign=After("tax.code", ended="pension_scheme.start_pension"),
        says=(
            "The scheme paid by the emergency code: HMRC worked out your tax code {days} later, when it had at last "
            "heard of all your pensions. What is too much you have to claim back yourself."
        ),
        remedy="HMRC hears of each pension from who pays it, and sends the code to the scheme.",
        source="Nearly £1.5bn and over 500,000 claims since 2015: moneyweek.com (domain C-R5, S)",
    ),
    Friction(
        "C-R7",
        what="The council does not hear from the DWP what a pensioner gets, where no marker asks for it.",
        bears="the pensioner",
        sign=Carried("pension_credit.guarantee", at="council.reduce_council_tax"),
        says=(
            "Nobody but you told the council of your Pension Credit: it learned of it {days} after the DWP had "
            "awarded it."
        ),
        remedy="The council sets its marker, and the DWP tells it of the award.",
        source="LA Welfare Direct 11/2024 (domain C-R7, P)",
    ),
    Friction(
        "C-R7",
        what="The council decides without the award, which would have meant a full reduction.",
        bears="the pensioner, who pays Council Tax that is not due",
        sign=Without("pension_credit.guarantee", at="council.reduce_council_tax"),
        says=(
            "The council decided on your Council Tax without your Pension Credit, {days} after the DWP had awarded it. "
            "With it you would have had the full reduction."
        ),
        remedy="The council sets its marker, and the DWP tells it of the award.",
        source="LA Welfare Direct 11/2024 (domain C-R7, P)",
    ),
    Friction(
        "C-R8",
        what="The DWP and the council each decide whether somebody is one of a couple, and not in the same way.",
        bears="the pensioner, who has to go to a tribunal",
        sign=Differs("council_tax.household", told="pension_credit.household", at="council.reduce_council_tax"),
        says=(
            "The DWP counts you as a single person and the council as one of a couple, because another adult lives "
            "with you. What the one has found does not bind the other."
        ),
        remedy="The council takes into account what the DWP has found.",
        source="Broxtowe BC v CS (HB) [2014] UKUT 186 (AAC): bailii.org (domain C-R8, P)",
        where=all_of(
            Fact("household.other_adults").is_(True),
            not_(Fact("retiree.marital_status").is_("married", "civil_partner")),
        ),
    ),
    Friction(
        "C-R9",
        what="A scheme changes hands with twice the backlog that was promised, and employers lend what it cannot pay.",
        bears="the employer, who lends from its own budget, and the pensioner",
        sign=Late(
            "pension.first_payment",
            since="employment.last_day",
            not_before=ASKED,
            at="pension_scheme.start_pension",
            longer_than=Parameter("pension_scheme.hardship_after"),
        ),
        says=(
            "The scheme put your pension into payment {days} after you had left work and asked for it. When that "
            "happened to civil servants, their departments lent them money from their own budgets."
        ),
        remedy="No more work is handed over than the one who takes it has been told of.",
        source="86,000 cases instead of 37,000; 540 loans, £2.9m: cspa.co.uk, theactualnews.org (domain C-R9, S)",
    ),
    Friction(
        "C-R10",
        what="The NHS fines people who do not have to pay, because it holds neither their age nor their benefit.",
        bears="the pensioner, and the NHS that takes the notice back",
        sign=WrittenTo("retiree.address", by="nhs_business_services.confirm_exemption"),
        says=(
            "The NHS posted {letters} in which it fines you for a free prescription. You do not have to pay from 60 "
            "on, and other offices know how old you are."
        ),
        remedy="The NHS takes into account what the DWP knows of a person’s age.",
        source="1.7m of 5.6m penalty notices withdrawn, £188m: NAO (domain C-R10, P)",
    ),
)
