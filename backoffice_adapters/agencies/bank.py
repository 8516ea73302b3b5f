"""Reaches the banks through the Death Notification Service: a letter with the balance first, the closing later."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import DATE_SLASHED, PENCE, SORT_CODE_DASHED, TRUE_FALSE


class CloseAccounts(JsonAdapter):
    """Has the accounts frozen, learns what was in them, and has them closed when the bank may."""

    key = "bank.close_accounts"
    path = "/dns/notifications"
    sends = {
        "firstName": "deceased.first_names",
        "surname": "deceased.last_name",
        "dateOfBirth": Field("deceased.date_of_birth", DATE_SLASHED),
        "dateOfDeath": Field("registration.date_of_death", DATE_SLASHED),
        "lastAddress": "deceased.address",
        "lastPostcode": "deceased.postcode",
        "certificateNumber": "registration.certificate_number",
        "sortCode": Field("bank.sort_code", SORT_CODE_DASHED),
        "accountNumber": "bank.account_number",
        "probate": Field("estate.applying_for_probate", TRUE_FALSE),
        "grantNumber": "probate.grant_number",
        "iht423Pence": Field("inheritance_tax.amount_due", PENCE),
        "notifierName": "applicant.full_name",
        "notifierPhone": "applicant.phone",
    }
    learns = {
        "balancePence": Field("bank.balance_at_death", PENCE),
        "iht423Payment": "bank.tax_payment",
    }
    reference = "dnsReference"
    state = "accountStatus"
    done = ("CLOSED",)
    refused = ("NOT ACTIONED",)
    under_way = ("FROZEN", "GRANT REQUIRED")
    reason = "reasonText"
    code = "reasonCode"
    missing = "documentsRequired"
    supplies = "POST"
