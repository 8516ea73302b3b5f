"""A business bank: opens an account for a new business (domain BS14)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import Basis, Purpose, Read, Recognition, Release, Service, Write
from life_events.parameters import Parameter

FACTS = (
    FactType(
        "bank.business_sort_code",
        Kind.SORT_CODE,
        "sort code of the business account",
        Sensitivity.SENSITIVE,
        example="204545",
    ),
    FactType(
        "bank.business_account_number",
        Kind.ACCOUNT_NUMBER,
        "number of the business account",
        Sensitivity.SENSITIVE,
        example="61882074",
    ),
)

SERVICES = (
    Service(
        key="bank.open_business_account",
        agency="bank",
        row="BS14",
        title="Open a business bank account",
        owner="Business accounts manager",
        fallback="Visit a branch with your passport, and for a company with its certificate of incorporation",
        does="Checks who the owners are and where the money comes from, and opens the account.",
        reads=(
            Read("business.name"),
            Read("business.kind"),
            Read("business.address"),
            Read("business.postcode"),
            Read("business.turnover"),
            Read("business.source_of_funds"),
            Read("applicant.full_name"),
            Read("applicant.phone"),
            Read("owner.date_of_birth"),
            Read("owner.address"),
            Read("owner.postcode"),
            Read("company.number", optional=True, recognises=Recognition.ORIGINAL),
        ),
        writes=(
            Write("bank.business_sort_code", Release.LETTER),
            Write("bank.business_account_number", Release.LETTER),
        ),
        purpose=Purpose(
            why="To open a bank account for the business",
            basis=Basis.CONSENT,
            law="Consent; checks under the Money Laundering Regulations 2017",
            retention_days=1825,
        ),
        usually=Parameter("business_account.usually"),
        asks_again=("owner.date_of_birth", "owner.address"),
        asks_again_source="domain BS14: own identity checks repeated despite the one of Companies House",
    ),
)
