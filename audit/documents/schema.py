"""Turn data into a record; what pydantic refuses becomes problems in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from audit.documents.limits import MAX_PROBLEMS
from audit.documents.model_keys import known_keys
from audit.documents.positions import pointer_of, shown
from audit.documents.resolve import follow, place_of
from audit.documents.wording import CODES, close_match, hint_of, message_of
from audit.errors import Problem, SchemaProblem

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

    from audit.documents.document import Document

Record = TypeVar("Record", bound="BaseModel")
_MAX_WORDED = 5 * MAX_PROBLEMS
_TAG_ERRORS = {"union_tag_invalid", "union_tag_not_found"}


def validate(model_class: type[Record], document: Document) -> Record:
    """Return the record of a document; SchemaProblem lists every problem."""
    from pydantic import ValidationError

    try:
        return model_class.model_validate(document.data)
    except ValidationError as error:
        found = problems_of(error, document, model_class)
    raise SchemaProblem.of(*found)


def problems_of(
    error: ValidationError,
    document: Document,
    model_class: type[BaseModel] | None = None,
) -> tuple[Problem, ...]:
    """Return the problems of a validation error with their places.

    With the model class, an unknown key is reported together with the known ones.
    """
    details: list[Any] = list(error.errors(include_url=False))
    data = document.data
    # A hostile document can hold a million faults; wording each would take minutes.
    del details[_MAX_WORDED:]
    found = [_problem(d, data, model_class) for d in details if not _echo(d, data)]
    kept = _joined(_without_other_branches(found))
    problems = [document.at(problem) for problem in kept[:MAX_PROBLEMS]]
    problems.sort(key=lambda problem: (problem.line, problem.column))
    if len(kept) > MAX_PROBLEMS:
        message = "more problems are not shown; mend these first"
        problems.append(Problem("schema-more", message, file=document.file))
    return tuple(problems)


def _echo(detail: Any, data: Any) -> bool:
    """Tell whether a list is called too short only because its entries are wrong."""
    if detail["type"] != "too_short":
        return False
    value = follow(data, place_of(detail, data))
    return isinstance(value, list) and len(value) >= detail["ctx"]["min_length"]


def _problem(detail: Any, data: Any, model_class: type[BaseModel] | None) -> Problem:
    kind = detail["type"]
    path = list(place_of(detail, data))
    if kind in _TAG_ERRORS:
        path.append(detail["ctx"]["discriminator"].strip("'"))
    if kind == "union_tag_not_found":
        kind = "missing"
    code = CODES.get(kind, "schema-value")
    if kind == "extra_forbidden":
        return _unknown_key(path, data, model_class)
    value = follow(data, path)
    if detail["loc"][-1:] == ("[key]",):
        code, value = "schema-bad-key", path[-1]
    if kind == "missing":
        message = f"missing key {shown(path[-1])}"
    else:
        message = message_of(detail, value)
    return Problem(code, message, pointer_of(path), hint_of(detail, value))


def _unknown_key(
    path: list[str | int], data: Any, model_class: type[BaseModel] | None
) -> Problem:
    key = str(path[-1])
    known = known_keys(model_class, path[:-1], data) if model_class else ()
    message = f"unknown key {shown(key)}"
    if known:
        message += f"; known keys: {', '.join(known)}"
    hint = close_match(key, known)
    return Problem("schema-unknown-key", message, pointer_of(path), hint)


def _without_other_branches(problems: list[Problem]) -> list[Problem]:
    """Drop "expected a number" about a map in which another branch found the fault."""
    above: set[str] = set()
    for problem in problems:
        parts = problem.pointer.split("/")
        above.update("/".join(parts[:end]) for end in range(1, len(parts)))
    return [p for p in problems if p.code != "schema-type" or p.pointer not in above]


def _joined(problems: list[Problem]) -> list[Problem]:
    """Join the branches' types: "expected a number" and "expected a text" are one."""
    found: dict[tuple[str, str], Problem] = {}
    for problem in problems:
        # Other codes say different things about one place; each of those is kept.
        same = "" if problem.code == "schema-type" else problem.message
        slot = (problem.pointer, f"{problem.code}{same}")
        first = found.get(slot)
        if first and not same and first.message != problem.message:
            wanted = first.message.partition(", got ")[0]
            message = problem.message.replace("expected", f"{wanted} or", 1)
            problem = Problem(first.code, message, first.pointer, first.hint)  # noqa: PLW2901
        found[slot] = problem
    return list(found.values())
