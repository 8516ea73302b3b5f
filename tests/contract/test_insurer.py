from backoffice_adapters.agencies.insurer import InsureEmployer
from frontdoor.testing import AdapterContract


class TestInsureEmployer(AdapterContract):
    adapter = InsureEmployer
    bad = {"employees.number": "900"}
