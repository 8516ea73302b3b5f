from backoffice_adapters.agencies.dwp import PayBereavementSupport, PayFuneralExpenses, StopBenefits
from frontdoor.testing import AdapterContract


class TestStopBenefits(AdapterContract):
    adapter = StopBenefits
    bad = {"deceased.national_insurance_number": "ZZ370773A"}


class TestPayBereavementSupport(AdapterContract):
    adapter = PayBereavementSupport
    bad = {"partner.date_of_birth": "1950-06-21"}


class TestPayFuneralExpenses(AdapterContract):
    adapter = PayFuneralExpenses
    bad = {"applicant.relationship": "professional"}
