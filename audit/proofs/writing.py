"""From an example of the solver to a response that a vendor could send."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from audit.conditions.model import EvidenceTest
from audit.evidence.model import Observation
from audit.proofs.cases import ATTACHED
from audit.proofs.model import Written
from audit.proofs.world import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from audit.proofs.logic import Example
    from audit.proofs.world import World
    from audit.questionnaire.model import Questionnaire

#: What every evidence file of an example holds.
PAPER = b"An example of evidence.\n"
_SHA256 = hashlib.sha256(PAPER).hexdigest()
_BEST = "paper"
_JUSTIFICATION = "There is no such thing here."


def write(
    example: Example,
    world: World,
    questionnaire: Questionnaire,
    tests: Iterable[EvidenceTest],
    only: Iterable[str],
    *,
    backed: bool = False,
) -> Written:
    """Return the response; ``backed`` puts independent evidence behind every answer."""
    answers = {
        link_id: said
        for link_id in only
        if (said := _said(example, world, link_id, backed=backed)) is not None
    }
    items = [_item(_BEST, world.as_of, "certificate")] if backed else []
    items += _papers(example, world, tests, answers)
    kinds = {questionnaire.questions[i].type for i in answers}
    if "attachment" in kinds:
        items.append(_item(ATTACHED, world.as_of, "diagram"))
    response = {
        "response_id": "example",
        "questionnaire": {"id": questionnaire.id, "version": questionnaire.version},
        "vendor": {"name": "Example vendor", "country": "UA"},
        "authored": world.as_of.isoformat(),
        "answers": answers,
        "evidence": items,
    }
    seen = [i for i in items if i["id"] != ATTACHED or backed]
    return Written(response, tuple(_seen(item) for item in seen))


def without(written: Written, link_id: str) -> Written:
    """Return the response with one answer left out."""
    answers = {i: a for i, a in written.response["answers"].items() if i != link_id}
    return Written({**written.response, "answers": answers}, written.observed)


def _said(
    example: Example, world: World, link_id: str, *, backed: bool
) -> dict[str, Any] | None:
    answer = world.answers[link_id]
    if example.holds(answer.given):
        named = {"evidence": [_BEST]} if backed else {}
        return {"state": "answered", "value": answer.value.raw(example), **named}
    if example.holds(answer.waived):
        return {"state": "not_applicable", "justification": _JUSTIFICATION}
    return None


def _papers(
    example: Example,
    world: World,
    tests: Iterable[EvidenceTest],
    answers: dict[str, dict[str, Any]],
) -> list[dict[str, Any]]:
    """Return an item for every evidence test that is true in the example."""
    items: list[dict[str, Any]] = []
    for test in tests:
        paper = world.papers.get(name_of(test))
        if paper is None or not example.holds(paper):
            continue
        backs = test.answer or next(iter(answers), "")
        if backs not in answers:
            continue
        independent = test.assurance_at_least == "independent"
        kind = test.kind or ("certificate" if independent else "policy")
        item = _item(f"paper-{len(items) + 1}", world.as_of, kind, valid=test.valid)
        item["scope"] = test.scope_includes
        said = answers[backs]
        said["evidence"] = [*said.get("evidence", []), item["id"]]
        items.append(item)
    return items


def _item(name: str, as_of: date, kind: str, *, valid: bool = True) -> dict[str, Any]:
    last = as_of.replace(year=as_of.year + 1, day=1) if valid else as_of
    expires = last if valid else as_of.replace(year=as_of.year - 1, day=1)
    return {
        "id": name,
        "title": "Example",
        "kind": kind,
        "issuer": "Independent body",
        "expires": expires.isoformat(),
        "file": "paper.txt",
        "size": len(PAPER),
        "sha256": _SHA256,
        "assurance_claimed": "independent",
    }


def _seen(item: dict[str, Any]) -> Observation:
    return Observation(id=item["id"], sha256=_SHA256, size=len(PAPER))
