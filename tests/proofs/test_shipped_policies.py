"""What is proved of the policies that come with the toolkit."""

from __future__ import annotations

from datetime import date

import pytest

from audit import library
from audit.proofs.prove import PROPERTIES
from audit.proving import Proof, counterexamples, prove_policy

DAY = date(2026, 11, 24)
#: the best score that bare claims can earn, by policy
WORDS = {
    "contact-centre-baseline": "76.19",
    "contact-centre-strict": "62.38",
    "saas-baseline": "71.83",
}


@pytest.fixture(scope="module", params=sorted(WORDS))
def proof(request: pytest.FixtureRequest) -> tuple[str, Proof]:
    return request.param, prove_policy(request.param, DAY)


def test_every_property_of_a_shipped_policy_is_proved(proof: tuple[str, Proof]) -> None:
    _, found = proof
    layered = bool(found.plan.policy.layers)
    expected = [name for name in PROPERTIES if layered or name != "no-milder"]
    assert [result.name for result in found.results] == expected
    open_ = [
        (result.name, finding)
        for result in found.results
        for finding in result.findings
        if finding.verdict != "proved"
    ]
    assert open_ == []
    assert not list(counterexamples(found))


def test_the_statements_cover_the_whole_policy(proof: tuple[str, Proof]) -> None:
    _, found = proof
    policy, asked = found.plan.policy, found.plan.questionnaire
    subjects = {r.name: [f.subject for f in r.findings] for r in found.results}
    for control in policy.controls:
        assert f"{control.id} can be passed" in subjects["passable"]
        assert f"{control.id} can be failed" in subjects["passable"]
    read = {i for c in found.plan.controls for i in c.reads}
    silent = {s.removesuffix(" left out") for s in subjects["silence-never-pays"]}
    assert read <= silent <= {*asked.questions, *silent}
    for rating in policy.ratings:
        assert f"rating {rating.id}" in subjects["reachable"]


def test_the_best_score_on_bare_claims_is_known(proof: tuple[str, Proof]) -> None:
    name, found = proof
    (gaming,) = [r for r in found.results if r.name == "gaming-bound"]
    assert gaming.findings[0].note.startswith(f"{WORDS[name]} (")


def test_every_shipped_policy_is_among_those_proved() -> None:
    assert set(WORDS) == set(library.packs("policies"))
