from backoffice_adapters.agencies.nhs_business_services import ConfirmExemption
from frontdoor.testing import AdapterContract


class TestConfirmExemption(AdapterContract):
    adapter = ConfirmExemption
    bad = {"retiree.date_of_birth": "2001-03-28", "pension_credit.award_number": "none"}
