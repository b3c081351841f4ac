"""What a verification of the register says: numbered steps, and what is wrong where."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Status = Literal["passed", "failed", "skipped"]
#: As many faults of a step are kept; the rest is counted.
MAX_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was recorded.

    Attributes:
        code: stable machine-readable reason.
        detail: the same for a person.
        field: which part of the record, or of the register.
        number: the record; None when the fault is of the whole.
        kind: of the record, as far as it can be told.
        vendor: of the record.
        subject: of the record.
    """

    code: str
    detail: str
    field: str = ""
    number: int | None = None
    kind: str = ""
    vendor: str | None = None
    subject: str = ""

    def __str__(self) -> str:
        parts = ", ".join(p for p in (self.kind, self.vendor, self.subject) if p)
        known = f" ({parts})" if parts else ""
        place = "" if self.number is None else f"record {self.number}{known}: "
        field = f"{self.field}: " if self.field else ""
        return f"{place}{field}{self.detail}"


class Faults:
    """Collects the faults of one step."""

    def __init__(self) -> None:
        self.kept: list[Fault] = []
        self.count = 0

    def add(self, *faults: Fault) -> None:
        """Take faults; only the first ones are kept, all are counted."""
        self.count += len(faults)
        self.kept.extend(faults[: MAX_FAULTS - len(self.kept)])


@dataclass(frozen=True, slots=True)
class Step:
    """One numbered step: what was checked, how it ended, what is wrong."""

    number: int
    name: str
    status: Status
    detail: str
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """All steps in order, also the skipped ones, and the head they were about."""

    steps: tuple[Step, ...]
    origin: str
    size: int
    root: str

    @property
    def passed(self) -> bool:
        """Whether no step failed."""
        return all(step.status != "failed" for step in self.steps)

    @property
    def first(self) -> Fault | None:
        """The fault of the lowest record; one of the whole if there is no other."""
        faults = [fault for step in self.steps for fault in step.faults]
        numbered = [fault for fault in faults if fault.number is not None]
        if numbered:
            return min(numbered, key=lambda fault: fault.number or 0)
        return faults[0] if faults else None

    def as_dict(self) -> dict[str, Any]:
        """Return the plain form that ``--format json`` prints."""
        first = asdict(self.first) if self.first else None
        return {"passed": self.passed, **asdict(self), "first": first}


def step(name: str, faults: Faults, good: str) -> Step:
    """Return a step that passed when there are no faults; it has no number yet."""
    if not faults.count:
        return Step(0, name, "passed", good)
    detail = "1 fault" if faults.count == 1 else f"{faults.count} faults"
    return Step(0, name, "failed", detail, tuple(faults.kept))


def numbered(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Return the steps counted from one."""
    return tuple(
        Step(number, s.name, s.status, s.detail, s.faults)
        for number, s in enumerate(steps, 1)
    )
