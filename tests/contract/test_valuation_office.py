from backoffice_adapters.agencies.valuation_office import ValuePremises
from frontdoor.testing import AdapterContract


class TestValuePremises(AdapterContract):
    adapter = ValuePremises
    bad = {"premises.lease_starts": "2015-03-25"}
