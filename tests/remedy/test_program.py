"""The solver against brute force: the same minimum, exactly, and no false proof."""

from __future__ import annotations

import ast
import random
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest

import audit
from audit.remedy import solve
from audit.remedy.exact import least_cost
from audit.remedy.program import Cover, Program
from audit.remedy.solve import best_within, cheapest
from audit.remedy.step import Step


def program(
    costs: list[int],
    *covers: tuple[dict[int, Fraction | int], Fraction | int],
    first: tuple[tuple[int, int], ...] = (),
) -> Program:
    return Program(
        steps=tuple(
            Step("control", f"C-{n}", "requirement") for n in range(len(costs))
        ),
        costs=tuple(costs),
        covers=tuple(
            Cover({n: Fraction(g) for n, g in gains.items()}, Fraction(short))
            for gains, short in covers
        ),
        first=first,
    )


def tried(found: Program) -> int:
    """Return the least cost of all choices that hold."""
    numbers = range(len(found.costs))
    return min(
        found.cost(chosen)
        for size in range(len(numbers) + 1)
        for chosen in combinations(numbers, size)
        if found.holds(chosen)
    )


def by_greed(found: Program) -> int:
    """Return the cost of always taking what gives most for its cost."""
    chosen: set[int] = set()
    while not found.holds(chosen):
        rest = [n for n in range(len(found.costs)) if n not in chosen]
        best = max(rest, key=lambda n: worth(found, chosen, n))
        chosen |= {best, *(b for a, b in found.first if a == best)}
    return found.cost(chosen)


def worth(found: Program, chosen: set[int], n: int) -> Fraction:
    gain = sum(
        (
            min(cover.gains.get(n, Fraction(0)) / cover.short, Fraction(1))
            for cover in found.covers
            if not cover.holds(chosen)
        ),
        Fraction(0),
    )
    return gain / Fraction(found.costs[n] or Fraction(1, 10**6))


def drawn(chance: random.Random) -> Program:
    """Return a random program that has a choice; thirds and sevenths in the gains."""
    size = chance.randint(1, 9)
    costs = [chance.choice([0, 1, 1, 2, 3, 5, 8, 40]) for _ in range(size)]
    covers = []
    for _ in range(chance.randint(1, 3)):
        gains = {
            n: Fraction(chance.randint(1, 30), chance.choice([1, 3, 7]))
            for n in range(size)
            if chance.random() < 0.8
        }
        if gains:
            total = sum(gains.values())
            some = sum(
                chance.sample(list(gains.values()), chance.randint(1, len(gains)))
            )
            covers.append((gains, chance.choice([some, total, total / 2])))
    pairs = [(a, b) for a in range(size) for b in range(size) if a != b]
    first = tuple(p for p in pairs if chance.random() < 0.04)
    return program(costs, *covers, first=first)


PROGRAMS = [drawn(random.Random(seed)) for seed in range(150)]


@pytest.mark.parametrize("seed", range(150))
def test_the_cheapest_choice_is_the_cheapest_of_all(seed: int) -> None:
    found = PROGRAMS[seed]
    solved = cheapest(found)
    assert found.holds(solved.chosen)
    assert solved.cost == tried(found) == found.cost(solved.chosen)
    assert solved.proven
    assert solved.cost <= by_greed(found)


def test_greed_does_lose_somewhere_bad() -> None:
    assert any(by_greed(p) > cheapest(p).cost for p in PROGRAMS)


@pytest.mark.parametrize("seed", range(150))
def test_whole_numbers_alone_never_claim_too_much(seed: int) -> None:
    found = PROGRAMS[seed]
    cost = tried(found)
    bound = least_cost(found, cost)
    assert bound is not None
    assert bound <= cost
    if len(found.covers) == 1 and not found.first:
        assert bound == cost


def test_the_exact_bound_settles_most_and_not_all_bad() -> None:
    settled = [least_cost(p, tried(p)) == tried(p) for p in PROGRAMS]
    assert 0.8 * len(settled) < sum(settled) < len(settled)


def test_a_cover_met_to_the_last_third_is_met() -> None:
    thirds = {n: Fraction(100, 3) for n in range(3)}
    found = program([1, 1, 1], (thirds, 100))
    assert cheapest(found).cost == 3
    assert least_cost(found, 3) == 3


def test_a_cover_missed_by_a_hair_is_missed_bad() -> None:
    # In floating point, 50 - 1e-9 twice is as good as 100.
    hair = Fraction(50) - Fraction(1, 10**9)
    found = program([1, 1, 5], ({0: hair, 1: hair, 2: Fraction(60)}, 100))
    solved = cheapest(found)
    assert (solved.chosen, solved.cost) in [({0, 2}, 6), ({1, 2}, 6)]
    assert solved.proven
    assert least_cost(found, 6) == 6


def test_a_step_is_never_taken_without_the_one_it_needs() -> None:
    found = program([1, 9, 5], ({0: 10, 2: 10}, 10), first=((0, 1),))
    assert cheapest(found).chosen == {2}
    dear = program([1, 3, 5], ({0: 10, 2: 10}, 10), first=((0, 1),))
    assert cheapest(dear).chosen == {0, 1}


def test_among_the_cheapest_the_other_weights_choose() -> None:
    found = program([2, 1, 1], ({0: 10, 1: 5, 2: 5}, 10))
    assert best_within(found, 2, [1, 1, 1]) == {0}
    assert best_within(found, 2, [5, 1, 1]) == {1, 2}


def test_a_table_too_large_is_left_out_and_not_guessed() -> None:
    gains = {n: Fraction(1) for n in range(10)}
    found = program([10**6] * 10, (gains, 5))
    assert least_cost(found, 5 * 10**6) is None
    assert cheapest(found).cost == 5 * 10**6


def test_out_of_time_all_steps_are_taken_and_nothing_is_claimed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chance = random.Random(7)
    costs = [chance.randint(50, 99) for _ in range(40)]
    covers = [
        ({n: Fraction(chance.randint(50, 99)) for n in range(40)}, 1500)
        for _ in range(3)
    ]
    found = program(costs, *covers)
    best = cheapest(found)
    monkeypatch.setattr(solve, "SECONDS", 0)
    hasty = cheapest(found)
    assert found.holds(hasty.chosen)
    assert hasty.cost >= best.cost
    assert hasty.bound <= best.cost
    assert best.proven
    assert not hasty.proven


def test_the_optimiser_stands_in_one_file() -> None:
    folder = Path(audit.__file__).parent
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            module = node.module if isinstance(node, ast.ImportFrom) else ""
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if any(str(n).startswith("scipy.optimize") for n in [module, *names]):
                found.add(path.relative_to(folder).as_posix())
    assert found == {"remedy/solve.py"}
