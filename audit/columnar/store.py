"""Frames in Parquet files: one folder for one questionnaire, a part for each batch.

The only module here that touches files. A part names its questionnaire by digest, so
it is never scored by a policy for another one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.columnar.columns import schema_of, words_in
from audit.columnar.library import pl
from audit.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from audit.policy.compile import Plan

_DIGEST = "questionnaire_digest"


def write_parquet(
    frames: Iterable[pl.DataFrame], folder: Path, digest: str
) -> tuple[Path, ...]:
    """Write each frame as a part of a new folder; InputError where there is one.

    ``digest`` is that of the questionnaire which the responses answer.
    """
    if folder.exists():
        message, hint = f"{folder} exists", "name a new folder"
        raise InputError.of(Problem("bulk-folder", message, "", hint, str(folder)))
    folder.mkdir(parents=True)
    found = []
    for number, frame in enumerate(frames):
        part = folder / f"part-{number:05}.parquet"
        frame.write_parquet(part, compression="zstd", metadata={_DIGEST: digest})
        found.append(part)
    return tuple(found)


def read_parquet(folder: Path, plan: Plan) -> Iterator[pl.DataFrame]:
    """Yield the parts in turn; InputError when one does not fit the questionnaire."""
    parts = sorted(folder.glob("part-*.parquet"))
    if not parts:
        message = f"{folder} holds no part of responses"
        raise InputError.of(Problem("bulk-folder", message, file=str(folder)))
    for part in parts:
        yield _read(part, plan)


def _read(part: Path, plan: Plan) -> pl.DataFrame:
    try:
        digest = pl.read_parquet_metadata(part).get(_DIGEST)
        frame = pl.read_parquet(part)
    except pl.exceptions.PolarsError as error:
        message = f"not a readable Parquet file: {error}"
        raise InputError.of(Problem("bulk-part", message, file=str(part))) from error
    problems = list(_unfit(frame, digest, plan))
    if problems:
        placed = (Problem("bulk-part", text, file=str(part)) for text in problems)
        raise InputError.of(*placed)
    return frame


def _unfit(frame: pl.DataFrame, digest: str | None, plan: Plan) -> Iterator[str]:
    if digest != plan.questionnaire_digest:
        yield f"made for another questionnaire, {digest}"
        return
    words = words_in(frame.columns, plan.questionnaire)
    wanted = schema_of(plan.questionnaire, words)
    found = dict(frame.schema)
    for name in [*wanted, *(n for n in found if n not in wanted)]:
        if found.get(name) != wanted.get(name):
            have, want = found.get(name, "nothing"), wanted.get(name, "nothing")
            yield f"column '{name}' is {have}, expected {want}"
