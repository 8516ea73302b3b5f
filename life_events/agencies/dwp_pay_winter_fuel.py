"""The DWP pays the Winter Fuel Payment, to most people without a claim (domain RT06)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Basis, Purpose, Read, Recognition, Release, Service, Timing, Write
from life_events.parameters import Parameter

FACTS = (FactType("winter_fuel.amount", Kind.MONEY, "Winter Fuel Payment", Sensitivity.SENSITIVE, example="200.00"),)

SERVICES = (
    Service(
        key="dwp.pay_winter_fuel",
        agency="dwp",
        row="RT06",
        title="Pay the Winter Fuel Payment",
        owner="Winter Fuel Payment Centre manager",
        fallback="Phone the Winter Fuel Payment Centre",
        does="Puts you on the list for the payment towards heating that goes out before winter.",
        reads=(
            Read("applicant.full_name"),
            Read("retiree.date_of_birth"),
            Read("applicant.national_insurance_number"),
            Read("retiree.address"),
            Read("retiree.postcode"),
            Read("bank.sort_code"),
            Read("bank.account_number"),
            Read("pension_credit.award_number", Timing.TO_FINISH, optional=True, recognises=Recognition.ISSUER),
        ),
        writes=(Write("winter_fuel.amount", Release.LETTER),),
        purpose=Purpose(
            why="To help with the cost of heating",
            basis=Basis.STATUTORY,
            law="Social Fund Winter Fuel Payment Regulations 2025",
            retention_days=1095,
        ),
        usually=Parameter("winter_fuel.usually"),
    ),
)
