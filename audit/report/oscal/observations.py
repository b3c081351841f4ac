"""Answers as OSCAL observations: how they were seen, of whom, until when they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.report.oscal.frame import Plain, lasting, line, moment, named, props

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from audit.report.export import Export
    from audit.response.evidence_item import EvidenceItem


def observations(export: Export, link_ids: Iterable[str]) -> list[Plain]:
    """Return one observation for each answer, in the questionnaire's order."""
    wanted = set(link_ids)
    asked = export.record.questionnaire.questions
    return [_observation(export, link_id) for link_id in asked if link_id in wanted]


def related(export: Export, link_ids: Iterable[str]) -> list[Plain]:
    """Return references to the observations of answers."""
    return [{"observation-uuid": named(export, "answer", i)} for i in link_ids]


def _observation(export: Export, link_id: str) -> Plain:
    result = export.record.assessment.answers[link_id]
    answer = export.record.response.answers.get(link_id)
    named_items = answer.evidence if answer else ()
    backing = [e for e in export.record.response.evidence if e.id in named_items]
    looked = ["EXAMINE"] if backing or result.review else []
    return {
        "uuid": named(export, "answer", link_id),
        "title": line(export.question(link_id)),
        "description": export.answer(link_id),
        "props": props(
            link_id=link_id,
            state=result.state,
            assurance=result.assurance,
            review=result.review,
            contradicted="true" if result.contradicted else None,
        ),
        "methods": ["INTERVIEW", *looked],
        "types": ["control-objective"],
        "subjects": [
            {"subject-uuid": lasting(export, "party", "vendor"), "type": "party"}
        ],
        "relevant-evidence": [_relevant(export, item) for item in backing],
        "collected": moment(export.record.response.authored),
        "expires": moment(_until(export, backing)),
        "remarks": (answer.comment or answer.justification) if answer else None,
    }


def _relevant(export: Export, item: EvidenceItem) -> Plain:
    return {
        "href": f"#{named(export, 'evidence', item.id)}",
        "description": item.title,
        "props": props(id=item.id, expires=item.expires),
    }


def _until(export: Export, backing: Iterable[EvidenceItem]) -> date | None:
    """Return the day on which the first valid evidence of it ends."""
    status = {item.id: item.status for item in export.record.assessment.evidence}
    valid = (item.expires for item in backing if status[item.id] == "valid")
    return min((day for day in valid if day is not None), default=None)
