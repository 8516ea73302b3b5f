from backoffice_adapters.agencies.passport_office import CancelPassport
from frontdoor.testing import AdapterContract


class TestCancelPassport(AdapterContract):
    adapter = CancelPassport
    bad = {"deceased.passport_number": "53340137"}
