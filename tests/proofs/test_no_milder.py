"""What the solver says of two policies, one of which should be the stricter one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from audit.proofs.model import Finding
from audit.proving import prove_documents
from tests import builders as b

ASKED = b.questionnaire(
    b.question("q-a"),
    b.question("q-n", "integer"),
    b.question(
        "q-t", "table", columns=[{"id": "n", "type": "integer", "text": b.text()}]
    ),
)
PAPER = {"evidence": {"answer": "q-a", "kind": "policy"}}


def at_least(limit: int) -> dict[str, Any]:
    return {"answer": "q-n", "at_least": limit}


HALF, THIRD = Decimal("0.5"), Decimal("0.3")
#: below, above (no milder)
STRICTER = {
    "limit": ({"rule": at_least(3)}, {"rule": at_least(4)}),
    "part": ({"rule": b.yes("q-a")}, {"rule": {"all": [at_least(1), b.yes("q-a")]}}),
    "way": ({"rule": {"any": [b.yes("q-a"), PAPER]}}, {"rule": b.yes("q-a")}),
    "rows": (
        {"rule": {"answer": "q-t", "any_row": {"column": "n", "at_least": 2}}},
        {"rule": {"answer": "q-t", "any_row": {"column": "n", "at_least": 3}}},
    ),
    "pass becomes partial": (
        {"rule": at_least(3)},
        {"rule": at_least(5), "partial": {"credit": HALF, "rule": at_least(3)}},
    ),
    "credit": (
        {"rule": at_least(3), "partial": {"credit": HALF, "rule": at_least(1)}},
        {"rule": at_least(3), "partial": {"credit": THIRD, "rule": at_least(1)}},
    ),
    "scope": (
        {"rule": at_least(3), "applies_when": b.yes("q-a")},
        {"rule": at_least(3), "applies_when": {"any": [b.yes("q-a"), at_least(1)]}},
    ),
    "same by other means": (
        {"rule": {"any": [{"all": [b.yes("q-a"), at_least(1)]}, {"all": [b.yes("q-a"), at_least(2)]}]}},
        {"rule": {"all": [b.yes("q-a"), {"any": [at_least(1), at_least(2)]}]}},
    ),
}  # fmt: skip


def found(below: dict[str, Any], above: dict[str, Any]) -> list[Finding]:
    lower, upper = (
        b.document(b.policy(b.control("A", **fields))) for fields in (below, above)
    )
    proof = prove_documents(b.document(ASKED), upper, b.DAY, ["no-milder"], below=lower)
    (result,) = proof.results
    return list(result.findings)


@pytest.mark.parametrize("name", STRICTER)
def test_the_stricter_control_is_proved_to_be_no_milder(name: str) -> None:
    below, above = STRICTER[name]
    (finding,) = found(below, above)
    assert (finding.subject, finding.verdict) == ("A is no milder than below", "proved")


@pytest.mark.parametrize("name", sorted(set(STRICTER) - {"same by other means"}))
def test_the_other_way_round_a_response_gains_bad(name: str) -> None:
    above, below = STRICTER[name]
    (finding,) = found(below, above)
    assert finding.verdict == "refuted"
    assert len(finding.examples) == 1


def test_a_control_that_asks_the_same_is_not_looked_at() -> None:
    assert found({"rule": at_least(3)}, {"rule": at_least(3), "severity": "low"}) == []


def test_without_layers_nothing_is_claimed() -> None:
    policy = b.document(b.policy(b.control("A", at_least(3))))
    assert (
        prove_documents(b.document(ASKED), policy, b.DAY, ["no-milder"]).results == ()
    )
