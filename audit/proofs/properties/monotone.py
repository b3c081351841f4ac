"""Each answer has one better direction: it never helps one control and harms another.

The policy itself says which way is better. A number, a length of time, an amount or a
day is better upwards or downwards; an option of several is better chosen or not; of
two single options one is at least as good everywhere. A single option or country in a
row of a table says what the row is about, so none is the better.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from audit.conditions.operators import OPERATORS
from audit.conditions.quantities import Money
from audit.proofs.cases import is_ordered
from audit.proofs.logic import OutOfTime
from audit.proofs.model import CUT_SHORT, NOT_BORNE_OUT, OUT_OF_TIME, Finding
from audit.proofs.polarity import Pull, pulls
from audit.proofs.terms import Terms
from audit.proofs.variables import Answer, Cell, Many, One, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from fractions import Fraction

    from audit.assessment.model import Assessment
    from audit.policy.compile import CompiledControl
    from audit.proofs.ground import Ground
    from audit.proofs.logic import Example, Statement
    from audit.proofs.world import World

CLAIM = (
    "every answer has one better direction: no change of it raises a control in one "
    "response and lowers a control in another"
)


@dataclass(frozen=True, slots=True)
class _Place:
    """A question, or a column of a table, and all that pulls at it."""

    link_id: str
    column: str | None
    field: Any
    pulls: tuple[Pull, ...]

    @property
    def name(self) -> str:
        """Return the name for people."""
        return self.link_id if self.column is None else f"{self.link_id}.{self.column}"


def findings(ground: Ground) -> Iterator[Finding]:
    """Yield for every question that controls read whether it has one direction."""
    for place in _places(ground):
        yield _judge(ground, place)


def _places(ground: Ground) -> Iterator[_Place]:
    found: dict[tuple[str, str | None], list[Pull]] = defaultdict(list)
    for compiled in ground.plan.controls:
        for pull in pulls(compiled):
            subject = pull.leaf.subject
            key = (subject, None) if pull.table is None else (pull.table, subject)
            found[key].append(pull)
    for (link_id, column), own in found.items():
        field = ground.world.questions[link_id]
        if column is not None:
            field = field.fields[column]
        yield _Place(link_id, column, field, tuple(own))


def _judge(ground: Ground, place: _Place) -> Finding:
    value = _value(ground.world.answers[place.link_id], place.column)
    if isinstance(value, Table) or value is None or _says_which(place):
        return Finding(place.name, "proved", "it says which, not how well")
    torn = list(_torn(place, value, ground))
    if not torn:
        return Finding(place.name, "proved", "all rules pull the same way")
    if any(ground.cut(*ground.nodes_of(c)) for c in _all_of(place)):
        return Finding(place.name, "unknown", CUT_SHORT)
    try:
        return _confirm(ground, place, value, torn)
    except OutOfTime:
        return Finding(place.name, "unknown", OUT_OF_TIME)


def _says_which(place: _Place) -> bool:
    """Tell whether it only says what a row of a table is about, as a country does."""
    return place.column is not None and place.field.type in {"choice", "country"}


def _value(answer: Answer, column: str | None) -> One | Many | Table | None:
    if column is None or not isinstance(answer.value, Table):
        return answer.value
    rows = answer.value.rows
    return rows[0].cells[column].value if rows else None


def _torn(place: _Place, value: One | Many, ground: Ground) -> Iterator[object]:
    """Yield what is pulled both ways: the order, an option, a pair of cases."""
    if isinstance(value, Many):
        for code, _ in value.codes:
            ways = {_pulls_code(pull, code) for pull in place.pulls}
            if {1, -1} <= ways and not _stands_alone(place.field, code):
                yield code
        return
    pairs = list(combinations(range(len(value.cases)), 2))
    pairs = [pair for pair in pairs if _comparable(place, value, pair, ground.as_of)]
    signs = {pair: _signs(place, value, pair, ground) for pair in pairs}
    if is_ordered(place.field):
        if {1, -1} <= set().union(*signs.values()):
            yield None
    else:
        yield from (pair for pair in pairs if {1, -1} <= signs[pair])


def _stands_alone(field: Any, code: str) -> bool:
    options = getattr(field, "options", ())
    return any(option.exclusive for option in options if option.code == code)


def _pulls_code(pull: Pull, code: str) -> int:
    """Return 1 if choosing a code can make the leaf true, -1 if false."""
    op, named = pull.leaf.op, pull.leaf.value
    listed = isinstance(named, list) and code in named
    sign = 0
    if op == "count_at_least" or (op.startswith("includes") and listed):
        sign = 1
    elif (op == "excludes" and listed) or (op == "only" and not listed):
        sign = -1
    return -sign if pull.turned else sign


def _comparable(place: _Place, value: One, pair: tuple[int, int], as_of: date) -> bool:
    """Tell whether one of the two can be the better.

    Amounts in two currencies cannot; nor can a day to come where the rules ask when
    something was done.
    """
    one, other = (value.cases[n][0].comparable for n in pair)
    if isinstance(one, Money):
        return bool(one.currency == other.currency)
    done = any(pull.leaf.op == "within" for pull in place.pulls)
    return not done or max(one, other) <= as_of


def _signs(
    place: _Place, value: One, pair: tuple[int, int], ground: Ground
) -> set[int]:
    found = set()
    for pull in place.pulls:
        operator = OPERATORS[pull.leaf.op]
        constant = operator.prepare(pull.leaf.value, place.field)
        first, then = (
            _RANK[operator.test(value.cases[n][0].comparable, constant, ground.as_of)]
            for n in pair
        )
        if then != first:
            found.add(1 if (then > first) is not pull.turned else -1)
    return found


_RANK = {True: 1, None: 0, False: -1}


def _confirm(
    ground: Ground, place: _Place, value: One | Many, torn: list[object]
) -> Finding:
    """Ask the solver for a response that a change helps, and one that it harms."""
    copy, other = _another(ground, place, value)
    after = Terms(other)
    controls = _all_of(place)
    for item in torn:
        change = _change(ground, place, value, copy, item)
        spoken = [ground.world.counts(place.link_id), change]
        raised = _moved(ground, controls, after, spoken, up=True)
        if raised is None:
            continue
        lowered = _moved(ground, controls, after, spoken, up=False)
        if lowered is None:
            continue
        return _told(ground, place, other, raised, lowered)
    return Finding(place.name, "proved", "pulled both ways, but never so in effect")


def _all_of(place: _Place) -> tuple[CompiledControl, ...]:
    return tuple(
        {pull.control.control.id: pull.control for pull in place.pulls}.values()
    )


def _another(ground: Ground, place: _Place, value: One | Many) -> tuple[Any, World]:
    """Return a second value for the place, and the world in which it is the answer."""
    answer = ground.world.answers[place.link_id]
    copy, ties = ground.maker.twin(value, f"{place.name}'", place.field)
    ground.logic.require(ties)
    whole: Any = copy
    if place.column is not None and isinstance(answer.value, Table):
        first, *more = answer.value.rows
        given = first.cells[place.column].given
        cells = {**first.cells, place.column: Cell(given, copy)}
        whole = replace(answer.value, rows=(replace(first, cells=cells), *more))
    return copy, ground.world.instead(place.link_id, replace(answer, value=whole))


def _change(
    ground: Ground, place: _Place, value: Any, copy: Any, item: object
) -> Statement:
    """Return the statement that the value goes up, or as a pair or an option says."""
    logic = ground.logic
    if isinstance(value, Many):
        steps = zip(value.codes, copy.codes, strict=True)
        return logic.every(
            logic.every([logic.no(before), after])
            if code == item
            else logic.same(before, after)
            for (code, before), (_, after) in steps
        )
    pairs = combinations(range(len(value.cases)), 2)
    return logic.some(
        logic.every([value.cases[a][1], copy.cases[b][1]])
        for a, b in pairs
        if item in {None, (a, b)} and _comparable(place, value, (a, b), ground.as_of)
    )


@dataclass(frozen=True, slots=True)
class _Move:
    """A control that a change moves, and a response in which it does."""

    control: CompiledControl
    example: Example


def _moved(
    ground: Ground,
    controls: tuple[CompiledControl, ...],
    after: Terms,
    spoken: list[Statement],
    *,
    up: bool,
) -> _Move | None:
    logic = ground.logic
    moves = []
    for compiled in controls:
        here, there = ground.terms.standing(compiled), after.standing(compiled)
        for one, other in zip(here.held, there.held, strict=True):
            less, more = (one, other) if up else (other, one)
            both = [here.surely, there.surely, logic.no(less), more]
            moves.append((compiled, logic.every(both)))
    example = logic.find(*spoken, logic.some(moved for _, moved in moves))
    if example is None:
        return None
    return _Move(next(c for c, moved in moves if example.holds(moved)), example)


def _told(
    ground: Ground, place: _Place, other: World, raised: _Move, lowered: _Move
) -> Finding:
    up, down = raised.control.control.id, lowered.control.control.id
    examples = tuple(
        ground.write(move.example, _read(ground, move.control, place), world=world)
        for move in (raised, lowered)
        for world in (ground.world, other)
    )

    def shows(*found: Assessment) -> bool:
        before, after, first, then = found
        return _credit(after, up) > _credit(before, up) and _credit(
            then, down
        ) < _credit(first, down)

    note = f"one change of it raises {up}, and lowers {down} elsewhere"
    if not shows(*map(ground.judge, examples)):
        return Finding(place.name, "unknown", f"{note}: {NOT_BORNE_OUT}")
    return Finding(place.name, "refuted", note, examples, shows)


def _read(ground: Ground, compiled: CompiledControl, place: _Place) -> tuple[str, ...]:
    questions = ground.support(*ground.nodes_of(compiled))
    return tuple(dict.fromkeys((place.link_id, *questions)))


def _credit(found: Assessment, name: str) -> Fraction:
    return next(item.credit for item in found.controls if item.id == name)
