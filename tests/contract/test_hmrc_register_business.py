from backoffice_adapters.agencies.hmrc_register_business import (
    RegisterCorporationTax,
    RegisterEmployer,
    RegisterSelfAssessment,
    RegisterVat,
)
from frontdoor.testing import AdapterContract


class TestRegisterCorporationTax(AdapterContract):
    adapter = RegisterCorporationTax
    bad = {"business.trading_starts": "2019-05-18"}


class TestRegisterSelfAssessment(AdapterContract):
    adapter = RegisterSelfAssessment
    bad = {"business.trading_starts": "1980-04-06"}


class TestRegisterVat(AdapterContract):
    adapter = RegisterVat
    bad = {"business.turnover": "0.00"}


class TestRegisterEmployer(AdapterContract):
    adapter = RegisterEmployer
    bad = {"employees.first_payday": "2027-04-30"}
