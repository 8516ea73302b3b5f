"""Reaches a local charity through its contact form, whose questions are the names of the fields."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import coded


class OfferCounselling(JsonAdapter):
    """Asks for a trained volunteer to get in touch."""

    key = "bereavement_support.offer_counselling"
    path = "/contact-form"
    sends = {
        "Your name": "applicant.full_name",
        "Your email": "applicant.email",
        "Your phone": "applicant.phone",
        "You were their": Field(
            "applicant.relationship",
            coded(partner="partner", child="child", relative="family", friend="friend", professional="solicitor"),
        ),
    }
    reference = "Ticket"
    state = "Where we are"
    done = ("Somebody will be in touch",)
    refused = ("Sorry",)
    under_way = ("Thank you, we have your message",)
    reason = "Why"
    code = "In short"
