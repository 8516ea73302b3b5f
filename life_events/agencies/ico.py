"""The Information Commissioner: registers those who use personal data, for a fee (domain BS06)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Agency, Basis, Purpose, Read, Recognition, Service, Tier, Write
from life_events.parameters import Parameter

AGENCY = Agency(
    key="ico",
    title="Information Commissioner's Office (ICO)",
    tier=Tier.CENTRAL,
    owner="Data protection fee team leader",
    fallback="Phone the ICO's registration helpline",
)

FACTS = (
    FactType(
        "ico.registration_number",
        Kind.REFERENCE,
        "ICO registration number",
        Sensitivity.ORDINARY,
        pattern=r"Z[A-Z]\d{6}",
        example="ZB204417",
        source="U: general knowledge",
    ),
    FactType("ico.fee", Kind.MONEY, "data protection fee for a year", Sensitivity.ORDINARY, example="52.00"),
)

SERVICES = (
    Service(
        key="ico.register_data_use",
        agency="ico",
        row="BS06",
        title="Register the use of personal data",
        does="Registers the business as one that uses personal data, and says what fee is due. Asks every company.",
        reads=(
            Read("business.name"),
            Read("business.address"),
            Read("business.postcode"),
            Read("business.activity_code"),
            Read("business.turnover"),
            Read("applicant.full_name"),
            Read("applicant.email"),
            Read("business.uses_personal_data"),
            Read("employees.number", optional=True),
            Read("company.dormant", optional=True),
            Read("company.number", optional=True, recognises=Recognition.ISSUER),
        ),
        writes=(Write("ico.registration_number"), Write("ico.fee")),
        purpose=Purpose(
            why="To register the business before it uses personal data",
            basis=Basis.STATUTORY,
            law="Data Protection (Charges and Information) Regulations 2018",
            retention_days=2190,
        ),
        usually=Parameter("data_protection_fee.usually"),
        asks_again=("company.dormant",),
        asks_again_source="domain C-S9: by the list of registered companies, a dormant one must prove its exemption",
    ),
)
