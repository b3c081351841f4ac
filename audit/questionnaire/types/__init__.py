"""The thirteen question types: one file each, one line each in the union."""

from __future__ import annotations

from audit.questionnaire.types.attachment import AttachmentKind
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
from audit.questionnaire.types.table import TableKind
from audit.questionnaire.types.text import TextKind

KINDS = (
    BooleanKind,
    ChoiceKind,
    MultiChoiceKind,
    IntegerKind,
    DecimalKind,
    DurationKind,
    DateKind,
    TextKind,
    ContactKind,
    CountryKind,
    MoneyKind,
    TableKind,
    AttachmentKind,
)

__all__ = [
    "KINDS",
    "AttachmentKind",
    "BooleanKind",
    "ChoiceKind",
    "ContactKind",
    "CountryKind",
    "DateKind",
    "DecimalKind",
    "DurationKind",
    "IntegerKind",
    "MoneyKind",
    "MultiChoiceKind",
    "TableKind",
    "TextKind",
]
