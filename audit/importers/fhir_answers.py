"""Answers of a FHIR QuestionnaireResponse, nested as they stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.importers.fhir_fields import ONLY_COLUMN, Field, plain_value, value_of
from audit.importers.fhir_texts import listed, word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.importers.answering import Answers

_NO_FILE = "a file inside a response is no evidence yet; add it with audit evidence"


class Giving:
    """Walks a response; rows of tables are gathered before they are given."""

    def __init__(self, fields: Mapping[str, Field], answers: Answers) -> None:
        self._fields = fields
        self._answers = answers
        self._ledger = answers.ledger
        self._rows: dict[str, list[tuple[dict[str, Any], str]]] = {}

    def response(self, data: dict[str, Any]) -> None:
        """Give every answer of a response."""
        self._items(data, "")
        for link_id, rows in self._rows.items():
            self._answers.give(link_id, [row for row, _ in rows], rows[0][1])

    def _items(self, holder: dict[str, Any], pointer: str) -> None:
        for index, item in enumerate(listed(holder, "item")):
            where = f"{pointer}/item/{index}"
            if isinstance(item, dict):
                self._item(item, where)

    def _item(self, item: dict[str, Any], where: str) -> None:
        for key in ("linkId", "text"):
            if key in item:
                self._ledger.carry(f"{where}/{key}", "which question it is")
        field = self._fields.get(str(item.get("linkId")))
        given = [a for a in listed(item, "answer") if isinstance(a, dict)]
        table = field is not None and field.kind == "table" and not field.column
        if table and field is not None:
            self._row(field.link_id, item, where)
        elif field is not None and given:
            self._give(field, given, f"{where}/answer")
        elif given:
            why = "the questionnaire has no such linkId"
            self._ledger.lose(f"{where}/answer", given, why)
        if not table:
            self._items(item, where)
        for index, answer in enumerate(given):
            self._items(answer, f"{where}/answer/{index}")

    def _row(self, table: str, item: dict[str, Any], where: str) -> None:
        row: dict[str, Any] = {}
        for index, part in enumerate(listed(item, "item")):
            place = f"{where}/item/{index}"
            field = self._fields.get(word(part, "linkId"))
            for number, answer in enumerate(listed(part, "answer")):
                at = f"{place}/answer/{number}"
                self._cell(row, field, answer, at)
            for key in ("linkId", "text"):
                if word(part, key):
                    self._ledger.carry(f"{place}/{key}", "which column it is")
        self._rows.setdefault(table, []).append((row, where))

    def _cell(
        self, row: dict[str, Any], field: Field | None, answer: Any, where: str
    ) -> None:
        if field is None or not field.column or field.column in row:
            self._ledger.lose(where, answer, "the table has no cell for it")
            return
        key, value = value_of(answer, "value")
        try:
            row[field.column] = plain_value(field, value)
        except ValueError as error:
            self._ledger.lose(
                f"{where}/{key}", value, f"the value does not fit: {error}"
            )
        else:
            self._ledger.carry(f"{where}/{key}", f"answers/{field.link_id}")

    def _give(self, field: Field, given: list[dict[str, Any]], where: str) -> None:
        values = []
        for index, answer in enumerate(given):
            key, value = value_of(answer, "value")
            at = f"{where}/{index}/{key}" if key else f"{where}/{index}"
            if field.kind == "attachment":
                self._answers.refuse(field.link_id, value, at, _NO_FILE)
                continue
            try:
                values.append(plain_value(field, value))
            except ValueError as error:
                self._answers.refuse(field.link_id, value, at, str(error))
                return
            self._ledger.carry(at, f"answers/{field.link_id}")
        if field.kind == "attachment":
            return
        if field.column == ONLY_COLUMN:
            rows = [({ONLY_COLUMN: value}, where) for value in values]
            self._rows.setdefault(field.link_id, []).extend(rows)
        elif field.kind == "multi_choice":
            self._answers.give(field.link_id, list(dict.fromkeys(values)), where)
        elif len(values) > 1:
            why = "several answers to a question for one"
            self._answers.refuse(field.link_id, values, where, why)
        else:
            self._answers.give(
                field.link_id, values[0], f"{where}/0/{value_of(given[0], 'value')[0]}"
            )
