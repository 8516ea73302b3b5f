"""The funeral director: arranges the burial or cremation (domain BV18)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Agency, Basis, Purpose, Read, Recognition, Service, Tier, Timing, Write
from life_events.parameters import Parameter

AGENCY = Agency(
    key="funeral_director",
    title="Funeral director",
    tier=Tier.PRIVATE,
    owner="Funeral arranger",
    fallback="Phone the funeral director",
)

FACTS = (
    FactType("funeral.date", Kind.DATE, "date of the funeral", Sensitivity.ORDINARY, example="2026-03-24"),
    FactType("funeral.invoice_total", Kind.MONEY, "cost of the funeral", Sensitivity.SENSITIVE, example="4120.00"),
)

SERVICES = (
    Service(
        key="funeral_director.arrange_funeral",
        agency="funeral_director",
        row="BV18",
        title="Arrange the funeral",
        does="Arranges the burial or cremation once the registrar's form has come.",
        reads=(
            Read("deceased.first_names"),
            Read("deceased.last_name"),
            Read("deceased.date_of_death"),
            Read("deceased.place_of_death"),
            Read("deceased.address"),
            Read("funeral.kind"),
            Read("registration.burial_form", Timing.TO_FINISH, recognises=Recognition.ORIGINAL),
            Read("applicant.full_name"),
            Read("applicant.phone"),
            Read("applicant.email"),
        ),
        writes=(
            Write("funeral.date"),
            Write("funeral.invoice_total"),
        ),
        purpose=Purpose(
            why="To arrange the funeral",
            basis=Basis.CONSENT,
            law="Consent of the person reporting",
            retention_days=2190,
        ),
        usually=Parameter("funeral_director.usually"),
    ),
)
