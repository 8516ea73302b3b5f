"""What goes wrong between offices when somebody starts a business: published conflicts (domain 3b and 3e)."""

from life_events.conditions import Fact
from life_events.frictions import AskedAgain, Carried, Friction, Late, Without
from life_events.parameters import Parameter

FRICTIONS = (
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
