from backoffice_adapters.agencies.bereavement_support import OfferCounselling
from frontdoor.testing import AdapterContract


class TestOfferCounselling(AdapterContract):
    adapter = OfferCounselling
    bad = {"applicant.relationship": "professional"}
