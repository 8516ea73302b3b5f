"""HM Courts and Tribunals Service: grants probate (domain BV10)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Agency, Basis, Purpose, Read, Recognition, Release, Service, Tier, Write
from life_events.parameters import Parameter

AGENCY = Agency(
    key="hmcts",
    title="Probate Service (HMCTS)",
    tier=Tier.COURT,
    owner="Probate registry manager",
    fallback="Phone the probate helpline, or apply on paper with form PA1P or PA1A",
)

FACTS = (
    FactType(
        "probate.grant_number",
        Kind.REFERENCE,
        "number of the grant of probate",
        Sensitivity.ORDINARY,
        pattern=r"\d{16}",
        source="domain 0: 16 digits (U)",
        example="1726481930275517",
    ),
    FactType("probate.grant_date", Kind.DATE, "date of the grant", Sensitivity.ORDINARY, example="2026-06-11"),
    FactType("probate.fee", Kind.MONEY, "fee for the application for probate", example="300.00"),
    FactType("probate.fee_taken", Kind.MONEY, "fee that the Probate Service took", example="300.00"),
)

SERVICES = (
    Service(
        key="hmcts.grant_probate",
        agency="hmcts",
        row="BV10",
        title="Grant probate",
        does="Gives the executor the legal right to deal with the estate.",
        reads=(
            Read("deceased.first_names"),
            Read("deceased.last_name"),
            Read("deceased.other_names", optional=True),
            Read("deceased.date_of_birth"),
            Read("registration.date_of_death"),
            Read("deceased.address"),
            Read("deceased.postcode"),
            Read("deceased.marital_status"),
            Read("estate.has_will"),
            Read("estate.gross_value"),
            Read("estate.net_value"),
            Read("registration.certificate_number", recognises=Recognition.ORIGINAL),
            Read("inheritance_tax.unique_code", optional=True, recognises=Recognition.TYPED),
            Read("inheritance_tax.gross_value", optional=True, recognises=Recognition.TYPED),
            Read("inheritance_tax.net_value", optional=True, recognises=Recognition.TYPED),
            Read("executor.full_name"),
            Read("executor.address"),
            Read("executor.postcode"),
            Read("applicant.email"),
        ),
        writes=(
            Write("probate.grant_number", Release.LETTER),
            Write("probate.grant_date", Release.LETTER),
            Write("probate.fee", Release.LETTER),
            Write("probate.fee_taken", Release.LETTER),
        ),
        purpose=Purpose(
            why="To give the legal right to deal with the estate",
            basis=Basis.STATUTORY,
            law="Senior Courts Act 1981, part 5",
            retention_days=36500,
        ),
        usually=Parameter("probate.usually"),
    ),
)
