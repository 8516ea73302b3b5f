"""Reaches the Probate Service (domain BV10), a court's case system: it speaks XML by a schema of its own.

It counts in pence, says Yes and No, and has to be asked how far it is.
"""

from backoffice_adapters.api import Field, XmlAdapter
from backoffice_adapters.formats import DATE_ISO, PENCE_DIGITS, SIXTEEN_DASHED, YES_NO_WORDS, coded


class GrantProbate(XmlAdapter):
    """Applies for probate; a stopped case comes back as a no with its reason."""

    key = "hmcts.grant_probate"
    path = "/probate/applications"
    namespace = "urn:simulation:probate:cases:2"
    question = "application"
    answer = "case"
    sends = {
        "deceasedForenames": "deceased.first_names",
        "deceasedSurname": "deceased.last_name",
        "deceasedAliases": "deceased.other_names",
        "deceasedDateOfBirth": "deceased.date_of_birth",
        "deceasedDateOfDeath": "registration.date_of_death",
        "deceasedAddress": "deceased.address",
        "deceasedPostcode": "deceased.postcode",
        "deceasedMaritalStatus": Field(
            "deceased.marital_status",
            coded(
                single="neverMarried",
                married="marriedCivilPartnership",
                civil_partner="marriedCivilPartnership",
                divorced="divorcedCivilPartnership",
                widowed="widowed",
            ),
        ),
        "deathCertificate": "registration.certificate_number",
        "willExists": Field("estate.has_will", YES_NO_WORDS),
        "grossValue": Field("estate.gross_value", PENCE_DIGITS),
        "netValue": Field("estate.net_value", PENCE_DIGITS),
        "ihtUniqueCode": "inheritance_tax.unique_code",
        "ihtGrossValue": Field("inheritance_tax.gross_value", PENCE_DIGITS),
        "ihtNetValue": Field("inheritance_tax.net_value", PENCE_DIGITS),
        "executorName": "executor.full_name",
        "executorAddress": "executor.address",
        "executorPostcode": "executor.postcode",
        "applicantEmail": "applicant.email",
    }
    learns = {
        "grantNumber": Field("probate.grant_number", SIXTEEN_DASHED),
        "grantIssuedDate": Field("probate.grant_date", DATE_ISO),
        "feeDue": Field("probate.fee", PENCE_DIGITS),
        "feeTaken": Field("probate.fee_taken", PENCE_DIGITS),
    }
    reference = "caseReference"
    state = "caseState"
    done = ("BOGrantIssued",)
    refused = ("BOCaseStopped",)
    under_way = ("BOExaminingToBeIssued", "BOPendingInformation")
    missing = "informationNeeded"
    reason = "stopDetails"
    code = "stopReason"
    follow_up_days = 5
