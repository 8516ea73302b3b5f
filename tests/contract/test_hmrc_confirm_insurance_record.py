from backoffice_adapters.agencies.hmrc_confirm_insurance_record import ConfirmInsuranceRecord
from frontdoor.testing import AdapterContract


class TestConfirmInsuranceRecord(AdapterContract):
    adapter = ConfirmInsuranceRecord
    bad = {"retiree.date_of_birth": "2016-03-28"}
