"""In a worker: items → a frame of typed answers, which any policy can judge later."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from audit.assessment.assess import Inputs
from audit.bulk.model import Outcome, told
from audit.bulk.opening import asked_in, open_unjudged
from audit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.bulk.model import Brief, Item
    from audit.columnar.library import pl


def gather(brief: Brief, items: Sequence[Item]) -> tuple[Outcome, ...]:
    """Return one outcome an item; the first sound one brings the frame of them all.

    ``facts`` hold the digest of the response.
    """
    from audit.columnar.ingest import ingest

    asked = asked_in(brief.questionnaire)
    opened = [_opened(brief, item) for item in items]
    good = [found for found in opened if isinstance(found, Inputs)]
    if not good:
        return tuple(found for found in opened if isinstance(found, Outcome))
    buffer = io.BytesIO()
    ingest(asked.record, good).write_ipc(buffer, compression="lz4")
    return tuple(
        found
        if isinstance(found, Outcome)
        else Outcome(
            content=buffer.getvalue() if found is good[0] else b"",
            facts={"digest": found.response_digest},
        )
        for found in opened
    )


def _opened(brief: Brief, item: Item) -> Inputs | Outcome:
    try:
        return open_unjudged(asked_in(brief.questionnaire), brief, item)
    except InputError as error:
        return Outcome(fault=told(error))


def in_parts(frames: Iterable[pl.DataFrame], rows: int) -> Iterator[pl.DataFrame]:
    """Yield the frames joined to parts of about so many rows, all of one width."""
    from audit.columnar.library import pl

    waiting: list[pl.DataFrame] = []
    for frame in frames:
        height = sum(own.height for own in waiting)
        if waiting and (height >= rows or waiting[0].columns != frame.columns):
            yield pl.concat(waiting)
            waiting = []
        waiting.append(frame)
    if waiting:
        yield pl.concat(waiting)
