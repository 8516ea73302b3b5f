from backoffice_adapters.agencies.bank import CloseAccounts
from frontdoor.testing import AdapterContract


class TestCloseAccounts(AdapterContract):
    adapter = CloseAccounts
    bad = {"registration.certificate_number": "482913"}
