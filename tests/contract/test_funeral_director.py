from backoffice_adapters.agencies.funeral_director import ArrangeFuneral
from frontdoor.testing import AdapterContract


class TestArrangeFuneral(AdapterContract):
    adapter = ArrangeFuneral
    bad = {"deceased.place_of_death": "A place with too long a name. " * 5}
