"""Checked responses, with all that goes into their assessments, as a frame."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from audit.columnar.cells import cell_of, column
from audit.columnar.columns import (
    EVIDENCE,
    EXCEPTIONS,
    KEYS,
    STATES,
    VERDICTS,
    WORD,
    backed_of,
    dtype_of,
    lent_of,
    review_of,
    state_of,
    value_of,
)
from audit.columnar.library import pl
from audit.conditions.model import LEVELS
from audit.evidence.assess import level_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.assessment.assess import Inputs
    from audit.questionnaire.model import Questionnaire
    from audit.response.model import Answer

#: Rows of a frame that is read, scored and dropped at once.
BATCH = 20_000


def ingest(questionnaire: Questionnaire, inputs: Iterable[Inputs]) -> pl.DataFrame:
    """Return one row for each response; ``as_of`` and ``engine`` are not used.

    The inputs are those of the Python engine: each response has been checked against
    the questionnaire.
    """
    rows = list(inputs)
    words = max([1, *(-(-len(r.response.evidence) // WORD) for r in rows)])
    found = _keys(rows)
    bits = [{e.id: n for n, e in enumerate(r.response.evidence)} for r in rows]
    reviews = [_reviewed(row) for row in rows]
    for link_id, question in questionnaire.questions.items():
        answers = [row.response.answers.get(link_id) for row in rows]
        found |= _answers(link_id, question, answers)
        backed = [
            _backed(question, answer, own)
            for answer, own in zip(answers, bits, strict=True)
        ]
        for word in range(words):
            part = [mask >> (WORD * word) & (2**WORD - 1) for mask in backed]
            found[backed_of(link_id, word)] = pl.Series(part, dtype=pl.UInt64)
        judged = [review.get(link_id, (None, None)) for review in reviews]
        verdicts, lent = [v for v, _ in judged], [level for _, level in judged]
        found[review_of(link_id)] = pl.Series(verdicts, dtype=VERDICTS)
        found[lent_of(link_id)] = pl.Series(lent, dtype=pl.Int8)
    return pl.DataFrame(found)


def batches(
    questionnaire: Questionnaire, inputs: Iterable[Inputs], size: int = BATCH
) -> Iterator[pl.DataFrame]:
    """Yield frames of at most ``size`` rows, so that memory stays bounded."""
    waiting = iter(inputs)
    while rows := list(islice(waiting, size)):
        yield ingest(questionnaire, rows)


def _keys(rows: Sequence[Inputs]) -> dict[str, pl.Series]:
    cells: dict[str, list[Any]] = {
        "response_id": [row.response.response_id for row in rows],
        "response_digest": [row.response_digest for row in rows],
        "vendor": [row.response.vendor.name for row in rows],
        "signed": [bool(r.signature and r.signature.status == "signed") for r in rows],
    }
    found = {name: pl.Series(cells[name], dtype=KEYS[name]) for name in KEYS}
    found["evidence"] = column([_items(row) for row in rows], EVIDENCE)
    found["exceptions"] = column([_waivers(row) for row in rows], EXCEPTIONS)
    return found


def _answers(
    link_id: str, question: Any, answers: Sequence[Answer | None]
) -> dict[str, pl.Series]:
    states = ["unanswered" if a is None or a.carried else a.state for a in answers]
    cells = [
        cell_of(question, answer.value) if answer and state == "answered" else None
        for answer, state in zip(answers, states, strict=True)
    ]
    return {
        state_of(link_id): pl.Series(states, dtype=STATES),
        value_of(link_id): column(cells, dtype_of(question)),
    }


def _backed(question: Any, answer: Answer | None, bits: dict[str, int]) -> int:
    if answer is None or answer.state != "answered":
        return 0
    named = answer.evidence
    if question.type == "attachment":
        named += tuple(answer.value)
    mask = 0
    for name in named:
        mask |= 1 << bits[name]
    return mask


def _items(row: Inputs) -> list[dict[str, Any]]:
    found = []
    for number, item in enumerate(row.response.evidence):
        seen = row.observed.get(item.id)
        word, bit = divmod(number, WORD)
        found.append(
            {
                "kind": item.kind,
                "scope": (item.scope or "").casefold(),
                "level": level_of(item, "valid", row.response.vendor.name),
                "intact": seen is not None and seen.sha256 == item.sha256,
                "issued": item.issued,
                "expires": item.expires,
                "word": word,
                "bit": 1 << bit,
            }
        )
    return found


def _waivers(row: Inputs) -> list[dict[str, Any]]:
    granted = row.exceptions.exceptions if row.exceptions else ()
    return [e.model_dump(include={"control", "granted", "expires"}) for e in granted]


def _reviewed(row: Inputs) -> dict[str, tuple[str, int]]:
    """Return the verdict on each answer, the last that was given, and what it lends."""
    judgements = row.review.judgements if row.review else ()
    return {
        judged.link_id: (
            judged.verdict,
            LEVELS.index(judged.assurance) if judged.assurance else 0,
        )
        for judged in judgements
    }
