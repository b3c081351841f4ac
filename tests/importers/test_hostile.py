"""Hostile files: each is refused in plain words, or handled, and never obeyed."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest

from audit.errors import InputError
from audit.importers.source import MAX_BYTES, Source, readable
from tests.importers.hostile import LAUGHS, OUTSIDE, rebuilt, with_entries, workbook
from tests.importers.importing import answers_of, imported, questions, whys
from tests.importers.test_fhir import form, item
from tests.importers.test_sig import LIBRARY

SHEET = "xl/worksheets/sheet1.xml"
PLAIN = workbook(
    [["ID", "Question", "Answer", "Status"], ["1", "MFA?", "Yes", "Approved"]]
)


def sheet_with(text: str, instead: str) -> bytes:
    with zipfile.ZipFile(BytesIO(PLAIN)) as archive:
        xml = archive.read(SHEET).decode()
    assert text in xml
    changed = xml.replace(text, instead, 1).encode()
    return rebuilt(PLAIN, lambda name: changed if name == SHEET else None)


def many_files() -> bytes:
    return rebuilt(
        PLAIN, lambda _: None, {f"xl/media/{n}.png": b"" for n in range(2100)}
    )


def named(name: str) -> bytes:
    return rebuilt(PLAIN, lambda _: None, {name: b"x"})


def bomb() -> bytes:
    return with_entries(
        PLAIN, **{"xl/comments1__xml": b"<a>" + b" " * 9_000_000 + b"</a>"}
    )


def test_the_plain_workbook_is_read() -> None:
    done = imported(PLAIN, "plain.xlsx")
    assert done.imported.format == "sig"
    assert answers_of(done)["q-1"]["value"] is True


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        pytest.param(bomb(), "unpacks to .* times its size", id="bomb"),
        pytest.param(many_files(), "more than 2,000 files inside", id="many-files"),
        pytest.param(named("../evil.xml"), r"a file inside is called '\.\./evil\.xml'", id="traversal"),
        pytest.param(named("/etc/evil"), "a file inside is called", id="absolute"),
        pytest.param(named("xl\\evil"), "a file inside is called", id="backslash"),
        pytest.param(named("XL/Workbook.xml"), "two files inside have one name", id="same-name"),
        pytest.param(named("xl/vbaProject.bin"), "the workbook has macros", id="macros"),
        pytest.param(named("xl/externalLinks/l1.xml"), "linked to other files", id="links"),
        pytest.param(named("xl/connections.xml"), "draws data from elsewhere", id="connections"),
        pytest.param(named("xl/embeddings/o.bin"), "files embedded in it", id="embedded"),
        pytest.param(with_entries(PLAIN, x__xml=LAUGHS.encode()), "declares entities", id="laughs"),
        pytest.param(with_entries(PLAIN, x__xml=OUTSIDE.encode()), "declares entities", id="outside"),
        pytest.param(with_entries(PLAIN, x__xml=b"<a><b></a>"), "is no XML", id="broken-xml"),
        pytest.param(sheet_with("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD9999"/></mergeCells>'), "more than 400,000 cells", id="merged"),
        pytest.param(sheet_with('r="D2"', 'r="ZZ1000000"'), "more than 400,000 cells", id="far-cell"),
        pytest.param(PLAIN[: len(PLAIN) // 2], "the archive is broken", id="cut"),
        pytest.param(b"PK\x03\x04" + b"\0" * 64, "the archive is broken", id="no-archive"),
    ],
)  # fmt: skip
def test_a_hostile_workbook_is_refused_bad(raw: bytes, message: str) -> None:
    for asked_for in ("sig", None):  # telling what a file is opens it by the same door
        with pytest.raises(InputError, match=message):
            imported(raw, "hostile.xlsx", as_=asked_for)


def test_other_zip_archives_are_no_workbooks_bad() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("response.json", "{}")
    with pytest.raises(InputError, match="this zip archive is no workbook"):
        imported(buffer.getvalue(), "pack.xlsx", as_="sig")


def test_all_faults_of_an_archive_are_named_at_once_bad() -> None:
    raw = rebuilt(PLAIN, lambda _: None, {"../a": b"x", "xl/vbaProject.bin": b"x"})
    with pytest.raises(InputError) as caught:
        imported(raw, "hostile.xlsm", as_="sig")
    assert [p.code for p in caught.value.problems] == ["import-name", "import-macros"]


def test_a_suffix_decides_nothing() -> None:
    assert imported(PLAIN, "plain.json").imported.format == "sig"
    assert imported(LIBRARY, "library.xlsx").imported.format == "sig"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"%PDF-1.7 x", "this is a PDF"),
        (b"\xd0\xcf\x11\xe0 x", "an old Office file"),
        (LIBRARY.encode() + b"a\0b", "line|NUL"),
        (b"\xff\xfea", "not UTF-16"),
        (LIBRARY.encode() + b"\xe9", "is not UTF-8"),
        (b'ID,Question,Answer,Status\n1,"open,Yes,x\n', "this is no CSV"),
        (("a," * 400_001).encode(), "more than 400,000 cells"),
        (
            b"ID,Question,Answer,Status\n1," + b"x" * 60_000 + b",Yes,x\n",
            "more than 50,000",
        ),
    ],
)
def test_a_broken_text_is_refused_bad(raw: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        imported(raw, "broken.csv", as_="sig")


@pytest.mark.parametrize(("codec", "mark"), [("utf-8-sig", b""), ("utf-16", b"")])
def test_marks_of_byte_order_are_understood(codec: str, mark: bytes) -> None:
    done = imported(mark + LIBRARY.encode(codec), "library.csv")
    assert list(questions(done)) == ["a-1", "a-2", "b-1"]


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_other_signs_between_columns_are_understood(sign: str) -> None:
    text = "ID,Question,Answer,Status\n1,MFA?,Yes,ok\n".replace(",", sign)
    assert answers_of(imported(text, "l.csv"))["q-1"]["value"] is True


def test_a_formula_in_csv_stays_a_text_and_is_written_as_one() -> None:
    attack = "=HYPERLINK(1)"
    done = imported(LIBRARY.replace(",No,", f",{attack},"), "library.csv")
    assert answers_of(done)["b-1"]["value"] == attack


def test_hidden_characters_are_dropped_and_said() -> None:
    turned = "Is it\u202e safe?\u200b"
    done = imported(LIBRARY.replace("Are accounts shared?", turned), "library.csv")
    assert questions(done)["a-2"]["text"] == {"en": "Is it safe?"}
    assert "disguise" in whys(done)["row 3, column 3"]


def test_a_name_with_folders_in_it_names_no_folder() -> None:
    done = imported(LIBRARY, "../../etc/pass wd.csv")
    assert done.imported.questionnaire is not None
    assert done.imported.questionnaire["id"] == "pass-wd"
    assert done.imported.responses[0]["response_id"] == "imported-pass-wd"


def test_deep_json_is_refused_bad() -> None:
    deep = '{"resourceType": "Questionnaire", "item": ' + "[" * 5000 + "]" * 5000 + "}"
    with pytest.raises(InputError, match="nested deeper than 64"):
        imported(deep, "deep.json", as_="fhir")


def test_json_of_odd_shapes_is_refused_and_never_crashes_bad() -> None:
    odd = form({"linkId": 3, "type": ["x"]}, item("g", "group", item=[None, 3, {}]))
    odd["item"] += [None, [], item("h", "group", repeats=True, item=[{"type": {}}])]
    odd |= {
        "title": ["x"],
        "version": {},
        "contained": [None, {"resourceType": "ValueSet", "compose": []}],
    }
    done = imported(json.dumps(odd), "odd.json", as_="fhir")
    assert done.questions == 3
    with pytest.raises(InputError, match="no question was found"):
        imported(
            '{"questionnaire": [null, 3, {"type": "block", "items": {}}]}',
            "odd.json",
            as_="vsaq",
        )
    with pytest.raises(InputError, match="neither 'questionnaire' nor"):
        imported('{"questionnaire": 3}', "odd.json", as_="vsaq")


def test_more_questions_than_a_vendor_can_answer_are_refused_bad() -> None:
    many = form(*[item("q", "boolean")] * 5001)
    with pytest.raises(InputError, match="more than 5,000 questions"):
        imported(json.dumps(many), "many.json")


def test_conditions_that_are_handed_down_too_often_hide_nothing_bad() -> None:
    gate = [{"question": "q", "operator": "=", "answerBoolean": True}] * 200
    inside = [item(f"z{n}", "boolean") for n in range(150)]
    group = item("g", "group", enableWhen=gate, enableBehavior="any", item=inside)
    done = imported(json.dumps(form(item("q", "boolean"), group)), "f.json")
    asked = questions(done)
    assert "enable_when" in asked["z1"]
    assert "enable_when" not in asked["z149"]
    assert any("has room for 20,000 parts" in why for why in whys(done).values())


def test_many_circles_of_conditions_are_all_cut_bad() -> None:
    def gate(number: int) -> dict[str, object]:
        return {"question": f"q{number}", "operator": "=", "answerBoolean": True}

    pairs = [item(f"q{n}", "boolean", enableWhen=[gate(n ^ 1)]) for n in range(80)]
    done = imported(json.dumps(form(*pairs)), "circles.json")
    assert not any("enable_when" in q for q in questions(done).values())


@pytest.mark.parametrize("piece", ["<a ", "<!--", "<a href='", "</", "&a", "/*"])
def test_markup_that_never_ends_is_read_like_any_text(piece: str) -> None:
    endless = piece * 20_000
    found = {"questionnaire": [{"type": "line", "id": "q", "text": f"Q? {endless}"}]}
    done = imported(json.dumps(found), "endless.json", as_="vsaq")
    assert questions(done)["q"]["text"]["en"].startswith("Q?")


def test_a_file_beyond_the_limit_or_without_content_is_refused_bad() -> None:
    with pytest.raises(InputError, match="larger than 16,777,216 bytes"):
        readable(Source("large.csv", b"a" * (MAX_BYTES + 1)))
    with pytest.raises(InputError, match="the file is empty"):
        readable(Source("empty.csv", b" \n"))
