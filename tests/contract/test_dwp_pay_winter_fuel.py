from backoffice_adapters.agencies.dwp_pay_winter_fuel import PayWinterFuel
from frontdoor.testing import AdapterContract


class TestPayWinterFuel(AdapterContract):
    adapter = PayWinterFuel
    bad = {"retiree.date_of_birth": "1975-03-28"}
