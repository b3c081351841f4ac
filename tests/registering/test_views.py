"""Views over the register as files, for people and programs; and what is refused."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import get_args

import pytest
from openpyxl import load_workbook

from audit.assessment import turning, why
from audit.report.words import register_words
from audit.vendor.dues import DUE_KINDS
from audit.vendor.model import STATUSES
from audit.vendor.standing import STANDINGS
from tests.registering.office import card_data, run
from tests.registering.views_scene import DAY, Desk, desk_at, fill

LANGUAGES = ("en", "uk", "ru")
CYRILLIC = re.compile("[А-Яа-яЄІЇҐєіїґ]")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """One filled register for all that only look at it."""
    folder = tmp_path_factory.mktemp("views")
    return desk_at(folder, str(folder / "register"))


def written(desk: Desk, name: str, *words: str) -> bytes:
    path = desk.folder / name
    desk.good(*words, "--out", path)
    return path.read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_word_in_every_language(language: str) -> None:
    word = register_words(language)
    wanted = {
        *(f"standing_{name}" for name in STANDINGS),
        *(f"status_{name}" for name in STATUSES),
        *(f"due_{kind}" for kind in DUE_KINDS),
        *(f"why_{kind}" for kind in get_args(why.Kind)),
        *(f"turn_{kind}" for kind in get_args(turning.Kind)),
    }
    assert wanted <= word.keys()
    assert word.keys() == register_words("en").keys()
    english = register_words("en")
    for name, text in word.items():
        fields = sorted(re.findall(r"\{\w*\}", text))
        assert fields == sorted(re.findall(r"\{\w*\}", english[name])), name
        bare = re.sub(r"\{\w*\}|[^\w]", "", text)
        assert bool(CYRILLIC.search(bare)) == (language != "en" and bool(bare)), name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "words",
    [("portfolio", "--as-of", DAY), ("forecast", "--as-of", DAY), ("trend", "plain")],
    ids=lambda words: words[0],
)
def test_a_page_holds_all_it_shows_and_loads_nothing(
    desk: Desk, words: tuple[str, ...], language: str
) -> None:
    page = written(desk, "a.html", *words, "--lang", language).decode()
    assert f'<html lang="{language}">' in page
    assert "Plain Vendor Ltd" in page
    assert not re.search(r'(?:src|href)="|url\((?!data:)|<script', page)
    assert "default-src 'none'" in page
    assert page.count("<h1>") == 1
    assert page.count("<svg") == page.count("<title>") - 1


def test_the_portfolio_as_csv_is_what_it_prints_as_csv(desk: Desk) -> None:
    words = ("portfolio", "--as-of", DAY)
    printed = desk.good(*words, "--format", "csv").stdout
    file = written(desk, "a.csv", *words).decode("utf-8-sig")
    assert file.splitlines() == printed.splitlines()
    rows = list(csv.DictReader(io.StringIO(printed)))
    assert [row["vendor"] for row in rows] == ["asked", "plain", "gone"]
    assert rows[1]["due_kind"] == "evidence"
    assert written(desk, "a.json", *words) == desk.good(
        *words, "--format", "json"
    ).stdout.encode()  # fmt: skip


def test_the_workbook_has_numbers_as_numbers_and_no_formulas(tmp_path: Path) -> None:
    desk = Desk(tmp_path, str(tmp_path / "register"))
    desk.good("init")
    card = card_data(name="=1+1", owner="@SUM(A1)", next_due="2026-12-01")
    desk.good("vendor", "set", desk.write("card.json", card))
    raw = written(desk, "a.xlsx", "portfolio", "--as-of", DAY)
    book = load_workbook(io.BytesIO(raw))
    assert book.sheetnames == ["Vendors", "What falls due"]
    cells = [cell for row in book["What falls due"].iter_rows() for cell in row]
    values = {cell.value: cell.data_type for cell in cells}
    assert values["=1+1"] == "s"
    assert values["@SUM(A1)"] == "s"
    assert values[7] == "n"


def test_the_terminal_shows_the_most_urgent_first(desk: Desk) -> None:
    shown = desk.good("portfolio", "--as-of", DAY).stdout
    places = [shown.index(name) for name in ("Asked GmbH", "Plain Vendor", "Gone SA")]
    assert places == sorted(places)
    assert "▁" in shown


def test_terms_are_the_callers(desk: Desk) -> None:
    def day(*words: str) -> str:
        found = desk.look("portfolio", "--as-of", DAY, *words)["vendors"]
        (asked,) = [one for one in found if one["card"]["id"] == "asked"]
        return str(asked["due"][0]["day"])

    assert day() == "2026-12-20"
    assert day("--respond-within", "3") == "2026-11-23"
    bad = desk.do("portfolio", "--attested-within", "soon")
    assert bad.exit_code == 2
    assert "not a length" in bad.stderr


def test_a_forecast_ends_where_it_is_told_to(desk: Desk) -> None:
    def steps(*words: str) -> int:
        found = desk.look("forecast", "--as-of", DAY, *words)["vendors"]
        return sum(len(one["steps"]) for one in found)

    assert steps() == 2
    assert steps("--until", "2027-01-10") == 0
    assert steps("--until", "2027-01-11") == 1
    assert steps("--days", "365") == 2


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("portfolio", "--out", "a.pdf"), 3, "known: .html, .xlsx, .csv, .json"),
        (("calendar", "--out", "a.html"), 3, "known: .ics"),
        (("trend", "nobody"), 3, "known: asked, gone, plain"),
        (("forecast", "nobody"), 3, "known: asked, gone, plain"),
        (("forecast", "asked"), 3, "name one: --policy"),
        (("forecast", "asked", "--policy", "saas-baseline"), 3, "holds no response"),
        (("forecast", "plain", "--policy", "no@1.0.0"), 3, "no policy 'no@1.0.0'"),
        (("forecast", "--as-of", DAY, "--until", DAY), 2, "after --as-of"),
    ],
    ids=str,
)
def test_what_cannot_be_shown_is_refused_bad(
    desk: Desk, words: tuple[str, ...], code: int, said: str
) -> None:
    done = desk.do(*words)
    assert (done.exit_code, said in done.stderr) == (code, True), done.stderr
    assert done.stdout == ""


def test_a_vendor_without_assessments_has_an_empty_trend(desk: Desk) -> None:
    assert desk.look("trend", "asked")["assessments"] == []
    assert "No vendor has been assessed yet." in desk.good("trend", "asked").stdout


def test_a_sealed_register_is_looked_at_with_an_identity(tmp_path: Path) -> None:
    key = tmp_path / "me.age"
    made = run("register", "identity", "new", "--out", key, "--no-passphrase").stdout
    spare = run(
        "register", "identity", "new", "--out", tmp_path / "b.age", "--no-passphrase"
    ).stdout
    sealed = Desk(tmp_path, str(tmp_path / "register"), key)
    keys = ["--recipient", made.strip(), "--recovery", spare.strip()]
    assert run("register", "init", "--register", sealed.where, *keys).exit_code == 0
    fill(sealed)
    assert len(sealed.look("portfolio", "--as-of", DAY)["vendors"]) == 3
    assert sealed.look("forecast", "plain", "--as-of", DAY)["vendors"][0]["steps"]
    assert sealed.look("trend", "plain")["changes"]
    shut = Desk(tmp_path, sealed.where).do("portfolio")
    assert shut.exit_code == 4
    assert "no identity was given" in shut.stderr


def test_json_is_printed_as_it_is(desk: Desk) -> None:
    found = json.loads(desk.good("portfolio", "--format", "json").stdout)
    assert found["vendors"][1]["card"]["service"]["uk"] == "Заявки"
