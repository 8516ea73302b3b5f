"""Front and back: the one telling, what the back offices did themselves, and the gap between the two (measurement C6).

What the front door relays from office to office, and what the citizen carries, never counts as the back offices' own.
Each function takes the evidence that `evidence_of` gives. Worked examples are measurement a.6.
"""

from __future__ import annotations

from frontdoor.evaluation.chains import Carrier
from frontdoor.evaluation.evidence import LINEAR, Evidence, summed
from frontdoor.evaluation.measure import Measure, Ratio, nothing, ratio
from frontdoor.evaluation.verdicts import Assessed
from life_events.coordination import CITIZEN, FRONT_DOOR

NO_FRONT = "No service of these cases needed anything that the citizen gave."
NO_BACK = "No service of these cases needed anything of another."
NO_PROMISE = "The log does not say that anybody was promised anything."


def front_share(evidence: Evidence) -> Measure:
    """F = share of front needs met by the one telling: the value came through the front door, directly or by a hub,
    and the citizen was not asked for it again nor told it to the office. Unit: share of front needs. Measurement C6.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> round(front_share(worked_example().evidence()).value, 4)
    0.6667
    """
    told, of, events = evidence.told_once
    return ratio([Ratio(told, of)], "share of front needs", int(sum(of)), events, NO_FRONT)


def back_share(evidence: Evidence) -> Measure:
    """B = Act_back / R_back over chains of the offices alone. Unit: share of back needs. Measurement C6.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> back_share(worked_example().evidence()).value
    0.2
    """
    done = summed(evidence.back, lambda verdict: LINEAR[verdict.office])
    events = evidence.events(lambda verdict: LINEAR[verdict.office] > 0, front=False)
    return ratio([Ratio(done, evidence.back_weights)], "share of back needs", _backs(evidence), events, NO_BACK)


def back_share_net(evidence: Evidence) -> Measure:
    """B_net: as B, but a chain through the front door scores its rung of the ladder. Measurement C6.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> back_share_net(worked_example().evidence()).value
    0.2
    """
    done = summed(evidence.back, lambda verdict: LINEAR[verdict.relayed])
    events = evidence.events(lambda verdict: LINEAR[verdict.relayed] > 0, front=False)
    return ratio([Ratio(done, evidence.back_weights)], "share of back needs", _backs(evidence), events, NO_BACK)


def facade_gap(evidence: Evidence) -> Measure:
    """Φ = F − B, in −1 to 1: what the front shows beyond what the back does. Unit: points. Measurement C6.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> round(facade_gap(worked_example().evidence()).value, 4)
    0.4667
    """
    told, of, events = evidence.told_once
    done = summed(evidence.back, lambda verdict: LINEAR[verdict.office])
    events += evidence.events(lambda verdict: LINEAR[verdict.office] > 0, front=False)
    parts = [Ratio(told, of), Ratio(done, evidence.back_weights, -1.0)]
    return ratio(parts, "points", evidence.needs, events, NO_BACK if sum(of) else NO_FRONT)


def relayed_share(evidence: Evidence) -> Measure:
    """Rho = share of R_back that the front door carried: it does the back offices' work. Measurement C6.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> relayed_share(worked_example().evidence()).value
    0.0
    """
    return _carried(evidence, Carrier.FRONT_DOOR)


def citizen_back_share(evidence: Evidence) -> Measure:
    """kappa_back = share of R_back that the citizen carried. Unit: share of back needs. Measurement C6.

    >>> from frontdoor.evaluation.sketch import worked_example
    >>> citizen_back_share(worked_example().evidence()).value
    0.2
    """
    return _carried(evidence, Carrier.CITIZEN)


def promise_gap(evidence: Evidence) -> Measure:
    """Services of which the confirmation said "you need do nothing" and the citizen then had to act / all such.

    To act is to be asked by the service, to bring it something, or to carry what it needed. Unit: share of services
    promised. Measurement C6; null where the log holds no promise.

    >>> from frontdoor.evaluation.sketch import Sketch
    >>> drawn = Sketch()
    >>> for key in ("dvla", "dwp"):
    ...     drawn.service(key)
    ...     _ = drawn.event("service.opened", to_service=key, promise="nothing_to_do")
    >>> _ = drawn.event("ask.issued", 5, service_id="dwp", fact_key="applicant.phone")
    >>> promise_gap(drawn.evidence()).value
    0.5
    """
    kept: list[float] = []
    made: list[float] = []
    events: list[str] = []
    for assessed in evidence.cases:
        promised = {
            str(each.row.get("to_service") or each.service): each.id
            for each in assessed.case.events
            if each.activity == "service.opened" and each.row.get("promise") == "nothing_to_do"
        }
        acting = _acted_for(assessed) if promised else set()
        acted = {service: promised[service] for service in acting if service in promised}
        kept.append(float(len(acted)))
        made.append(float(len(promised)))
        events += sorted(acted.values())
    if not sum(made):
        return nothing("share of services promised", NO_PROMISE)
    return ratio([Ratio(kept, made)], "share of services promised", int(sum(made)), events, NO_PROMISE)


def _acted_for(assessed: Assessed) -> set[str]:
    """Returns the services for whose sake the citizen had to act after the request."""
    case = assessed.case
    found = {item.to for item in case.items if item.sender == CITIZEN}
    found |= {
        each.service
        for each in case.events
        if each.activity == "ask.issued" and each.row.get("ask_type") != "confirm" and each.service != FRONT_DOOR
    }
    found |= {
        sought.places[0][0]
        for sought, verdict in zip(assessed.required.sought, assessed.verdicts, strict=True)
        if verdict.carrier is Carrier.CITIZEN
    }
    return found


def _carried(evidence: Evidence, carrier: Carrier) -> Measure:
    carried = summed(evidence.back, lambda verdict: verdict.carrier is carrier)
    events = evidence.events(lambda verdict: verdict.carrier is carrier, front=False)
    return ratio([Ratio(carried, evidence.back_weights)], "share of back needs", _backs(evidence), events, NO_BACK)


def _backs(evidence: Evidence) -> int:
    return sum(len(case.required.back) for case in evidence.cases)
