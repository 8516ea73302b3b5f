"""The Pensions Regulator: takes the declaration that staff were enrolled in a pension (domain BS13)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Agency, Basis, Deadline, Purpose, Read, Recognition, Release, Service, Tier, Write
from life_events.parameters import Parameter

AGENCY = Agency(
    key="pensions_regulator",
    title="The Pensions Regulator",
    tier=Tier.CENTRAL,
    owner="Automatic enrolment team leader",
    fallback="Phone The Pensions Regulator",
)

FACTS = (
    FactType(
        "automatic_enrolment.acknowledgement",
        Kind.REFERENCE,
        "acknowledgement of the declaration of compliance",
        Sensitivity.ORDINARY,
        pattern=r"DOC\d{9}",
        example="DOC204417730",
        source="U: the town's own",
    ),
)

SERVICES = (
    Service(
        key="pensions_regulator.take_declaration",
        agency="pensions_regulator",
        row="BS13",
        title="Take the declaration of compliance",
        does="Takes down, under both PAYE references, how the employer enrolled its staff in a pension.",
        reads=(
            Read("business.name"),
            Read("business.address"),
            Read("business.postcode"),
            Read("applicant.full_name"),
            Read("applicant.email"),
            Read("employees.number"),
            Read("employees.start_on"),
            Read("employees.pension_scheme"),
            Read("paye.reference", recognises=Recognition.TYPED),
            Read("paye.accounts_office_reference", recognises=Recognition.TYPED),
            Read("company.number", optional=True, recognises=Recognition.TYPED),
        ),
        writes=(Write("automatic_enrolment.acknowledgement", Release.LETTER),),
        purpose=Purpose(
            why="To see that staff are enrolled in a pension",
            basis=Basis.STATUTORY,
            law="Pensions Act 2008, section 11",
            retention_days=2190,
        ),
        usually=Parameter("automatic_enrolment.usually"),
        deadline=Deadline(Parameter("automatic_enrolment.deadline"), counts_from="employees.start_on"),
    ),
)
