"""Timing that two runs can compare: warm-up, interleaved rounds, medians, ratios.

A ratio is the median of the rounds' own ratios: both sides of a round ran within the
same moment, so a busy machine slows both and the ratio stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Action = Callable[[], object]
#: An action is repeated within a round until the round takes this many seconds.
ROUND_SECONDS = 0.05
SCALE = {"µs": 1e6, "ms": 1e3, "s": 1.0}


@dataclass(frozen=True, slots=True)
class Rounds:
    """How many rounds: ``light`` for milliseconds, ``heavy`` for whole renderings."""

    light: int
    heavy: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; ``met`` is None where no target was set.

    ``value`` is the number that the target is about, for machines.
    """

    name: str
    median: str
    ratio: str
    floor: str
    target: str = ""
    met: bool | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of one action in each round."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """Return the median in seconds."""
        return median(self.seconds)

    def shown(self, share: int = 1) -> str:
        """Return the median; ``share`` divides it, for example by control."""
        own = self.median / share
        unit = "s" if own >= 1 else "ms" if own >= 1e-3 else "µs"
        return f"{own * SCALE[unit]:.3g} {unit}"

    def over(self, floor: Times) -> float:
        """Return the median of the rounds' ratios."""
        pairs = zip(self.seconds, floor.seconds, strict=True)
        return median(own / other for own, other in pairs)


def interleaved(*actions: Action, rounds: int) -> list[Times]:
    """Return the times of the actions, run in turn: A, B, A, B, …"""
    counts = [_repeats(action) for action in actions]
    taken: list[list[float]] = [[] for _ in actions]
    for _ in range(rounds):
        for action, count, seconds in zip(actions, counts, taken, strict=True):
            seconds.append(_time(action, count) / count)
    return [Times(tuple(seconds)) for seconds in taken]


def _repeats(action: Action) -> int:
    """Warm the action up and return how often a round must repeat it."""
    action()
    return max(1, round(ROUND_SECONDS / max(_time(action, 1), 1e-9)))


def _time(action: Action, count: int) -> float:
    start = perf_counter()
    for _ in range(count):
        action()
    return perf_counter() - start


def ratio_row(
    name: str,
    own: tuple[Times, str],
    floor: tuple[Times, str],
    at_most: float | None = None,
    *,
    percent: bool = False,
) -> Row:
    """Return the line of one ratio: own (times, median) over floor (times, name)."""
    value, target, met = own[0].over(floor[0]), "", None
    shown = "{:.2%}" if percent else "{:.2f} ×"
    if at_most is not None:
        target = f"≤ {at_most:.0%}" if percent else f"≤ {at_most:g}"
        met = value <= at_most
    return Row(name, own[1], shown.format(value), floor[1], target, met, value)
