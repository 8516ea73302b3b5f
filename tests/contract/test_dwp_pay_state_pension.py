from backoffice_adapters.agencies.dwp_pay_state_pension import PayStatePension
from frontdoor.testing import AdapterContract


class TestPayStatePension(AdapterContract):
    adapter = PayStatePension
    bad = {"national_insurance.qualifying_years": "7"}
