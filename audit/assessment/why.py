"""Why a control came out differently in two assessments of one vendor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from audit.assessment.diff import ControlChange
    from audit.assessment.model import Assessment

Kind = Literal[
    "share",
    "policy",
    "answer",
    "evidence",
    "exception",
    "review",
    "contradiction",
    "time",
    "other",
]


class Why(NamedTuple):
    """One reason, with the answers or evidence it is about."""

    kind: Kind
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Between:
    """Two assessments, and what their documents do not say alike.

    Attributes:
        before: the earlier one.
        after: the later one.
        reads: the answers that each control reads, its scope included.
        answers: those whose state or value differs.
        redefined: controls that the two policies define differently.
        dated: answers in which a date came due between the two days.
    """

    before: Assessment
    after: Assessment
    reads: Mapping[str, frozenset[str]]
    answers: frozenset[str] = frozenset()
    redefined: frozenset[str] = frozenset()
    dated: frozenset[str] = frozenset()

    def why(self, change: ControlChange) -> tuple[Why, ...]:
        """Return every reason that bears on a control; there is at least one."""
        if change.only_share:
            return (Why("share"),)
        return tuple(self._reasons(change.id)) or (Why("other"),)

    def _reasons(self, control: str) -> Iterator[Why]:
        reads = self.reads.get(control, frozenset())
        if control in self.redefined:
            yield Why("policy")
        found: tuple[tuple[Kind, set[str]], ...] = (
            ("answer", set(reads & self.answers)),
            ("evidence", set(self._evidence(reads))),
            ("review", set(self._review(reads))),
            ("time", set(reads & self.dated)),
        )
        for kind, names in found:
            if names:
                yield Why(kind, tuple(sorted(names)))
        if self._excepted(self.before, control) != self._excepted(self.after, control):
            yield Why("exception")
        if any(self._contradicted(i) for i in reads):
            yield Why("contradiction")

    def _evidence(self, reads: frozenset[str]) -> Iterator[str]:
        """Yield evidence behind the answers that stands otherwise, or came or went."""
        old, new = (
            {item.id: item for item in side.evidence}
            for side in (self.before, self.after)
        )
        for name in old.keys() | new.keys():
            sides = [side[name] for side in (old, new) if name in side]
            standing = {(s.status, s.assurance, s.sha256) for s in sides}
            if (len(sides) == 1 or len(standing) > 1) and any(
                reads.intersection(side.backs) for side in sides
            ):
                yield name

    def _review(self, reads: frozenset[str]) -> Iterator[str]:
        for name in reads:
            old, new = (s.answers.get(name) for s in (self.before, self.after))
            if (old and old.review) != (new and new.review):
                yield name

    def _contradicted(self, link_id: str) -> bool:
        old, new = (s.answers.get(link_id) for s in (self.before, self.after))
        return bool(old and new and old.contradicted != new.contradicted)

    @staticmethod
    def _excepted(side: Assessment, control: str) -> bool:
        return any(
            applied.in_force and applied.exception.control == control
            for applied in side.exceptions
        )
