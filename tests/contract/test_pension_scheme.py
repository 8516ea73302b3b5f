from backoffice_adapters.agencies.pension_scheme import PaySurvivor
from frontdoor.testing import AdapterContract


class TestPaySurvivor(AdapterContract):
    adapter = PaySurvivor
    bad = {"registration.date_of_death": "2031-01-01"}
