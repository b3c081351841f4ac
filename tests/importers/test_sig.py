"""Answer libraries with status, owner and date columns."""

from __future__ import annotations

import csv

import pytest

from audit.errors import InputError
from tests.importers.importing import answers_of, imported, questions, spoken_of, whys

LIBRARY = """\
ID,Domain,Question,Answer,Comments,Evidence,Status,Owner,Last verified
A.1,Access,"Is a second factor asked for, everywhere?",Yes,,mfa.pdf,Approved,CISO,2026-01-02
A.2,Access,Are accounts shared?,N/A,We have no shared systems.,,Approved,IT,2025-11-01
B.1,Backup,"Are backups tried, as ""restores""?",No,"Planned, in spring",,Draft,Ops,2026-03-01
"""


def test_a_library_is_recognised_and_becomes_questions_with_answers() -> None:
    done = imported(LIBRARY, "library.csv")
    assert done.imported.format == "sig"
    asked = questions(done)
    assert list(asked) == ["a-1", "a-2", "b-1"]
    assert {q["type"] for q in asked.values()} == {"boolean"}
    assert asked["b-1"]["text"] == {"en": 'Are backups tried, as "restores"?'}
    given = answers_of(done)
    assert given["a-1"]["value"] is True
    assert given["b-1"]["value"] is False
    assert given["a-2"]["justification"] == "We have no shared systems."
    assert "Last verified: 2026-01-02" in given["a-1"]["comment"]
    assert "Evidence: mfa.pdf" in given["a-1"]["comment"]


def test_every_cell_is_carried_or_lost() -> None:
    done = imported(LIBRARY, "library.csv")
    cells = {
        f"row {row}, column {column}"
        for row, line in enumerate(csv.reader(LIBRARY.splitlines()), 1)
        for column, value in enumerate(line, 1)
        if value
    }
    assert cells == spoken_of(done)
    assert not done.imported.losses


def test_not_applicable_without_a_reason_is_unknown_bad() -> None:
    done = imported(LIBRARY.replace("We have no shared systems.", ""), "library.csv")
    assert answers_of(done)["a-2"]["state"] == "unknown"
    assert "no reason is given" in whys(done)["row 3, column 4"]


def test_a_list_without_anybody_to_vouch_is_not_recognised_bad() -> None:
    other = LIBRARY.replace("Status,Owner,Last verified", "X,Y,Z")
    with pytest.raises(InputError, match="no format that is known"):
        imported(other, "library.csv")
    with pytest.raises(InputError, match="no row has the headers"):
        imported(other, "library.csv", as_="sig")


def test_a_master_list_of_approved_answers_is_such_a_library() -> None:
    text = (
        "Control ID,Category,Canonical Question,Approved Answer,Last Reviewed,Owner\n"
    )
    text += "S-1,Encryption,How are backups protected?,AES-256.,2026-01-01,Ops\n"
    done = imported(text, "master.csv")
    assert answers_of(done)["s-1"]["value"] == "AES-256."
    assert not done.imported.losses


def test_a_library_without_ids_is_named_by_its_questions() -> None:
    done = imported("Question,Answer,Status\nIs it safe?,Yes,ok\n", "short.csv")
    (asked,) = questions(done).values()
    assert asked["link_id"] == "is-it-safe"
    assert "help" not in asked


def test_words_beside_yes_and_no_make_it_a_list_of_texts() -> None:
    done = imported(LIBRARY.replace(",No,", ",Partly,"), "library.csv")
    assert {q["type"] for q in questions(done).values()} == {"text"}
    assert answers_of(done)["a-1"]["value"] == "Yes"
