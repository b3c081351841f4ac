"""Statements and the solver that decides them (the only file with z3).

Everything is propositional: answers are cut into finitely many cases before. A
statement is opaque to the rest of the package; only this module looks inside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Statement = Any


class OutOfTime(Exception):
    """The solver gave up on a question: neither an example nor a proof."""


class Example:
    """A case that meets what was asked for."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def holds(self, statement: Statement) -> bool:
        """Tell whether a statement is true in the example."""
        import z3

        # The short way to the answer: building a term for it takes five times as long.
        context, found = statement.ctx_ref(), (z3.Ast * 1)()
        model = self._model.model
        z3.Z3_model_eval(context, model, statement.as_ast(), True, found)
        return bool(z3.Z3_get_bool_value(context, found[0]) == z3.Z3_L_TRUE)


class Logic:
    """Builds statements and looks for examples of them.

    ``seconds`` is the most that one question may take.
    """

    def __init__(self, seconds: float) -> None:
        import z3

        self._z3 = z3
        self.seconds = seconds
        self._solver = z3.SolverFor("QF_FD")
        self._solver.set("timeout", max(1, int(seconds * 1000)))
        self.true: Statement = z3.BoolVal(True)
        self.false: Statement = z3.BoolVal(False)
        self.asked = 0

    def atom(self, name: str) -> Statement:
        """Return a statement that may be true or false."""
        return self._z3.Bool(name)

    def every(self, parts: Iterable[Statement]) -> Statement:
        """Return the statement that all parts hold."""
        return self._join(self._z3.And, parts, self.true, self.false)

    def some(self, parts: Iterable[Statement]) -> Statement:
        """Return the statement that a part holds."""
        return self._join(self._z3.Or, parts, self.false, self.true)

    def _join(
        self, join: Any, parts: Iterable[Statement], empty: Statement, ends: Statement
    ) -> Statement:
        kept: dict[int, Statement] = {}
        for part in parts:
            if part.eq(ends):
                return ends
            if not part.eq(empty):
                kept[part.get_id()] = part
        found = list(kept.values())
        if len(found) < 2:
            return found[0] if found else empty
        return join(found)

    def no(self, part: Statement) -> Statement:
        """Return the opposite."""
        if part.eq(self.true):
            return self.false
        return self.true if part.eq(self.false) else self._z3.Not(part)

    def same(self, one: Statement, other: Statement) -> Statement:
        """Return the statement that both hold or neither."""
        return one == other

    def at_most_one(self, parts: Iterable[Statement]) -> Statement:
        """Return the statement that no two parts hold."""
        found = list(parts)
        return self._z3.AtMost(*found, 1) if len(found) > 1 else self.true

    def enough(self, weights: Iterable[tuple[Statement, int]], least: int) -> Statement:
        """Return the statement that the weights of what holds sum to ``least``.

        A negative weight is turned into a positive one of the opposite.
        """
        terms: list[tuple[Statement, int]] = []
        for part, weight in weights:
            if weight < 0:
                least -= weight
                terms.append((self.no(part), -weight))
            elif weight > 0:
                terms.append((part, weight))
        if least <= 0:
            return self.true
        if sum(weight for _, weight in terms) < least:
            return self.false
        return self._z3.PbGe(terms, least)

    def require(self, statements: Iterable[Statement]) -> None:
        """Hold statements to be true from now on."""
        self._solver.add(*statements)

    def find(self, *wanted: Statement) -> Example | None:
        """Return an example of everything wanted; None is a proof that none exists."""
        if any(statement.eq(self.false) for statement in wanted):
            return None
        return self._check(wanted)

    def find_best(
        self, wanted: Iterable[Statement], wishes: Sequence[Statement]
    ) -> Example | None:
        """Return an example of all wanted that grants as many wishes as it can.

        A wish is granted unless those before it forbid it.
        """
        self._solver.push()
        try:
            self._solver.add(*wanted)
            example = self._check(())
            return None if example is None else self._grant(example, wishes)
        finally:
            self._solver.pop()

    def _grant(self, example: Example, wishes: Sequence[Statement]) -> Example:
        """Grant all wishes at once, else those of one half and then of the other."""
        found: Example | None = example
        if not all(example.holds(wish) for wish in wishes):
            found = self._check(wishes)
        if found is not None:
            self._solver.add(*wishes)
            return found
        if len(wishes) == 1:
            return example
        middle = len(wishes) // 2
        return self._grant(self._grant(example, wishes[:middle]), wishes[middle:])

    def _check(self, more: Sequence[Statement]) -> Example | None:
        self.asked += 1
        self._solver.push()
        try:
            self._solver.add(*more)
            found = self._solver.check()
            if found == self._z3.unknown:
                raise OutOfTime
            return Example(self._solver.model()) if found == self._z3.sat else None
        finally:
            self._solver.pop()
