"""HMRC's registers for a new business: Corporation Tax, Self Assessment, VAT and PAYE, each with its own clerks."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from backoffice_adapters.simulated.calendar import months_later
from backoffice_adapters.simulated.filing import NAMES, File
from backoffice_adapters.simulated.forms import Asked, dated, one_of, text, written
from backoffice_adapters.simulated.procedures import (
    Answers,
    Desk,
    Filed,
    Made,
    Procedure,
    Produced,
    Refused,
    Stage,
    Words,
)
from backoffice_adapters.simulated.writing import CAPITALS, POSTCODE_BARE, POUNDS, Y_N, dates, grouped

COMPACT = dated("%d%m%Y", "ddmmyyyy")
SLASHED = dated("%d/%m/%Y", "dd/mm/yyyy")
DASHED = dated("%d-%b-%Y", "as 25-Dec-1999")
ISO = dated("%Y-%m-%d", "yyyy-mm-dd")
CAPITAL_NAME = written(r"[^a-z]{1,105}", "in capitals, at most 105")
CRN = written(r"([A-Z]{2}|\d{2})\d{6}", "as 8 characters")
BARE_POSTCODE = written(r"[A-Z0-9]{5,7}", "in capitals without a space")
UTR = written(r"\d{10}", "as 10 digits")
NINO = written(r"[A-Z]{2}\d{6}[A-D]", "as on the card")
UTR_WEIGHTS = (6, 7, 8, 9, 10, 5, 4, 3, 2)  # domain section 0 (S), with the table of remainders (U)
UTR_CHECKS = "21987654321"


def take_up(filed: Filed) -> Produced:
    """Gives the company its tax reference, and sets its first period by whatever day it goes by (C-S2).

    By the day on which business begins, the period ends with the company's accounts. By the day on the register alone
    it is over after 12 months, before the accounts are, and a second, short one is due.
    """
    created = filed.day("INCDATE", "%d%m%Y")
    active = filed.day("ACTDATE", "%d%m%Y") if filed.said("ACTDATE") else created
    if months_later(active, int(filed.rule("corporation_tax.begun_before"))) < created:
        return Refused("CT41", "Business began too long before the company was there.")
    starts = max(active, created)
    ends = min(_accounts_after(created, starts), months_later(starts, 12) - timedelta(days=1))
    return {"CTUTR": _utr(filed), "APSTART": starts.strftime("%d%m%Y"), "APEND": ends.strftime("%d%m%Y")}


def _accounts_after(created: date, day: date) -> date:
    """Returns the first day after another to which a company's accounts run: a month's end, year after year."""
    year = created.year + 1
    while (end := date(year, created.month, monthrange(year, created.month)[1])) < day:
        year += 1
    return end


def register_person(filed: Filed) -> Produced:
    """Gives a sole trader or partner a tax reference: the one that they have, if HMRC knows them again."""
    if filed.day("box12", "%d/%m/%Y") <= filed.day("box2", "%d/%m/%Y"):
        return Refused("CWF-2", "The business cannot have started before its owner was born.")
    known = filed.known("hmrc.register_self_assessment")
    return {"saUtr": known["saUtr"] if known and "saUtr" in known else _utr(filed)}


def sent_for_checks(filed: Filed) -> bool:
    """Says which applications are looked at twice, by chance."""
    return filed.chance.random() * 100 < filed.rule("vat.checked")


def register_for_vat(filed: Filed) -> Produced:
    """Registers the business from the day it asked for; VAT is due from then, before the number is known (C-S4)."""
    if not filed.said("ctUtr") and not filed.said("saUtr"):
        return Refused("VAT-UTR", "We cannot register a business without its tax reference.")
    if Decimal(filed.said("turnoverEstimate")) <= 0:
        return Refused("VAT-NIL", "A business without sales is not registered.")
    return {"vrn": f"GB{filed.number(9)}", "registeredFrom": filed.said("effectiveDate")}


def open_scheme(filed: Filed) -> Produced:
    """Opens a scheme, not more than two months before anybody is paid."""
    if not filed.said("COTAXREF") and not filed.said("SAREF"):
        return Refused("P01", "No tax reference came, and none will.")
    if filed.day("PAYDAY1", "%d-%b-%Y") > months_later(filed.today, int(filed.rule("paye.earliest"))):
        return Refused("P17", "The first payday is too far away. Apply again nearer to it.")
    letters = "".join(filed.chance.choice("ABCDEFGHJKLMNPRSTWXYZ") for _ in range(3))
    return {
        "ERN": f"{filed.number(3)}/{letters[:2]}{filed.number(3)}",
        "AOREF": f"{filed.number(3)}P{letters[2]}{filed.number(8)}",
    }


def _utr(filed: Filed) -> str:
    digits = filed.number(9)
    total = sum(weight * int(digit) for weight, digit in zip(UTR_WEIGHTS, digits, strict=True))
    return UTR_CHECKS[total % 11] + digits


DESK = Desk(
    agency="hmrc",
    procedures=(
        Procedure(
            service="hmrc.register_corporation_tax",
            letterhead="A company now on our books (CT41G)",
            opening="Companies House told us of the company. Quote its tax reference whenever you write to us.",
            path="/cotax/companies",
            numbering="CO@@######",
            answers=Answers.POLLED,
            writes_to="REGOFF",
            makes={
                "CTUTR": Made("corporation_tax.utr", said="Unique Taxpayer Reference"),
                "APSTART": Made(
                    "corporation_tax.period_starts", dates("%d%m%Y"), said="Your first accounting period starts on"
                ),
                "APEND": Made("corporation_tax.period_ends", dates("%d%m%Y"), said="It ends on"),
            },
            form={
                "CRN": Asked(CRN, holds="company.number"),
                "CONAME": Asked(CAPITAL_NAME, holds="business.name", written=CAPITALS),
                "INCDATE": Asked(COMPACT, holds="company.incorporated_on", written=dates("%d%m%Y")),
                "REGOFF": Asked(text(140), holds="business.address"),
                "REGPCD": Asked(BARE_POSTCODE, holds="business.postcode", written=POSTCODE_BARE),
                "ACTDATE": Asked(COMPACT, holds="business.trading_starts", written=dates("%d%m%Y")),
                "DIRNAM": Asked(CAPITAL_NAME, holds="applicant.full_name", written=CAPITALS),
                "DORMANT": Asked(one_of("Y", "N"), required=False, holds="company.dormant", written=Y_N),
                # the main trading address (domain 3b, BS02): the third book in which the premises stand (C-S6)
                "TRADADR": Asked(text(140), required=False, holds="premises.address"),
            },
            stages=(Stage("set up", "corporation_tax.letter", take_up),),
            words=Words(
                reference="COREF",
                state="COSTAT",
                received="INBOX",
                waiting="PENDED",
                missing="PENDFOR",
                done="LIVE",
                refused="NOTSETUP",
                reason="WHY",
                code="WHYCD",
                status_received=200,
                status_done=200,
                status_refused=200,
            ),
        ),
        Procedure(
            service="hmrc.register_self_assessment",
            letterhead="Welcome to Self Assessment (SA250)",
            opening="We have set up a record for you. Quote your tax reference whenever you write to us.",
            path="/cwf1",
            numbering="CWF-#######",
            writes_to="box3",
            file=File(
                {"number": ("box5",), "born": ("box2",), NAMES: ("box1",)},
                looks_in=("hmrc.register_self_assessment",),
            ),
            makes={"saUtr": Made("self_assessment.utr", said="Unique Taxpayer Reference")},
            form={
                "box1": Asked(text(80), holds="applicant.full_name"),
                "box2": Asked(SLASHED, holds="owner.date_of_birth", written=dates("%d/%m/%Y")),
                "box3": Asked(text(140), holds="owner.address"),
                "box4": Asked(text(8), holds="owner.postcode"),
                "box5": Asked(
                    written(r"[A-Z]{2} \d\d \d\d \d\d [A-D]", "as AB 12 34 56 C"),
                    holds="applicant.national_insurance_number",
                    written=grouped(" ", 2, 2, 2, 2),
                ),
                "box10": Asked(text(80), holds="business.name"),
                "box12": Asked(SLASHED, holds="business.trading_starts", written=dates("%d/%m/%Y")),
            },
            stages=(Stage("set up", "self_assessment.letter", register_person),),
            words=Words(
                reference="cwfNumber",
                state="progress",
                received="keyed",
                done="set up",
                refused="sent back",
                reason="sentBackBecause",
                code="sentBackCode",
            ),
        ),
        Procedure(
            service="hmrc.register_vat",
            letterhead="Your VAT registration certificate",
            opening="The business is registered for VAT. VAT is due from the day below, whenever this reached you.",
            path="/vat-registration/applications",
            numbering="VRS-####-####",
            # it writes to the registered office, and has not looked whether anybody of the business is there (C-S5)
            writes_to="applicantAddress",
            on_file="business.address",
            makes={
                "vrn": Made("vat.number", said="VAT registration number"),
                "registeredFrom": Made("vat.effective_from", said="Registered from", again=True),
            },
            form={
                "businessName": Asked(text(105), holds="business.name"),
                "principalPlace": Asked(text(160), holds="business.address"),
                "principalPlacePostcode": Asked(text(8), holds="business.postcode"),
                "sicCode": Asked(written(r"\d{5}", "as 5 digits"), holds="business.activity_code"),
                "turnoverEstimate": Asked(
                    written(r"\d{1,9}\.\d\d", "in pounds and pence"), holds="business.turnover", written=POUNDS
                ),
                "effectiveDate": Asked(ISO, holds="business.trading_starts"),
                "applicantName": Asked(text(80), holds="applicant.full_name"),
                "applicantNino": Asked(NINO, holds="applicant.national_insurance_number"),
                "applicantAddress": Asked(text(160), holds="owner.address"),
                "applicantPostcode": Asked(text(8), holds="owner.postcode"),
                "companyRegistrationNumber": Asked(CRN, required=False, holds="company.number"),
                "ctUtr": Asked(UTR, later=True, holds="corporation_tax.utr"),
                "saUtr": Asked(UTR, later=True, holds="self_assessment.utr"),
                "bankSortCode": Asked(
                    written(r"\d\d-\d\d-\d\d", "as 12-34-56"),
                    later=True,
                    holds="bank.business_sort_code",
                    written=grouped("-", 2, 2),
                ),
                "bankAccountNumber": Asked(
                    written(r"\d{8}", "as 8 digits"), later=True, holds="bank.business_account_number"
                ),
            },
            stages=(
                Stage(
                    "registration",
                    "vat.registration",
                    register_for_vat,
                    waits_for=(("ctUtr", "saUtr"),),
                    waits_if_announced=(("bankSortCode",), ("bankAccountNumber",)),
                    paced=(sent_for_checks, "vat.checks"),
                ),
            ),
            words=Words(
                reference="acknowledgementReference",
                state="applicationStatus",
                received="submitted",
                waiting="further details required",
                done="registered",
                refused="declined",
                reason="declinedBecause",
                code="declinedCode",
                missing="detailsRequired",
            ),
        ),
        Procedure(
            service="hmrc.register_employer",
            letterhead="Your PAYE references",
            opening="The scheme is open. You need the one reference to report pay, and the other to pay us.",
            path="/paye/schemes",
            numbering="ES########",
            answers=Answers.POLLED,
            supplied_by="PUT",
            writes_to="EMPADDR",
            makes={
                "ERN": Made("paye.reference", said="Employer PAYE reference"),
                "AOREF": Made("paye.accounts_office_reference", said="Accounts Office reference"),
            },
            form={
                "EMPNAME": Asked(CAPITAL_NAME, holds="business.name", written=CAPITALS),
                "EMPADDR": Asked(text(140), holds="business.address"),
                "EMPPCD": Asked(BARE_POSTCODE, holds="business.postcode", written=POSTCODE_BARE),
                "CRN": Asked(CRN, required=False, holds="company.number"),
                "COTAXREF": Asked(UTR, later=True, holds="corporation_tax.utr"),
                "SAREF": Asked(UTR, later=True, holds="self_assessment.utr"),
                "CONTACT": Asked(text(80), holds="applicant.full_name"),
                "DIRNINO": Asked(NINO, holds="applicant.national_insurance_number"),
                "HEADCOUNT": Asked(written(r"[1-9]\d{0,3}", "as a number up to 9999"), holds="employees.number"),
                "PAYDAY1": Asked(DASHED, holds="employees.first_payday", written=dates("%d-%b-%Y")),
            },
            stages=(Stage("opening", "paye.scheme", open_scheme, waits_for=(("COTAXREF", "SAREF"),)),),
            words=Words(
                reference="SCHEMEREQ",
                state="SCHEMESTAT",
                received="QUEUED",
                waiting="AWAITS UTR",
                done="OPENED",
                refused="NOT OPENED",
                reason="NARRATIVE",
                code="NARRCD",
                missing="AWAITED",
                status_received=200,
                status_done=200,
            ),
        ),
    ),
)
