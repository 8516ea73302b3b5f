from backoffice_adapters.agencies.register_office import RegisterDeath
from frontdoor.testing import AdapterContract


class TestRegisterDeath(AdapterContract):
    adapter = RegisterDeath
    bad = {"deceased.place_of_death": "A place with too long a name. " * 5}
