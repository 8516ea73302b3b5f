from backoffice_adapters.agencies.council_issue_bus_pass import IssueBusPass
from frontdoor.testing import AdapterContract


class TestIssueBusPass(AdapterContract):
    adapter = IssueBusPass
    bad = {"retiree.postcode": "YO1 7HH"}
