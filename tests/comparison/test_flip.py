"""The smallest change of weights, against linear programming as an oracle."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from audit.comparison.flip import flip, nearest_flip
from audit.comparison.model import Flip
from audit.comparison.rank import best_first

F = Fraction
law = settings(max_examples=150, deadline=None, database=None, derandomize=True)

#: Few different numbers, so that ties and domination are common.
WEIGHTS = st.sampled_from([F(n, 10) for n in (1, 5, 10, 25, 70, 333)])
VALUES = st.sampled_from([F(n, 3) for n in (0, 61, 150, 300)])
Row = dict[str, F]


@st.composite
def cases(draw: st.DrawFn, candidates: int = 2) -> tuple[Row, dict[str, Row]]:
    """Return weights and the candidates' values by criterion."""
    names = [f"c-{n}" for n in range(draw(st.integers(1, 6)))]
    weights = {name: draw(WEIGHTS) for name in names}
    return weights, {
        f"v-{n}": {name: draw(VALUES) for name in names} for n in range(candidates)
    }


def total(weights: Row, values: Row) -> F:
    return sum((w * values[n] for n, w in weights.items()), F(0)) / sum(
        weights.values()
    )


def ordered(weights: Row, rows: dict[str, Row]) -> tuple[str, ...]:
    return best_first({name: total(weights, row) for name, row in rows.items()})


def of_two(weights: Row, rows: dict[str, Row]) -> Flip:
    first, second = ordered(weights, rows)
    return flip(weights, (first, rows[first]), (second, rows[second]))


def least_moved(weights: Row, leads: Row) -> float | None:
    """Solve min ½·Σ(u + v), w' = w - u + v ≥ 0, Σw' = 1, Σw'·d ≤ 0; None if empty."""
    size, whole = len(weights), float(sum(weights.values()))
    share = np.array([float(w) / whole for w in weights.values()])
    lead = np.array([float(leads[name]) for name in weights])
    found = linprog(
        c=np.full(2 * size, 0.5),
        A_ub=np.concatenate([-lead, lead])[None, :],
        b_ub=[-(share @ lead)],
        A_eq=np.concatenate([-np.ones(size), np.ones(size)])[None, :],
        b_eq=[0],
        bounds=[(0, s) for s in share] + [(0, 1)] * size,
        method="highs",
    )
    return float(found.fun) if found.success else None


def leads_of(found: Flip, rows: dict[str, Row]) -> Row:
    first, second = rows[found.first], rows[found.second]
    return {name: first[name] - second[name] for name in first}


@law
@given(cases())
def test_no_smaller_change_levels_the_two(case: tuple[Row, dict[str, Row]]) -> None:
    weights, rows = case
    found = of_two(weights, rows)
    leads = leads_of(found, rows)
    expected = least_moved(weights, leads)
    if found.possible:
        assert found.moved is not None
        assert expected is not None
        assert abs(float(found.moved) - expected) < 1e-6
    else:
        # Where they differ nowhere else, weights can at best level the two.
        assert expected is None or min(leads.values()) == 0


@law
@given(cases())
def test_the_new_weights_are_weights_and_level_the_two_exactly(
    case: tuple[Row, dict[str, Row]],
) -> None:
    weights, rows = case
    found = of_two(weights, rows)
    assume(found.possible)
    whole = sum(weights.values())
    shares = {name: weight / whole for name, weight in weights.items()}
    assert set(found.weights) == set(weights)
    assert sum(found.weights.values()) == 1
    assert min(found.weights.values()) >= 0
    moved = sum((abs(found.weights[n] - shares[n]) for n in shares), F(0)) / 2
    assert moved == found.moved == sum(found.taken.values(), F(0))
    leads = leads_of(found, rows)
    assert total(found.weights, leads) == 0
    for name, share in shares.items():
        given = found.moved if name == found.given else F(0)
        assert found.weights[name] == share - found.taken.get(name, F(0)) + given
    if found.moved:
        assert leads[found.given or ""] == min(leads.values()) < 0
        assert all(amount > 0 for amount in found.taken.values())


@law
@given(cases())
def test_it_is_impossible_exactly_if_the_first_dominates(
    case: tuple[Row, dict[str, Row]],
) -> None:
    weights, rows = case
    found = of_two(weights, rows)
    leads = leads_of(found, rows).values()
    dominated = min(leads) >= 0 and max(leads) > 0
    assert found.possible is not dominated
    if dominated:
        assert (found.moved, found.given, found.taken, found.weights) == (
            None,
            None,
            {},
            {},
        )


@law
@given(cases(4))
def test_nobody_leads_once_the_lead_is_taken(case: tuple[Row, dict[str, Row]]) -> None:
    weights, rows = case
    order = ordered(weights, rows)
    found = nearest_flip(weights, rows, order)
    assert found is not None
    assert found.first == order[0]
    others = [
        flip(weights, (order[0], rows[order[0]]), (n, rows[n])) for n in order[1:]
    ]
    reachable = [other.moved for other in others if other.moved is not None]
    assert found.moved == min(reachable, default=None)
    if found.possible:
        totals = {name: total(found.weights, row) for name, row in rows.items()}
        assert totals[found.first] == totals[found.second] == max(totals.values())


@law
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_criteria_and_the_scale_of_weights_change_nothing(
    case: tuple[Row, dict[str, Row]], chance
) -> None:
    weights, rows = case
    names = list(weights)
    chance.shuffle(names)
    again = {name: weights[name] * 7 for name in names}
    assert of_two(again, rows) == of_two(weights, rows)


def test_a_change_by_hand() -> None:
    weights = {"price": F(20), "safety": F(50), "team": F(30)}
    sound = {"price": F(20), "safety": F(90), "team": F(60)}
    cheap = {"price": F(80), "safety": F(50), "team": F(50)}
    # Leads -60, 40, 10; D = -12 + 20 + 3 = 11. Each share that goes from safety to
    # price takes 100 from the lead: 11/100 is moved.
    found = flip(weights, ("sound", sound), ("cheap", cheap))
    assert (found.moved, found.given, found.taken) == (
        F(11, 100), "price", {"safety": F(11, 100)},
    )  # fmt: skip
    assert found.weights == {
        "price": F(31, 100),
        "safety": F(39, 100),
        "team": F(3, 10),
    }


def test_a_criterion_is_emptied_before_the_next_one_is_touched() -> None:
    weights = {"price": F(10), "safety": F(20), "team": F(70)}
    sound = {"price": F(49), "safety": F(100), "team": F(60)}
    cheap = {"price": F(50), "safety": F(0), "team": F(0)}
    # Leads -1, 100, 60; D = -0.1 + 20 + 42. All of safety takes 0.2 · 101 away, the
    # rest comes from team at 61 a share.
    found = flip(weights, ("sound", sound), ("cheap", cheap))
    rest = (F(619, 10) - F(202, 10)) / 61
    assert found.taken == {"safety": F(1, 5), "team": rest}
    assert found.weights["safety"] == 0


def test_who_is_level_already_needs_no_change() -> None:
    weights = {"price": F(1), "safety": F(3)}
    found = flip(
        weights,
        ("a", {"price": F(40), "safety": F(20)}),
        ("b", {"price": F(10), "safety": F(30)}),
    )
    assert (found.possible, found.moved, found.given, found.taken) == (
        True,
        0,
        None,
        {},
    )
    assert found.weights == {"price": F(1, 4), "safety": F(3, 4)}


def test_a_first_that_is_nowhere_worse_stays_first() -> None:
    weights = {"price": F(1), "safety": F(3)}
    better, worse = {"price": F(40), "safety": F(20)}, {"price": F(40), "safety": F(19)}
    assert not flip(weights, ("a", better), ("b", worse)).possible


def test_the_third_may_be_nearer_to_the_lead_than_the_second() -> None:
    weights = {"price": F(50), "safety": F(50)}
    rows = {
        "first": {"price": F(50), "safety": F(90)},
        "second": {"price": F(50), "safety": F(88)},  # dominated
        "third": {"price": F(90), "safety": F(40)},
    }
    found = nearest_flip(weights, rows, ordered(weights, rows))
    assert found is not None
    assert (found.second, found.moved) == ("third", F(5, 90))


def test_nobody_can_take_the_lead_from_who_is_alone() -> None:
    weights = {"price": F(1)}
    assert nearest_flip(weights, {"a": {"price": F(1)}}, ("a",)) is None
    assert nearest_flip(weights, {}, ()) is None
