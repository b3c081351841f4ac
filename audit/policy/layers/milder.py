"""In what is a policy milder than the one it was made from: every respect, in words.

Of controls and contradictions here; of the tables in ``milder_tables.py``. What cannot
be seen to be as strict counts as milder.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from audit.conditions.model import LEVELS, EvidenceTest, fields_read, leaves
from audit.conditions.parse import parse
from audit.policy.layers.no_easier import no_easier
from audit.policy.lint.weights import shares
from audit.policy.model import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.conditions.model import Field, Node
    from audit.policy.model import Control, KnockOut, Policy
    from audit.policy.provenance import Respect
    from audit.questionnaire.model import Questionnaire

#: The most of the points that controls may hold which were not asked below: whoever
#: meets them makes up for as much elsewhere.
MOST_FRESH = Fraction(1, 10)


@dataclass(frozen=True, slots=True)
class Milder:
    """One respect in which the policy may let more pass than the one below."""

    subject: str
    respect: Respect
    pointer: str
    message: str


@dataclass(frozen=True)
class Pair:
    """The policy below and the one above it, over one questionnaire."""

    old: Policy
    new: Policy
    questionnaire: Questionnaire

    @property
    def fields(self) -> dict[str, Field]:
        """Return the questions that conditions read."""
        return dict(self.questionnaire.questions)

    def tighter(self, new: dict[str, object], old: dict[str, object]) -> bool:
        """Tell whether a condition is seen to come out no better than another."""
        return new == old or no_easier(parse(new), parse(old), self.fields)

    def cap_rank(self, policy: Policy, knock_out: bool | KnockOut) -> Fraction | None:
        """Return the score at which the rating starts that is left at best."""
        cap = policy.cap_of(knock_out)
        starts = {rating.id: rating.min_score for rating in self.old.ratings}
        return None if cap is None else starts.get(cap, Fraction(101))


def milder_controls(pair: Pair) -> Iterator[Milder]:
    """Yield what controls and contradictions ask less of, or weigh otherwise."""
    places = {control.id: n for n, control in enumerate(pair.new.controls)}
    fresh = set(places) - set(pair.old.by_id)
    for old in pair.old.controls:
        if old.id not in places:
            continue
        one = _Control(pair, old, pair.new.by_id[old.id], places[old.id])
        yield from one.milder()
        if one.widened():
            fresh.add(old.id)
    yield from _fresh(pair, fresh)
    yield from _contradictions(pair)


def _fresh(pair: Pair, fresh: set[str]) -> Iterator[Milder]:
    """Yield that too much is new: added controls, and those that apply more often."""
    held = {c: share for c, share in shares(pair.new).items() if c in fresh}
    share = sum(held.values(), Fraction(0))
    if share > MOST_FRESH:
        most = max(held, key=lambda control: held[control])
        place = list(pair.new.by_id).index(most)
        key = "applies_when" if most in pair.old.by_id else "weight"
        message = (
            f"what was not asked below holds {float(share * 100):.1f} of 100 points, "
            f"more than {float(MOST_FRESH * 100):.0f}: "
            "it can make up for gaps in what was"
        )
        yield Milder("share", "share", f"/controls/{place}/{key}", message)


@dataclass(frozen=True)
class _Control:
    """A control below and above."""

    pair: Pair
    old: Control
    new: Control
    place: int

    def milder(self) -> Iterator[Milder]:
        """Yield every respect in which the control may be the easier one."""
        if self.old != self.new:
            yield from self._asked()
            yield from self._worth()
            yield from self._consequence()

    def widened(self) -> bool:
        """Tell whether it may count where it did not.

        Silence on what decides the scope takes the credit away. Where other questions
        decide it, that may be given back.
        """
        old, new = self.old.applies_when, self.new.applies_when
        if old is None or old == new:
            return False
        if new is None or _read(old) != _read(new):
            return True
        return not self.pair.tighter(new, old)

    def _asked(self) -> Iterator[Milder]:
        old, new = self.old, self.new
        if not self.pair.tighter(new.rule, old.rule):
            yield self._is("rule", "its rule may be met where it was not")
        if new.partial is not None and not self._partial_tighter():
            yield self._is("partial", "its partial rule may earn more than before")
        if new.applies_when is not None and not self._in_scope():
            yield self._is("applies_when", "it may be out of scope where it applied")
        if new.not_applicable == "accept":
            yield from self._not_applicable()

    def _not_applicable(self) -> Iterator[Milder]:
        old, new = self.old, self.new
        if old.not_applicable != "accept":
            yield self._is("not_applicable", "N/A is accepted where it was refused")
        elif _reads(old) != _reads(new):
            message = "N/A is accepted, and it reads other questions than before"
            yield self._is("not_applicable", message)
        elif _free_evidence(old) and (old.rule, old.partial) != (new.rule, new.partial):
            # What evidence alone met counted; as N/A it would leave the sum.
            message = "N/A is accepted where evidence alone met it before"
            yield self._is("not_applicable", message)

    def _partial_tighter(self) -> bool:
        new, old = self.new.partial, self.old.partial
        if new is None or self.pair.tighter(new.rule, self.old.rule):
            return True
        if old is None or new.credit > old.credit:
            return False
        either: dict[str, object] = {"any": [self.old.rule, old.rule]}
        return self.pair.tighter(new.rule, old.rule) or self.pair.tighter(
            new.rule, either
        )

    def _in_scope(self) -> bool:
        """Tell whether it applies wherever it did: false only where that was false."""
        old, new = self.old.applies_when, self.new.applies_when
        return new is None or (old is not None and self.pair.tighter(old, new))

    def _worth(self) -> Iterator[Milder]:
        old, new = self.old, self.new
        if new.weight != old.weight:
            message = (
                f"it weighs {float(new.weight):g}, not {float(old.weight):g}: "
                "what some lose by that others gain"
            )
            yield self._is("weight", message)
        if new.domain != old.domain:
            message = f"it counts to '{new.domain}' instead of '{old.domain}'"
            yield self._is("domain", message)
        if LEVELS.index(new.evidence_floor) < LEVELS.index(old.evidence_floor):
            message = (
                f"'{new.evidence_floor}' is evidence enough instead of "
                f"'{old.evidence_floor}'"
            )
            yield self._is("evidence_floor", message)

    def _consequence(self) -> Iterator[Milder]:
        old, new = self.old, self.new
        if SEVERITIES.index(new.severity) > SEVERITIES.index(old.severity):
            message = f"it is of severity '{new.severity}' instead of '{old.severity}'"
            yield self._is("severity", message)
        if _cap_milder(self.pair, old.knock_out, new.knock_out):
            message = "not meeting it leaves a better rating possible than before"
            yield self._is("knock_out", message)

    def _is(self, respect: Respect, message: str) -> Milder:
        subject = f"{self.old.id}.{respect}"
        return Milder(subject, respect, f"/controls/{self.place}/{respect}", message)


def _cap_milder(pair: Pair, old: bool | KnockOut, new: bool | KnockOut) -> bool:
    if new == old:  # the cap that all share is looked at with the tables
        return False
    before, after = pair.cap_rank(pair.old, old), pair.cap_rank(pair.new, new)
    return before is not None and (after is None or after > before)


def _rules(control: Control) -> Iterator[Node]:
    yield parse(control.rule)
    if control.partial is not None:
        yield parse(control.partial.rule)


def _reads(control: Control) -> frozenset[str]:
    return frozenset(i for rule in _rules(control) for i in fields_read(rule))


def _free_evidence(control: Control) -> bool:
    """Tell whether evidence counts whichever answer it backs."""
    found = [leaf for rule in _rules(control) for leaf in leaves(rule)]
    return any(isinstance(leaf, EvidenceTest) and leaf.answer is None for leaf in found)


def _contradictions(pair: Pair) -> Iterator[Milder]:
    places = {item.id: n for n, item in enumerate(pair.new.contradictions)}
    for old in pair.old.contradictions:
        if old.id not in places:
            continue
        new = pair.new.contradictions[places[old.id]]
        where = f"/contradictions/{places[old.id]}"
        same_or_more = pair.tighter(old.when, new.when)
        if not (same_or_more and _read(old.when) <= _read(new.when)):
            message = "it may go unnoticed where it was found, or doubt fewer answers"
            yield Milder(f"{old.id}.when", "when", f"{where}/when", message)
        if SEVERITIES.index(new.severity) > SEVERITIES.index(old.severity):
            message = f"it is of severity '{new.severity}' instead of '{old.severity}'"
            yield Milder(f"{old.id}.severity", "severity", f"{where}/severity", message)
        if _cap_milder(pair, old.knock_out, new.knock_out):
            message = "it leaves a better rating possible than before"
            yield Milder(
                f"{old.id}.knock_out", "knock_out", f"{where}/knock_out", message
            )


def _read(when: dict[str, object]) -> frozenset[str]:
    return frozenset(fields_read(parse(when)))
