"""The questionnaire as a frozen record: what is asked, never how it is judged."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, field_validator

from audit.questionnaire import names
from audit.questionnaire.localisation import LANGUAGES, Text
from audit.questionnaire.migrations import Migration
from audit.questionnaire.types import (
    AttachmentKind,
    BooleanKind,
    ChoiceKind,
    ContactKind,
    CountryKind,
    DateKind,
    DecimalKind,
    DurationKind,
    IntegerKind,
    MoneyKind,
    MultiChoiceKind,
    TableKind,
    TextKind,
)
from audit.questionnaire.types.base import Day, Model

Slug = names.Slug
Version = names.Version
Language = Literal["en", "uk", "ru"]
#: Framework id -> ids in it, for example ``{"iso27001": ("A.8.24",)}``.
References = dict[
    Literal["iso27001", "nist_csf", "pci_dss", "gdpr", "ccm", "soc2", "ua_2297"],
    tuple[str, ...],
]


class QuestionCommon(Model):
    """What every question has beside its type."""

    link_id: Slug
    text: Text
    help: Text | None = None
    rationale: Text | None = None
    typical_evidence: Text | None = None
    required: StrictBool = True
    enable_when: dict[str, Any] | None = None
    evidence: Literal["none", "optional", "expected"] = "none"
    allow_not_applicable: StrictBool = False
    references: References = Field(default_factory=dict)


class BooleanQuestion(BooleanKind, QuestionCommon):
    """A yes/no question."""


class ChoiceQuestion(ChoiceKind, QuestionCommon):
    """A question with one option as its answer."""


class MultiChoiceQuestion(MultiChoiceKind, QuestionCommon):
    """A question with several options as its answer."""


class IntegerQuestion(IntegerKind, QuestionCommon):
    """A question for a whole number."""


class DecimalQuestion(DecimalKind, QuestionCommon):
    """A question for a number."""


class DurationQuestion(DurationKind, QuestionCommon):
    """A question for a length of time."""


class DateQuestion(DateKind, QuestionCommon):
    """A question for a day."""


class TextQuestion(TextKind, QuestionCommon):
    """A question for free text."""


class ContactQuestion(ContactKind, QuestionCommon):
    """A question for a person."""


class CountryQuestion(CountryKind, QuestionCommon):
    """A question for one country or several."""


class MoneyQuestion(MoneyKind, QuestionCommon):
    """A question for an amount."""


class TableQuestion(TableKind, QuestionCommon):
    """A question for repeating rows."""


class AttachmentQuestion(AttachmentKind, QuestionCommon):
    """A question answered by documents."""


Question = Annotated[
    BooleanQuestion
    | ChoiceQuestion
    | MultiChoiceQuestion
    | IntegerQuestion
    | DecimalQuestion
    | DurationQuestion
    | DateQuestion
    | TextQuestion
    | ContactQuestion
    | CountryQuestion
    | MoneyQuestion
    | TableQuestion
    | AttachmentQuestion,
    Field(discriminator="type"),
]


class Section(Model):
    """Questions that one person of the vendor would answer together."""

    id: Slug
    title: Text
    intro: Text | None = None
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]


class Questionnaire(Model):
    """Sections of questions in one or more languages (semantic versioning)."""

    id: Slug
    version: Version
    title: Text
    language: Language = "en"
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] = ("en",)
    publisher: str = ""
    date: Day
    migrations: Annotated[tuple[Migration, ...], Field(max_length=50)] = ()
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]

    @field_validator("languages")
    @classmethod
    def _in_order(cls, languages: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(languages)) < len(languages):
            raise ValueError("a language stands twice")
        return tuple(sorted(languages, key=LANGUAGES.index))

    @cached_property
    def questions(self) -> dict[str, Any]:
        """Return every question by link id, in the order asked."""
        return {q.link_id: q for section in self.sections for q in section.questions}
