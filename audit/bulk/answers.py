"""Judge what was exported: typed answers, by any policy for their questionnaire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.bulk.exporting import OLD
from audit.bulk.judging import verdict_of
from audit.bulk.model import Before, Outcome, Task, told
from audit.bulk.opening import bench_of, pack
from audit.canonical import canonical
from audit.documents import read_json, refuse, validate
from audit.errors import InputError, Problem
from audit.policy.model import Policy
from audit.policy.provenance import expired

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from audit.columnar.library import pl
    from audit.documents import Document

    Pairs = Iterator[tuple[Task, Outcome]]


def rescore_answers(
    folder: Path, policy: Document, as_of: date, tell: Callable[[int, int], None]
) -> Pairs:
    """Yield every response of an export with what it comes to.

    One part is in memory at a time. InputError where there is no whole export.
    """
    refuse(expired(validate(Policy, policy).layers, as_of), policy)
    responses = _responses(folder / "responses.parquet")
    done, whole = 0, responses.height
    for (name,), own in responses.group_by("questionnaire", maintain_order=True):
        for pair in _judged(folder, str(name), own, policy, as_of):
            done += 1
            yield pair
            tell(done, whole)


def _responses(path: Path) -> pl.DataFrame:
    from audit.columnar.library import pl

    try:
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError):
        hint = "make it: audit register parquet DIR"
        message = "this is no export of a register"
        problem = Problem("bulk-export", message, "", hint, str(path.parent))
        raise InputError.of(problem) from None


def _judged(
    folder: Path, name: str, own: pl.DataFrame, policy: Document, as_of: date
) -> Pairs:
    from audit.columnar.score import score_all
    from audit.columnar.store import read_parquet

    rows = own.iter_rows(named=True)
    try:
        asked = (folder / "questionnaires" / f"{name}.json").read_bytes()
        document = read_json(asked, f"{name}.json")
        packed = pack(canonical(policy.data)), pack(canonical(document.data))
        plan = bench_of(*packed, as_of).plan
    except InputError as error:
        yield from ((_task(row), Outcome(fault=told(error))) for row in rows)
        return
    place = folder / "answers" / f"questionnaire={name}"
    for results in score_all(plan, read_parquet(place, plan), as_of):
        for result in results.iter_rows(named=True):
            row = next(rows, {"response_digest": None})
            if row["response_digest"] != result["response_digest"]:
                raise InputError.of(_mixed(place))
            yield _task(row), Outcome(verdict_of(result))
    if next(rows, None) is not None:
        raise InputError.of(_mixed(place))


def _mixed(place: Path) -> Problem:
    message = "the answers are not those that responses.parquet lists"
    return Problem("bulk-export", message, "", "export the register again", str(place))


def _task(row: dict[str, Any]) -> Task:
    before = None
    if row["old_decision"] is not None:
        before = Before(**{name.removeprefix("old_"): row[name] for name in OLD})
    digest = row["response_digest"]
    return Task(
        row["vendor"], row["response"], row["questionnaire"], digest, before=before
    )
