# ruff: noqa: RUF012 a contract test is a declaration, as the adapter is
from backoffice_adapters.agencies.coroner import InvestigateDeath
from frontdoor.testing import AdapterContract


class TestInvestigateDeath(AdapterContract):
    adapter = InvestigateDeath
    bad = {"deceased.date_of_death": "2031-01-01"}
