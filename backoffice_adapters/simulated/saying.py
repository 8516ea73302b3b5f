"""What an office answers about a request, in its own words; what it gives out in another way does not stand there."""

from __future__ import annotations

from backoffice_adapters.simulated.procedures import Procedure
from backoffice_adapters.simulated.relations import Relations
from backoffice_adapters.simulated.store import DONE, OPEN, REFUSED, WAITING, Request


def said(
    procedure: Procedure, request: Request, missing: list[str], relations: Relations, clerk: str = ""
) -> dict[str, object]:
    """Returns an office's answer about a request that still lacks the fields `missing`.

    `clerk` says what its clerk has to look at before it can go on, if anything.
    """
    words, makes = procedure.words, procedure.makes
    state = WAITING if missing else request.state
    word = {OPEN: words.received, WAITING: words.waiting, DONE: words.done, REFUSED: words.refused}[state]
    in_reply = {
        name: value
        for name, value in request.produced.items()
        if name not in makes or relations.replies_with(request.service, makes[name].fact)
    }
    answer: dict[str, object] = {words.reference: request.reference, words.state: word, **in_reply}
    if state == WAITING:
        answer[words.missing] = missing
    if clerk:
        answer |= {words.state: words.clerical} if words.clerical else {words.clerk: clerk}
    if request.state == REFUSED:
        answer |= {words.code: request.code, words.reason: request.reason}
    return answer
