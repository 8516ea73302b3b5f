"""Every measure by its key: the ids and symbols of the measurement reference (design 6). No score is made of them.

A measure is a pure function of a log, and `measures_of` is all of them. A single case is measured in the same way, from
its rows (`case_measures`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from frontdoor.cases.models import Case
from frontdoor.discovery import Registry
from frontdoor.evaluation import brokers, coordination, effort, facade, matrix, outcomes, privacy, symptoms, times
from frontdoor.evaluation.evidence import PROFILES, Evidence, evidence_of
from frontdoor.evaluation.measure import Measure
from frontdoor.evaluation.reading import Log, assemble
from frontdoor.evaluation.records import case_records, fact_records, service_records
from frontdoor.handoffs.models import Handoff, LedgerEvent

Measuring = Callable[[Evidence], Measure]

HEADLINE: Mapping[str, Measuring] = {
    "R": coordination.required,
    "Act": coordination.actual,
    "U": coordination.uncoordinated,
    "G": coordination.gap,
    **{f"G_{name}": partial(coordination.gap, profile=profile) for name, profile in PROFILES.items()},
    "G_base": coordination.gap_on_baseline,
    "C3d": coordination.gap_parts,
    "C7": coordination.ladder_curve,
    "F": facade.front_share,
    "B": facade.back_share,
    "B_net": facade.back_share_net,
    "Phi": facade.facade_gap,
    "rho": facade.relayed_share,
    "kappa": coordination.citizen_share,
    "kappa_back": facade.citizen_back_share,
    "promise_gap": facade.promise_gap,
}

MEASURES: Mapping[str, Measuring] = {
    **HEADLINE,
    "C1": matrix.required_matrix,
    "C2": matrix.actual_matrix,
    "H": matrix.handoff_matrix,
    "C4": matrix.congruence,
    "C4_weighted": matrix.weighted_congruence,
    "C5": matrix.excess,
    "C5_jaccard": matrix.overlap,
    "C8": brokers.broker_dependence,
    "C8_without_portal": partial(brokers.broker_dependence, portal=False),
    "C8_betweenness": brokers.betweenness,
    "C9_horizontal": partial(brokers.gap_within, counts=brokers.same_tier),
    "C9_vertical": partial(brokers.gap_within, counts=brokers.across_tiers),
    "C9_intra": partial(brokers.gap_within, counts=brokers.same_agency),
    "C9_inter": partial(brokers.gap_within, counts=brokers.across_agencies),
    "E1": effort.contacts_per_case,
    "E2": effort.repeated_asks,
    "E2_avoidable": effort.avoidable_asks,
    "E5": effort.failure_demand,
    "T1": times.completion_time,
    "T1_p90": partial(times.completion_time, share=0.9),
    "T1_mean": times.mean_completion_time,
    "T2": times.handoff_latency,
    "T2_p90": partial(times.handoff_latency, share=0.9),
    "T2_edges": times.latency_by_edge,
    "T3": times.time_parts,
    "F1": symptoms.dumping,
    "F1_minutes": symptoms.dumped_minutes,
    "F3": symptoms.conflict,
    "F3_decisions": symptoms.contradictions,
    "F6": symptoms.bounces,
    "F6_pingpong": symptoms.ping_pong,
    "P1": privacy.disclosures,
    "P1_weighted": partial(privacy.disclosures, weighted=True),
    "P1_copies": privacy.copies,
    "P2": privacy.lawful_basis,
    "P3": privacy.error_spread,
    "P3_days": privacy.error_life,
    "O1": outcomes.settled_right,
    "O2": outcomes.wrong_state,
}


def measures_of(log: Log, keys: Iterable[str] = MEASURES, *, baseline: float | None = None) -> dict[str, Measure]:
    """Returns the measures of a log, all of them or those asked for. Raises KeyError for a key that is none.

    `baseline` is R_0, in weighted needs: what the same cases required in the scenario that this one is compared with.
    """
    evidence = evidence_of(log)
    found = {key: MEASURES[key](evidence) for key in keys}
    if baseline is not None and "G_base" in found:
        found["G_base"] = coordination.gap_on_baseline(evidence, baseline)
    return found


def document(measures: Mapping[str, Measure]) -> dict[str, Any]:
    """Returns measures as one document: `{"measures": {key: {value, low, high, unit, n, events}}}` (design 6)."""
    return {"measures": {key: measure.document() for key, measure in measures.items()}}


async def case_measures(
    case: Case, registry: Registry, keys: Iterable[str] = MEASURES, handoffs: Iterable[Handoff] | None = None
) -> dict[str, Measure]:
    """Returns a case's own measures, read from the database; `handoffs` are its handoffs where they are at hand."""
    if handoffs is None:
        handoffs = await Handoff.filter(case_id=case.id)
    events = await LedgerEvent.filter(case_id=case.id).order_by("seq")
    return measures_of(case_log(case, handoffs, events, registry), keys)


def case_log(case: Case, handoffs: Iterable[Handoff], events: Iterable[LedgerEvent], registry: Registry) -> Log:
    """Returns the log of one case from its rows, the same that reading its exported lines would give."""
    return assemble(
        [*service_records(registry), *fact_records(registry), *case_records(case, handoffs, events, registry)]
    )
