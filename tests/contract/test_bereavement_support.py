# ruff: noqa: RUF012 a contract test is a declaration, as the adapter is
from backoffice_adapters.agencies.bereavement_support import OfferCounselling
from frontdoor.testing import AdapterContract


class TestOfferCounselling(AdapterContract):
    adapter = OfferCounselling
    bad = {"applicant.relationship": "professional"}
