"""Plain data → frozen model; pydantic's findings in plain words with their place."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from audit.documents.document import escape
from audit.errors import Problem, SchemaProblem

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

    from audit.documents.document import Document

    Record = TypeVar("Record", bound=BaseModel)


def validate(model: type[Record], document: Document) -> Record:
    """Return the record; SchemaProblem with every problem and its place."""
    from pydantic import ValidationError

    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise SchemaProblem.of(*problems_of(error, document)) from None


def problems_of(error: ValidationError, document: Document) -> tuple[Problem, ...]:
    """Return pydantic's findings as problems with JSON Pointer, line and column."""
    found = (
        document.at(_problem(detail, document.data))
        for detail in error.errors(include_url=False)
    )
    return tuple(dict.fromkeys(found))


def _problem(detail: ErrorDetails, data: Any) -> Problem:
    pointer, parent = _pointer(detail["loc"], data, detail["type"])
    kind, message, hint = detail["type"], detail["msg"], ""
    name = str(detail["loc"][-1]) if detail["loc"] else ""
    context = detail.get("ctx", {})
    if kind == "extra_forbidden":
        return Problem(
            "unknown-key", f"unknown key {name[:60]!r}", pointer, "remove it"
        )
    if kind == "missing":
        close = get_close_matches(name, list(parent), 1) if parent else []
        hint = f"is '{close[0]}' meant to be it?" if close else "add it"
        return Problem("missing-key", f"the key {name!r} is missing", pointer, hint)
    if kind in {"literal_error", "enum", "union_tag_invalid"}:
        expected = context.get("expected") or context.get("expected_tags")
        return Problem("value", f"expected one of {expected}", pointer)
    if kind == "union_tag_not_found":
        return Problem("missing-key", "the key 'type' is missing", pointer, "add it")
    if kind == "string_pattern_mismatch":
        hint = f"it must match {context.get('pattern')}"
        return Problem("value", "the text has the wrong form", pointer, hint)
    message = message.removeprefix("Value error, ")
    return Problem("value", message[:1].lower() + message[1:], pointer, hint)


def _pointer(
    location: tuple[int | str, ...], data: Any, kind: str
) -> tuple[str, dict[str, Any] | None]:
    """Walk the data by pydantic's location, leaving out the union tags in it."""
    pointer, parent = "", data if isinstance(data, dict) else None
    for index, token in enumerate(location):
        last = index == len(location) - 1
        if isinstance(data, dict) and token in data:
            parent, data = data, data[str(token)]
        elif isinstance(data, list) and isinstance(token, int) and token < len(data):
            parent, data = None, data[token]
        elif not (last and kind == "missing"):
            continue
        else:
            parent = data if isinstance(data, dict) else None
        pointer += f"/{escape(str(token))}"
    return pointer, parent
