"""The council, as the travel concession authority, issues the older person's bus pass (domain RT08)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Basis, Purpose, Read, Release, Service, Write
from life_events.parameters import Parameter

FACTS = (
    FactType(
        "bus_pass.number",
        Kind.REFERENCE,
        "bus pass number",
        Sensitivity.ORDINARY,
        pattern=r"\d{8}",
        source="U: the town's own",
        example="63359204",
    ),
)

SERVICES = (
    Service(
        key="council.issue_bus_pass",
        agency="council",
        row="RT08",
        title="Issue your bus pass",
        owner="Concessionary travel manager of the council",
        does="Sends the pass with which you travel free on local buses in England from State Pension age.",
        reads=(
            Read("applicant.full_name"),
            Read("retiree.date_of_birth"),
            Read("retiree.pension_age_day"),
            Read("retiree.address"),
            Read("retiree.postcode"),
        ),
        writes=(Write("bus_pass.number", Release.LETTER),),
        purpose=Purpose(
            why="To issue an older person’s bus pass",
            basis=Basis.CONSENT,
            law="Your application; Transport Act 2000, section 145A",
            retention_days=2190,
        ),
        usually=Parameter("bus_pass.usually"),
        asks_again=("retiree.date_of_birth", "retiree.address"),
        asks_again_source="domain 2c, RT08: the citizen proves age and residence again though the council holds both",
    ),
)
