"""VSAQ: comments and added strings, choices, conditions, tips, answers."""

from __future__ import annotations

import json

import pytest

from audit.documents import read_json
from audit.errors import InputError
from audit.importers.ledger import Ledger
from audit.importers.vsaq_conditions import Untranslatable, translate
from audit.importers.vsaq_text import as_json
from tests.importers.importing import (
    answers_of,
    forgotten,
    imported,
    questions,
    whys,
)

FILE = r"""// A form of our own.
{
  "version": 1,
  "questionnaire": [{
    "type": "block", "text": "Vendor form", "items": [
      { "type": "block", "text": "Access", "id": "access", "cond": "!(small || tiny)",
        "items": [
          { "type": "info", "text": "<p>See <a href='https://example.org'>the rules</a> " +
                                    "first.</p>" },
          { "type": "radiogroup", "id": "mfa", "defaultChoice": false, "text": "Second factor?",
            "choices": [ { "mfa_all": "Everywhere // always" }, { "mfa_none": "Nowhere" } ] },
          { "type": "tip", "id": "warn_mfa", "cond": "mfa_none", "warn": "yes",
            "severity": "high", "name": "No second factor", "text": "Add one." },
          { "type": "box", "id": "why", "text": "Why not?", "cond": "^warn_mfa" }
        ] },
      { "type": "block", "text": "Size", "items": [
          { "type": "checkgroup", "text": "What fits?", "defaultChoice": true,
            "choices": [ { "small": "Small" }, { "remote": "Remote" } ] },
          { "type": "check", "id": "tiny", "text": "We are tiny." },
          { "type": "yesno", "id": "sub", "text": "Subcontractors?", "yes": "Some", "no": "None" },
          { "type": "line", "id": "who", "text": "Who?", "cond": "sub/yes && remote" },
          { "type": "line", "id": "since", "text": "Since?", "inputType": "date" }
        ] }
    ] }]
}
"""
ANSWERS = {
    "mfa_none": "checked",
    "why": "Legacy",
    "small": "checked",
    "remote": "checked",
    "tiny": "checked",
    "sub": "yes",
    "since": "2020-02-30",
    "gone": "x",
    "who": "",
}


def test_items_become_questions_of_fitting_types_in_sections() -> None:
    done = imported(FILE, "form.json")
    assert done.imported.format == "vsaq"
    asked = done.imported.questionnaire
    assert asked is not None
    assert asked["title"] == {"en": "Vendor form"}
    assert [s["title"]["en"] for s in asked["sections"]] == ["Access", "Size"]
    kinds = {key: question["type"] for key, question in questions(done).items()}
    assert kinds == {
        "mfa": "choice",
        "why": "text",
        "small": "multi_choice",
        "tiny": "boolean",
        "sub": "choice",
        "who": "text",
        "since": "date",
    }


def test_an_info_helps_the_next_question_without_its_markup() -> None:
    done = imported(FILE, "form.json")
    help_text = questions(done)["mfa"]["help"]["en"]
    assert help_text == "See the rules (https://example.org) first."
    assert questions(done)["mfa"]["options"][0]["label"] == {
        "en": "Everywhere // always"
    }


def test_a_default_choice_is_an_option_that_stands_alone() -> None:
    options = questions(imported(FILE, "form.json"))["small"]["options"]
    assert [(o["code"], o.get("exclusive", False)) for o in options] == [
        ("small", False),
        ("remote", False),
        ("none-of-the-above", True),
    ]


def test_conditions_of_items_and_of_blocks_around_them_are_joined() -> None:
    asked = questions(imported(FILE, "form.json"))
    block = {
        "none": [
            {
                "any": [
                    {"answer": "small", "includes_any": ["small"]},
                    {"answer": "tiny", "is": True},
                ]
            }
        ]
    }
    tip = {"answer": "mfa", "is": "mfa-none"}
    assert asked["mfa"]["enable_when"] == block
    # ^warn_mfa: shown when that tip is, which is its own condition and its block's.
    assert asked["why"]["enable_when"] == {"all": [block, tip]}
    assert asked["who"]["enable_when"] == {
        "all": [
            {"answer": "sub", "is": "yes"},
            {"answer": "small", "includes_any": ["remote"]},
        ]
    }


def test_a_tip_is_lost_with_its_severity_and_condition() -> None:
    (tip,) = [
        x for x in imported(FILE, "form.json").imported.losses if "polic" in x.why
    ]
    assert tip.what == "high: No second factor, when mfa_none"


def test_answers_are_put_together_from_the_ids_of_the_options() -> None:
    done = imported(FILE, "form.json", answers=(("a.json", json.dumps(ANSWERS)),))
    given = answers_of(done)
    assert given["mfa"]["value"] == "mfa-none"
    assert given["small"]["value"] == ["small", "remote"]
    assert given["tiny"]["value"] is True
    assert given["sub"]["value"] == "yes"
    assert "who" not in given


def test_answers_that_do_not_fit_are_unknown_and_listed_bad() -> None:
    both = {**ANSWERS, "mfa_all": "checked"}
    done = imported(FILE, "form.json", answers=(("a.json", json.dumps(both)),))
    given = answers_of(done)
    assert given["since"]["state"] == "unknown"
    assert "2020-02-30" in given["since"]["comment"]
    assert given["mfa"]["state"] == "unknown"
    assert whys(done)["a.json:/gone"] == "no question has this id"
    assert "several options" in whys(done)["a.json:/mfa_none"]


def test_every_part_is_carried_or_lost() -> None:
    done = imported(FILE, "form.json", answers=(("a.json", json.dumps(ANSWERS)),))
    data = read_json(as_json(FILE, Ledger()).encode(), "form.json").data
    assert forgotten(data, done) == []
    assert forgotten(ANSWERS, done, "a.json") == []
    assert whys(done)["line 1"] == "JSON has no comments"


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("nobody", "nothing here has the id 'nobody'"),
        ("matches(mfa, x)", "calls the function 'matches'"),
        ("mfa_all &&", "ends too early"),
        ("(mfa_all", "ends too early"),
        ("mfa_all & tiny", "cannot be read at '& tiny'"),
        ("^mfa_all", "names no item with a plain condition"),
        ("!" * 40 + "tiny", "nests too deep"),
    ],
)
def test_a_condition_that_cannot_be_said_hides_nothing_bad(
    condition: str, reason: str
) -> None:
    done = imported(FILE.replace("sub/yes && remote", condition), "form.json")
    assert "enable_when" not in questions(done)["who"]
    assert any(reason in why for why in whys(done).values())


def test_questions_that_wait_for_each_other_are_always_asked_bad() -> None:
    circular = FILE.replace('"id": "tiny",', '"id": "tiny", "cond": "who",')
    circular = circular.replace("sub/yes && remote", "tiny")
    done = imported(circular, "form.json")
    asked = questions(done)
    assert not ("enable_when" in asked["tiny"] and "enable_when" in asked["who"])
    assert any("wait for each other" in why for why in whys(done).values())


@pytest.mark.parametrize(
    ("expression", "condition"),
    [
        ("a || b && !c", {"any": ["a", {"all": ["b", {"none": ["c"]}]}]}),
        ("!(a&&b)", {"none": [{"all": ["a", "b"]}]}),
        ("((a))", "a"),
    ],
)
def test_and_binds_closer_than_or(expression: str, condition: object) -> None:
    assert translate(expression, lambda name: name) == condition


def test_an_expression_without_an_end_is_refused_bad() -> None:
    with pytest.raises(Untranslatable, match="read at"):
        translate("a b", lambda name: name)


def test_an_extension_is_a_questionnaire_of_its_own() -> None:
    extension = (
        '{"namespace": "x", "extensions": [{"type": "line", "id": "q", "text": "Q?"}]}'
    )
    done = imported(extension, "extension.json")
    assert list(questions(done)) == ["q"]
    assert whys(done) == {"/namespace": "sections have no name spaces"}


def test_a_text_that_is_never_closed_is_refused_with_its_line_bad() -> None:
    with pytest.raises(InputError, match=r"form\.json:16"):
        imported(
            FILE.replace('"text": "Size"', '"text": "Size'), "form.json", as_="vsaq"
        )
