from backoffice_adapters.agencies.ico import RegisterDataUse
from frontdoor.testing import AdapterContract


class TestRegisterDataUse(AdapterContract):
    adapter = RegisterDataUse
    bad = {"business.turnover": "99000000.00"}
