from backoffice_adapters.agencies.hmrc import SettleIncomeTax, SettleInheritanceTax
from frontdoor.testing import AdapterContract


class TestSettleIncomeTax(AdapterContract):
    adapter = SettleIncomeTax
    bad = {"deceased.utr": "195583"}


class TestSettleInheritanceTax(AdapterContract):
    adapter = SettleInheritanceTax
    bad = {"estate.net_value": "700000.00"}
