"""A workplace pension scheme: pays the survivor's pension and the death grant (domain BV15)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Agency, Basis, Purpose, Read, Recognition, Release, Service, Tier, Timing, Write
from life_events.parameters import Parameter

AGENCY = Agency(
    key="pension_scheme",
    title="Workplace pension scheme",
    tier=Tier.PRIVATE,
    owner="Scheme administrator",
    fallback="Phone or write to the scheme's administrator",
)

FACTS = (
    FactType(
        "pension.death_benefit",
        Kind.MONEY,
        "lump sum that the pension scheme pays",
        Sensitivity.SENSITIVE,
        example="14250.00",
    ),
)

SERVICES = (
    Service(
        key="pension_scheme.pay_survivor",
        agency="pension_scheme",
        row="BV15",
        title="Pay the survivor's pension",
        does="Stops the pension and pays what is due to the survivors.",
        reads=(
            Read("deceased.first_names"),
            Read("deceased.last_name"),
            Read("deceased.other_names", optional=True),
            Read("deceased.date_of_birth"),
            Read("deceased.national_insurance_number", optional=True),
            Read("registration.date_of_death"),
            Read("registration.certificate_number", recognises=Recognition.ORIGINAL),
            Read("pension.scheme_name"),
            Read("pension.member_number"),
            Read("partner.full_name", optional=True),
            Read("partner.date_of_birth", optional=True),
            Read("partner.sort_code", Timing.TO_FINISH, optional=True),
            Read("partner.account_number", Timing.TO_FINISH, optional=True),
            Read("executor.full_name"),
            Read("executor.address"),
        ),
        writes=(Write("pension.death_benefit", Release.LETTER),),
        purpose=Purpose(
            why="To stop the pension and pay the survivors",
            basis=Basis.CONSENT,
            law="Scheme rules; consent of the person reporting",
            retention_days=4380,
        ),
        usually=Parameter("pension_scheme.usually"),
    ),
)
