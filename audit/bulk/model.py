"""What is to be judged, what goes to a worker, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from datetime import date

    from audit.assessment.inputs import SignatureFact
    from audit.errors import AuditError
    from audit.evidence.model import Observation
    from audit.questionnaire.model import Language

Engine = Literal["exact", "columnar"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a response came to: totals as shown, and the score as an exact fraction."""

    decision: str
    rating: str
    residual: str
    inherent: str
    score: str
    exact: str
    verified: str
    claimed: str
    knock_outs: int
    contradictions: int
    asked: int
    answered: int


@dataclass(frozen=True, slots=True)
class Before:
    """What the newest recorded assessment of a response says."""

    decision: str
    rating: str
    residual: str
    score: str
    policy: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Task:
    """A response to be judged, by name: its documents are read when its turn comes.

    ``digest`` commits to everything that will be read; ``fault`` tells why nothing can.
    """

    vendor: str
    response: str
    questionnaire: str
    digest: str
    inputs: tuple[int, ...] = ()
    before: Before | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """Evidence that the register holds; without digest it cannot be read."""

    id: str
    size: int
    sha256: str | None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """The documents of one response, packed, as they go to a worker.

    Of ``reviews`` and ``held``, the newest first, those count that belong to the
    response, and then what a recorded report ``vouched`` for; ``observed`` are the
    evidence files beside a response that is a file.
    """

    name: str
    response: bytes
    reviews: tuple[bytes, ...] = ()
    exceptions: bytes | None = None
    held: tuple[Held, ...] = ()
    vouched: tuple[Observation, ...] = ()
    observed: tuple[Observation, ...] | None = None
    signature: SignatureFact | None = None
    envelope: bytes | None = None
    keys: bytes | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """How items are judged: the documents, packed, and what is wanted.

    ``full`` asks for the assessment itself, ``language`` for the drawn report.
    """

    policy: bytes
    questionnaire: bytes
    as_of: date
    engine: Engine
    version: str
    full: bool = False
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an item: a verdict, or why there is none.

    ``passing`` faults lie in the machine and not in the documents: they are not kept.
    ``content`` is the assessment or the report, ``facts`` what its record says.
    """

    verdict: Verdict | None = None
    fault: str = ""
    passing: bool = False
    content: bytes = b""
    facts: dict[str, Any] = field(default_factory=dict)


def told(error: AuditError) -> str:
    """Return an error on one line: its first three problems, with their places."""
    lines = [str(problem).splitlines()[0] for problem in error.problems[:3]]
    more = len(error.problems) - len(lines)
    text = "; ".join(lines) or error.message
    return f"{text} (and {more} more)" if more > 0 else text
