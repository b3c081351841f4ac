"""The laws of the ranking, on random criteria, answers and prices."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from audit.comparison.rank import best_first, level_pairs, ranks
from audit.comparison.values import Interval, Known, criterion_values, total
from tests import builders as b
from tests.comparison.ranked import (
    IDS,
    assessed,
    cost,
    criteria,
    criterion,
    duration,
    known,
    line,
    options,
    price,
    rows,
)

Plain = dict[str, Any]
law = settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)

#: Answers to each question that feeds a line or a table, the better ones last.
RISING: dict[str, list[Any]] = {
    "q-number": [0, 3, 7, 10, 50],
    "q-share": [Decimal("99.5"), 60, Decimal("12.25"), 0],
    "q-time": [duration(1, "a"), duration(60), duration(5, "wk"), duration(1, "h")],
    "q-projects": [rows(0), rows(1), rows(4), rows(9)],
    "q-way": ["plain_files", "none", "encrypted"],
    "q-live": [False, True],
    "q-tasks": [["tests"], ["rules"], ["accounts"], ["accounts", "rules", "tests"]],
}
#: True is better to the policy; ``q-scope`` only decides what applies.
JUDGED = ("q-a", "q-b")
FLOORS = st.sampled_from(["claimed", "documented", "independent", "verified"])
WEIGHTS = st.sampled_from([1, 2, Decimal("0.5"), 40, Decimal("33.3")])
MEASURES = (
    line("q-number", 2, 10),
    line("q-share", 80, Decimal("5.5")),
    line("q-time", "120 d", "30 d"),
    line("q-projects", 0, 4),
    line("q-gated", 0, 100),
    options("q-way", {"plain_files": 0, "none": 40, "encrypted": 100}),
    options("q-live", {"yes": 100, "no": 20}),
    options("q-tasks", {"accounts": 50, "rules": 30, "tests": 25}),
)


@st.composite
def measures(draw: st.DrawFn) -> Plain:
    kind = draw(st.integers(0, 9))
    if kind == 0:
        measure = assessed(draw(st.sampled_from([None, "security", "privacy"])))
    elif kind == 1:
        measure = price(200, 100, scenario=draw(st.sampled_from(["base", "peak"])))
    else:
        floor = draw(FLOORS)
        measure = {**draw(st.sampled_from(MEASURES)), "evidence_floor": floor}
    return {**measure, "weight": draw(WEIGHTS)}


@st.composite
def weighings(draw: st.DrawFn) -> list[Plain]:
    return [
        criterion(
            f"c-{number}",
            *draw(st.lists(measures(), min_size=1, max_size=3)),
            weight=draw(WEIGHTS),
        )
        for number in range(draw(st.integers(1, 4)))
    ]


BACKED = st.sampled_from([(), ("doc",), ("cert",)])
VALUES = {
    **RISING,
    **{link_id: [False, True] for link_id in (*JUDGED, "q-scope")},
    "q-gated": [0, 55, 100],
}


@dataclass(frozen=True, eq=False)  # by identity: each is assessed once
class Offered:
    """One candidate's answers, reviewed or not, and its price."""

    answers: Plain
    rejected: tuple[str, ...] = ()
    month: int | None = None

    def values(self, listed: list[Plain]):
        return criterion_values(criteria(*listed), _assessed(self))

    def total(self, listed: list[Plain]) -> Interval:
        return total(criteria(*listed), self.values(listed))


@lru_cache(maxsize=8)
def _assessed(offered: Offered) -> Known:
    review = [b.judgement(link_id, "rejected") for link_id in offered.rejected]
    paid = None if offered.month is None else cost(offered.month, offered.month * 2)
    return known(offered.answers, review=review, paid=paid)


@st.composite
def offers(draw: st.DrawFn) -> Offered:
    answers = {}
    for link_id, values in VALUES.items():
        if draw(st.integers(0, 4)):
            answers[link_id] = b.given(draw(st.sampled_from(values)), *draw(BACKED))
    rejected = draw(st.lists(st.sampled_from(IDS), max_size=1))
    month = draw(st.sampled_from([None, 90, 120, 150, 333]))
    return Offered(answers, tuple(rejected), month)


def exact(found) -> Interval:
    return Interval(found.low.exact, found.value.exact, found.high.exact)


def risen(before: Offered, after: Offered, listed: list[Plain]) -> list[str]:
    """Return what is higher after the change: values, either bound, or the total."""
    pairs = [
        (old.id, exact(old), exact(new))
        for old, new in zip(before.values(listed), after.values(listed), strict=True)
    ]
    pairs.append(("total", before.total(listed), after.total(listed)))
    return [
        f"{name}: {old} → {new}"
        for name, old, new in pairs
        if any(now > then for then, now in zip(old, new, strict=True))
    ]


@law
@given(weighings(), offers())
def test_low_is_at_most_value_and_value_at_most_high(
    listed: list[Plain], one: Offered
) -> None:
    found = one.values(listed)
    assert [value.id for value in found] == [item["id"] for item in listed]
    for value in found:
        for part in (value, *value.measures):
            low, middle, high = exact(part)
            assert 0 <= low <= middle <= high <= 100
    low, middle, high = one.total(listed)
    assert 0 <= low <= middle <= high <= 100


@law
@given(weighings(), st.lists(offers(), min_size=2, max_size=3), offers())
def test_a_further_candidate_changes_nobodys_value_and_nobodys_order(
    listed: list[Plain], several: list[Offered], further: Offered
) -> None:
    few = {f"v-{n}": one.total(listed) for n, one in enumerate(several)}
    more = {"new": further.total(listed)}
    more |= {f"v-{n}": one.total(listed) for n, one in enumerate(several)}
    assert {name: more[name] for name in few} == few
    before = ranks({name: own.value for name, own in few.items()})
    after = ranks({name: own.value for name, own in more.items()})
    for name in few:
        for other in few:
            assert (before[name] < before[other]) is (after[name] < after[other])
    new_pairs = set(level_pairs(more)) - set(level_pairs(few))
    assert all("new" in pair for pair in new_pairs)


@law
@given(weighings(), offers(), st.randoms(use_true_random=False))
def test_the_order_of_criteria_measures_and_answers_changes_nothing(
    listed: list[Plain], one: Offered, chance
) -> None:
    answers = list(one.answers.items())
    mixed = [
        {**item, "measures": chance.sample(item["measures"], len(item["measures"]))}
        for item in chance.sample(listed, len(listed))
    ]
    chance.shuffle(answers)
    again = Offered(dict(answers), one.rejected, one.month)
    before = {value.id: exact(value) for value in one.values(listed)}
    assert {value.id: exact(value) for value in again.values(mixed)} == before
    assert again.total(mixed) == one.total(listed)


@law
@given(weighings(), st.lists(offers(), min_size=2, max_size=4), st.randoms())
def test_the_order_of_candidates_changes_no_rank(
    listed: list[Plain], several: list[Offered], chance
) -> None:
    found = {f"v-{n}": one.total(listed) for n, one in enumerate(several)}
    mixed = list(found.items())
    chance.shuffle(mixed)
    totals = {name: own.value for name, own in found.items()}
    assert ranks({n: own.value for n, own in mixed}) == ranks(totals)
    assert best_first({n: own.value for n, own in mixed}) == best_first(totals)
    assert level_pairs(dict(mixed)) == level_pairs(found)


@law
@given(weighings(), offers(), st.sampled_from([*RISING, *JUDGED]), st.data())
def test_a_better_answer_never_lowers(
    listed: list[Plain], one: Offered, link_id: str, data: st.DataObject
) -> None:
    better = RISING.get(link_id, [False, True])
    first = data.draw(st.integers(0, len(better) - 2))
    second = data.draw(st.integers(first + 1, len(better) - 1))
    evidence = data.draw(BACKED)
    worse = one.answers | {link_id: b.given(better[first], *evidence)}
    good = one.answers | {link_id: b.given(better[second], *evidence)}
    assert not risen(
        Offered(good, one.rejected, one.month),
        Offered(worse, one.rejected, one.month),
        listed,
    )


@law
@given(weighings(), offers(), st.sets(st.sampled_from(IDS), min_size=1), st.data())
def test_silence_never_pays(
    listed: list[Plain], one: Offered, dropped: set[str], data: st.DataObject
) -> None:
    quiet = {i: a for i, a in one.answers.items() if i not in dropped}
    way = data.draw(st.sampled_from(["left out", "declined", "unknown", "na"]))
    if way != "left out":
        said = b.na() if way == "na" else b.state(way)
        able = dropped.intersection(one.answers) - {"q-gated"}
        quiet |= dict.fromkeys(able, said)
    assert not risen(one, Offered(quiet, one.rejected, one.month), listed)


@law
@given(weighings(), offers(), st.sets(st.sampled_from(sorted(VALUES)), min_size=5))
def test_more_evidence_never_lowers(
    listed: list[Plain], one: Offered, proven: set[str]
) -> None:
    more = {
        link_id: {**answer, "evidence": ["doc", "cert"]}
        if link_id in proven
        else answer
        for link_id, answer in one.answers.items()
    }
    assert not risen(Offered(more, one.rejected, one.month), one, listed)


@law
@given(weighings(), offers(), st.sampled_from(sorted(VALUES)))
def test_a_rejection_never_pays(
    listed: list[Plain], one: Offered, link_id: str
) -> None:
    assume(link_id in one.answers)
    kept = Offered(one.answers, (), one.month)
    assert not risen(kept, Offered(one.answers, (link_id,), one.month), listed)


@law
@given(weighings(), offers(), st.integers(50, 400), st.integers(0, 50))
def test_a_lower_price_never_lowers_and_any_offer_is_as_good_as_none(
    listed: list[Plain], one: Offered, month: int, less: int
) -> None:
    dear = Offered(one.answers, one.rejected, month)
    cheap = Offered(one.answers, one.rejected, month - less)
    none = Offered(one.answers, one.rejected, None)
    assert not risen(cheap, dear, listed)
    assert not risen(dear, none, listed)


@law
@given(weighings(), offers(), st.sampled_from([3, Decimal("0.1"), Decimal("7.7")]))
def test_scaling_all_weights_changes_nothing(
    listed: list[Plain], one: Offered, by: Any
) -> None:
    def scaled(item: Plain) -> Plain:
        return {**item, "weight": Fraction(item["weight"]) * Fraction(by)}

    again = [
        {**scaled(item), "measures": [scaled(m) for m in item["measures"]]}
        for item in listed
    ]
    before = [exact(value) for value in one.values(listed)]
    assert [exact(value) for value in one.values(again)] == before
    assert one.total(again) == one.total(listed)


@law
@given(weighings(), offers(), st.integers(0, 3), st.integers(0, 2))
def test_two_halves_are_as_good_as_the_whole(
    listed: list[Plain], one: Offered, which: int, inner: int
) -> None:
    item = listed[which % len(listed)]
    measure = item["measures"][inner % len(item["measures"])]
    halves = [{**item, "weight": Fraction(item["weight"]) / 2, "id": i} for i in "ab"]
    others = [other for other in listed if other is not item]
    assert one.total([*others, *halves]) == one.total(listed)
    part = {**measure, "weight": Fraction(measure["weight"]) / 2}
    rest = [other for other in item["measures"] if other is not measure]
    split = {**item, "measures": [part, *rest, part]}
    assert one.total([*others, split]) == one.total(listed)
