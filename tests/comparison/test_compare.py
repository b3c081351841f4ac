"""The comparison as a whole: who stands where, what is refused, what changes nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from audit.cases import assess_case, read_policy
from audit.comparing import Wanted, compare_candidates, comparison_bytes
from audit.comparison.compare import Comparison
from audit.documents import read_yaml
from audit.errors import InputError
from audit.offer.price import price
from tests.comparison.demo import (
    DAY,
    OFFERS,
    candidate,
    candidates,
    compared,
    wanted,
)

NORTHLINE, DIALOG, GOLD = (
    "northline-cc-2026",
    "dialog-plus-2026-11",
    "goldvoice-2026-11",
)


def codes(caught: pytest.ExceptionInfo[InputError]) -> set[str]:
    return {problem.code for problem in caught.value.problems}


def by_id(comparison: Comparison):
    return {c.id: c for c in comparison.candidates}


def test_the_knocked_out_vendor_is_cheapest_and_has_no_rank() -> None:
    found = by_id(compared().comparison)
    months = {name: c.cost.of("base").month for name, c in found.items()}
    assert min(months, key=months.__getitem__) == GOLD
    assert (found[GOLD].rank, found[GOLD].unranked) == (None, "knock_out")
    assert len(found[GOLD].knock_outs) == 9
    assert {name: c.rank for name, c in found.items() if c.rank} == {
        NORTHLINE: 1,
        DIALOG: 2,
    }


def test_ranked_candidates_come_before_the_others_best_first() -> None:
    assert [c.id for c in compared().comparison.candidates] == [
        NORTHLINE,
        DIALOG,
        GOLD,
    ]


def test_every_number_of_a_candidate_is_its_assessments() -> None:
    for each in compared().candidates:
        mine = by_id(compared().comparison)[each.response.response_id]
        a = each.assessment
        assert mine.scores == a.scores
        assert (mine.decision, mine.rating, mine.residual) == (
            a.decision,
            a.rating,
            a.residual,
        )
        assert {d.id: d.score for d in mine.domains} == {
            d.id: d.score for d in a.domains
        }
        lost = [c for c in a.controls if c.points.exact < c.possible.exact]
        assert mine.open_controls <= len(lost)


def test_the_cost_is_the_price_of_the_offer_for_the_demand() -> None:
    record = compared().record
    for c in compared().comparison.candidates:
        assert c.cost == price(record.offers[c.id], record.demand)


def test_the_domains_are_listed_by_how_far_they_lie_apart() -> None:
    found = compared().comparison
    apart = []
    for name in found.spread:
        scores = [
            d.score.exact
            for c in found.candidates
            for d in c.domains
            if d.id == name and d.score is not None
        ]
        apart.append(max(scores) - min(scores))
    assert apart == sorted(apart, reverse=True)
    assert len(apart) == len(candidates()[0].plan.policy.domains)


def test_the_order_of_candidates_and_offers_changes_no_byte() -> None:
    first = comparison_bytes(compared().comparison)
    for order in list(permutations(candidates()))[1:4]:
        turned = replace(wanted(), offers=wanted().offers[::-1])
        again = compare_candidates(order, turned)
        assert comparison_bytes(again.comparison) == first


def test_without_criteria_nobody_ranks_and_without_demand_nothing_is_priced() -> None:
    found = compare_candidates(candidates(), Wanted(DAY)).comparison
    assert {c.rank for c in found.candidates} == {None}
    assert {c.cost for c in found.candidates} == {None}
    assert (found.stability, found.money, found.currency) == (None, None, None)
    # then the better protected vendor stands first
    assert [c.id for c in found.candidates] == [NORTHLINE, DIALOG, GOLD]


def test_facts_are_the_answers_as_they_were_given() -> None:
    facts = by_id(compared().comparison)[DIALOG].facts
    given = candidate("dialog-plus").response.answers
    assert set(facts) == set(compared().record.criteria.facts)
    for name, fact in facts.items():
        if fact["state"] == "answered":
            assert fact["value"] == given[name].value
        else:
            assert "value" not in fact


def test_one_candidate_is_no_comparison() -> None:
    with pytest.raises(InputError) as caught:
        compare_candidates(candidates()[:1], Wanted(DAY))
    assert codes(caught) == {"comparison-count"}


def test_the_same_response_twice_is_refused() -> None:
    one = candidate("northline")
    with pytest.raises(InputError) as caught:
        compare_candidates([one, one], Wanted(DAY))
    assert codes(caught) == {"comparison-twice"}


def test_more_than_twenty_candidates_are_refused() -> None:
    with pytest.raises(InputError, match="21 candidates"):
        compare_candidates([candidate("northline")] * 21, Wanted(DAY))


def test_another_policy_is_refused_and_the_difference_is_named() -> None:
    case = candidate("dialog-plus").case
    strict = read_policy("contact-centre-strict")
    other = assess_case(replace(case, policy=strict))
    with pytest.raises(InputError) as caught:
        compare_candidates([candidate("northline"), other], Wanted(DAY))
    assert codes(caught) == {"comparison-policy"}
    (problem,) = caught.value.problems
    version = strict.data["version"]
    wanted_text = f"contact-centre-strict {version}, not contact-centre-baseline"
    assert wanted_text in problem.message
    assert problem.hint


def test_offers_or_losses_without_a_demand_are_refused() -> None:
    for lone in (
        replace(wanted(), demand=None, exposure=None),
        replace(wanted(), demand=None, offers=()),
    ):
        with pytest.raises(InputError) as caught:
            compare_candidates(candidates(), lone)
        assert codes(caught) == {"comparison-demand"}


def test_criteria_that_count_prices_need_a_demand() -> None:
    lone = replace(wanted(), demand=None, exposure=None, offers=())
    with pytest.raises(InputError) as caught:
        compare_candidates(candidates(), lone)
    assert codes(caught) == {"comparison-demand"}
    assert caught.value.problems[0].file == wanted().criteria.file


def test_an_offer_of_nobody_is_refused_with_the_candidates_named() -> None:
    with pytest.raises(InputError) as caught:
        compare_candidates(candidates()[:2], wanted())
    (problem,) = caught.value.problems
    assert (problem.code, problem.pointer) == ("offer-vendor", "/vendor")
    assert problem.line > 0
    assert "Northline Contact Services OÜ" in problem.hint


def test_a_second_offer_of_a_vendor_is_refused() -> None:
    twice = replace(wanted(), offers=(*wanted().offers, wanted().offers[0]))
    with pytest.raises(InputError) as caught:
        compare_candidates(candidates(), twice)
    assert codes(caught) == {"offer-twice"}


def test_a_vendor_without_an_offer_stands_there_without_price_and_rank() -> None:
    left = [wanted().offers[0], wanted().offers[2]]
    found = by_id(
        compare_candidates(
            candidates(), replace(wanted(), offers=tuple(left))
        ).comparison
    )
    assert (found[DIALOG].cost, found[DIALOG].unranked) == (None, "no_offer")
    assert found[NORTHLINE].rank == 1


def test_an_expired_offer_takes_the_rank_away() -> None:
    text = OFFERS["northline"].read_text("utf-8")
    late = text.replace(
        next(line for line in text.splitlines() if line.startswith("valid_until:")),
        'valid_until: "2026-11-23"',
    )
    offers = (read_yaml(late.encode(), "late.yaml"), *wanted().offers[1:])
    found = by_id(
        compare_candidates(candidates(), replace(wanted(), offers=offers)).comparison
    )
    assert found[NORTHLINE].unranked == "offer_expired"
    assert found[NORTHLINE].cost is not None
    assert found[DIALOG].rank == 1
