"""The export: read back by two readers, and judged as the register itself is."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest

from audit.columnar.library import pl
from audit.register.model import write_moment
from audit.register.store import open_register
from tests.bulk.scene import AS_OF, AT, POLICY, make_register, news, response, stricter
from tests.bulk.test_rescore import ACCEPT, blob_of, rescore, whole_office
from tests.registering.office import run

DAY = ("--as-of", AS_OF.isoformat())


def export(register: Path, folder: Path, *words: str) -> Any:
    one = ("--processes", "1")
    return run("register", "parquet", folder, "--register", register, *one, *words)


def judged(folder: Path, policy: str | Path) -> list[dict[str, str]]:
    done = run(
        "rescore", "--answers", folder, "--policy", policy, *DAY, "--format", "csv"
    )
    return list(csv.DictReader(io.StringIO(done.stdout)))


@pytest.fixture
def exported(tmp_path: Path) -> tuple[Path, Path]:
    register = make_register(tmp_path / "register", 6)
    assert rescore(register, "--record", "--by", "Olena Koval").exit_code == 0
    folder = tmp_path / "export"
    done = export(register, folder)
    assert done.exit_code == 0, done.output
    assert "6 responses, 6 assessments" in done.stderr
    return register, folder


def recorded(register: Path) -> dict[str, dict[str, Any]]:
    with open_register(register) as opened:
        return {
            str(record.vendor): json.loads(opened.read(record))
            | {"recorded_at": record.recorded_at}
            for record in opened.records("assessment")
        }


def test_polars_reads_every_assessment_back(exported: tuple[Path, Path]) -> None:
    register, folder = exported
    frame = pl.read_parquet(folder / "assessments/*.parquet")
    assert frame.schema["score"] == pl.Decimal(5, 1)
    assert frame.schema["as_of"] == pl.Date
    found = {row["vendor"]: row for row in frame.iter_rows(named=True)}
    said = recorded(register)
    assert found.keys() == said.keys()
    for vendor, row in found.items():
        own = said[vendor]
        for name, total in own["scores"].items():
            assert row[f"{name}_exact"] == total["exact"]
            assert str(row[name]) == total["shown"]
        assert (row["decision"], row["residual"]) == (own["decision"], own["residual"])
        assert row["as_of"] == AS_OF
        assert write_moment(row["recorded_at"]) == own["recorded_at"]
        domains = {d["id"]: d.get("score", {}).get("exact") for d in own["domains"]}
        assert {d["id"]: d["score_exact"] for d in row["domains"]} == domains
        status = {c["id"]: c["status"] for c in own["controls"]}
        status |= {c["id"]: "out_of_scope" for c in own["out_of_scope"]}
        assert {c["id"]: c["status"] for c in row["controls"]} == status


def test_another_reader_finds_the_same(exported: tuple[Path, Path]) -> None:
    register, folder = exported
    said = recorded(register)
    given = [f"{folder}/assessments/*.parquet"]
    with duckdb.connect() as base:
        totals = """select vendor, score, score_exact, decision, as_of
            from read_parquet(?) order by vendor"""
        rows = base.execute(totals, given).fetchall()
        points = """select vendor, list(control.points_exact) from
            (select vendor, unnest(controls) as control from read_parquet(?))
            where control.points_exact is not null group by vendor"""
        exact = dict(base.execute(points, given).fetchall())
        answers = """select questionnaire, response_id, "svc-description/state"
            from read_parquet(?, hive_partitioning = true) order by response_id"""
        typed = base.execute(answers, [f"{folder}/answers/*/*.parquet"]).fetchall()
    assert [row[0] for row in rows] == sorted(said)
    for vendor, score, fraction, decision, as_of in rows:
        whole = said[vendor]["scores"]["score"]
        assert (str(score), fraction) == (whole["shown"], whole["exact"])
        assert (decision, as_of) == (said[vendor]["decision"], AS_OF)
        assert sum(map(Fraction, exact[vendor])) == Fraction(fraction)
    assert [row[1] for row in typed] == [f"r-{n:04}" for n in range(6)]
    assert {row[0] for row in typed} == {"saas-vendor@1.0.0"}
    assert [row[2] for row in typed[:2]] == ["answered", "unknown"]


def test_judging_an_export_is_judging_the_register(
    exported: tuple[Path, Path], tmp_path: Path
) -> None:
    register, folder = exported
    policy = stricter(tmp_path, decision=ACCEPT)
    done = rescore(register, "--engine", "exact", "--format", "csv", policy=policy)
    rows = judged(folder, policy)
    assert rows == list(csv.DictReader(io.StringIO(done.stdout)))
    assert {row["moved"] for row in rows} == {"decision", "no"}


def test_review_exceptions_and_evidence_are_in_the_export(tmp_path: Path) -> None:
    office = whole_office(tmp_path)
    folder = tmp_path / "export"
    assert export(office.register, folder).exit_code == 0
    done = rescore(office.register, "--engine", "exact", "--format", "csv")
    assert judged(folder, POLICY) == list(csv.DictReader(io.StringIO(done.stdout)))


def test_what_cannot_be_read_or_checked_is_left_out_and_listed(tmp_path: Path) -> None:
    register = make_register(tmp_path / "register", 3)
    blob_of(register, "vendor-0001").write_bytes(b"{}")
    bad = response(7).replace(b'"unknown"', b'"unheard-of"')
    with open_register(register) as opened:
        opened.accept([*news(7, bad), *news(8, asked="gone@1.0.0")], AT)
    done = export(register, tmp_path / "export")
    assert done.exit_code == 3
    for vendor in ("vendor-0001", "vendor-0007", "vendor-0008"):
        assert f"left out: {vendor}: " in done.stderr
    assert [r["vendor"] for r in judged(tmp_path / "export", POLICY)] == [
        "vendor-0000",
        "vendor-0002",
    ]


def test_a_folder_that_is_there_and_no_export_are_refused(
    exported: tuple[Path, Path], tmp_path: Path
) -> None:
    register, folder = exported
    assert export(register, folder).exit_code == 3
    done = run("rescore", "--answers", tmp_path, "--policy", POLICY)
    assert done.exit_code == 3
    assert "no export of a register [bulk-export]" in done.stderr


def test_parts_of_another_export_are_noticed(
    exported: tuple[Path, Path], tmp_path: Path
) -> None:
    register, folder = exported
    with open_register(register) as opened:
        opened.accept(news(9), AT)
    assert export(register, tmp_path / "later").exit_code == 0
    (tmp_path / "later/responses.parquet").replace(folder / "responses.parquet")
    done = run("rescore", "--answers", folder, "--policy", POLICY, *DAY)
    assert done.exit_code == 3
    assert "not those that responses.parquet lists" in done.stderr
