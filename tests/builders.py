"""A tiny questionnaire, policy and response as plain data, each part overridable.

``run`` goes the way of a real case: every document is checked before it is assessed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from audit.canonical import digest
from audit.cases import Case, assess_case
from audit.documents import Document, read_json
from audit.evidence.model import Observation
from audit.questionnaire.model import Questionnaire

if TYPE_CHECKING:
    from audit.assessment.inputs import SignatureFact
    from audit.assessment.model import Assessment, ControlResult

DAY = date(2026, 6, 1)
SHA = "a" * 64
DIGEST = f"sha256:{SHA}"

Plain = dict[str, Any]


def text(english: str = "Text") -> dict[str, str]:
    return {"en": english}


def option(code: str, **over: Any) -> Plain:
    return {"code": code, "label": text(code), **over}


def question(link_id: str, kind: str = "boolean", **over: Any) -> Plain:
    return {"link_id": link_id, "type": kind, "text": text(f"{link_id}?"), **over}


def questionnaire(*questions: Plain, **over: Any) -> Plain:
    asked = list(questions) or [question("q-a"), question("q-b"), question("q-c")]
    return {
        "id": "tiny",
        "version": "1.0.0",
        "title": text("Tiny questionnaire"),
        "date": "2026-01-01",
        "sections": [{"id": "main", "title": text("Main"), "questions": asked}],
        **over,
    }


def record(*questions: Plain, **over: Any) -> Questionnaire:
    return Questionnaire.model_validate(questionnaire(*questions, **over))


def yes(link_id: str) -> Plain:
    return {"answer": link_id, "is": True}


def no(link_id: str) -> Plain:
    return {"answer": link_id, "is": False}


def control(name: str, rule: Plain | None = None, **over: Any) -> Plain:
    """Return a control on ``q-<name in lower case>`` unless it has a rule."""
    return {
        "id": name,
        "title": text(name),
        "domain": "security",
        "severity": "medium",
        "weight": 1,
        "rule": rule or yes(f"q-{name.lower()}"),
        **over,
    }


def domain(name: str, weight: Any = 1) -> Plain:
    return {"id": name, "title": text(name), "weight": weight}


def contradiction(name: str, when: Plain, **over: Any) -> Plain:
    return {
        "id": name,
        "severity": "high",
        "when": when,
        "finding": text("These cannot both be true."),
        **over,
    }


def policy(*controls: Plain, **over: Any) -> Plain:
    levels = ("low", "medium", "high")
    return {
        "id": "tiny-policy",
        "version": "1.0.0",
        "title": text("Tiny policy"),
        "date": "2026-01-01",
        "applies_to": {"questionnaire": "tiny", "versions": ">=1.0,<2"},
        "assurance": {
            "claimed": Decimal("0.6"),
            "documented": Decimal("0.85"),
            "independent": 1,
            "verified": 1,
        },
        "knock_out": {"rating": "poor"},
        "domains": [domain("security")],
        "controls": list(controls) or [control("A"), control("B"), control("C")],
        "inherent": {
            "factors": [],
            "tiers": [
                {"id": "small", "label": text(), "min_points": 0},
                {"id": "great", "label": text(), "min_points": 10},
            ],
        },
        "ratings": [
            {"id": "good", "label": text(), "min_score": 80},
            {"id": "fair", "label": text(), "min_score": 50},
            {"id": "poor", "label": text(), "min_score": 0},
        ],
        "residual": {
            "levels": [{"id": level, "label": text()} for level in levels],
            "matrix": {
                "small": {"good": "low", "fair": "low", "poor": "medium"},
                "great": {"good": "low", "fair": "medium", "poor": "high"},
            },
        },
        "decision": [
            {
                "decision": "accept",
                "when": {
                    "rating_at_least": "good",
                    "knock_outs_at_most": 0,
                    "contradictions_at_most": 0,
                },
            },
            {
                "decision": "accept_with_conditions",
                "when": {"rating_at_least": "fair", "residual_at_most": "medium"},
            },
        ],
        **over,
    }


def given(value: Any, *evidence: str, **over: Any) -> Plain:
    return {"state": "answered", "value": value, "evidence": list(evidence), **over}


def na(justification: str | None = "There are no such systems here.") -> Plain:
    stated = {} if justification is None else {"justification": justification}
    return {"state": "not_applicable", **stated}


def state(name: str) -> Plain:
    return {"state": name}


def item(name: str, assurance: str = "documented", **over: Any) -> Plain:
    """Return an evidence item that can lend ``documented`` or ``independent``."""
    return {
        "id": name,
        "title": name,
        "kind": "certificate" if assurance == "independent" else "policy",
        "issuer": "Zertifizierer GmbH",
        "issued": "2026-01-01",
        "expires": "2026-12-31",
        "file": f"{name}.pdf",
        "size": 1,
        "sha256": SHA,
        "assurance_claimed": assurance,
        **over,
    }


def response(answers: Plain | None = None, *evidence: Plain, **over: Any) -> Plain:
    """Return a response; a bare answer stands for an answered one."""
    full = {
        link_id: answer
        if isinstance(answer, dict) and "state" in answer
        else given(answer)
        for link_id, answer in (answers or {}).items()
    }
    return {
        "response_id": "resp-1",
        "questionnaire": {"id": "tiny", "version": "1.0.0"},
        "vendor": {"name": "Northline Contact", "country": "UA"},
        "authored": "2026-05-01",
        "answers": full,
        "evidence": list(evidence),
        **over,
    }


def judgement(link_id: str, verdict: str = "confirmed", **over: Any) -> Plain:
    return {
        "link_id": link_id,
        "verdict": verdict,
        "note": "Seen on site.",
        "by": "Assessor",
        "at": "2026-05-20",
        **over,
    }


def waiver(name: str, **over: Any) -> Plain:
    return {
        "control": name,
        "reason": "The system is retired in autumn.",
        "compensating_control": "Separate network.",
        "approver": "CISO",
        "granted": "2026-05-01",
        "expires": "2026-09-30",
        **over,
    }


def document(data: Any, name: str = "test.json") -> Document:
    """Write the data as JSON, keys in the order given, and read it back."""
    return _read(json.dumps(data, default=float).encode(), name)


@lru_cache(maxsize=64)
def _read(raw: bytes, name: str) -> Document:
    return read_json(raw, name)


def seen(*items: Plain) -> tuple[Observation, ...]:
    """Return what is found on disk when every file is there and unchanged."""
    return tuple(Observation(id=i["id"], sha256=i["sha256"], size=1) for i in items)


def run(
    rules: Plain,
    answers: Plain,
    asked: Plain | None = None,
    *,
    review: list[Plain] | None = None,
    waivers: list[Plain] | None = None,
    as_of: date = DAY,
    observed: tuple[Observation, ...] | None = None,
    signature: SignatureFact | None = None,
) -> Assessment:
    """Check and assess; ``review`` and ``waivers`` are wrapped into documents."""
    judged = {"response_digest": digest(answers), "judgements": review or []}
    granted = {"vendor": answers["vendor"]["name"], "exceptions": waivers or []}
    case = Case(
        questionnaire=document(asked or questionnaire()),
        policy=document(rules),
        response=document(answers),
        as_of=as_of,
        observed=seen(*answers["evidence"]) if observed is None else observed,
        review=None if review is None else document(judged),
        exceptions=None if waivers is None else document(granted),
        engine="test",
        signature=signature,
    )
    return assess_case(case).assessment


@dataclass(frozen=True)
class Numbers:
    """The exact scores of an assessment."""

    score: Fraction
    verified: Fraction
    claimed: Fraction
    before: Fraction


def numbers(found: Assessment) -> Numbers:
    scores = found.scores
    return Numbers(
        scores.score.exact,
        scores.verified.exact,
        scores.claimed.exact,
        scores.before_exceptions.exact,
    )


def result(found: Assessment, name: str) -> ControlResult:
    return next(item for item in found.controls if item.id == name)
