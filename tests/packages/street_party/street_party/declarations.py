"""The events office: closes a street for a day."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Agency, Basis, Purpose, Read, Service, Tier, Write
from life_events.parameters import Parameter

AGENCY = Agency(
    key="events_office",
    title="Exampleton Events Office",
    tier=Tier.LOCAL,
    owner="Events officer",
    fallback="Call at the office in the market hall",
)

FACTS = (
    FactType("party.street", Kind.TEXT, "street of the party", Sensitivity.ORDINARY),
    FactType("party.day", Kind.DATE, "day of the party", Sensitivity.ORDINARY),
    FactType(
        "party.permit",
        Kind.REFERENCE,
        "permit for the party",
        Sensitivity.ORDINARY,
        pattern=r"P-\d{3}",
        example="P-104",
    ),
)

SERVICES = (
    Service(
        key="events_office.close_street",
        agency="events_office",
        title="Close the street",
        does="Closes the street to traffic for the day of the party.",
        reads=(Read("applicant.full_name"), Read("party.street"), Read("party.day")),
        writes=(Write("party.permit"),),
        purpose=Purpose("To close the street", Basis.CONSENT, "Town Police Clauses Act 1847, section 21", 365),
        usually=Parameter("events_office.usually"),
    ),
)
