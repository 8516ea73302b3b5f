from backoffice_adapters.agencies.council_open_premises import (
    DecidePlanning,
    GrantPremisesLicence,
    RegisterFoodBusiness,
    SetBusinessRates,
)
from frontdoor.testing import AdapterContract


class TestRegisterFoodBusiness(AdapterContract):
    adapter = RegisterFoodBusiness
    bad = {"company.number": "1520441"}


class TestGrantPremisesLicence(AdapterContract):
    adapter = GrantPremisesLicence
    bad = {"owner.date_of_birth": "2011-07-11"}


class TestDecidePlanning(AdapterContract):
    adapter = DecidePlanning
    bad = {"premises.landlord_agrees": "no"}


class TestSetBusinessRates(AdapterContract):
    adapter = SetBusinessRates
    bad = {"premises.lease_starts": "2015-03-25"}
