from backoffice_adapters.agencies.hse import VisitWorkplace
from frontdoor.testing import AdapterContract


class TestVisitWorkplace(AdapterContract):
    adapter = VisitWorkplace
    bad = {"insurance.certificate_number": "7730142"}
