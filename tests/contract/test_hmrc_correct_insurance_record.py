from backoffice_adapters.agencies.hmrc_correct_insurance_record import CorrectInsuranceRecord
from frontdoor.testing import AdapterContract


class TestCorrectInsuranceRecord(AdapterContract):
    adapter = CorrectInsuranceRecord
    bad = {"child_benefit.claimed_from": "2001-02-05"}
