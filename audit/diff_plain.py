"""The comparison of two responses as plain JSON; fractions are texts."""

from __future__ import annotations

from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from audit.assessment.model import Points
from audit.questionnaire.localisation import pick

if TYPE_CHECKING:
    from audit.assessment.diff import AssessmentDiff, ControlChange, Standing, Verdict
    from audit.diffing import Difference, Read
    from audit.response.diff import AnswerChange, EvidenceChange


def plain(found: Difference, language: str) -> dict[str, Any]:
    """Return the whole comparison; question texts are in the language."""
    questions = found.questionnaire.questions
    answers = found.answers
    data: dict[str, Any] = {
        "format": "audit-diff/1",
        "questionnaire": {
            "id": found.questionnaire.id,
            "version": found.questionnaire.version,
        },
        "before": _side(found.before),
        "after": _side(found.after),
        "vendor": [
            {"field": key, "before": old, "after": new}
            for key, old, new in answers.vendor
        ],
        "answers": [
            {"text": pick(questions[change.link_id].text, language)} | _answer(change)
            for change in answers.answers
        ],
        "evidence": [_item(change) for change in answers.evidence],
        "expired": {"before": answers.expired[0], "after": answers.expired[1]},
    }
    if found.assessments is not None:
        data["assessment"] = _assessment(found.assessments)
    plain_data: dict[str, Any] = _plain(data)
    return plain_data


def _side(read: Read) -> dict[str, Any]:
    return {
        "response_id": read.record.response_id,
        "as_of": read.as_of.isoformat(),
        "notes": [
            {"kind": n.kind, "link_id": n.subject, "was": n.was, "detail": n.detail}
            for n in read.notes
        ],
    }


def _answer(change: AnswerChange) -> dict[str, Any]:
    return asdict(change)


def _item(change: EvidenceChange) -> dict[str, Any]:
    return {
        "id": change.id,
        "kind": change.kind,
        "before": change.before and change.before.model_dump(mode="json"),
        "after": change.after and change.after.model_dump(mode="json"),
        "fields": change.fields,
        "validity": {"before": change.validity[0], "after": change.validity[1]},
    }


def _assessment(found: AssessmentDiff) -> dict[str, Any]:
    return {
        "before": _verdict(found.before),
        "after": _verdict(found.after),
        "difference": _points(found.difference),
        "controls": [_control(change) for change in found.controls],
        "entered_scope": found.entered,
        "left_scope": found.left,
    }


def _verdict(found: Verdict) -> dict[str, Any]:
    scores = {name: _points(exact) for name, exact in found.scores}
    return {**asdict(found), "scores": scores, "coverage": _points(found.coverage)}


def _control(change: ControlChange) -> dict[str, Any]:
    return {
        "id": change.id,
        "before": _standing(change.before),
        "after": _standing(change.after),
        "difference": _points(change.difference),
        "answers": change.answers,
        "only_share": change.only_share,
    }


def _standing(found: Standing | None) -> dict[str, Any] | None:
    if found is None:
        return None
    exact = {"points": _points(found.points), "possible": _points(found.possible)}
    return {**asdict(found), **exact}


def _points(exact: Fraction) -> dict[str, str]:
    return {"exact": str(exact), "shown": Points(exact=exact).shown}


def _plain(data: Any) -> Any:
    """Return data that JSON can write; numbers of answers keep their digits."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    if isinstance(data, Fraction):
        return str(data)
    return data if data is None or isinstance(data, str | int) else float(data)
