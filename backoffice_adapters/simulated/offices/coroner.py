"""The coroner: opens a file on a death that was reported and certifies it after months. Dates are in words."""

from backoffice_adapters.simulated.forms import Asked, dated, text, written
from backoffice_adapters.simulated.procedures import (
    Answers,
    Filed,
    Made,
    Office,
    Procedure,
    Produced,
    Refused,
    Stage,
    Words,
)
from backoffice_adapters.simulated.writing import dates

SPOKEN = dated("%d %B %Y", "as in 25 December 1999")


def conclude(filed: Filed) -> Produced:
    """Concludes the inquest with the coroner's certificate."""
    if filed.day("died", "%d %B %Y") > filed.today:
        return Refused("no jurisdiction", "There is no death to investigate on that day.")
    return {"certificate": f"CO/{filed.today.year}/{filed.number(4)}"}


OFFICE = Office(
    agency="coroner",
    title="HM Coroner for Exampleshire",
    signed="Coroner's officer",
    procedures=(
        Procedure(
            service="coroner.investigate_death",
            letterhead="The inquest is concluded",
            opening="The coroner has concluded the inquest. The death can now be registered.",
            path="/referrals",
            numbering="EXE-##-####@",
            answers=Answers.CALLBACK,
            makes={"certificate": Made("coroner.certificate_number", said="Number of the coroner’s certificate")},
            form={
                "deceased_name": Asked(text(120), holds=("deceased.first_names", "deceased.last_name")),
                "born": Asked(SPOKEN, holds="deceased.date_of_birth", written=dates("%d %B %Y")),
                "died": Asked(SPOKEN, holds="deceased.date_of_death", written=dates("%d %B %Y")),
                "found_at": Asked(text(200), holds="deceased.place_of_death"),
                "nhs_no": Asked(written(r"\d{10}", "as 10 digits"), required=False, holds="deceased.nhs_number"),
                "reported_by": Asked(text(120), holds="applicant.full_name"),
                "reported_by_phone": Asked(text(30), holds="applicant.phone"),
            },
            stages=(Stage("investigation", "coroner.investigation", conclude),),
            words=Words(
                reference="file_no",
                state="proceedings",
                received="opened and adjourned",
                done="concluded",
                refused="discontinued",
                reason="grounds",
                code="grounds_short",
                status_received=201,
                status_done=200,
                status_refused=409,
            ),
        ),
    ),
)
