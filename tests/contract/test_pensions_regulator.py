from backoffice_adapters.agencies.pensions_regulator import TakeDeclaration
from frontdoor.testing import AdapterContract


class TestTakeDeclaration(AdapterContract):
    adapter = TakeDeclaration
    bad = {"employees.start_on": "2009-04-13"}
