from backoffice_adapters.agencies.medical_examiner import CertifyCauseOfDeath
from frontdoor.testing import AdapterContract


class TestCertifyCauseOfDeath(AdapterContract):
    adapter = CertifyCauseOfDeath
    bad = {"deceased.nhs_number": "9434765918"}
