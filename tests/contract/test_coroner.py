from backoffice_adapters.agencies.coroner import InvestigateDeath
from frontdoor.testing import AdapterContract


class TestInvestigateDeath(AdapterContract):
    adapter = InvestigateDeath
    bad = {"deceased.date_of_death": "2031-01-01"}
