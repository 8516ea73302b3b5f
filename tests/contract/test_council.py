from backoffice_adapters.agencies.council import SettleCareCharges, UpdateCouncilTax
from frontdoor.testing import AdapterContract


class TestUpdateCouncilTax(AdapterContract):
    adapter = UpdateCouncilTax
    good = {"deceased.lived_alone": "yes"}
    bad = {"deceased.council_tax_account": "804177"}


class TestSettleCareCharges(AdapterContract):
    adapter = SettleCareCharges
    bad = {"deceased.care_client_number": "204417"}
