"""The NHS Business Services Authority: who does not pay for prescriptions, checked after the event (domain RT10)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Agency, Basis, Purpose, Read, Recognition, Release, Service, Tier, Timing, Write
from life_events.parameters import Parameter

AGENCY = Agency(
    key="nhs_business_services",
    title="NHS Business Services Authority",
    tier=Tier.HEALTH,
    owner="Exemption checking manager",
    fallback="Tick the box on the back of the prescription and show proof of age at the pharmacy",
)

FACTS = (
    FactType(
        "prescriptions.exemption_number",
        Kind.REFERENCE,
        "exemption from prescription charges",
        Sensitivity.SENSITIVE,
        pattern=r"EX\d{8}",
        source="U: the town's own",
        example="EX20418873",
    ),
)

SERVICES = (
    Service(
        key="nhs_business_services.confirm_exemption",
        agency="nhs_business_services",
        row="RT10",
        title="Confirm free prescriptions",
        does="Notes that you do not pay for prescriptions, so that no penalty notice is sent by mistake.",
        reads=(
            Read("applicant.full_name"),
            Read("retiree.date_of_birth"),
            Read("retiree.nhs_number"),
            Read("retiree.address"),
            Read("retiree.postcode"),
            Read("pension_credit.award_number", Timing.TO_FINISH, optional=True, recognises=Recognition.TYPED),
        ),
        writes=(Write("prescriptions.exemption_number", Release.LETTER),),
        purpose=Purpose(
            why="To confirm that you do not pay for prescriptions",
            basis=Basis.CONSENT,
            law="Your consent; National Health Service (Charges for Drugs and Appliances) Regulations 2015",
            retention_days=1095,
        ),
        usually=Parameter("exemption.usually"),
        asks_again=("retiree.date_of_birth",),
        asks_again_source=(
            "domain RT10, C-R10: checked after the event, by an office that holds neither age nor benefit; that it is "
            "the date of birth which it asks for is an assumption"
        ),
    ),
)
