"""Repeating rows: data stores, sites, subprocessors, certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Field, StrictBool

from audit.questionnaire.localisation import Text, pick
from audit.questionnaire.types.base import Kind, Model, brief, wrong
from audit.questionnaire.types.boolean import BooleanKind
from audit.questionnaire.types.choice import ChoiceKind
from audit.questionnaire.types.contact import ContactKind
from audit.questionnaire.types.country import CountryKind
from audit.questionnaire.types.date import DateKind
from audit.questionnaire.types.decimal import DecimalKind
from audit.questionnaire.types.duration import DurationKind
from audit.questionnaire.types.integer import IntegerKind
from audit.questionnaire.types.money import MoneyKind
from audit.questionnaire.types.multi_choice import MultiChoiceKind
from audit.questionnaire.types.text import TextKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from audit.errors import Problem

MAX_ROWS = 500


class ColumnCommon(Model):
    """What every column has beside its type."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    text: Text
    required: StrictBool = True


class BooleanColumn(BooleanKind, ColumnCommon):
    """A yes/no column."""


class ChoiceColumn(ChoiceKind, ColumnCommon):
    """A column of one option."""


class MultiChoiceColumn(MultiChoiceKind, ColumnCommon):
    """A column of several options."""


class IntegerColumn(IntegerKind, ColumnCommon):
    """A column of whole numbers."""


class DecimalColumn(DecimalKind, ColumnCommon):
    """A column of numbers."""


class DurationColumn(DurationKind, ColumnCommon):
    """A column of durations."""


class DateColumn(DateKind, ColumnCommon):
    """A column of days."""


class TextColumn(TextKind, ColumnCommon):
    """A column of text."""


class ContactColumn(ContactKind, ColumnCommon):
    """A column of persons."""


class CountryColumn(CountryKind, ColumnCommon):
    """A column of countries."""


class MoneyColumn(MoneyKind, ColumnCommon):
    """A column of amounts."""


Column = Annotated[
    BooleanColumn
    | ChoiceColumn
    | MultiChoiceColumn
    | IntegerColumn
    | DecimalColumn
    | DurationColumn
    | DateColumn
    | TextColumn
    | ContactColumn
    | CountryColumn
    | MoneyColumn,
    Field(discriminator="type"),
]


def _distinct(columns: tuple[Any, ...]) -> tuple[Any, ...]:
    ids = [column.id for column in columns]
    if len(set(ids)) < len(ids):
        raise ValueError("a column id stands twice")
    return columns


class TableKind(Kind):
    """A list of rows; each row is an object with the columns' values."""

    type: Literal["table"]
    columns: Annotated[
        tuple[Column, ...],
        Field(min_length=1, max_length=20),
        AfterValidator(_distinct),
    ]
    min_rows: Annotated[int, Field(ge=0, le=MAX_ROWS)] = 0
    max_rows: Annotated[int, Field(ge=1, le=MAX_ROWS)] = MAX_ROWS

    @property
    def fields(self) -> Mapping[str, Any]:
        """Return the columns by id."""
        return {column.id: column for column in self.columns}

    def problems(self, value: Any, pointer: str) -> Iterator[Problem]:
        """Accept a list of rows; an empty list states that there are none."""
        if not isinstance(value, list):
            hint = "write a list of objects; an empty list [] says there are none"
            yield wrong(pointer, f"expected a list of rows (got {brief(value)})", hint)
            return
        if not self.min_rows <= len(value) <= self.max_rows:
            span = f"{self.min_rows} to {self.max_rows}"
            yield wrong(pointer, f"{len(value)} rows, expected {span}")
        for index, row in enumerate(value[:MAX_ROWS]):
            yield from self._row(row, f"{pointer}/{index}")

    def _row(self, row: Any, pointer: str) -> Iterator[Problem]:
        if not isinstance(row, dict):
            yield wrong(pointer, f"expected an object (got {brief(row)})")
            return
        fields = self.fields
        for key in row:
            if key not in fields:
                known = ", ".join(fields)
                where = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
                yield wrong(where, f"unknown column {brief(key)}", f"known: {known}")
        for key, column in fields.items():
            if key in row:
                yield from column.problems(row[key], f"{pointer}/{key}")
            elif column.required:
                hint = pick(column.text, "en")
                yield wrong(pointer, f"the row lacks '{key}'", hint)

    def schema_of_value(self) -> dict[str, Any]:
        """Return the schema of the rows."""
        columns = self.columns
        row = {
            "type": "object",
            "properties": {c.id: c.schema_of_value() for c in columns},
            "required": [c.id for c in columns if c.required],
            "additionalProperties": False,
        }
        bounds = {"minItems": self.min_rows, "maxItems": self.max_rows}
        return {"type": "array", "items": row, **bounds}

    def comparable(self, value: Any) -> list[dict[str, Any]]:
        """Return the rows with comparable values."""
        fields = self.fields
        return [
            {key: fields[key].comparable(part) for key, part in row.items()}
            for row in value
        ]

    def shown(self, value: Any, language: str) -> str:
        """Return each row as ``column: value`` pairs, rows separated by lines."""
        return "\n".join(self.shown_row(row, language) for row in value) or "—"

    def shown_row(self, row: Mapping[str, Any], language: str) -> str:
        """Return one row as ``column: value`` pairs."""
        return "; ".join(
            f"{pick(c.text, language)}: {c.shown(row[c.id], language)}"
            for c in self.columns
            if c.id in row
        )
