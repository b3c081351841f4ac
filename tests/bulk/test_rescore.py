"""Judging a register again: the same as one by one, and one failure stops nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import Result

from audit import pipeline
from audit.bulk.moves import COLUMNS
from audit.canonical import canonical
from audit.cases import assess_case
from audit.columnar.library import pl
from audit.documents import read_json
from audit.register.model import New
from audit.register.store import open_register
from audit.registering.assessing import open_registered
from tests.bulk.scene import (
    AS_OF,
    AT,
    POLICY,
    blob_of,
    make_register,
    news,
    response,
    stricter,
)
from tests.registering.office import Office, make_office, run
from tests.saas_case import assessed

DAY = ("--as-of", AS_OF.isoformat())
ACCEPT = [{"decision": "accept", "when": {"coverage_at_least": 4}}]


def rescore(register: Path, *words: str | Path, policy: str | Path = POLICY) -> Result:
    return run("rescore", "--register", register, "--policy", policy, *DAY, *words)


def rows_of(done: Result, code: int = 0) -> list[dict[str, str]]:
    assert done.exit_code == code, done.output
    return list(csv.DictReader(io.StringIO(done.stdout)))


def one_by_one(register: Path, policy: str | Path = POLICY) -> list[tuple[str, ...]]:
    found = []
    with open_register(register) as opened:
        for vendor in sorted({r.vendor for r in opened.records("vendor") if r.vendor}):
            case = open_registered(opened, vendor, str(policy), AS_OF)
            done = assess_case(case).assessment
            scores = done.scores
            clashes = (*done.contradictions, *done.open_contradictions)
            found.append(
                (
                    *(vendor, done.decision, done.rating, done.residual),
                    *(done.inherent.tier, scores.score.shown, str(scores.score.exact)),
                    *(scores.verified.shown, scores.claimed.shown),
                    *map(str, (len(done.knock_outs), len(clashes))),
                    *map(str, (done.asked, done.answered)),
                )
            )
    return found


COMPARED = (
    "vendor decision rating residual inherent score exact verified claimed"
    " knock_outs contradictions asked answered"
).split()


def compared(rows: list[dict[str, str]]) -> list[tuple[str, ...]]:
    return sorted(tuple(row[name] for name in COMPARED) for row in rows)


ENGINES = pytest.mark.parametrize("engine", ["exact", "columnar"])


@ENGINES
def test_every_vendor_comes_to_what_it_comes_to_alone(
    tmp_path: Path, engine: str
) -> None:
    register = make_register(tmp_path / "register", 12)
    done = rescore(register, "--engine", engine, "--format", "csv")
    assert compared(rows_of(done)) == one_by_one(register)
    assert f"engine {engine}" in done.stderr


@ENGINES
def test_review_exceptions_and_evidence_count_as_when_one_is_assessed(
    tmp_path: Path, engine: str
) -> None:
    office = whole_office(tmp_path)
    (row,) = compared(rows_of(rescore(office.register, "--engine", engine, *CSV)))
    assert [row] == one_by_one(office.register)
    bare = make_office(make_folder(tmp_path / "bare"))
    bare.add(bare.respond())
    (other,) = compared(rows_of(rescore(bare.register, "--engine", engine, *CSV)))
    assert row != other


CSV = ("--format", "csv")


def make_folder(path: Path) -> Path:
    path.mkdir()
    return path


def whole_office(folder: Path) -> Office:
    """One vendor with evidence, a review of this response and of another, a waiver."""
    office = make_office(folder)
    path = office.respond()
    digest = read_json(path.read_bytes(), "r").digest
    judged: dict[str, Any] = {"link_id": "svc-description", "note": "No.", "by": "O"}
    judged |= {"verdict": "rejected", "at": "2026-11-23"}
    review = {"response_digest": digest, "judgements": [judged]}
    waiver = {
        "control": "AUTH-NAMED",
        "reason": "Later.",
        "compensating_control": "Watched.",
        "approver": "O",
        "granted": "2026-11-01",
        "expires": "2027-11-01",
    }
    granted = {"vendor": "Plain Vendor Ltd", "exceptions": [waiver]}
    files = office.write("review.json", review), office.write("waivers.json", granted)
    assert office.add(path, *files).exit_code == 0
    return office


def test_evidence_that_a_recorded_report_saw_counts(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    done = assessed(tmp_path / "vendor")
    evidence = office.response.parent / "evidence/cert.txt"
    evidence.unlink()
    assert office.add(office.response).exit_code == 0
    about = {"assessment": "saas-baseline", "signer": "O", "language": "en"}
    report = New(
        kind="report",
        vendor="plain",
        subject="saas-baseline/2026-11-24",
        content=pipeline.report_pdf(done, "en"),
        media_type="application/pdf",
        by="O",
        about=about,
    )
    with open_register(office.register) as opened:
        opened.accept([report], AT)
        case = open_registered(opened, "plain", POLICY, AS_OF)
    alone = assess_case(case).assessment
    assert [item.status for item in alone.evidence] == ["valid"]
    assert rescore(office.register, "--record", "--by", "O").exit_code == 0
    assert office.content(office.records[-1].number) == canonical(alone.plain())


def test_an_exception_to_a_control_that_the_policy_has_not_is_left_out(
    tmp_path: Path,
) -> None:
    office = whole_office(tmp_path)
    whole = json.loads(stricter(tmp_path).read_text())
    kept = [c for c in whole["controls"] if c["id"] != "AUTH-NAMED"]
    policy = stricter(tmp_path, controls=kept, lint_ignore=[])
    for engine in ("exact", "columnar"):
        done = rescore(office.register, "--engine", engine, *CSV, policy=policy)
        assert rows_of(done)[0]["fault"] == ""


def test_the_register_stays_as_it_is_unless_recording_is_wanted(tmp_path: Path) -> None:
    register = make_register(tmp_path / "register", 3)
    before = head(register)
    assert rescore(register).exit_code == 0
    assert head(register) == before
    assert rescore(register, "--record", "--by", "Olena Koval").exit_code == 0
    with open_register(register) as opened:
        added = list(opened.records(after=before - 1))
        kinds = [record.kind for record in added]
        assert kinds == ["questionnaire", "policy", *["assessment"] * 3]
        case = open_registered(opened, "vendor-0002", POLICY, AS_OF)
        done = assess_case(case).assessment
        assert opened.read(added[-1]) == canonical(done.plain())
        assert added[-1].about["score"] == done.scores.score.shown
    assert rescore(register, "--record", "--by", "Olena Koval").exit_code == 0
    assert head(register) == before + 5


def head(register: Path) -> int:
    with open_register(register) as opened:
        return opened.head().size


def test_moved_decisions_come_first_and_give_the_exit_code(tmp_path: Path) -> None:
    register = make_register(tmp_path / "register", 6)
    assert rescore(register, "--record", "--by", "O").exit_code == 0
    rows = rows_of(rescore(register, *CSV))
    assert {row["moved"] for row in rows} == {"no"}
    policy = stricter(tmp_path, decision=ACCEPT)
    done = rescore(register, *CSV, policy=policy)
    rows = rows_of(done, code=1)
    moved = [row["moved"] for row in rows]
    assert moved == ["decision"] * moved.count("decision") + ["no"] * moved.count("no")
    assert 0 < moved.count("decision") < 6
    assert rows[0]["old_decision"] == "reject"
    assert rows[0]["decision"] == "accept"
    assert f"({moved.count('decision')} reject → accept)" in done.stderr
    assert "reject → accept" in rescore(register, policy=policy).stdout


def fail_blob(register: Path) -> str:
    blob_of(register, "vendor-0001").write_bytes(b"{}")
    return "was altered [blob-altered]"


def fail_check(register: Path) -> str:
    bad = response(7).replace(b'"unknown"', b'"unheard-of"')
    with open_register(register) as opened:
        opened.accept(news(7, bad), AT)
    return "/answers/svc-description/state"


def fail_version(register: Path) -> str:
    with open_register(register) as opened:
        opened.accept(news(7, asked="other-thing@1.0.0"), AT)
    return "the policy judges 'saas-vendor' [bulk-questionnaire]"


@ENGINES
@pytest.mark.parametrize("spoil", [fail_blob, fail_check, fail_version])
def test_what_cannot_be_judged_is_listed_and_stops_nothing(
    tmp_path: Path, engine: str, spoil: Callable[[Path], str]
) -> None:
    register = make_register(tmp_path / "register", 3)
    reason = spoil(register)
    done = rescore(register, "--engine", engine, *CSV)
    rows = rows_of(done, code=3)
    failed = [row for row in rows if row["moved"] == "failed"]
    assert len(failed) == 1
    assert reason in failed[0]["fault"]
    assert failed[0]["decision"] == ""
    assert f"failed: {failed[0]['vendor']}: " in done.stderr
    assert "failed 1" in done.stderr
    assert all(row["decision"] for row in rows if row not in failed)
    assert rescore(register, "--allow-failures").exit_code == 0


def test_a_policy_that_is_none_is_refused_at_once(tmp_path: Path) -> None:
    register = make_register(tmp_path / "register", 1)
    done = rescore(register, policy=stricter(tmp_path, ratings=[]))
    assert done.exit_code == 3
    assert "/ratings" in done.stderr


def test_every_response_is_judged_when_it_is_wanted(tmp_path: Path) -> None:
    register = make_register(tmp_path / "register", 2)
    with open_register(register) as opened:
        (card, own), (_, other) = news(1), news(5)
        later = other.model_copy(update={"vendor": card.vendor})
        opened.accept([later], AT)
        assert own.vendor == later.vendor
    newest = [row["response"] for row in rows_of(rescore(register, *CSV))]
    assert newest == ["r-0000", "r-0005"]
    every = [
        r["response"] for r in rows_of(rescore(register, "--every-response", *CSV))
    ]
    assert sorted(every) == ["r-0000", "r-0001", "r-0005"]


def test_files_and_folders_are_judged_like_a_register(tmp_path: Path) -> None:
    office = whole_office(tmp_path)
    folder = office.response.parent
    for name in ("review", "exceptions"):
        source = "waivers" if name == "exceptions" else name
        (folder / f"{name}.json").write_bytes(
            (tmp_path / f"{source}.json").read_bytes()
        )
    done = run("rescore", folder, "--policy", POLICY, *DAY, *CSV)
    (row,) = compared(rows_of(done))
    (same,) = one_by_one(office.register)
    assert row[1:] == same[1:]
    office.response.write_text("{", "utf-8")
    broken = run("rescore", folder, "--policy", POLICY, *DAY)
    assert broken.exit_code == 3
    assert "failed 1" in broken.stderr


def test_a_table_is_written_in_every_format_with_the_same_rows(tmp_path: Path) -> None:
    register = make_register(tmp_path / "register", 3)
    out = {
        kind: tmp_path / f"all.{kind}" for kind in ("parquet", "csv", "json", "xlsx")
    }
    for path in out.values():
        assert rescore(register, "-o", path).exit_code == 0
    rows = json.loads(out["json"].read_text())
    assert list(rows[0]) == list(COLUMNS)
    frame = pl.read_parquet(out["parquet"])
    assert [str(score) for score in frame["score"]] == [row["score"] for row in rows]
    assert frame.schema["asked"] == pl.Int32
    with out["csv"].open(newline="") as file:
        assert [row["exact"] for row in csv.DictReader(file)] == list(frame["exact"])
    sheet = openpyxl.load_workbook(out["xlsx"]).active
    assert sheet is not None
    cells = list(sheet.iter_rows(values_only=True))
    assert cells[0] == tuple(COLUMNS)
    assert cells[1][0] == rows[0]["vendor"]
    assert len(cells) == 4
    refused = rescore(register, "-o", tmp_path / "all.pdf")
    assert refused.exit_code == 3
    assert ".parquet, .csv, .json, .xlsx" in refused.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--record", "--engine", "columnar"),
        ("--record", "--every-response"),
        ("response.json",),
        ("--processes", "2", "--scheduler", "tcp://127.0.0.1:1"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    register = make_register(tmp_path / "register", 1)
    assert rescore(register, *words).exit_code == 2


def test_a_scheduler_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    register = make_register(tmp_path / "register", 1)
    done = rescore(register, "--scheduler", "tcp://")
    assert done.exit_code == 4
    assert "no scheduler answers" in done.stderr
