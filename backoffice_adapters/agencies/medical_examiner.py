"""Reaches the medical examiner, who knows people by their NHS number in three groups and calls back."""

from backoffice_adapters.api import Field, JsonAdapter
from backoffice_adapters.formats import NHS_SPACED


class CertifyCauseOfDeath(JsonAdapter):
    """Has the cause of death reviewed and certified."""

    key = "medical_examiner.certify_cause_of_death"
    path = "/mccd-reviews"
    sends = {
        "nhsNumber": Field("deceased.nhs_number", NHS_SPACED),
        "familyName": "deceased.last_name",
        "givenNames": "deceased.first_names",
        "birthDate": "deceased.date_of_birth",
        "deathDate": "deceased.date_of_death",
        "deathPlace": "deceased.place_of_death",
        "gpSurgery": "deceased.gp_practice",
        "informantName": "applicant.full_name",
        "informantTelephone": "applicant.phone",
    }
    learns = {"mccdNumber": "medical_certificate.number"}
    reference = "caseId"
    state = "reviewStatus"
    done = ("certified",)
    refused = ("returned",)
    under_way = ("awaiting-review",)
    reason = "narrative"
    code = "returnCode"
