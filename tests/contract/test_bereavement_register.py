from backoffice_adapters.agencies.bereavement_register import StopMail
from frontdoor.testing import AdapterContract


class TestStopMail(AdapterContract):
    adapter = StopMail
    bad = {"registration.date_of_death": "2031-01-01"}
