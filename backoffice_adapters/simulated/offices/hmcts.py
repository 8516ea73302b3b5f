"""The Probate Service: checks the application against what HMRC was told and grants probate, or stops the case.

A court service (domain BV10), whose case system takes documents of a schema of its own.
"""

from decimal import Decimal

from backoffice_adapters.simulated.forms import Asked, dated, one_of, text, written
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
from backoffice_adapters.simulated.writing import PENCE_DIGITS, YES_NO, grouped, words
from backoffice_adapters.simulated.xml_language import Xml

ISO = dated("%Y-%m-%d", "yyyy-mm-dd")
IN_PENCE = written(r"[0-9]{1,12}", "in whole pence")


def look_over(filed: Filed) -> Produced:
    """Looks an application over, and stops it where HMRC has to have issued its code first and has not."""
    if _taxed(filed) and not filed.said("ihtUniqueCode"):
        return {"stopped": "HMRC has not yet processed the Inheritance Tax account"}
    return {}


def was_stopped(filed: Filed) -> bool:
    """Says whether an application was stopped, so that it goes to the end of the queue."""
    return "stopped" in filed.produced


def grant(filed: Filed) -> Produced:
    """Grants probate, unless the case has to be stopped."""
    gross, net = int(filed.said("grossValue")), int(filed.said("netValue"))
    if net > gross:
        return Refused("VALUES", "Stopped: the net value is more than the gross value.")
    if _taxed(filed) and not filed.said("ihtUniqueCode"):
        return Refused(
            "IHT", "Stopped: HMRC has not yet processed the Inheritance Tax account, or its code is missing."
        )
    number = "-".join([f"17{filed.number(2)}", filed.number(4), filed.number(4), filed.number(4)])
    fee = filed.rule("probate.fee") if gross > filed.rule("probate.fee_above") * 100 else Decimal(0)
    taken = fee * 2 if _scanned_as_another(filed) else fee
    return {
        "grantNumber": number,
        "grantIssuedDate": filed.today.isoformat(),
        "feeDue": f"{fee * 100:.0f}",
        "feeTaken": f"{taken * 100:.0f}",
    }


def _scanned_as_another(filed: Filed) -> bool:
    """Says whether a form on paper lay beside the certificate that the family sent in: scanning makes a case of it."""
    return "deathCertificate" in filed.brought and filed.chance.random() * 100 < filed.rule("probate.form_sent_along")


def _taxed(filed: Filed) -> bool:
    return int(filed.said("grossValue")) > filed.rule("inheritance_tax.nil_rate_band") * 100


OFFICE = Office(
    agency="hmcts",
    title="Probate Service",
    signed="Probate registry",
    procedures=(
        Procedure(
            service="hmcts.grant_probate",
            letterhead="Your grant of probate",
            opening=(
                "Your application has been granted. You may now deal with the estate. Banks and others will "
                "ask you for the number and date below, and some for a sealed copy."
            ),
            path="/probate/applications",
            language=Xml("urn:simulation:probate:cases:2", takes="application", gives="case"),
            numbering="16##-####-####-####",
            answers=Answers.POLLED,
            makes={
                "grantNumber": Made("probate.grant_number", grouped("-", 4, 4, 4), said="Number of the grant"),
                "grantIssuedDate": Made("probate.grant_date", said="Date of the grant"),
                "feeDue": Made("probate.fee", PENCE_DIGITS, said="Fee for the application"),
                "feeTaken": Made("probate.fee_taken", PENCE_DIGITS, said="Fee that was taken"),
            },
            form={
                "deceasedForenames": Asked(text(100), holds="deceased.first_names"),
                "deceasedSurname": Asked(text(100), holds="deceased.last_name"),
                "deceasedAliases": Asked(text(200), required=False, holds="deceased.other_names"),
                "deceasedDateOfBirth": Asked(ISO, holds="deceased.date_of_birth"),
                "deceasedDateOfDeath": Asked(ISO, holds="registration.date_of_death"),
                "deceasedAddress": Asked(text(250), holds="deceased.address"),
                "deceasedPostcode": Asked(text(8), holds="deceased.postcode"),
                "deceasedMaritalStatus": Asked(
                    one_of("neverMarried", "marriedCivilPartnership", "divorcedCivilPartnership", "widowed"),
                    holds="deceased.marital_status",
                    written=words(
                        single="neverMarried",
                        married="marriedCivilPartnership",
                        civil_partner="marriedCivilPartnership",
                        divorced="divorcedCivilPartnership",
                        widowed="widowed",
                    ),
                ),
                "deathCertificate": Asked(
                    written(r"[A-Z]{2,3}\d{6}", "as on the certificate"), holds="registration.certificate_number"
                ),
                "willExists": Asked(one_of("Yes", "No"), holds="estate.has_will", written=YES_NO),
                "grossValue": Asked(IN_PENCE, holds="estate.gross_value", written=PENCE_DIGITS),
                "netValue": Asked(IN_PENCE, holds="estate.net_value", written=PENCE_DIGITS),
                # a free text box: nobody at the registry can look the code up at HMRC
                "ihtUniqueCode": Asked(text(40), required=False, holds="inheritance_tax.unique_code"),
                "ihtGrossValue": Asked(
                    IN_PENCE, required=False, holds="inheritance_tax.gross_value", written=PENCE_DIGITS
                ),
                "ihtNetValue": Asked(IN_PENCE, required=False, holds="inheritance_tax.net_value", written=PENCE_DIGITS),
                "executorName": Asked(text(100), holds="executor.full_name"),
                "executorAddress": Asked(text(250), holds="executor.address"),
                "executorPostcode": Asked(text(8), holds="executor.postcode"),
                "applicantEmail": Asked(written(r"[^@\s]+@[^@\s]+", "as an email address"), holds="applicant.email"),
            },
            stages=(
                Stage("first look", "hmcts.first_look", look_over, before_papers=True),
                Stage("examination", "hmcts.probate", grant, paced=(was_stopped, "hmcts.stopped")),
            ),
            words=Words(
                waiting="BOPendingInformation",
                missing="informationNeeded",
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
