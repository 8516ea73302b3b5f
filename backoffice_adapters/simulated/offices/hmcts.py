"""The Probate Service: checks the application against what HMRC was told and grants probate, or stops the case."""

from backoffice_adapters.simulated.forms import Asked, dated, one_of, text, whole, written
from backoffice_adapters.simulated.procedures import Answers, Filed, Office, Procedure, Produced, Refused, Stage, Words

ISO = dated("%Y-%m-%d", "yyyy-mm-dd")
NIL_RATE_BAND = 32_500_000  # pence; above it HMRC has to have issued its code first


def grant(filed: Filed) -> Produced:
    """Grants probate, unless the case has to be stopped."""
    gross, net = int(filed.said("grossValue")), int(filed.said("netValue"))
    if net > gross:
        return Refused("VALUES", "Stopped: the net value is more than the gross value.")
    if gross > NIL_RATE_BAND and not filed.said("ihtUniqueCode"):
        return Refused(
            "IHT", "Stopped: HMRC has not yet processed the Inheritance Tax account, or its code is missing."
        )
    number = "-".join([f"17{filed.number(2)}", filed.number(4), filed.number(4), filed.number(4)])
    return {"grantNumber": number, "grantIssuedDate": filed.today.isoformat()}


OFFICE = Office(
    agency="hmcts",
    title="Probate Service",
    procedures=(
        Procedure(
            path="/probate/applications",
            numbering="16##-####-####-####",
            answers=Answers.POLLED,
            form={
                "deceasedForenames": Asked(text(100)),
                "deceasedSurname": Asked(text(100)),
                "deceasedAliases": Asked(text(200), required=False),
                "deceasedDateOfBirth": Asked(ISO),
                "deceasedDateOfDeath": Asked(ISO),
                "deceasedAddress": Asked(text(250)),
                "deceasedPostcode": Asked(text(8)),
                "deceasedMaritalStatus": Asked(
                    one_of("neverMarried", "marriedCivilPartnership", "divorcedCivilPartnership", "widowed")
                ),
                "deathCertificate": Asked(written(r"[A-Z]{2,3}\d{6}", "as on the certificate")),
                "willExists": Asked(one_of("Yes", "No")),
                "grossValue": Asked(whole()),
                "netValue": Asked(whole()),
                # a free text box: nobody at the registry can look the code up at HMRC
                "ihtUniqueCode": Asked(text(40), required=False),
                "ihtGrossValue": Asked(whole(), required=False),
                "ihtNetValue": Asked(whole(), required=False),
                "executorName": Asked(text(100)),
                "executorAddress": Asked(text(250)),
                "executorPostcode": Asked(text(8)),
                "applicantEmail": Asked(written(r"[^@\s]+@[^@\s]+", "as an email address")),
            },
            stages=(Stage("examination", "hmcts.probate", grant),),
            words=Words(
                reference="caseReference",
                state="caseState",
                received="BOExaminingToBeIssued",
                done="BOGrantIssued",
                refused="BOCaseStopped",
                reason="stopDetails",
                code="stopReason",
                status_received=201,
                status_done=200,
                status_refused=200,
            ),
        ),
    ),
)
