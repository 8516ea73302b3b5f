from backoffice_adapters.agencies.hmcts import GrantProbate
from frontdoor.testing import AdapterContract


class TestGrantProbate(AdapterContract):
    adapter = GrantProbate
    bad = {"estate.net_value": "700000.00"}
