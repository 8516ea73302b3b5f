"""The Department for Work and Pensions: stops payments, pays the partner, helps with the funeral (domain BV05-BV07)."""

from life_events.facts import FactType, Kind, Sensitivity
from life_events.model import (
    Agency,
    Basis,
    Deadline,
    KeptBy,
    Purpose,
    Read,
    Recognition,
    Release,
    Service,
    Tier,
    Timing,
    Write,
)
from life_events.parameters import Parameter

AGENCY = Agency(
    key="dwp",
    title="Department for Work and Pensions (DWP)",
    tier=Tier.CENTRAL,
    owner="DWP Bereavement Service team leader",
    fallback="Phone the DWP Bereavement Service",
)

FACTS = (
    FactType("dwp.verified_date_of_death", Kind.DATE, "date of death as DWP verified it", example="2026-03-02"),
    FactType(
        "dwp.overpayment",
        Kind.MONEY,
        "pension or benefit paid after the death",
        Sensitivity.SENSITIVE,
        example="412.40",
    ),
    FactType(
        "dwp.stopped_award",
        Kind.REFERENCE,
        "State Pension award that was stopped",
        pattern=r"SPC\d{8}",
        source="U: the town's own",
        example="SPC20418873",
    ),
    FactType("funeral_payment.amount", Kind.MONEY, "help with funeral costs", Sensitivity.SENSITIVE, example="2248.00"),
    FactType(
        "bereavement_support.award",
        Kind.REFERENCE,
        "Bereavement Support Payment award",
        Sensitivity.SENSITIVE,
        pattern=r"BSP\d{8}",
        example="BSP43819274",
    ),
)

SERVICES = (
    Service(
        key="dwp.stop_benefits",
        agency="dwp",
        row="BV05",
        title="Stop State Pension and benefits",
        does="Stops the payments and works out whether anything was paid after the death.",
        reads=(
            Read("deceased.first_names"),
            Read("deceased.last_name"),
            Read("deceased.other_names", optional=True),
            Read("deceased.date_of_birth"),
            Read("deceased.national_insurance_number", optional=True),
            Read("registration.date_of_death", recognises=Recognition.ISSUER),
            Read("executor.full_name"),
            Read("executor.address"),
            Read("executor.postcode"),
            Read("partner.national_insurance_number", optional=True),
        ),
        writes=(
            Write("dwp.verified_date_of_death", Release.PARTNER),
            Write("dwp.overpayment", Release.LETTER),
            Write("dwp.stopped_award", Release.LETTER),
        ),
        purpose=Purpose(
            why="To stop payments so that the estate is not asked to pay money back",
            basis=Basis.STATUTORY,
            law="Social Security Administration Act 1992",
            retention_days=5110,
        ),
        usually=Parameter("dwp.stop_benefits_usually"),
    ),
    Service(
        key="dwp.pay_bereavement_support",
        agency="dwp",
        row="BV06",
        title="Pay Bereavement Support",
        does="Decides and pays Bereavement Support Payment to the partner.",
        reads=(
            Read("deceased.first_names"),
            Read("deceased.last_name"),
            Read("deceased.national_insurance_number", optional=True),
            Read("registration.date_of_death"),
            Read("partner.full_name"),
            Read("partner.date_of_birth"),
            Read("partner.national_insurance_number"),
            Read("partner.gets_child_benefit"),
            Read("partner.sort_code", Timing.TO_FINISH),
            Read("partner.account_number", Timing.TO_FINISH),
        ),
        writes=(Write("bereavement_support.award", Release.LETTER),),
        purpose=Purpose(
            why="To pay Bereavement Support to the husband, wife or civil partner",
            basis=Basis.CONSENT,
            law="Pensions Act 2014, part 5",
            retention_days=1095,
        ),
        usually=Parameter("bereavement_support.usually"),
        deadline=Deadline(Parameter("bereavement_support.deadline"), "deceased.date_of_death", kept_by=KeptBy.TOLD),
    ),
    Service(
        key="dwp.pay_funeral_expenses",
        agency="dwp",
        row="BV07",
        title="Help with funeral costs",
        does="Decides on a Funeral Expenses Payment for a person on benefits who pays for the funeral.",
        reads=(
            Read("deceased.first_names"),
            Read("deceased.last_name"),
            Read("deceased.date_of_birth"),
            Read("registration.date_of_death"),
            Read("applicant.full_name"),
            Read("applicant.relationship"),
            Read("applicant.national_insurance_number"),
            Read("funeral.invoice_total", Timing.TO_FINISH, recognises=Recognition.ORIGINAL),
            Read("funeral.date", Timing.TO_FINISH),
        ),
        writes=(Write("funeral_payment.amount", Release.LETTER),),
        purpose=Purpose(
            why="To help with the cost of the funeral",
            basis=Basis.CONSENT,
            law="Social Fund Maternity and Funeral Expenses (General) Regulations 2005",
            retention_days=1095,
        ),
        usually=Parameter("funeral_payment.usually"),
        deadline=Deadline(Parameter("funeral_payment.deadline"), "funeral.date", kept_by=KeptBy.TOLD),
    ),
)
