"""What goes wrong between offices when somebody starts a business: published conflicts (domain 3b and 3e)."""

from life_events.conditions import Fact, all_of, any_of, not_
from life_events.frictions import (
    Apart,
    AskedAgain,
    Carried,
    Differs,
    Friction,
    Late,
    TakenWrong,
    Without,
    WrittenTo,
)
from life_events.parameters import Parameter

ELSEWHERE = all_of(
    Fact("business.kind").is_("company"),
    not_(Fact("business.postcode").same_as("owner.postcode")),
    any_of(Fact("business.has_premises").is_(False), not_(Fact("business.postcode").same_as("premises.postcode"))),
)

FRICTIONS = (
    Friction(
        "C-S1",
        what="One council, and each of its offices has an application, a reference and questions of its own.",
        bears="the owner",
        sign=Apart("council", services=4),
        says=(
            "You carried papers to, from and between {offices} of one council. None of them heard from the others what "
            "you had told or been told there, and nobody there knows the whole business."
        ),
        remedy="The council's offices tell one another, and hear the company's numbers from whoever issued them.",
        source="Up to 8 licence applications and no single contact: LGA 2013, john-gaunt.co.uk (domain C-S1, S)",
    ),
    Friction(
        "C-S2",
        what="Nobody reconciles the days on which a business starts: a second, short tax period is due.",
        bears="the owner, who gets two tax returns for one set of accounts",
        sign=Differs(
            "corporation_tax.period_starts", told="business.trading_starts", at="hmrc.register_corporation_tax"
        ),
        says=(
            "HMRC counts the first tax period from the day on which the company was registered, and not from that on "
            "which you said that trade starts. It is over before the first accounts are: a second, short one is due."
        ),
        remedy="Corporation Tax takes into account the day by which HMRC's own VAT office goes.",
        source="HMRC help on the first accounting date; accountingweb.co.uk on 5 March 2021 (domain C-S2, P and S)",
    ),
    Friction(
        "C-S3",
        what="Planning and licensing of one council each name an hour, and neither tells the other.",
        bears="the owner, who must keep to the earlier hour",
        sign=Carried("planning.open_until", at="council.grant_premises_licence"),
        says=(
            "Nobody but you told the licensing office until what hour planning lets you open: it learned of it {days} "
            "after planning had decided. Both are the council."
        ),
        remedy="The planning office tells the licensing office its condition on hours.",
        source="Statutory guidance, morningadvertiser.co.uk 2010 and 2024 (domain C-S3, S)",
    ),
    Friction(
        "C-S3",
        what="The licence is granted for an hour that planning does not allow.",
        bears="the owner, who must keep to the earlier hour",
        sign=Without("planning.open_until", at="council.grant_premises_licence"),
        says="The licence was granted without the hours of planning. You must keep to the earlier of the two hours.",
        remedy="The planning office tells the licensing office its condition on hours.",
        source="Statutory guidance, morningadvertiser.co.uk 2010 and 2024 (domain C-S3, S)",
    ),
    Friction(
        "C-S4",
        what="VAT is due from a day on which the business has no VAT number yet.",
        bears="the owner, who cannot show VAT on invoices until the number has come",
        sign=Late("vat.number", since="business.trading_starts", longer_than=Parameter("vat.number_at_once")),
        says=(
            "The VAT number came {days} after you began to trade. VAT is due for all of that time, and invoices have "
            "to be written anew."
        ),
        remedy="HMRC gives its own VAT office the tax reference that it has issued, and does not wait for a letter.",
        source="HMRC, archived page on waiting for a VAT number (domain C-S4, S and P)",
    ),
    Friction(
        "C-S5",
        what="HMRC writes to a registered address at which nobody has checked that the business is.",
        bears="whoever lives there and finds the post of strangers, and the owner who waits for it",
        sign=WrittenTo("business.address", by="hmrc.register_vat", about="vat.number"),
        says=(
            "HMRC posted the VAT certificate to the registered address, where you neither live nor trade: whoever "
            "opens the post there has to send it on. It had been told where you live, and did not look."
        ),
        remedy="The VAT office takes into account the address at which Companies House has checked who the owner is.",
        source="11,000 firms at one flat in Wales: PAC, scottishfinancialnews.com (domain C-S5, S)",
        where=ELSEWHERE,
    ),
    Friction(
        "C-S6",
        what="Council, Valuation Office and HMRC each hold the property, and the ratepayer joins them up.",
        bears="the ratepayer, whose duty it is to send the tax reference",
        sign=Carried("corporation_tax.utr", at="council.set_business_rates"),
        says=(
            "You gave the council the tax reference that HMRC had issued {days} before. The council, the Valuation "
            "Office and HMRC each have your premises on their books, and none can tell that they are the same."
        ),
        remedy="HMRC gives the tax reference to the council's rates office.",
        source="Digitalising Business Rates, impact note, gov.uk (domain C-S6, P)",
    ),
    Friction(
        "C-S7",
        what="A food registration cannot be refused, so that a business opens and waits for its first inspection.",
        bears="the guests, and a business that has no rating to show",
        sign=Without("planning.reference", at="council.register_food_business"),
        says=(
            "The council's food officers came {days} after planning, in the same council, had permitted the new use. "
            "Nobody had told them that food would be made there, and they took the unit for one of many."
        ),
        remedy="The planning office tells the food officers what it has permitted.",
        source="39,173 awaiting a rating in April 2023: food.gov.uk board paper; wokingham.gov.uk (domain C-S7, P)",
    ),
    Friction(
        "C-S8",
        what="One office's clock runs while another office's letter is in the post.",
        bears="the employer, who is fined for being late",
        sign=Carried("paye.reference", at="pensions_regulator.take_declaration"),
        says=(
            "The Pensions Regulator knew the employer only when you typed HMRC's references into its form, {days} "
            "after HMRC had issued them. Its five months began with the first day of work."
        ),
        remedy="HMRC gives both references to The Pensions Regulator.",
        source="The Pensions Regulator: 5 months from the duties start date (domain C-S8, P and D)",
        where=Fact("business.employs").is_(True),
    ),
    Friction(
        "C-S9",
        what="The ICO asks every registered company for a fee, also one that owes none.",
        bears="the owner, who has to prove that nothing is owed",
        sign=AskedAgain("company.dormant", at="ico.register_data_use"),
        says=(
            "The ICO has the company from the register and asked for its fee. You had told us, and HMRC, that it keeps "
            "no personal data and whether it trades, and had to say so once more to be let off."
        ),
        remedy="The ICO takes into account what HMRC knows of the company.",
        source="stephens-scown.co.uk on dormant companies; ICO FAQ on the fee (domain C-S9, S)",
    ),
    Friction(
        "C-S10",
        what="Two validators disagree: one office takes a company number that the next refuses.",
        bears="the owner, whose two records do not match",
        sign=TakenWrong("company.number", at="council.register_food_business"),
        says=(
            "The food register holds another company number than Companies House gave, and nothing there noticed: its "
            "form takes any eight letters and digits, also such as HMRC's form refuses."
        ),
        remedy="Companies House's number reaches the food register from computer to computer.",
        source="FSA validateCompaniesHouseNumber.js and HMRC Validation.scala (domain C-S10, P and D)",
    ),
    Friction(
        "BS14",
        what="The bank checks who the owner is as if nobody had, though Companies House has.",
        bears="the owner",
        sign=AskedAgain("owner.address", at="bank.open_business_account"),
        says="The bank asked you once more who you are. It had been told, and Companies House had checked.",
        remedy="The bank takes into account what Companies House has checked.",
        source="Own identity checks repeated despite those of Companies House (domain BS14)",
        where=Fact("business.kind").is_("company"),
    ),
)
