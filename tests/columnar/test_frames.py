"""Frames: what goes in comes out, from Parquet too, and scores on any day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from audit.columnar.cells import GRID, on_grid
from audit.columnar.columns import schema_of, words_in
from audit.columnar.ingest import batches, ingest
from audit.columnar.library import pl
from audit.columnar.score import exact, score, score_all
from audit.columnar.store import read_parquet, write_parquet
from audit.errors import InputError
from audit.policy.compile import Plan
from tests.columnar.both import by_columns, differences
from tests.columnar.population import POLICIES, cases, plan_of

SAAS = POLICIES[2:]
NUMBERS = range(120)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_of(SAAS[0])


@pytest.fixture(scope="module")
def frame(plan: Plan) -> pl.DataFrame:
    return ingest(plan.questionnaire, cases(SAAS, NUMBERS))


@pytest.mark.parametrize("name", POLICIES[1:])
def test_parquet_gives_back_every_column_as_it_was(name: str, tmp_path: Path) -> None:
    plan = plan_of(name)
    frame = ingest(plan.questionnaire, cases((name,), NUMBERS))
    words = words_in(frame.columns, plan.questionnaire)
    assert dict(frame.schema) == schema_of(plan.questionnaire, words)
    write_parquet([frame, frame], tmp_path / "set", plan.questionnaire_digest)
    first, second = read_parquet(tmp_path / "set", plan)
    assert first.equals(frame)
    assert second.equals(frame)


def test_the_frame_holds_every_state_and_empty_tables_apart_from_none(
    plan: Plan, frame: pl.DataFrame
) -> None:
    tables = [i for i, q in plan.questionnaire.questions.items() if q.type == "table"]
    lengths = {n for i in tables for n in frame[f"{i}/value"].list.len().to_list()}
    assert lengths >= {None, 0, 1, 2, 3, 4}
    states = {
        s for name in frame.columns if name.endswith("/state") for s in frame[name]
    }
    assert states == {
        "answered",
        "not_applicable",
        "unknown",
        "declined",
        "unanswered",
    }


def test_one_frame_scores_on_another_day_as_if_made_for_it(
    plan: Plan, frame: pl.DataFrame
) -> None:
    day = date(2027, 6, 30)
    before = score(plan, frame, cases(SAAS, NUMBERS)[0].as_of)
    after = score(plan, frame, day)
    assert [exact(r, "score") for r in before.iter_rows(named=True)] != [
        exact(r, "score") for r in after.iter_rows(named=True)
    ]


def test_results_do_not_depend_on_how_rows_are_batched(
    plan: Plan, frame: pl.DataFrame
) -> None:
    given = cases(SAAS, NUMBERS)
    day = given[0].as_of
    parts = batches(plan.questionnaire, given, 50)
    joined = pl.concat(list(score_all(plan, parts, day, detail=True)))
    assert joined.equals(score(plan, frame, day, detail=True))
    assert len(by_columns(plan, frame.head(1), day)) == 1
    assert score(plan, frame.clear(), day).is_empty()


def test_another_questionnaires_part_is_refused_bad(
    plan: Plan, frame: pl.DataFrame, tmp_path: Path
) -> None:
    write_parquet([frame], tmp_path / "set", "sha256:other")
    with pytest.raises(InputError, match="made for another questionnaire"):
        list(read_parquet(tmp_path / "set", plan))


def test_every_column_that_does_not_fit_is_named_bad(
    plan: Plan, frame: pl.DataFrame, tmp_path: Path
) -> None:
    changed = frame.drop("signed").with_columns(pl.col("vendor").str.len_chars())
    write_parquet([changed], tmp_path / "set", plan.questionnaire_digest)
    with pytest.raises(InputError) as refused:
        list(read_parquet(tmp_path / "set", plan))
    told = [problem.message for problem in refused.value.problems]
    assert told == [
        "column 'vendor' is UInt32, expected String",
        "column 'signed' is nothing, expected Boolean",
    ]


def test_a_folder_that_exists_is_never_written_to_bad(
    frame: pl.DataFrame, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="exists"):
        write_parquet([frame], tmp_path, "sha256:any")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [None, b"", b"PAR1 no more"])
def test_a_part_that_is_none_is_refused_bad(
    plan: Plan, tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "part-00000.parquet").write_bytes(content)
    with pytest.raises(InputError):
        list(read_parquet(tmp_path, plan))


@pytest.mark.parametrize(
    "number",
    ["0", "1", "-1", "0.1", "1e-12", "-1e-12", "1e-13", "-1e-13", "9007199254740991"],
)
def test_numbers_keep_their_order_on_the_grid(number: str) -> None:
    one = Fraction(Decimal(number))
    for other in (one + Fraction(1, GRID), one + Fraction(1, 3 * GRID), one + 1):
        assert on_grid(one) <= on_grid(other)
    for point in (Fraction(0), Fraction(1, 10), Fraction(-7)):
        apart = (on_grid(one) > on_grid(point)) - (on_grid(one) < on_grid(point))
        assert apart == (one > point) - (one < point)


def test_evidence_beyond_the_first_word_counts() -> None:
    given = next(
        one for one in cases(SAAS, range(300)) if len(one.response.evidence) > 64
    )
    plan = plan_of(SAAS[0])
    frame = ingest(plan.questionnaire, [given])
    second = [name for name in frame.columns if name.endswith("/backed/1")]
    assert any(frame[name][0] for name in second)
    assert differences(plan, [given], frame) == []
