# ruff: noqa: RUF012 a contract test is a declaration, as the adapter is
from backoffice_adapters.agencies.passport_office import CancelPassport
from frontdoor.testing import AdapterContract


class TestCancelPassport(AdapterContract):
    adapter = CancelPassport
    bad = {"deceased.passport_number": "53340137"}
