"""What moved: one row a response, those first whose decision is another one."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from audit.bulk.model import Outcome, Task

#: What may differ from the last assessment, by weight.
PARTS = ("decision", "rating", "residual", "score")
#: ``moved`` in the order of a table.
ORDER = (*PARTS, "new", "no", "failed")
#: Column → kind, as files have them.
COLUMNS: Mapping[str, str] = {
    "vendor": "text",
    "response": "text",
    "questionnaire": "text",
    "moved": "text",
    "old_policy": "text",
    "old_as_of": "day",
    "old_decision": "text",
    "old_rating": "text",
    "old_residual": "text",
    "old_score": "points",
    "decision": "text",
    "rating": "text",
    "residual": "text",
    "inherent": "text",
    "score": "points",
    "exact": "text",
    "verified": "points",
    "claimed": "points",
    "knock_outs": "count",
    "contradictions": "count",
    "asked": "count",
    "answered": "count",
    "fault": "text",
}


@dataclass(frozen=True, slots=True)
class Move:
    """A response before and after."""

    task: Task
    outcome: Outcome

    @property
    def moved(self) -> str:
        """Name the weightiest part that is another one; see ``ORDER``."""
        before, after = self.task.before, self.outcome.verdict
        if after is None:
            return "failed"
        if before is None:
            return "new"
        other = (p for p in PARTS if getattr(before, p) != getattr(after, p))
        return next(other, "no")

    @property
    def row(self) -> dict[str, Any]:
        """The values of ``COLUMNS``, absent ones as None."""
        before, after = self.task.before, self.outcome.verdict
        old = {f"old_{k}": v for k, v in asdict(before).items()} if before else {}
        now = asdict(after) if after else {}
        said = {
            "vendor": self.task.vendor,
            "response": self.task.response,
            "questionnaire": self.task.questionnaire,
            "moved": self.moved,
            "fault": self.outcome.fault,
        }
        return {name: {**said, **old, **now}.get(name) for name in COLUMNS}

    @property
    def _rank(self) -> tuple[int, Decimal, str, str]:
        before, after = self.task.before, self.outcome.verdict
        far = Decimal(0)
        if before and after:
            far = abs(Decimal(after.score) - Decimal(before.score))
        place = ORDER.index(self.moved)
        return place, -far, self.task.vendor, self.task.response


def moves(pairs: Iterable[tuple[Task, Outcome]]) -> list[Move]:
    """Return a row for each response, sorted by what moved and how far."""
    found = [Move(task, outcome) for task, outcome in pairs]
    return sorted(found, key=lambda move: move._rank)  # noqa: SLF001 - its own module


def summary(found: Iterable[Move]) -> str:
    """Return on one line how many moved, and the decisions from → to."""
    counts: Counter[str] = Counter()
    decisions: Counter[str] = Counter()
    for move in found:
        counts[move.moved] += 1
        before, after = move.task.before, move.outcome.verdict
        if move.moved == "decision" and before and after:
            decisions[f"{before.decision} → {after.decision}"] += 1
    whole = sum(counts.values())
    told = ", ".join(f"{n} {pair}" for pair, n in sorted(decisions.items()))
    parts = [f"decision {counts['decision']}{f' ({told})' if told else ''}"]
    parts += [f"{name} {counts[name]}" for name in ORDER[1:] if counts[name]]
    return f"responses {whole}: {', '.join(parts)}"
