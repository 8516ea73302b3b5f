"""Banks and building societies, reached through the Death Notification Service (domain BV16)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Agency, Basis, Purpose, Read, Recognition, Release, Service, Tier, Timing, Write
from life_events.parameters import Parameter

AGENCY = Agency(
    key="bank",
    title="Exampleton Bank",
    tier=Tier.PRIVATE,
    owner="Customer service manager",
    fallback="Visit a branch",
)

FACTS = (
    FactType(
        "bank.balance_at_death",
        Kind.MONEY,
        "money in the bank on the day of death",
        Sensitivity.SENSITIVE,
        example="8412.07",
    ),
    FactType(
        "bank.tax_payment",
        Kind.REFERENCE,
        "Inheritance Tax paid direct from the account",
        Sensitivity.SENSITIVE,
        pattern=r"IHT423-\d{8}",
        source="U: the form's number is real (IHTM05052), the reference is the town's own",
        example="IHT423-20418873",
    ),
)

SERVICES = (
    Service(
        key="bank.close_accounts",
        agency="bank",
        row="BV16",
        title="Close bank accounts",
        owner="Bereavement team leader of the bank",
        fallback="Visit a branch with the death certificate",
        does="Is told by the Death Notification Service. Freezes the accounts, and pays the money out when it may.",
        reads=(
            Read("deceased.first_names"),
            Read("deceased.last_name"),
            Read("deceased.date_of_birth"),
            Read("registration.date_of_death"),
            Read("deceased.address"),
            Read("deceased.postcode"),
            Read("registration.certificate_number"),
            Read("bank.sort_code", optional=True),
            Read("bank.account_number", optional=True),
            Read("estate.applying_for_probate"),
            Read("probate.grant_number", Timing.TO_FINISH, optional=True, recognises=Recognition.ORIGINAL),
            Read("inheritance_tax.amount_due", Timing.TO_FINISH, optional=True, recognises=Recognition.TYPED),
            Read("applicant.full_name"),
            Read("applicant.phone"),
        ),
        writes=(
            Write("bank.balance_at_death", Release.LETTER),
            # Money leaves the account with the grant; form IHT423 is the way round (domain 1c, IHTM05052).
            Write(
                "bank.tax_payment",
                Release.PARTNER,
                rests_on=(("probate.grant_number", "inheritance_tax.amount_due"),),
            ),
        ),
        purpose=Purpose(
            why="To freeze and close the accounts",
            basis=Basis.CONSENT,
            law="Consent of the person reporting",
            retention_days=2190,
        ),
        usually=Parameter("bank.usually"),
    ),
)
