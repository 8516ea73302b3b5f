from backoffice_adapters.agencies.council_reduce_council_tax import ReduceCouncilTax
from frontdoor.testing import AdapterContract


class TestReduceCouncilTax(AdapterContract):
    adapter = ReduceCouncilTax
    bad = {"household.savings": "43000.00", "pension_credit.guarantee": "no"}
