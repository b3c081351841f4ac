"""How answers to an earlier version become answers to the present one.

A migration is a list of steps, run from top to bottom; each step names questions,
columns and options as they are called at that point. A step kind is one class here and
one line in ``Step``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from audit.questionnaire.localisation import Text
from audit.questionnaire.names import ColumnId, OptionCode, Slug, Version
from audit.questionnaire.types.base import Model

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: (question), (question, column) or (question, column or None, option code).
Place = tuple[str | None, ...]


class StepCommon(Model):
    """What every step says; by itself it changes nothing.

    ``gone`` is the place that the step takes away, ``made`` the one it leaves.
    """

    #: the keys that name the parts of ``gone`` and of ``made``, for problems
    gone_keys: ClassVar[tuple[str, ...]] = ("question", "column", "from")
    made_keys: ClassVar[tuple[str, ...]] = ("question", "column", "to")
    #: the type that the question or column ends with, where the step decides it
    type_made: ClassVar[str | None] = None
    #: whether what the step leaves must not have been there before
    new_name: ClassVar[bool] = False

    question: Slug

    @property
    def gone(self) -> Place | None:
        """Return what is not there any more after the step."""
        return None

    @property
    def made(self) -> Place | None:
        """Return what is there after the step."""
        return (self.question,)

    @property
    def asks_anew(self) -> Text | None:
        """Return why the question must be answered again, if it must."""
        return None

    def follow(self, place: Place) -> Place | None:
        """Return where a place is after the step; None when it is gone."""
        gone, made = self.gone, self.made
        if gone is None or place[: len(gone)] != gone:
            return place
        return None if made is None else (*made, *place[len(gone) :])

    def convert(self, value: Any) -> Any:
        """Return the value after the step; what does not fit stays as it is."""
        return value


class Rename(StepCommon):
    """The same question under another id."""

    made_keys = ("to",)
    new_name = True

    kind: Literal["rename"]
    to: Slug

    @property
    def gone(self) -> Place:
        """Return the old id."""
        return (self.question,)

    @property
    def made(self) -> Place:
        """Return the new id."""
        return (self.to,)


class RenameColumn(StepCommon):
    """The same table column under another id."""

    made_keys = ("question", "to")
    new_name = True

    kind: Literal["rename_column"]
    column: ColumnId
    to: ColumnId

    @property
    def gone(self) -> Place:
        """Return the old column."""
        return (self.question, self.column)

    @property
    def made(self) -> Place:
        """Return the new column."""
        return (self.question, self.to)

    def convert(self, value: Any) -> Any:
        """Rename the key in every row that has it."""
        if not isinstance(value, list):
            return value
        return [self._row(row) if isinstance(row, dict) else row for row in value]

    def _row(self, row: dict[str, Any]) -> dict[str, Any]:
        if self.to in row:
            return row
        return {self.to if k == self.column else k: v for k, v in row.items()}


class MapOption(StepCommon):
    """An option became another one; also inside lists and table columns."""

    kind: Literal["map_option"]
    column: ColumnId | None = None
    from_: Annotated[OptionCode, Field(alias="from")]
    to: OptionCode

    @property
    def gone(self) -> Place:
        """Return the old option."""
        return (self.question, self.column, self.from_)

    @property
    def made(self) -> Place:
        """Return the option it became."""
        return (self.question, self.column, self.to)

    def convert(self, value: Any) -> Any:
        """Replace the code; two codes that became one are listed once."""
        return _in_cells(value, self.column, self._code)

    def _code(self, value: Any) -> Any:
        if isinstance(value, list):
            mapped = [self._code(part) for part in value]
            return [p for n, p in enumerate(mapped) if p not in mapped[:n]]
        return self.to if value == self.from_ else value


class Retire(StepCommon):
    """The question is not asked any more; its answer is dropped and reported."""

    kind: Literal["retire"]

    @property
    def gone(self) -> Place:
        """Return the question."""
        return (self.question,)

    @property
    def made(self) -> None:
        """Return nothing: it leaves no trace."""
        return


class RequireReanswer(StepCommon):
    """The question means something else now: its answer is not taken over."""

    made_keys = ("question",)

    kind: Literal["require_reanswer"]
    reason: Text

    @property
    def asks_anew(self) -> Text:
        """Return the reason for the vendor."""
        return self.reason

    def follow(self, place: Place) -> Place:
        """Keep the question only: its old columns and options do not matter."""
        return place[:1] if place[0] == self.question else place


class AsDuration(StepCommon):
    """A number whose unit stood in the question becomes a duration; exact."""

    made_keys = ("question", "column")
    type_made = "duration"

    kind: Literal["as_duration"]
    column: ColumnId | None = None
    unit: Literal["min", "h", "d", "wk", "mo", "a"]

    @property
    def made(self) -> Place:
        """Return the question or column that is a duration now."""
        return (self.question, self.column) if self.column else (self.question,)

    def convert(self, value: Any) -> Any:
        """Put the unit beside the number."""
        return _in_cells(value, self.column, self._duration)

    def _duration(self, value: Any) -> Any:
        number = isinstance(value, int | Decimal) and not isinstance(value, bool)
        return {"value": value, "unit": self.unit} if number else value


Step = Annotated[
    Rename | RenameColumn | MapOption | Retire | RequireReanswer | AsDuration,
    Field(discriminator="kind"),
]


class Migration(Model):
    """The steps from one version to the next; none when only wording changed."""

    from_: Annotated[Version, Field(alias="from")]
    to: Version
    steps: Annotated[tuple[Step, ...], Field(max_length=200)] = ()


def chain_from(
    migrations: Sequence[Migration], version: str, present: str
) -> tuple[Migration, ...] | None:
    """Return the migrations from a version to the present one; None without a path."""
    if version == present:
        return ()
    starts = [n for n, found in enumerate(migrations) if found.from_ == version]
    return tuple(migrations[starts[0] :]) if starts else None


def _in_cells(value: Any, column: str | None, convert: Callable[[Any], Any]) -> Any:
    """Convert a value, or one column of its rows."""
    if column is None:
        return convert(value)
    if not isinstance(value, list):
        return value
    return [
        {**row, column: convert(row[column])}
        if isinstance(row, dict) and column in row
        else row
        for row in value
    ]
