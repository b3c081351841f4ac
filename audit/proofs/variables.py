"""What a vendor may answer, as variables: given or not, N/A or not, and which case.

A table has as many rows as its conditions can tell apart: one for each statement that
some row does it, so many for one that counts. Leaving out all other rows changes no
condition, so this stands for tables of any length.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from audit.conditions.model import Leaf, Node, Rows, leaves
from audit.proofs.cases import Case, cases_of, mentioned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from audit.proofs.logic import Example, Logic, Statement

#: Rows beyond which a table is not looked at; what rests on it is then not proved.
MOST_ROWS = 30


@dataclass(frozen=True, slots=True)
class One:
    """One value among cases."""

    cases: tuple[tuple[Case, Statement], ...]

    def raw(self, example: Example) -> Any:
        """Return the value of an example as a response writes it."""
        return next(case.raw for case, is_it in self.cases if example.holds(is_it))


@dataclass(frozen=True, slots=True)
class Many:
    """A list of codes: each chosen or not."""

    codes: tuple[tuple[str, Statement], ...]

    def raw(self, example: Example) -> list[str]:
        """Return the codes chosen in an example."""
        return [code for code, chosen in self.codes if example.holds(chosen)]


@dataclass(frozen=True, slots=True)
class Cell:
    """A column's value in one row; an optional one may be missing."""

    given: Statement
    value: One | Many


@dataclass(frozen=True, slots=True)
class Row:
    """A row that may be there."""

    there: Statement
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, those that are there first."""

    rows: tuple[Row, ...]
    whole: bool

    def raw(self, example: Example) -> list[dict[str, Any]]:
        """Return the rows of an example as a response writes them."""
        return [
            {
                name: cell.value.raw(example)
                for name, cell in row.cells.items()
                if example.holds(cell.given)
            }
            for row in self.rows
            if example.holds(row.there)
        ]


@dataclass(frozen=True, slots=True)
class Answer:
    """What may be said to one question."""

    given: Statement
    waived: Statement
    value: One | Many | Table


@dataclass(slots=True)
class Maker:
    """Makes the variables of questions, and the statements that tie them together."""

    logic: Logic
    as_of: date
    ties: list[Statement]

    def answer(self, question: Any, reads: Sequence[Leaf | Rows]) -> Answer:
        """Return a question's variables, given all that is ever asked about it."""
        logic, name = self.logic, question.link_id
        given = logic.atom(f"{name}?")
        waived = logic.false
        if question.allow_not_applicable:
            waived = logic.atom(f"{name} n/a")
            self.ties.append(logic.no(logic.every([given, waived])))
        if question.type == "table":
            rows = [read for read in reads if isinstance(read, Rows)]
            return Answer(given, waived, self._table(question, rows))
        own = [read for read in reads if isinstance(read, Leaf)]
        return Answer(given, waived, self.value(question, name, own))

    def value(self, field: Any, name: str, own: Sequence[Leaf]) -> One | Many:
        """Return the variables of a value that is no table."""
        return (
            self._many(field, name, own) if field.many else self.one(field, name, own)
        )

    def one(self, field: Any, name: str, own: Sequence[Leaf]) -> One:
        """Return the variables of a single value: exactly one of its cases."""
        return self._one(cases_of(field, own, self.as_of), name)

    def twin(
        self, value: One | Many, name: str, field: Any
    ) -> tuple[One | Many, list[Statement]]:
        """Return a second value with the same cases, and what ties it together."""
        before = len(self.ties)
        twin: One | Many
        if isinstance(value, One):
            twin = self._one([case for case, _ in value.cases], name)
        else:
            twin = self._chosen(field, name, [code for code, _ in value.codes])
        return twin, self.ties[before:]

    def _one(self, found: Sequence[Case], name: str) -> One:
        atoms = [self.logic.atom(f"{name}={n}") for n in range(len(found))]
        if len(found) == 1:
            atoms = [self.logic.true]
        self.ties += [self.logic.some(atoms), self.logic.at_most_one(atoms)]
        return One(tuple(zip(found, atoms, strict=True)))

    def _many(self, field: Any, name: str, own: Sequence[Leaf]) -> Many:
        return self._chosen(field, name, list(_codes(field, own)))

    def _chosen(self, field: Any, name: str, codes: Sequence[str]) -> Many:
        logic = self.logic
        atoms = {code: logic.atom(f"{name}={code}") for code in codes}
        self.ties.append(logic.some(atoms.values()))
        for option in getattr(field, "options", ()):
            if option.exclusive and option.code in atoms:
                others = logic.some(a for c, a in atoms.items() if c != option.code)
                self.ties.append(logic.no(logic.every([atoms[option.code], others])))
        return Many(tuple(atoms.items()))

    def _table(self, question: Any, reads: Sequence[Rows]) -> Table:
        needed = max(_rows_needed(reads), question.min_rows)
        size = min(needed, question.max_rows, MOST_ROWS)
        inner: dict[str, list[Leaf]] = {name: [] for name in question.fields}
        for read in reads:
            for leaf in leaves(read.where) if read.where else ():
                if isinstance(leaf, Leaf):
                    inner[leaf.subject].append(leaf)
        rows = tuple(self._row(question, n, inner) for n in range(size))
        for before, row in pairwise(rows):
            self.ties.append(self.logic.some([before.there, self.logic.no(row.there)]))
        self.ties += [row.there for row in rows[: question.min_rows]]
        return Table(rows, size >= min(needed, question.max_rows))

    def _row(self, question: Any, n: int, inner: Mapping[str, list[Leaf]]) -> Row:
        logic, name = self.logic, f"{question.link_id}[{n}]"
        cells = {}
        for key, column in question.fields.items():
            place = f"{name}.{key}"
            given = logic.true if column.required else logic.atom(f"{place}?")
            cells[key] = Cell(given, self.value(column, place, inner[key]))
        return Row(logic.atom(name), cells)


def _codes(field: Any, own: Sequence[Leaf]) -> Iterator[str]:
    """Yield every option, one where none is told apart.

    Of the countries those named and some others to count.
    """
    if field.type == "multi_choice":
        yield from field.codes if own else field.codes[:1]
        return
    named = mentioned(
        frozenset(leaf.value) for leaf in own if isinstance(leaf.value, list)
    )
    counts = [leaf.value for leaf in own if leaf.op == "count_at_least"]
    others = max([2, *(count for count in counts if isinstance(count, int))])
    yield from (code for code in field.codes if code in named)
    yield from [code for code in field.codes if code not in named][:others]


def _rows_needed(reads: Iterable[Rows]) -> int:
    """Return how many rows can matter: the witnesses of every different statement."""
    different = {(read.op, repr(_bare(read.where)), read.count): read for read in reads}
    return sum(max(1, read.count) for read in different.values())


def _bare(node: Node | None) -> Any:
    from audit.conditions.explain import plain

    return None if node is None else plain(node)
