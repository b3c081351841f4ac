"""The score of a HECVAT: as the workbook computes it, and without what N/A adds."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from audit.cli.main import main
from audit.importers.hecvat_layout import Hecvat
from audit.importers.hecvat_score import Line, score, scored, unscored
from audit.importers.source import Source
from tests.importers.hecvat_books import hecvat
from tests.importers.importing import imported

if TYPE_CHECKING:
    from pathlib import Path

YES, NO, NA = ("Yes", None), ("No", None), ("N/A", None)
#: Every compliant answer: DATA-02 and DOCU-03 want a No.
GOOD = {
    "REQU-01": YES,
    "REQU-08": YES,
    "DOCU-01": YES,
    "DOCU-02": YES,
    "DOCU-03": NO,
    "DATA-01": YES,
    "DATA-02": NO,
    "AIPL-01": YES,
    "PRGN-01": YES,
}


def book(answers: dict[str, Any], **over: Any) -> Hecvat:
    found = Hecvat.of(Source("h.xlsx", hecvat(answers, **over)).tables)
    assert found is not None
    return found


def lines(answers: dict[str, Any], **over: Any) -> dict[str, Line]:
    return {line.name: line for line in score(book(answers, **over))}


def points(line: Line) -> tuple[int, int]:
    return line.workbook.earned, line.workbook.possible


def test_importance_weighs_twenty_ten_and_five_and_the_compliant_answer_earns() -> None:
    found = lines(GOOD)
    assert points(found["DOCU"]) == (35, 35)
    assert points(found["DATA"]) == (30, 30)
    assert points(found["AI"]) == points(found["Privacy"]) == (10, 10)
    assert points(found["Overall"]) == (85, 85)
    assert found["Overall"].workbook.percent == 100


def test_yes_earns_nothing_where_no_is_the_compliant_answer_bad() -> None:
    found = lines({**GOOD, "DATA-02": YES, "DOCU-03": YES})
    assert points(found["DATA"]) == (20, 30)
    assert points(found["DOCU"]) == (30, 35)


def test_silence_earns_nothing_and_stays_in_the_sum_bad() -> None:
    silent = {key: said for key, said in GOOD.items() if key != "DOCU-01"}
    assert points(lines(silent)["DOCU"]) == (15, 35)


def test_a_gate_answered_no_takes_its_questions_out_of_both_sums() -> None:
    found = lines({**GOOD, "REQU-01": NO, "REQU-08": NO})
    assert points(found["DATA"]) == points(found["Privacy"]) == (0, 0)
    assert found["DATA"].workbook.percent is None
    assert points(found["Overall"]) == (45, 45)


def test_not_applicable_leaves_both_sums_in_the_workbook_and_not_with_us() -> None:
    worse = {**GOOD, "DOCU-01": NO}
    told = lines({**worse, "DOCU-01": NA})["DOCU"]
    assert points(lines(worse)["DOCU"]) == (15, 35)
    assert points(told) == (15, 15)
    assert told.with_reason.percent == told.no_na.percent == Fraction(100 * 15, 35)


def test_with_a_reason_written_beside_it_not_applicable_leaves_with_us_too() -> None:
    told = lines({**GOOD, "DOCU-01": ("N/A", "We have no papers")})["DOCU"]
    assert (told.with_reason.earned, told.with_reason.possible) == (15, 15)
    assert (told.no_na.earned, told.no_na.possible) == (15, 35)


def test_not_applicable_never_raises_our_readings() -> None:
    before = lines({**GOOD, "DOCU-01": NO})["Overall"]
    for question in ("DOCU-01", "DOCU-02", "DATA-01", "AIPL-01", "PRGN-01"):
        after = lines({**GOOD, "DOCU-01": NO, question: NA})["Overall"]
        for reading in ("with_reason", "no_na"):
            then, now = getattr(before, reading), getattr(after, reading)
            assert now.percent <= then.percent, (question, reading)


def test_a_blank_answer_leaves_where_the_workbook_says_so_and_not_with_us() -> None:
    found = lines(GOOD)["DCTR"]
    assert points(found) == (0, 0)
    assert (found.with_reason.earned, found.with_reason.possible) == (0, 10)


def test_a_neutral_question_earns_nothing_before_it_is_judged() -> None:
    answers = {**GOOD, "DCTR-01": YES}
    assert points(lines(answers)["DCTR"]) == (0, 10)
    judged = {"DCTR-01": ("Mark as Compliant", None)}
    assert points(lines(answers, overrides=judged)["DCTR"]) == (10, 10)


def test_the_buyer_overrides_the_answer_and_the_importance() -> None:
    judged = {
        "DOCU-01": ("Mark as Non-Compliant", None),
        "DOCU-02": (None, "Critical Importance"),
        "DOCU-03": (None, "Does Not Apply/Do Not Score"),
        "DATA-02": ("Mark as Compliant", "Minor Importance"),
    }
    found = lines({**GOOD, "DATA-02": YES}, overrides=judged)
    assert points(found["DOCU"]) == (20, 40)
    assert points(found["DATA"]) == (25, 25)


def test_a_section_that_is_left_out_is_not_in_the_overall_score() -> None:
    assert points(lines(GOOD, left_out=("DOCU",))["Overall"]) == (50, 50)
    assert points(lines(GOOD, left_out=("PRGN",))["Privacy"]) == (0, 0)


def test_a_section_ticked_by_libreoffice_is_included_and_an_unticked_one_is_not() -> (
    None
):
    assert points(lines(GOOD, ticked="=TRUE()")["Overall"]) == (85, 85)
    assert points(lines(GOOD, ticked=None)["Overall"]) == (20, 20)


def test_a_question_beyond_the_scoring_sheet_is_named() -> None:
    workbook = book(GOOD)
    assert unscored(workbook) == ("AILM-07",)
    assert "AILM-07" not in {mark.id for mark in scored(workbook)}


def test_the_import_shows_the_three_readings() -> None:
    table = imported(hecvat({**GOOD, "DOCU-01": NA}), "h.xlsx").imported.scores
    head, *rows = table
    assert head[1:] == (
        "the workbook's score",
        "N/A only with a reason",
        "no N/A accepted",
    )
    named = {row[0]: row[1:] for row in rows}
    assert named["DOCU"] == (
        "100.0 % (15 of 15)",
        "42.9 % (15 of 35)",
        "42.9 % (15 of 35)",
    )
    assert "AILM-07: not in the workbook's scoring" in named


def test_a_workbook_without_its_scoring_sheet_shows_no_score_bad() -> None:
    assert imported(hecvat(GOOD, scoring=False), "h.xlsx").imported.scores == ()


def test_the_command_prints_the_score_beside_the_summary(tmp_path: Path) -> None:
    file = tmp_path / "filled.xlsx"
    file.write_bytes(hecvat({**GOOD, "DOCU-01": NA}))
    words = ["import", str(file), "--as", "hecvat", "-o", str(tmp_path / "out")]
    done = CliRunner(env={"COLUMNS": "200"}).invoke(main, words)
    assert done.exit_code == 0, done.output
    (shown,) = [x for x in done.stdout.splitlines() if x.startswith("DOCU ")]
    assert "100.0 % (15 of 15)" in shown
    assert "42.9 % (15 of 35)" in shown
    kept = json.loads((tmp_path / "out/losses.json").read_text())
    assert ["DOCU", *["42.9 % (15 of 35)"] * 2] in [
        [row[0], *row[2:]] for row in kept["scores"]
    ]
