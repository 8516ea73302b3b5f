"""A local charity with a form on its website, whose questions are its field names, and a coordinator who reads it."""

from backoffice_adapters.simulated.forms import Asked, one_of, text, written
from backoffice_adapters.simulated.procedures import Answers, Filed, Office, Procedure, Produced, Refused, Stage, Words
from backoffice_adapters.simulated.writing import words


def find_volunteer(filed: Filed) -> Produced:
    """Finds a volunteer for the family and friends of somebody who died."""
    if filed.said("You were their") == "solicitor":
        return Refused("not for you", "We talk with family and friends. Others can ask our training team.")
    return {"First meeting": filed.later(filed.chance.randrange(3, 12)).isoformat()}


OFFICE = Office(
    agency="bereavement_support",
    title="Exampleton Bereavement Friends",
    procedures=(
        Procedure(
            service="bereavement_support.offer_counselling",
            path="/contact-form",
            numbering="Friend ######",
            answers=Answers.CALLBACK,
            form={
                "Your name": Asked(text(60), holds="applicant.full_name"),
                "Your email": Asked(
                    written(r"[^@\s]+@[^@\s]+\.[^@\s]+", "as an email address"), holds="applicant.email"
                ),
                "Your phone": Asked(text(25), holds="applicant.phone"),
                "You were their": Asked(
                    one_of("partner", "child", "family", "friend", "solicitor"),
                    holds="applicant.relationship",
                    written=words(
                        partner="partner", child="child", relative="family", friend="friend", professional="solicitor"
                    ),
                ),
            },
            stages=(Stage("matching", "bereavement_support.matching", find_volunteer),),
            words=Words(
                reference="Ticket",
                state="Where we are",
                received="Thank you, we have your message",
                done="Somebody will be in touch",
                refused="Sorry",
                reason="Why",
                code="In short",
                status_received=200,
                status_done=200,
                status_refused=200,
            ),
        ),
    ),
)
