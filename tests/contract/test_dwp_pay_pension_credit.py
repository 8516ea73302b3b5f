from backoffice_adapters.agencies.dwp_pay_pension_credit import PayPensionCredit
from frontdoor.testing import AdapterContract


class TestPayPensionCredit(AdapterContract):
    adapter = PayPensionCredit
    bad = {"household.weekly_income": "912.00"}
