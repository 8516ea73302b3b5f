from backoffice_adapters.agencies.employer import EndEmployment
from frontdoor.testing import AdapterContract


class TestEndEmployment(AdapterContract):
    adapter = EndEmployment
    bad = {"employment.last_day": "2019-06-28"}
