"""Documents with random parts exchanged: refused or imported whole, never a crash."""

from __future__ import annotations

import copy
import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from audit.errors import AuditError
from audit.importers.ledger import Ledger, children
from audit.importers.vsaq_text import as_json
from tests.importers.importing import forgotten, imported
from tests.importers.test_fhir import (
    asked_before,
    filled,
    form,
    given,
    item,
    site_form,
    translated,
    when,
)
from tests.importers.test_vsaq import ANSWERS, FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

ODD: list[Any] = [None, True, 3, "x", "", [], {}, [[]], [{}], [None], {"x": 1}, 1.5]
_GATE = [when("b", "=", answerBoolean=True), when("r", "=", answerString="a")]
FHIR = form(
    *site_form()["item"],
    *asked_before(),
    item("z", "string", prefix="1", enableWhen=_GATE, enableBehavior="any"),
    item("y", "display", _text=translated("Так", "uk")),
    item("x", "choice", answerValueSet="#vs"),
    contained=[
        {
            "resourceType": "ValueSet",
            "id": "vs",
            "compose": {"include": [{"concept": [{"code": "a"}, {"code": "b"}]}]},
        }
    ],
)
RESPONSE = filled(
    {"linkId": "sites", "item": [given("name", {"valueString": "Kyiv"})]},
    given("b", {"valueBoolean": True, "item": [given("t", {"valueString": "x"})]}),
    given("r", {"valueString": "a"}, {"valueString": "b"}),
    given("m", {"valueCoding": {"code": "x"}}),
)
VSAQ = json.loads(as_json(FILE, Ledger()))


def paths(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if above:
        yield above
    for key, child in children(value):
        yield from paths(child, (*above, int(key) if isinstance(value, list) else key))


def mutant(chance: random.Random, data: Any) -> Any:
    changed = copy.deepcopy(data)
    for _ in range(chance.randint(1, 4)):
        *above, last = chance.choice(list(paths(changed)) or [("x",)])
        holder = changed
        for key in above:
            holder = holder[key]
        holder[last] = copy.deepcopy(chance.choice(ODD))
    return changed


@pytest.mark.parametrize(
    ("kind", "asked", "answers"),
    [("fhir", FHIR, RESPONSE), ("vsaq", VSAQ, ANSWERS)],
)
def test_mutants_are_refused_or_accounted_for_to_the_last_part(
    kind: str, asked: Any, answers: Any
) -> None:
    chance = random.Random(7)
    whole = 0
    for _ in range(120):
        one, other = mutant(chance, asked), mutant(chance, answers)
        files = (("a.json", json.dumps(other)),)
        try:
            done = imported(json.dumps(one), "q.json", as_=kind, answers=files)
        except AuditError:
            continue
        whole += 1
        assert forgotten(one, done) == []
        assert forgotten(other, done, "a.json") == []
    assert whole > 60
