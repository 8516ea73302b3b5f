"""The Bereavement Register: stops mail addressed to the person who died (domain BV20)."""

from life_events.model import Agency, Basis, Purpose, Read, Service, Tier
from life_events.parameters import Parameter

AGENCY = Agency(
    key="bereavement_register",
    title="Bereavement Register",
    tier=Tier.PRIVATE,
    owner="Register service desk",
    fallback="Register on paper or by phone",
)

SERVICES = (
    Service(
        key="bereavement_register.stop_mail",
        agency="bereavement_register",
        row="BV20",
        title="Take their name off mailing lists",
        does="Tells mailing companies to stop writing to the person who died.",
        reads=(
            Read("deceased.first_names"),
            Read("deceased.last_name"),
            Read("deceased.address"),
            Read("deceased.postcode"),
            Read("registration.date_of_death"),
        ),
        purpose=Purpose(
            why="To stop advertising mail addressed to the person who died",
            basis=Basis.CONSENT,
            law="Consent of the person reporting",
            retention_days=3650,
        ),
        usually=Parameter("bereavement_register.usually"),
    ),
)
