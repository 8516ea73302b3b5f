from backoffice_adapters.agencies.council_license_pavement import LicensePavement
from frontdoor.testing import AdapterContract


class TestLicensePavement(AdapterContract):
    adapter = LicensePavement
    bad = {"pavement.tables": "45"}
