"""From what a case gives to a response, and back to where a fault was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.evidence.model import Observation
from audit.workbench.testing.model import Given

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.questionnaire.model import Questionnaire
    from audit.workbench.testing.model import Shown

_SHA256 = "0" * 64
_JUSTIFICATION = "There is no such thing here."


def merged(base: Given, own: Given) -> Given:
    """Return what the case gives on top of its base."""
    items = {item.id: item for item in (*base.evidence, *own.evidence)}
    return Given(
        answers={**base.answers, **own.answers},
        evidence=tuple(items.values()),
        confirmed=tuple(dict.fromkeys((*base.confirmed, *own.confirmed))),
        excepted=tuple(dict.fromkeys((*base.excepted, *own.excepted))),
    )


def response_of(given: Given, questionnaire: Questionnaire, day: str) -> dict[str, Any]:
    """Return the response of a vendor who gives all this."""
    answers = {link_id: _said(value) for link_id, value in given.answers.items()}
    for item in given.evidence:
        for link_id in answers if item.backs == "all" else item.backs:
            _back(answers, link_id, item.id)
    return {
        "response_id": "policy-test",
        "questionnaire": {"id": questionnaire.id, "version": questionnaire.version},
        "vendor": {"name": "Tested vendor", "country": "UA"},
        "authored": day,
        "answers": answers,
        "evidence": [_item(item) for item in given.evidence],
    }


def observed(given: Given) -> dict[str, Observation]:
    """Return what is found of the evidence."""
    return {
        item.id: Observation(id=item.id, sha256=_SHA256, size=1)
        for item in given.evidence
        if item.found
    }


def _said(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or "state" not in value:
        return {"state": "answered", "value": value}
    if value["state"] == "not_applicable":
        return {"justification": _JUSTIFICATION, **value}
    return dict(value)


def _back(answers: Mapping[str, dict[str, Any]], link_id: str, item: str) -> None:
    said = answers.get(link_id)
    if said is not None and said["state"] == "answered":
        said["evidence"] = [*said.get("evidence", ()), item]


def _item(item: Shown) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.id,
        "kind": item.kind,
        "issuer": item.issuer,
        "issued": item.issued and item.issued.isoformat(),
        "expires": item.expires and item.expires.isoformat(),
        "scope": item.scope,
        "file": f"{item.id}.pdf",
        "size": 1,
        "sha256": _SHA256,
        "assurance_claimed": item.assurance,
    }
