# ruff: noqa: RUF012 a contract test is a declaration, as the adapter is
from backoffice_adapters.agencies.funeral_director import ArrangeFuneral
from frontdoor.testing import AdapterContract


class TestArrangeFuneral(AdapterContract):
    adapter = ArrangeFuneral
    bad = {"deceased.place_of_death": "A place with too long a name. " * 5}
