# ruff: noqa: RUF012 a contract test is a declaration, as the adapter is
from backoffice_adapters.agencies.register_office import RegisterDeath
from frontdoor.testing import AdapterContract


class TestRegisterDeath(AdapterContract):
    adapter = RegisterDeath
    bad = {"deceased.place_of_death": "A place with too long a name. " * 5}
