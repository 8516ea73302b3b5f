from backoffice_adapters.agencies.pension_tracing import FindPensions
from frontdoor.testing import AdapterContract


class TestFindPensions(AdapterContract):
    adapter = FindPensions
    bad = {"retiree.date_of_birth": "2014-03-28"}
