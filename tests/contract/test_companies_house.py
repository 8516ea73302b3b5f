from backoffice_adapters.agencies.companies_house import IncorporateCompany
from frontdoor.testing import AdapterContract


class TestIncorporateCompany(AdapterContract):
    adapter = IncorporateCompany
    bad = {"owner.date_of_birth": "2015-07-11"}
