"""How stable a ranking is: against closed forms, a grid, and the exact rule of ranks."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest

from audit.comparison import stability as module
from audit.comparison.rank import ranks
from audit.comparison.stability import acceptability, stability
from audit.comparison.values import criterion_values
from tests.comparison.ranked import criteria, criterion, known, line, share_ahead

F = Fraction
Row = tuple[F, ...]
TRIALS = 20_000


def shares(rows: dict[str, Row], trials: int = TRIALS, seed: int = 1):
    return {item.id: item.ranks for item in acceptability(rows, trials, seed)}


def row(*values: int) -> Row:
    return tuple(F(value) for value in values)


def error_of(share: F, trials: int = TRIALS) -> float:
    """Return four standard deviations of a share that is drawn so often."""
    return 4 * float(share * (1 - share) / trials) ** 0.5


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        # The weight of the first criterion is uniform; A leads above 10/40.
        (row(30, 0), row(0, 10), F(3, 4)),
        (row(50, 20), row(20, 50), F(1, 2)),
        (row(100, 0), row(99, 99), F(1, 100)),
        (row(60, 41), row(60, 40), F(1)),
    ],
)
def test_two_candidates_and_two_criteria_have_a_closed_form(
    one: Row, other: Row, share: F
) -> None:
    found = shares({"a": one, "b": other})
    assert found["a"] == tuple(reversed(found["b"]))
    assert abs(float(found["a"][0] - share)) <= error_of(share)


@pytest.mark.parametrize(
    "leads", [(40, -10, 25), (-60, 40, 10, 3, -1), (1, 2, 3, 4, 5, -100)]
)
def test_two_candidates_have_a_closed_form_for_any_number_of_criteria(
    leads: tuple[int, ...],
) -> None:
    found = shares({"a": row(*leads), "b": row(*[0] * len(leads))})
    share = share_ahead(leads)
    assert 0 < share < 1
    assert abs(float(found["a"][0] - share)) <= error_of(share)


def grid(rows: dict[str, Row], steps: int) -> dict[str, tuple[F, ...]]:
    """Rank at the middle of every cell of a grid over all weights of three criteria."""
    counts: dict[str, Counter[int]] = {name: Counter() for name in rows}
    cells = 0
    for x in range(steps):
        for y in range(steps - x):
            for third in (1, 2) if x + y < steps - 1 else (1,):
                weights = (3 * x + third, 3 * y + third)
                weights = (*weights, 3 * steps - sum(weights))
                totals = {
                    name: sum((w * v for w, v in zip(weights, own, strict=True)), F(0))
                    for name, own in rows.items()
                }
                cells += 1
                for name, rank in ranks(totals).items():
                    counts[name][rank] += 1
    places = range(1, len(rows) + 1)
    return {n: tuple(F(c[place], cells) for place in places) for n, c in counts.items()}


THREE = {"a": row(90, 20, 50), "b": row(30, 80, 40), "c": row(60, 55, 47)}


def test_three_candidates_agree_with_a_fine_grid() -> None:
    found, expected = shares(THREE, 100_000), grid(THREE, 90)
    for name in THREE:
        for drawn, counted in zip(found[name], expected[name], strict=True):
            # The grid itself is off by what its cells on the borders hold.
            assert abs(float(drawn - counted)) < 0.01 + error_of(counted, 100_000)
    assert all(F(1, 50) < share < F(49, 50) for share in expected["a"][:2])


def test_every_trial_is_ranked_by_the_same_rule_as_the_ranking_itself() -> None:
    rows = {**THREE, "twin": THREE["b"], "poor": row(0, 0, 0)}
    trials, seed = 1_500, 7
    draws = np.random.Generator(np.random.PCG64(seed))
    counts: dict[str, Counter[int]] = {name: Counter() for name in rows}
    for weights in draws.standard_exponential((trials, 3)):
        exact = [F(float(weight)) for weight in weights]
        totals = {
            name: sum((w * v for w, v in zip(exact, own, strict=True)), F(0))
            for name, own in rows.items()
        }
        for name, rank in ranks(totals).items():
            counts[name][rank] += 1
    assert shares(rows, trials, seed) == {
        name: tuple(F(found[rank], trials) for rank in range(1, 6))
        for name, found in counts.items()
    }


def test_twins_share_every_rank_and_the_next_rank_stays_empty() -> None:
    found = shares({"a": row(1, 2), "b": row(1, 2), "c": row(0, 1)})
    assert found["a"] == found["b"] == (1, 0, 0)
    assert found["c"] == (0, 0, 1)


def test_what_is_dominated_never_ranks_above_its_better() -> None:
    hair = F(1, 10**9)
    found = shares({"a": (F(1, 3), F(2, 7)), "b": (F(1, 3), F(2, 7) + hair)})
    assert found["b"][0] == 1
    assert found["a"][0] < F(1, 100)


def test_a_difference_too_small_for_a_double_counts_as_none() -> None:
    found = shares({"a": row(1, 2), "b": (F(1), 2 + F(1, 10**40))})
    assert found == {"a": (1, 0), "b": (1, 0)}


def test_the_shares_of_a_candidate_are_counts_that_sum_to_one() -> None:
    found = shares(THREE, 12_345)
    for own in found.values():
        assert sum(own) == 1
        assert all(12_345 % share.denominator == 0 for share in own)


@pytest.mark.parametrize("order", list(permutations(THREE)))
def test_the_order_of_candidates_changes_nothing(order: tuple[str, ...]) -> None:
    assert shares({name: THREE[name] for name in order}) == shares(THREE)


@pytest.mark.parametrize("chunk", [1, 999, 10**6])
def test_the_chunk_changes_nothing(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = shares(THREE, 2_000)
    monkeypatch.setattr(module, "CHUNK", chunk)
    assert shares(THREE, 2_000) == expected


def test_a_seed_gives_the_same_draws_and_another_seed_others() -> None:
    assert shares(THREE, seed=3) == shares(THREE, seed=3)
    assert shares(THREE, seed=3) != shares(THREE, seed=4)


def test_one_candidate_is_always_first_and_none_is_none() -> None:
    assert shares({"a": row(0, 0)}) == {"a": (1,)}
    assert acceptability({}, TRIALS, 1) == ()


MEASURED = (
    criterion("share", line("q-share", 0, 100, evidence_floor="documented"), weight=3),
    criterion("number", line("q-number", 0, 10), weight=2),
    criterion("rows", line("q-projects", 0, 4)),
)
ANSWERS = {
    "north": {"q-share": 90, "q-number": 2, "q-projects": [{"name": "A"}]},
    "south": {"q-share": 20, "q-number": 9, "q-projects": [{"name": "A"}]},
    "poor": {"q-share": 10, "q-number": 1},
}


def whole(listed=MEASURED, names=tuple(ANSWERS)):
    asked = criteria(*listed)
    valued = {name: criterion_values(asked, known(ANSWERS[name])) for name in names}
    return stability(asked, valued, 5_000, 11)


def test_stability_brings_all_its_parts_together() -> None:
    found = whole()
    assert (found.trials, found.seed, found.numpy) == (5_000, 11, np.__version__)
    # Totals by hand: south (3·12 + 2·90 + 25) / 6, north (3·54 + 2·20 + 25) / 6.
    assert found.flip is not None
    assert (found.flip.first, found.flip.second) == ("south", "north")
    # Leads -42, 70, 0; D = (-126 + 140) / 6 = 7/3, from number to share at 112.
    assert found.flip.moved == F(1, 48)
    assert (found.flip.given, found.flip.taken) == ("share", {"number": F(1, 48)})
    assert found.pareto == ("north", "south")
    # [65/6, 335/6] of north meets [205/6, 265/6] of south; poor ends at 50/6.
    assert found.level == (("south", "north"),)
    first = {item.id: item.ranks[0] for item in found.acceptability}
    assert first["poor"] == 0
    # Between two criteria that differ, the third is no matter: 70 / 112.
    assert abs(float(first["south"]) - 70 / 112) < error_of(F(70, 112), 5_000)


def test_the_order_of_criteria_and_candidates_changes_no_part() -> None:
    expected = whole()
    for listed in permutations(MEASURED):
        found = whole(listed, tuple(reversed(tuple(ANSWERS))))
        by_id = sorted(
            found.acceptability, key=lambda item: list(ANSWERS).index(item.id)
        )
        assert tuple(by_id) == expected.acceptability
        assert (found.flip, found.pareto, found.level) == (
            expected.flip, expected.pareto, expected.level,
        )  # fmt: skip


def test_where_nobody_ranks_nothing_is_said() -> None:
    found = whole(names=())
    assert (found.acceptability, found.flip, found.pareto, found.level) == (
        (),
        None,
        (),
        (),
    )
    alone = whole(names=("north",))
    assert (alone.flip, alone.pareto, alone.level) == (None, ("north",), ())
