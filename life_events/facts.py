"""The shared vocabulary: every fact's kind, label and sensitivity, once for all life events.

Facts that the citizen supplies are here; facts that an office produces stand beside the service that writes them, in
`life_events.agencies`. A fact's value is kept as one canonical string (the column "canonical"), so that it can be
compared, hashed and handed on in the same form everywhere.

    kind                  canonical                           source of the format
    text, name            trimmed, single spaces              -
    address               lines joined by ", "                -
    date                  YYYY-MM-DD                          ISO 8601
    yes_no                yes | no                            -
    choice                the choice's value                  -
    money                 1234.50 (pounds)                    -
    postcode              upper case, one space               domain 0, HMRC Validation.scala
    email, phone          trimmed                             -
    nino                  QQ123456C                           domain 0
    nhs_number            10 digits, modulus 11               domain 0
    utr                   10 digits, check digit first        domain 0
    driver_number         16 characters                       domain 0
    vehicle               upper case, no spaces               DVLA current style, lenient
    passport_number       9 digits                            domain 0
    sort_code             6 digits                            -
    account_number        8 digits                            -
    reference             as its pattern says                 see the fact's source
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What kind of value a fact has, and so how it is asked, checked and shown."""

    TEXT = "text"
    NAME = "name"
    ADDRESS = "address"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    MONEY = "money"
    POSTCODE = "postcode"
    EMAIL = "email"
    PHONE = "phone"
    NINO = "nino"
    NHS_NUMBER = "nhs_number"
    UTR = "utr"
    DRIVER_NUMBER = "driver_number"
    VEHICLE = "vehicle"
    PASSPORT_NUMBER = "passport_number"
    SORT_CODE = "sort_code"
    ACCOUNT_NUMBER = "account_number"
    REFERENCE = "reference"


# A made-up value of each kind, in canonical form, for whoever tries something out. No real person has them.
SAMPLES: Mapping[Kind, str] = {
    Kind.TEXT: "Exampleton",
    Kind.NAME: "Sam Sample",
    Kind.ADDRESS: "1 Example Street, Exampleton",
    Kind.DATE: "2026-03-02",
    Kind.YES_NO: "yes",
    Kind.MONEY: "250.00",
    Kind.POSTCODE: "EX4 6PL",
    Kind.EMAIL: "sam@example.org",
    Kind.PHONE: "020 7946 0000",
    Kind.NINO: "AA123456C",
    Kind.NHS_NUMBER: "9434765919",
    Kind.UTR: "1955839661",
    Kind.DRIVER_NUMBER: "SAMPL657054SM9IJ",
    Kind.VEHICLE: "EX12ABC",
    Kind.PASSPORT_NUMBER: "123456789",
    Kind.SORT_CODE: "204545",
    Kind.ACCOUNT_NUMBER: "43819274",
}


class Sensitivity(StrEnum):
    """How careful one must be with a fact: it weighs disclosures (measurement P1)."""

    ORDINARY = "ordinary"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


@dataclass(frozen=True)
class Choice:
    """One answer that a choice offers."""

    value: str
    label: str


@dataclass(frozen=True)
class FactType:
    """A fact's name, kind, label and sensitivity; `past`: a date that cannot be in the future."""

    name: str
    kind: Kind
    label: str
    sensitivity: Sensitivity = Sensitivity.PERSONAL
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    pattern: str = ""
    example: str = ""
    past: bool = False
    source: str = ""

    @property
    def sample(self) -> str:
        """A made-up value in canonical form: its own example, the first choice, or one of its kind."""
        return self.example or (self.choices[0].value if self.choices else SAMPLES.get(self.kind, ""))


MARITAL_STATUSES = (
    Choice("single", "Never married or in a civil partnership"),
    Choice("married", "Married"),
    Choice("civil_partner", "In a civil partnership"),
    Choice("divorced", "Divorced, or civil partnership dissolved"),
    Choice("widowed", "Widowed, or surviving civil partner"),
)

FACTS = (
    # The person who died
    FactType("deceased.first_names", Kind.NAME, "their first names", hint="Include any middle names"),
    FactType("deceased.last_name", Kind.NAME, "their last name"),
    FactType(
        "deceased.other_names", Kind.NAME, "other names they were known by", hint="For example a name before marriage"
    ),
    FactType("deceased.date_of_death", Kind.DATE, "date of death", past=True),
    FactType("deceased.place_of_death", Kind.TEXT, "place of death"),
    FactType("deceased.date_of_birth", Kind.DATE, "their date of birth", past=True),
    FactType("deceased.place_of_birth", Kind.TEXT, "place of birth"),
    FactType("deceased.address", Kind.ADDRESS, "their address"),
    FactType("deceased.postcode", Kind.POSTCODE, "their postcode"),
    FactType("deceased.occupation", Kind.TEXT, "their occupation", Sensitivity.ORDINARY),
    FactType(
        "deceased.marital_status",
        Kind.CHOICE,
        "marital status",
        choices=MARITAL_STATUSES,
    ),
    FactType("deceased.nhs_number", Kind.NHS_NUMBER, "their NHS number", Sensitivity.SENSITIVE, source="domain 0"),
    FactType("deceased.gp_practice", Kind.TEXT, "their GP practice", Sensitivity.SENSITIVE),
    FactType("deceased.national_insurance_number", Kind.NINO, "their National Insurance number", source="domain 0"),
    FactType("death.reported_to_coroner", Kind.YES_NO, "death reported to a coroner", Sensitivity.SENSITIVE),
    FactType("deceased.had_state_pension_or_benefits", Kind.YES_NO, "got State Pension or benefits"),
    FactType("deceased.paid_income_tax", Kind.YES_NO, "paid Income Tax"),
    FactType("deceased.sent_tax_returns", Kind.YES_NO, "sent tax returns"),
    FactType("deceased.utr", Kind.UTR, "their Unique Taxpayer Reference", source="domain 0"),
    FactType("deceased.had_driving_licence", Kind.YES_NO, "had a driving licence"),
    FactType("deceased.driver_number", Kind.DRIVER_NUMBER, "their driver number", source="domain 0"),
    FactType("deceased.kept_vehicle", Kind.YES_NO, "kept a vehicle"),
    FactType("deceased.vehicle_registration", Kind.VEHICLE, "vehicle registration number", Sensitivity.ORDINARY),
    FactType("deceased.had_passport", Kind.YES_NO, "had a UK passport"),
    FactType("deceased.passport_number", Kind.PASSPORT_NUMBER, "their passport number", source="domain 0"),
    FactType("deceased.paid_council_tax", Kind.YES_NO, "paid Council Tax"),
    FactType(
        "deceased.council_tax_account",
        Kind.REFERENCE,
        "Council Tax account number",
        hint="7 to 9 digits, on the bill",
        pattern=r"\d{7,9}",
        example="80417723",
        source="domain 0: no national format, 7 or 9 digits in one council alone",
    ),
    FactType("deceased.lived_alone", Kind.YES_NO, "lived alone"),
    FactType("deceased.had_council_care", Kind.YES_NO, "had care arranged by the council", Sensitivity.SENSITIVE),
    FactType(
        "deceased.care_client_number",
        Kind.REFERENCE,
        "social care client number",
        Sensitivity.SENSITIVE,
        hint="On letters from adult social care, for example SC204417",
        pattern=r"SC\d{6}",
        example="SC204417",
        source="U: each council has its own",
    ),
    FactType("deceased.had_workplace_pension", Kind.YES_NO, "had a workplace pension"),
    FactType("pension.scheme_name", Kind.TEXT, "pension scheme", Sensitivity.ORDINARY),
    FactType(
        "pension.member_number",
        Kind.REFERENCE,
        "pension member number",
        hint="On letters from the scheme, for example M-7730142",
        pattern=r"M-\d{7}",
        example="M-7730142",
        source="U: each scheme has its own",
    ),
    FactType("deceased.had_bank_account", Kind.YES_NO, "had a bank account in their own name"),
    FactType(
        "bank.sort_code", Kind.SORT_CODE, "sort code", Sensitivity.SENSITIVE, hint="6 digits, for example 20-45-45"
    ),
    FactType("bank.account_number", Kind.ACCOUNT_NUMBER, "account number", Sensitivity.SENSITIVE, hint="8 digits"),
    # The estate
    FactType("estate.has_will", Kind.YES_NO, "there is a will"),
    FactType("estate.applying_for_probate", Kind.YES_NO, "someone will apply for probate"),
    FactType("estate.gross_value", Kind.MONEY, "value of the estate before debts", Sensitivity.SENSITIVE),
    FactType("estate.net_value", Kind.MONEY, "value of the estate after debts", Sensitivity.SENSITIVE),
    FactType("executor.full_name", Kind.NAME, "name of the person dealing with the estate"),
    FactType("executor.address", Kind.ADDRESS, "address of the person dealing with the estate"),
    FactType("executor.postcode", Kind.POSTCODE, "postcode of the person dealing with the estate"),
    # The partner
    FactType("partner.full_name", Kind.NAME, "name of the husband, wife or civil partner"),
    FactType("partner.date_of_birth", Kind.DATE, "partner's date of birth", past=True),
    FactType("partner.national_insurance_number", Kind.NINO, "partner's National Insurance number", source="domain 0"),
    FactType("partner.under_pension_age", Kind.YES_NO, "partner is under State Pension age"),
    FactType("partner.gets_child_benefit", Kind.YES_NO, "partner gets Child Benefit"),
    FactType("partner.sort_code", Kind.SORT_CODE, "partner's sort code", Sensitivity.SENSITIVE),
    FactType("partner.account_number", Kind.ACCOUNT_NUMBER, "partner's account number", Sensitivity.SENSITIVE),
    # The funeral and support
    FactType(
        "funeral.kind",
        Kind.CHOICE,
        "burial or cremation",
        Sensitivity.PERSONAL,
        choices=(Choice("burial", "Burial"), Choice("cremation", "Cremation")),
    ),
    FactType("funeral.payer_gets_benefits", Kind.YES_NO, "the person paying for the funeral gets benefits"),
    FactType("applicant.full_name", Kind.NAME, "your name"),
    FactType(
        "applicant.relationship",
        Kind.CHOICE,
        "your relationship to them",
        choices=(
            Choice("partner", "Husband, wife or civil partner"),
            Choice("child", "Son or daughter"),
            Choice("relative", "Another relative"),
            Choice("friend", "Friend or neighbour"),
            Choice("professional", "Solicitor or other professional"),
        ),
    ),
    FactType("applicant.email", Kind.EMAIL, "your email address"),
    FactType("applicant.phone", Kind.PHONE, "your phone number"),
    FactType("applicant.national_insurance_number", Kind.NINO, "your National Insurance number", source="domain 0"),
    FactType("support.stop_mail", Kind.YES_NO, "take their name off mailing lists"),
    FactType("support.wants_counselling", Kind.YES_NO, "someone to talk to"),
)
