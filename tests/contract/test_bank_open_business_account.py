from backoffice_adapters.agencies.bank_open_business_account import OpenBusinessAccount
from frontdoor.testing import AdapterContract


class TestOpenBusinessAccount(AdapterContract):
    adapter = OpenBusinessAccount
    bad = {
        "business.source_of_funds": "Savings of a whole family, put by over many years and told at far too much length."
    }
