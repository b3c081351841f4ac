"""What changed between two responses to one version of a questionnaire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from audit.questionnaire.asked import compile_gates
from audit.response.answers import QuestionState, read_answers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from audit.questionnaire.model import Questionnaire
    from audit.response.evidence_item import EvidenceItem
    from audit.response.model import Answer, Response

Change = Literal["added", "removed", "changed"]
#: A question's state; ``carried`` is an answer that nobody has confirmed yet.
State = QuestionState | Literal["carried"]
Validity = Literal["valid", "expired", "not_yet_valid"]
_SILENT = frozenset({"unanswered", "not_asked", "withheld"})
_VENDOR = ("name", "registration_no", "country")


@dataclass(frozen=True, slots=True)
class Side:
    """A checked response and the day on which it is read."""

    response: Response
    as_of: date


@dataclass(frozen=True, slots=True)
class Given:
    """What one side says to a question."""

    state: State
    value: Any = None
    justification: str | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowChange:
    """One table row; ``key`` is its first text column, else its number.

    ``columns`` are those that differ in a row that both sides have.
    """

    kind: Change
    key: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One question to which the two sides do not say the same."""

    kind: Change
    link_id: str
    before: Given
    after: Given
    rows: tuple[RowChange, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceChange:
    """One evidence item; ``fields`` are those that differ.

    Where none differs, only its validity changed between the two days.
    """

    kind: Change
    id: str
    before: EvidenceItem | None
    after: EvidenceItem | None
    fields: tuple[str, ...]
    validity: tuple[Validity | None, Validity | None]


@dataclass(frozen=True, slots=True)
class ResponseDiff:
    """Changed answers in the order asked, evidence by id, the vendor's own data.

    ``expired`` are the items of each side that have expired on its day, changed or not.
    """

    answers: tuple[AnswerChange, ...]
    evidence: tuple[EvidenceChange, ...]
    vendor: tuple[tuple[str, str | None, str | None], ...]
    expired: tuple[tuple[str, ...], tuple[str, ...]]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing changed."""
        return not (self.answers or self.evidence or self.vendor)


def diff(before: Side, after: Side, questionnaire: Questionnaire) -> ResponseDiff:
    """Return what changed; comments and who answered are no change."""
    old, new = _states(before, questionnaire), _states(after, questionnaire)
    left, right = before.response.vendor, after.response.vendor
    pairs = ((key, getattr(left, key), getattr(right, key)) for key in _VENDOR)
    return ResponseDiff(
        answers=tuple(
            found
            for name, question in questionnaire.questions.items()
            for found in _answer(name, question, old[name], new[name])
        ),
        evidence=tuple(_evidence(before, after)),
        vendor=tuple(pair for pair in pairs if pair[1] != pair[2]),
        expired=(_expired(before), _expired(after)),
    )


def _states(side: Side, questionnaire: Questionnaire) -> dict[str, Given]:
    gates = compile_gates(questionnaire)
    book = read_answers(side.response, questionnaire, gates, side.as_of)
    return {
        name: _given(book.states[name], side.response.answers.get(name))
        for name in questionnaire.questions
    }


def _given(state: QuestionState, answer: Answer | None) -> Given:
    if answer is None or state in {"not_asked", "withheld"}:
        return Given(state)
    evidence = tuple(sorted(set(answer.evidence)))
    if answer.state == "unanswered":
        return Given(state)
    seen: State = "carried" if answer.carried else state
    return Given(seen, answer.value, answer.justification, evidence)


def _answer(name: str, question: Any, old: Given, new: Given) -> Iterator[AnswerChange]:
    rows: tuple[RowChange, ...] = ()
    if old.value is not None and new.value is not None and question.type == "table":
        rows = tuple(row_changes(question, old.value, new.value))
    same = (
        old.state == new.state
        and old.evidence == new.evidence
        and same_value(question, old.value, new.value)
        and (old.justification or "") == (new.justification or "")
    )
    if not same:
        yield AnswerChange(_kind(old.state, new.state), name, old, new, rows)


def _kind(old: State, new: State) -> Change:
    if (old in _SILENT) == (new in _SILENT):
        return "changed"
    return "added" if old in _SILENT else "removed"


def same_value(question: Any, old: Any, new: Any) -> bool:
    """Tell whether two valid values say the same, in whatever order or unit."""
    if old is None or new is None:
        return old is None and new is None
    if question.type == "table":
        return not any(row_changes(question, old, new))
    if question.many or question.type == "attachment":
        return set(old) == set(new)
    return bool(question.comparable(old) == question.comparable(new))


def row_changes(question: Any, old: Any, new: Any) -> Iterator[RowChange]:
    """Yield the rows that differ, matched by their first text column or position."""
    left, right = _keyed(question, old, new)
    names = sorted(left.keys() | right.keys())
    for key in names:
        before, after = left.get(key), right.get(key)
        shown = str(key[1]) if key[0] else str(key[2] + 1)
        if before is None:
            yield RowChange("added", shown, None, after)
        elif after is None:
            yield RowChange("removed", shown, before, None)
        elif columns := _other_columns(question, before, after):
            yield RowChange("changed", shown, before, after, columns)


#: Sorts rows by name, or by number where names do not tell them apart.
_Key = tuple[bool, str, int]


def _keyed(
    question: Any, old: Any, new: Any
) -> tuple[dict[_Key, dict[str, Any]], dict[_Key, dict[str, Any]]]:
    texts = [column.id for column in question.columns if column.type == "text"]
    named = []
    for rows in (old, new):
        names = [row.get(texts[0]) if texts else None for row in rows]
        if None in names or len(set(names)) < len(names):
            break
        named.append({(True, str(n), 0): r for n, r in zip(names, rows, strict=True)})
    if len(named) == 2:
        return named[0], named[1]
    left, right = (
        {(False, "", number): row for number, row in enumerate(rows)}
        for rows in (old, new)
    )
    return left, right


def _other_columns(
    question: Any, old: dict[str, Any], new: dict[str, Any]
) -> tuple[str, ...]:
    return tuple(
        column.id
        for column in question.columns
        if not same_value(column, old.get(column.id), new.get(column.id))
    )


def _evidence(before: Side, after: Side) -> Iterator[EvidenceChange]:
    left = {item.id: item for item in before.response.evidence}
    right = {item.id: item for item in after.response.evidence}
    for name in sorted(left.keys() | right.keys()):
        old, new = left.get(name), right.get(name)
        validity = (_validity(old, before.as_of), _validity(new, after.as_of))
        kind: Change = "added" if old is None else "removed"
        fields: tuple[str, ...] = ()
        if old is not None and new is not None:
            kind, fields = "changed", tuple(_different(old, new))
            if not fields and validity[0] == validity[1]:
                continue
        yield EvidenceChange(kind, name, old, new, fields, validity)


def _different(old: EvidenceItem, new: EvidenceItem) -> Iterable[str]:
    names = type(old).model_fields
    return (name for name in names if getattr(old, name) != getattr(new, name))


def _validity(item: EvidenceItem | None, day: date) -> Validity | None:
    """Return whether an item's own dates let it count on a day."""
    if item is None:
        return None
    if item.expires is not None and item.expires < day:
        return "expired"
    return "not_yet_valid" if item.issued and item.issued > day else "valid"


def _expired(side: Side) -> tuple[str, ...]:
    items = side.response.evidence
    return tuple(sorted(i.id for i in items if _validity(i, side.as_of) == "expired"))
