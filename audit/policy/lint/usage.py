"""Is everything that is asked also read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.conditions.model import Leaf, Node, fields_read, leaves
from audit.policy.lint.remark import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.lint.reading import Reading

#: People read these; no condition can say more of them than that they are there.
_FOR_PEOPLE = frozenset({"text", "contact", "attachment"})
_UNTOLD = frozenset({"answered", "not_applicable"})


def unused_questions(reading: Reading) -> Iterator[Remark]:
    """Yield questions that neither the policy nor the gate of a read question reads."""
    used = _used(reading)
    for link_id, pointer in _places(reading).items():
        question = reading.questionnaire.questions[link_id]
        if link_id not in used and question.type not in _FOR_PEOPLE:
            message = f"'{link_id}' is asked, and the policy '{reading.policy.id}' "
            message += "never reads it"
            hint = "add a control or factor, or say in lint_ignore why it is asked"
            yield Remark(
                "question-unused", link_id, message, pointer, hint, "questionnaire"
            )


def uncovered_options(reading: Reading) -> Iterator[Remark]:
    """Yield options whose choice no rule of the policy can notice."""
    places = _places(reading)
    read = _leaves_by_question(reading)
    for link_id, found in read.items():
        question = reading.questionnaire.questions[link_id]
        if question.type not in {"choice", "multi_choice"}:
            continue
        for number, code in enumerate(question.codes):
            if not any(_notices(leaf, question, number) for leaf in found):
                message = f"no rule reads the option '{code}' of '{link_id}'"
                hint = "name it in a rule, or say in lint_ignore why it counts nowhere"
                pointer = f"{places[link_id]}/options/{number}/code"
                subject = f"{link_id}/{code}"
                yield Remark(
                    "option-uncovered", subject, message, pointer, hint, "questionnaire"
                )


def _notices(found: tuple[Leaf, bool], question: Any, number: int) -> bool:
    """Tell whether an option can matter to a leaf.

    A rule that judges gives nothing for the one option that it leaves out. Of several
    options, one that no leaf names has no effect, unless it excludes the others.
    """
    leaf, judges = found
    option = question.options[number]
    named = leaf.value if isinstance(leaf.value, list) else [leaf.value]
    alone = option.exclusive if question.many else judges
    return alone or option.code in named or leaf.op in {"only", "count_at_least"}


def _leaves_by_question(reading: Reading) -> dict[str, list[tuple[Leaf, bool]]]:
    found: dict[str, list[tuple[Leaf, bool]]] = {}
    for test in reading.tests:
        if len(test.key) == 1 and test.leaf.op not in _UNTOLD:
            found.setdefault(test.leaf.subject, []).append((test.leaf, test.judges))
    for gate in reading.gates.values():
        for leaf in leaves(gate):
            if isinstance(leaf, Leaf) and leaf.subject in found:
                found[leaf.subject].append((leaf, False))
    return found


def _used(reading: Reading) -> set[str]:
    waiting = [i for placed in reading.conditions for i in fields_read(placed.node)]
    used: set[str] = set()
    while waiting:
        link_id = waiting.pop()
        if link_id not in used:
            used.add(link_id)
            waiting += _read_by_gate(reading.gates.get(link_id))
    return used


def _read_by_gate(gate: Node | None) -> tuple[str, ...]:
    return () if gate is None else fields_read(gate)


def _places(reading: Reading) -> dict[str, str]:
    return {
        question.link_id: f"/sections/{section}/questions/{index}"
        for section, part in enumerate(reading.questionnaire.sections)
        for index, question in enumerate(part.questions)
    }
