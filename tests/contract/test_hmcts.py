# ruff: noqa: RUF012 a contract test is a declaration, as the adapter is
from backoffice_adapters.agencies.hmcts import GrantProbate
from frontdoor.testing import AdapterContract


class TestGrantProbate(AdapterContract):
    adapter = GrantProbate
    bad = {"estate.net_value": "700000.00"}
