"""The mapping file: which column of a table is what, and what its words mean."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from audit.questionnaire.localisation import Text
from audit.questionnaire.model import Slug, Version
from audit.questionnaire.types.base import Model
from audit.questionnaire.types.options import Option

#: The types that one cell can answer.
CellType = Literal[
    "boolean", "choice", "multi_choice", "integer", "decimal", "duration", "date",
    "text", "country", "money",
]  # fmt: skip
CellState = Literal["not_applicable", "unknown", "declined", "unanswered"]
Header = Annotated[str, Field(min_length=1, max_length=300)]


class Columns(Model):
    """The headers of the columns; each is compared without case and outer space."""

    id: Header
    text: Header
    section: Header | None = None
    help: Header | None = None
    type: Header | None = None
    options: Header | None = None
    required: Header | None = None
    answer: Header | None = None
    justification: Header | None = None
    comment: Annotated[tuple[Header, ...], Field(max_length=10)] = ()
    evidence: Annotated[tuple[Header, ...], Field(max_length=10)] = ()


class TableMapping(Model):
    """How a table of questions, with or without answers, is read."""

    id: Slug
    version: Version = "1.0.0"
    title: Text
    publisher: str = ""
    sheet: str | None = None
    header_row: Annotated[int, Field(ge=1, le=1000)] = 1
    columns: Columns
    type: CellType = "text"
    types: dict[str, CellType] = Field(default_factory=dict)
    options: tuple[Option, ...] = ()
    separator: Annotated[str, Field(min_length=1, max_length=3)] = ";"
    yes: tuple[str, ...] = ("Yes", "Y", "TRUE")
    no: tuple[str, ...] = ("No", "N", "FALSE")
    states: dict[str, CellState] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_meaning(self) -> TableMapping:
        said = [word.strip().casefold() for word in (*self.yes, *self.no, *self.states)]
        twice = sorted({word for word in said if said.count(word) > 1})
        if twice:
            raise ValueError(f"these words mean two things: {', '.join(twice)}")
        return self
