"""The API described as OpenAPI 3.1, from the same models that read and write it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from frontdoor.discovery import Registry
from frontdoor.evaluation.report import HandoffReport
from frontdoor.handoffs.casedocument import CaseDocument
from frontdoor.handoffs.comparison import ComparisonDocument
from frontdoor.handoffs.pausing import PauseWish
from frontdoor.handoffs.relationships import PairWish, Relationships
from frontdoor.handoffs.stocktaking import Stock
from frontdoor.handoffs.townfaults import FaultWish
from frontdoor.handoffs.workqueue import Wanted
from frontdoor.pages.api.offices import OfficesDocument
from frontdoor.pages.api.requests import GivenFacts, NewCase, NewComparison
from frontdoor.pages.api.waiting import LONGEST
from frontdoor.pages.api.work import ResendWish, WorkDocument

PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem details",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"where": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
REFERENCE = {"name": "reference", "in": "path", "required": True, "schema": {"type": "string"}}
SCENARIO = {"name": "scenario", "in": "path", "required": True, "schema": {"type": "string"}}
ONE_OF_PAIR = [
    {"name": name, "in": "query", "schema": {"type": "string"}, "description": "Of one pair only"}
    for name in ("provider", "consumer")
]
WANTED = [
    {"name": name, "in": "query", "schema": {"type": "string"}, "description": f"Of one {name} only"}
    for name in Wanted.model_fields
]
HANDOFF = {"name": "handoff", "in": "path", "required": True, "schema": {"type": "string"}}
AGENCY = {"name": "agency", "in": "path", "required": True, "schema": {"type": "string"}}
OF_AGENCY = {"name": "agency", "in": "query", "schema": {"type": "string"}, "description": "Of one agency only"}
COMPARISON = {"name": "comparison", "in": "path", "required": True, "schema": {"type": "string"}}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "description": "Fresh for each request; the same key with the same request gives the same case",
}
PREFER = {
    "name": "Prefer",
    "in": "header",
    "schema": {"type": "string"},
    "description": f"wait=n holds the answer back until all is finished, for n seconds (RFC 7240), {LONGEST:g} at most",
    "example": "wait=10",
}
SECRET: list[dict[str, Any]] = [{"caseSecret": []}, {"operator": []}]
OPERATOR: list[dict[str, Any]] = [{"operator": []}]


def describe(registry: Registry) -> dict[str, Any]:
    """Returns the description, with the life events that there are."""
    models: list[type[BaseModel]] = [
        NewCase,
        GivenFacts,
        FaultWish,
        NewComparison,
        CaseDocument,
        HandoffReport,
        ComparisonDocument,
        PairWish,
        Relationships,
        WorkDocument,
        ResendWish,
        PauseWish,
        OfficesDocument,
        Stock,
    ]
    schemas: dict[str, Any] = {"Problem": PROBLEM}
    for model in models:
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}", by_alias=True)
        schemas |= schema.pop("$defs", {})
        schemas[model.__name__] = schema
    events = ", ".join(sorted(registry.life_events))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Front door (SIMULATION)",
            "version": "1",
            "description": f"One request for a life event, and every handoff that follows. Life events: {events}.",
        },
        "paths": {
            "/api/cases": {"post": _operation("Submit a request", NewCase, CaseDocument, [KEY], status="201")},
            "/api/cases/{reference}": {
                "get": _operation("Show a case", None, CaseDocument, [REFERENCE, PREFER], SECRET)
            },
            "/api/cases/{reference}/facts": {
                "post": _operation("Give what an office asked for", GivenFacts, CaseDocument, [REFERENCE], SECRET)
            },
            "/api/cases/{reference}/report": {
                "get": _operation("Report one case's handoffs", None, HandoffReport, [REFERENCE], SECRET)
            },
            "/api/report": {"get": _operation("Report all handoffs", None, HandoffReport, [], OPERATOR)},
            "/api/log": {"get": _operation("Export the event log as JSON Lines", None, None, [], OPERATOR)},
            "/api/office-events": {
                "post": _operation("Take what offices report of their own dealings", None, None, [], status="202")
            },
            "/api/handoffs/{handoff}/resend": {
                "post": _operation("Try a failed handoff again", None, None, [HANDOFF], OPERATOR, status="202")
            },
            "/api/desk": {"get": _operation("What needs a person", None, WorkDocument, WANTED, OPERATOR)},
            "/api/desk/resend": {
                "post": _operation(
                    "Try again all that failed and fits", ResendWish, WorkDocument, [], OPERATOR, status="202"
                )
            },
            "/api/offices": {"get": _operation("How every office stands", None, OfficesDocument, [], OPERATOR)},
            "/api/offices/{agency}/pause": {
                "post": _operation("Hand nothing over to an office", PauseWish, OfficesDocument, [AGENCY], OPERATOR)
            },
            "/api/offices/{agency}/resume": {
                "post": _operation("Go on with an office", PauseWish, OfficesDocument, [AGENCY], OPERATOR)
            },
            "/api/reconciliation": {
                "post": _operation("Ask offices for what they are said to have", None, Stock, [OF_AGENCY], OPERATOR)
            },
            "/api/comparisons": {
                "post": _operation(
                    "Make one request in several worlds", NewComparison, ComparisonDocument, [], OPERATOR, status="201"
                )
            },
            "/api/comparisons/{comparison}": {
                "get": _operation("Show a comparison", None, ComparisonDocument, [COMPARISON, PREFER], OPERATOR)
            },
            "/api/scenarios/{scenario}/relationships": {
                "get": _operation("Show how offices stand to one another", None, Relationships, [SCENARIO], OPERATOR),
                "put": _operation(
                    "Change how a pair stands, for the next case", PairWish, Relationships, [SCENARIO], OPERATOR
                ),
                "delete": _operation(
                    "Go back to the scenario's file", None, Relationships, [SCENARIO, *ONE_OF_PAIR], OPERATOR
                ),
            },
            "/api/simulation/faults": {
                "post": _operation("Switch an office's fault on or off", FaultWish, None, [], OPERATOR)
            },
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "caseSecret": {"type": "apiKey", "in": "header", "name": "Case-Secret"},
                "operator": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def _operation(
    summary: str,
    takes: type[BaseModel] | None,
    gives: type[BaseModel] | None,
    parameters: list[dict[str, Any]],
    security: list[dict[str, Any]] | None = None,
    *,
    status: str = "200",
) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "Done"}
    if gives is not None:
        good["content"] = _content("application/json", gives.__name__)
    operation: dict[str, Any] = {
        "summary": summary,
        "parameters": parameters,
        "responses": {
            status: good,
            "default": {"description": "Refused", "content": _content("application/problem+json", "Problem")},
        },
    }
    if takes is not None:
        operation["requestBody"] = {"required": True, "content": _content("application/json", takes.__name__)}
    if security is not None:
        operation["security"] = security
    return operation


def _content(media: str, name: str) -> dict[str, Any]:
    return {media: {"schema": {"$ref": f"#/components/schemas/{name}"}}}
