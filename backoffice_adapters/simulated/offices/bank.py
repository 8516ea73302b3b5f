"""A bank behind the Death Notification Service: writes what was in the accounts, then pays it out."""

from backoffice_adapters.simulated.forms import Asked, dated, one_of, text, written
from backoffice_adapters.simulated.procedures import Answers, Filed, Office, Procedure, Produced, Stage, Words

SLASHED = dated("%d/%m/%Y", "dd/mm/yyyy")


def state_balance(filed: Filed) -> Produced:
    """Freezes the accounts and says what was in them on the day of death."""
    return {"balancePence": filed.chance.randrange(90_000, 4_500_000)}


OFFICE = Office(
    agency="bank",
    title="Exampleton Bank, bereavement team",
    procedures=(
        Procedure(
            path="/dns/notifications",
            numbering="DNS-########",
            answers=Answers.CALLBACK,
            supplied_by="POST",
            form={
                "firstName": Asked(text(40)),
                "surname": Asked(text(40)),
                "dateOfBirth": Asked(SLASHED),
                "dateOfDeath": Asked(SLASHED),
                "lastAddress": Asked(text(100)),
                "lastPostcode": Asked(text(8)),
                "certificateNumber": Asked(written(r"[A-Z]{2,3}\d{6}", "as on the certificate")),
                "sortCode": Asked(written(r"\d\d-\d\d-\d\d", "as 12-34-56"), required=False),
                "accountNumber": Asked(written(r"\d{8}", "as 8 digits"), required=False),
                "probate": Asked(one_of(True, False)),
                "grantNumber": Asked(written(r"\d{16}", "as 16 digits"), later=True),
                "notifierName": Asked(text(80)),
                "notifierPhone": Asked(text(20)),
            },
            stages=(
                Stage("balance letter", "bank.balance_letter", state_balance),
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
