"""A bank behind the Death Notification Service: writes what was in the accounts, then pays it out."""

from backoffice_adapters.simulated.forms import Asked, dated, one_of, text, whole, written
from backoffice_adapters.simulated.procedures import Answers, Filed, Made, Office, Procedure, Produced, Stage, Words
from backoffice_adapters.simulated.writing import PENCE, TRUE_FALSE, dates, grouped

SLASHED = dated("%d/%m/%Y", "dd/mm/yyyy")


def state_balance(filed: Filed) -> Produced:
    """Freezes the accounts and says what was in them on the day of death."""
    return {"balancePence": filed.chance.randrange(90_000, 4_500_000)}


def pay_tax(filed: Filed) -> Produced:
    """Pays HMRC direct from the accounts on form IHT423, before the grant: nothing else may be paid out yet."""
    return {"iht423Payment": f"IHT423-{filed.number(8)}"} if filed.form.get("iht423Pence") else {}


OFFICE = Office(
    agency="bank",
    title="Exampleton Bank, bereavement team",
    signed="Bereavement team",
    procedures=(
        Procedure(
            service="bank.close_accounts",
            letterhead="What was in the accounts",
            opening=(
                "We are sorry for your loss. We have frozen the accounts, so nothing goes in or out. This is "
                "the balance on the day of death, which you need for Inheritance Tax."
            ),
            path="/dns/notifications",
            numbering="DNS-########",
            answers=Answers.CALLBACK,
            supplied_by="POST",
            makes={
                "balancePence": Made("bank.balance_at_death", PENCE, said="Balance on the day of death"),
                "iht423Payment": Made("bank.tax_payment", said="Inheritance Tax paid direct (form IHT423)"),
            },
            form={
                "firstName": Asked(text(40), holds="deceased.first_names"),
                "surname": Asked(text(40), holds="deceased.last_name"),
                "dateOfBirth": Asked(SLASHED, holds="deceased.date_of_birth", written=dates("%d/%m/%Y")),
                "dateOfDeath": Asked(SLASHED, holds="registration.date_of_death", written=dates("%d/%m/%Y")),
                "lastAddress": Asked(text(100), holds="deceased.address"),
                "lastPostcode": Asked(text(8), holds="deceased.postcode"),
                "certificateNumber": Asked(
                    written(r"[A-Z]{2,3}\d{6}", "as on the certificate"), holds="registration.certificate_number"
                ),
                "sortCode": Asked(
                    written(r"\d\d-\d\d-\d\d", "as 12-34-56"),
                    required=False,
                    holds="bank.sort_code",
                    written=grouped("-", 2, 2),
                ),
                "accountNumber": Asked(written(r"\d{8}", "as 8 digits"), required=False, holds="bank.account_number"),
                "probate": Asked(one_of(True, False), holds="estate.applying_for_probate", written=TRUE_FALSE),
                "iht423Pence": Asked(whole(), later=True, holds="inheritance_tax.amount_due", written=PENCE),
                "grantNumber": Asked(written(r"\d{16}", "as 16 digits"), later=True, holds="probate.grant_number"),
                "notifierName": Asked(text(80), holds="applicant.full_name"),
                "notifierPhone": Asked(text(20), holds="applicant.phone"),
            },
            stages=(
                Stage("balance letter", "bank.balance_letter", state_balance),
                Stage("tax payment", "bank.tax_payment", pay_tax, waits_if_announced=(("iht423Pence",),)),
                Stage("closing", "bank.closing", waits_if_announced=(("grantNumber",),)),
            ),
            words=Words(
                reference="dnsReference",
                state="accountStatus",
                received="FROZEN",
                waiting="GRANT REQUIRED",
                done="CLOSED",
                refused="NOT ACTIONED",
                reason="reasonText",
                code="reasonCode",
                missing="documentsRequired",
                status_done=200,
                status_refused=400,
            ),
        ),
    ),
)
