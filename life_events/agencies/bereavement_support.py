"""A local charity: offers counselling to bereaved people (domain BV20)."""

from life_events.model import Agency, Basis, Purpose, Read, Service, Tier
from life_events.parameters import Parameter

AGENCY = Agency(
    key="bereavement_support",
    title="Local bereavement support (charity)",
    tier=Tier.VOLUNTARY,
    owner="Volunteer coordinator",
    fallback="Phone the charity's helpline",
)

SERVICES = (
    Service(
        key="bereavement_support.offer_counselling",
        agency="bereavement_support",
        row="BV20",
        title="Offer someone to talk to",
        does="Finds a trained volunteer near you and gets in touch.",
        reads=(
            Read("applicant.full_name"),
            Read("applicant.email"),
            Read("applicant.phone"),
            Read("applicant.relationship"),
        ),
        purpose=Purpose(
            why="To offer you someone to talk to",
            basis=Basis.CONSENT,
            law="Consent of the person asking",
            retention_days=365,
        ),
        usually=Parameter("counselling.usually"),
    ),
)
