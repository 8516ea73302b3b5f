from backoffice_adapters.agencies.dvla import CloseDriverRecord
from frontdoor.testing import AdapterContract


class TestCloseDriverRecord(AdapterContract):
    adapter = CloseDriverRecord
    bad = {"registration.date_of_death": "1931-03-02"}
