from backoffice_adapters.agencies.tell_us_once import PassOnDeath
from frontdoor.testing import AdapterContract


class TestPassOnDeath(AdapterContract):
    adapter = PassOnDeath
    bad = {"registration.tell_us_once_reference": "40261773"}
