"""Conditions, gates and evidence as statements: the engine's rules, for all answers.

Truth is three-valued, so a condition is a pair: surely true, surely false; unknown is
neither. What ``audit/conditions/evaluate.py`` reckons for one response is said here of
every response at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from audit.conditions.explain import plain
from audit.conditions.model import (
    Combination,
    EvidenceTest,
    Leaf,
    Node,
    Rows,
    fields_read,
)
from audit.conditions.operators import OPERATORS
from audit.proofs.variables import Answer, Many, One, Row, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Any

    from audit.proofs.logic import Logic, Statement


class Truth(NamedTuple):
    """A condition: surely true, surely false."""

    yes: Statement
    no: Statement


@dataclass(frozen=True)
class World:
    """All that can be answered, and what follows from it.

    ``sure`` is None for truth alone. Else it names the answers (and pieces of
    evidence) that reach some level of assurance, and truth asks for that level too.
    """

    logic: Logic
    as_of: date
    questions: Mapping[str, Any]
    gates: Mapping[str, Node]
    answers: Mapping[str, Answer]
    #: by its text, whether valid (or invalid) evidence of that description lies there
    papers: Mapping[str, Statement]
    #: the world that this one differs from, and the questions that it does so for
    base: World | None = None
    changed: frozenset[str] = frozenset()
    _asked: dict[str, Truth] = field(default_factory=dict, compare=False)
    _truths: dict[tuple[int, bool], tuple[Node, Truth]] = field(
        default_factory=dict, compare=False
    )

    def instead(self, link_id: str, answer: Answer) -> World:
        """Return the same world but for one answer."""
        return replace(
            self,
            answers={**self.answers, link_id: answer},
            base=self,
            changed=self.waiting_for(link_id),
            _asked={},
            _truths={},
        )

    def waiting_for(self, link_id: str) -> frozenset[str]:
        """Return a question and all that are asked only after it."""
        found, size = {link_id}, 0
        while len(found) > size:
            size = len(found)
            found |= {
                i
                for i, gate in self.gates.items()
                if found.intersection(fields_read(gate))
            }
        return frozenset(found)

    def silenced(self, link_id: str) -> World:
        """Return the same world with one question left unanswered."""
        answer, nothing = self.answers[link_id], self.logic.false
        return self.instead(link_id, replace(answer, given=nothing, waived=nothing))

    def waived(self, link_id: str) -> World:
        """Return the same world with one question answered N/A, unconfirmed."""
        answer, logic = self.answers[link_id], self.logic
        return self.instead(
            link_id, replace(answer, given=logic.false, waived=logic.true)
        )

    def asked(self, link_id: str) -> Truth:
        """Return whether a question is put, and whether it is hidden."""
        if self.base is not None and link_id not in self.changed:
            return self.base.asked(link_id)
        if link_id not in self._asked:
            self._asked[link_id] = self._gate(self.gates.get(link_id))
        return self._asked[link_id]

    def _gate(self, gate: Node | None) -> Truth:
        logic = self.logic
        if gate is None:
            return Truth(logic.true, logic.false)
        opens = self.truth(gate)
        read = fields_read(gate)
        unread = logic.some(logic.no(self.counts(i)) for i in read)
        beyond = [logic.some([self.counts(i), self.asked(i).no]) for i in read]
        shut = logic.every([logic.no(opens.yes), unread, *beyond])
        return Truth(opens.yes, logic.some([opens.no, shut]))

    def counts(self, link_id: str) -> Statement:
        """Return whether a question has an answer that counts."""
        return self.logic.every([self.answers[link_id].given, self.asked(link_id).yes])

    def is_waived(self, link_id: str) -> Statement:
        """Return whether a question that is put was answered N/A."""
        return self.logic.every([self.answers[link_id].waived, self.asked(link_id).yes])

    def silent(self, link_id: str) -> Statement:
        """Return whether the vendor could have answered and did not."""
        logic = self.logic
        return logic.no(logic.some([self.counts(link_id), self.asked(link_id).no]))

    def truth(self, node: Node, *, sure: bool = False) -> Truth:
        """Return a condition's truth; with ``sure`` of at least some given level."""
        key = (id(node), sure)
        if self.base is not None and self.changed.isdisjoint(fields_read(node)):
            return self.base.truth(node, sure=sure)
        if key not in self._truths:
            self._truths[key] = node, self._find(node, sure=sure)
        return self._truths[key][1]

    def _find(self, node: Node, *, sure: bool) -> Truth:
        if isinstance(node, Combination):
            return self._combined(
                node.op, [self.truth(p, sure=sure) for p in node.parts]
            )
        if isinstance(node, EvidenceTest):
            return Truth(self._paper(node, sure=sure), self.logic.false)
        found = self._rows(node) if isinstance(node, Rows) else self._leaf(node)
        there = [self.counts(node.subject)]
        if node.op == "not_applicable":
            return Truth(self.is_waived(node.subject), there[0])
        if sure:
            there.append(self.logic.atom(f"{node.subject} is sure"))
        return Truth(
            self.logic.every([found.yes, *there]), self.logic.every([found.no, *there])
        )

    def _paper(self, node: EvidenceTest, *, sure: bool) -> Statement:
        name = name_of(node)
        found = [self.papers.get(name, self.logic.false)]
        if node.answer is not None:
            found.append(self.counts(node.answer))
        if sure:
            found.append(self.logic.atom(f"{name} is sure"))
        return self.logic.every(found)

    def _combined(self, op: str, parts: list[Truth]) -> Truth:
        logic = self.logic
        yes, no = [part.yes for part in parts], [part.no for part in parts]
        if op == "all":
            return Truth(logic.every(yes), logic.some(no))
        if op == "any":
            return Truth(logic.some(yes), logic.every(no))
        return Truth(logic.every(no), logic.some(yes))

    def _leaf(self, node: Leaf) -> Truth:
        if node.op == "not_applicable":
            return Truth(self.logic.false, self.logic.false)
        return self._value(node, self.answers[node.subject].value, self.questions)

    def _value(self, node: Leaf, value: Any, fields: Mapping[str, Any]) -> Truth:
        logic, operator = self.logic, OPERATORS[node.op]
        constant = operator.prepare(node.value, fields[node.subject])
        if node.op == "answered":
            return Truth(logic.true, logic.false)
        if isinstance(value, Many):
            yes = _of_many(logic, node.op, constant, value)
            return Truth(yes, logic.no(yes))
        if not isinstance(value, One):
            raise TypeError(f"{node.op} of a table")
        truths = [
            (operator.test(case.comparable, constant, self.as_of), is_it)
            for case, is_it in value.cases
        ]
        return Truth(
            logic.some(is_it for truth, is_it in truths if truth is True),
            logic.some(is_it for truth, is_it in truths if truth is False),
        )

    def _rows(self, node: Rows) -> Truth:
        logic, table = self.logic, self.answers[node.subject].value
        if not isinstance(table, Table):
            raise TypeError(f"{node.op} of no table")
        fields = self.questions[node.subject].fields
        truths = [(row.there, self._row(node.where, row, fields)) for row in table.rows]
        does = [logic.every([there, truth.yes]) for there, truth in truths]
        fails = [logic.every([there, truth.no]) for there, truth in truths]
        may = [logic.every([there, logic.no(truth.no)]) for there, truth in truths]
        if node.op == "every_row":
            all_do = [logic.some([logic.no(there), t.yes]) for there, t in truths]
            return Truth(logic.every(all_do), logic.some(fails))
        if node.op == "any_row":
            return Truth(logic.some(does), logic.no(logic.some(may)))
        if node.op == "no_row":
            return Truth(logic.no(logic.some(may)), logic.some(does))
        enough = logic.enough([(part, 1) for part in does], node.count)
        possible = logic.enough([(part, 1) for part in may], node.count)
        return Truth(enough, logic.no(possible))

    def _row(self, node: Node | None, row: Row, fields: Mapping[str, Any]) -> Truth:
        logic = self.logic
        if node is None:
            return Truth(logic.true, logic.false)
        if isinstance(node, Combination):
            parts = [self._row(part, row, fields) for part in node.parts]
            return self._combined(node.op, parts)
        if not isinstance(node, Leaf):
            raise TypeError("a row holds no table and no evidence")
        cell = row.cells[node.subject]
        found = self._value(node, cell.value, fields)
        return Truth(
            logic.every([cell.given, found.yes]), logic.every([cell.given, found.no])
        )


def name_of(node: EvidenceTest) -> str:
    """Return what an evidence test asks for, as a name."""
    return str(plain(node))


def _of_many(logic: Logic, op: str, constant: Any, value: Many) -> Statement:
    if op == "count_at_least":
        return logic.enough([(chosen, 1) for _, chosen in value.codes], constant)
    named = [chosen for code, chosen in value.codes if code in constant]
    others = [chosen for code, chosen in value.codes if code not in constant]
    if op == "includes_all":
        return logic.every(named)
    if op == "includes_any":
        return logic.some(named)
    return logic.no(logic.some(named if op == "excludes" else others))
