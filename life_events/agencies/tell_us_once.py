"""Tell Us Once: passes the news on to central and local government (domain BV04)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Agency, Basis, Deadline, Purpose, Read, Service, Tier, Write
from life_events.parameters import Parameter

AGENCY = Agency(
    key="tell_us_once",
    title="Tell Us Once",
    tier=Tier.CENTRAL,
    owner="Tell Us Once service desk",
    fallback="Phone the Tell Us Once line with the reference from the registrar",
)

FACTS = (
    FactType(
        "tell_us_once.receipt",
        Kind.REFERENCE,
        "Tell Us Once receipt",
        Sensitivity.ORDINARY,
        pattern=r"TUO-\d{8}",
        example="TUO-55127780",
    ),
)

SERVICES = (
    Service(
        key="tell_us_once.pass_on_death",
        agency="tell_us_once",
        row="BV04",
        title="Pass the news on with Tell Us Once",
        does="Tells the government departments and the council that use Tell Us Once.",
        reads=(
            Read("deceased.first_names"),
            Read("deceased.last_name"),
            Read("deceased.date_of_birth"),
            Read("deceased.national_insurance_number", optional=True),
            Read("deceased.address"),
            Read("deceased.postcode"),
            Read("registration.tell_us_once_reference"),
            Read("registration.date_of_death"),
            Read("executor.full_name"),
            Read("executor.address"),
            Read("executor.postcode"),
            Read("partner.full_name", optional=True),
            Read("partner.date_of_birth", optional=True),
        ),
        writes=(Write("tell_us_once.receipt"),),
        relays=(
            "deceased.first_names",
            "deceased.last_name",
            "deceased.date_of_birth",
            "deceased.address",
            "deceased.postcode",
            "deceased.driver_number",
            "deceased.vehicle_registration",
            "deceased.passport_number",
            "deceased.council_tax_account",
            "deceased.care_client_number",
            "deceased.lived_alone",
            "estate.applying_for_probate",
            "executor.full_name",
            "executor.address",
            "executor.postcode",
        ),
        purpose=Purpose(
            why="To pass the news on to the departments that use Tell Us Once",
            basis=Basis.CONSENT,
            law="Consent of the person reporting; Tell Us Once is voluntary",
            retention_days=365,
        ),
        usually=Parameter("tell_us_once.usually"),
        deadline=Deadline(Parameter("tell_us_once.deadline"), counts_from="registration.tell_us_once_reference"),
    ),
)
