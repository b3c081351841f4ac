"""CISO Assistant: sections, types, choices, conditions, translations, losses by name."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from audit.errors import InputError
from audit.importers.ledger import children
from audit.importers.registry import detect
from audit.importers.source import Source
from tests.importers.importing import forgotten, imported, questions, whys

if TYPE_CHECKING:
    from collections.abc import Iterator

Plain = dict[str, Any]
NODE = "urn:example:risk:req_node:own-frame"
QUESTION = f"{NODE}:one:question"
NODES = "/objects/framework/requirement_nodes"


def choice(number: int, value: str, **over: Any) -> Plain:
    return {"urn": f"{QUESTION}:1:choice:{number}", "value": value, **over}


def library(questions: Plain, locale: str = "en", **node: Any) -> Plain:
    heading = {
        "urn": f"{NODE}:part",
        "assessable": False,
        "depth": 1,
        "name": "Part one",
        "description": "What it is about",
    }
    asking = {
        "urn": f"{NODE}:one",
        "parent_urn": f"{NODE}:part",
        "assessable": True,
        "depth": 2,
        "ref_id": "1.1",
        "description": "Doors are shut.",
        "typical_evidence": "A photo",
        "questions": questions,
        **node,
    }
    framework = {
        "urn": "urn:example:risk:framework:own-frame",
        "ref_id": "own-frame",
        "name": "Our frame",
        "min_score": 0,
        "requirement_nodes": [heading, asking],
    }
    return {
        "urn": "urn:example:risk:library:own-frame",
        "locale": locale,
        "version": 3,
        "publication_date": "2026-06-23",
        "provider": "Example",
        "objects": {"framework": framework},
    }


def read(data: Plain, text: str | None = None) -> Any:
    # Every JSON text is YAML; 'requirement_nodes' stands on a line of its own in both.
    raw = text or f"# a library\n{json.dumps(data, ensure_ascii=False, indent=1)}"
    done = imported(raw, "own.yaml", as_="ciso-assistant")
    assert forgotten(data, done) == []
    return done


def two(**over: Any) -> Plain:
    return {
        "type": "unique_choice",
        "text": "Is it shut?",
        "choices": [choice(1, "Yes, always"), choice(2, "No")],
        **over,
    }


def depending(answers: list[Any], condition: str = "any", on: str = "1") -> Plain:
    depends = {"question": f"{QUESTION}:{on}", "answers": answers}
    gate = {**depends, "condition": condition}
    return {"type": "text", "text": "Since when?", "depends_on": gate}


def test_a_question_comes_over_with_its_section_and_requirement() -> None:
    done = read(library({f"{QUESTION}:1": two()}))
    asked = done.imported.questionnaire
    assert (asked["id"], asked["version"], asked["date"], asked["publisher"]) == (
        "own-frame",
        "3.0.0",
        "2026-06-23",
        "Example",
    )
    (section,) = asked["sections"]
    assert section["title"] == {"en": "Part one"}
    assert section["intro"] == {"en": "What it is about"}
    question = questions(done)["one-question-1"]
    assert question["help"] == {"en": "1.1\nDoors are shut."}
    assert question["typical_evidence"] == {"en": "A photo"}
    assert [o["code"] for o in question["options"]] == ["yes-always", "no"]


def test_every_type_has_its_own_of_ours() -> None:
    kinds = ("unique_choice", "multiple_choice", "text", "number", "boolean", "date")
    asked = {f"{QUESTION}:{n}": two(type=kind) for n, kind in enumerate(kinds)}
    found = [q["type"] for q in questions(read(library(asked))).values()]
    assert found == ["choice", "multi_choice", "text", "decimal", "boolean", "date"]


def test_an_unknown_type_is_read_as_text_and_told_bad() -> None:
    done = read(library({f"{QUESTION}:1": {"type": "slider", "text": "How much?"}}))
    assert questions(done)["one-question-1"]["type"] == "text"
    assert whys(done)[f"{NODES}/1/questions/{QUESTION}:1/type"] == "no such type"


def test_a_choice_of_one_is_read_as_text_and_told_bad() -> None:
    done = read(library({f"{QUESTION}:1": two(choices=[choice(1, "Yes")])}))
    assert questions(done)["one-question-1"]["type"] == "text"


@pytest.mark.parametrize(
    ("kind", "condition", "said"),
    [
        ("unique_choice", "any", {"in": ["yes-always", "no"]}),
        ("multiple_choice", "any", {"includes_any": ["yes-always", "no"]}),
        ("multiple_choice", "all", {"includes_all": ["yes-always", "no"]}),
    ],
)
def test_conditions_are_translated(kind: str, condition: str, said: Plain) -> None:
    answers = [f"{QUESTION}:1:choice:1", f"{QUESTION}:1:choice:2"]
    data = {
        f"{QUESTION}:1": two(type=kind),
        f"{QUESTION}:2": depending(answers, condition),
    }
    gate = questions(read(library(data)))["one-question-2"]["enable_when"]
    assert gate == {"answer": "one-question-1", **said}


def test_a_condition_on_a_later_question_and_on_a_boolean_is_translated() -> None:
    data = {
        f"{QUESTION}:0": depending(["true"], on="9"),
        f"{QUESTION}:9": {"type": "boolean", "text": "Is it so?"},
    }
    gate = questions(read(library(data)))["one-question-0"]["enable_when"]
    assert gate == {"answer": "one-question-9", "is": True}


@pytest.mark.parametrize(
    ("answers", "condition", "on"),
    [
        ([f"{QUESTION}:1:choice:1", f"{QUESTION}:1:choice:2"], "all", "1"),
        (["urn:example:no-choice"], "any", "1"),
        ([f"{QUESTION}:1:choice:1"], "any", "7"),
        ([], "any", "1"),
    ],
)
def test_a_condition_that_cannot_hold_leaves_its_question_visible_bad(
    answers: list[Any], condition: str, on: str
) -> None:
    data = {f"{QUESTION}:1": two(), f"{QUESTION}:2": depending(answers, condition, on)}
    done = read(library(data))
    assert "enable_when" not in questions(done)["one-question-2"]
    lost = f"{NODES}/1/questions/{QUESTION}:2/depends_on"
    (loss,) = [x for x in done.imported.losses if x.where == lost]
    assert loss.kept_as == "the question is always asked"


def test_a_question_that_waits_for_itself_stays_visible_bad() -> None:
    data = {
        f"{QUESTION}:1": two(
            depends_on=depending([f"{QUESTION}:1:choice:1"])["depends_on"]
        )
    }
    done = read(library(data))
    assert "enable_when" not in questions(done)["one-question-1"]
    assert any("condition" in why for why in whys(done).values())


def test_scores_and_results_of_choices_are_told_as_policy() -> None:
    choices = [
        choice(1, "Yes", add_score=20, compute_result="compliant", color="#0a0"),
        choice(2, "No", select_implementation_groups=["more"]),
    ]
    why = whys(read(library({f"{QUESTION}:1": two(choices=choices, weight=2)})))
    at = f"{NODES}/1/questions/{QUESTION}:1"
    for key in ("choices/0/add_score", "choices/0/compute_result", "weight"):
        assert "policy" in why[f"{at}/{key}"]
    assert "groups of questions" in why[f"{at}/choices/1/select_implementation_groups"]


def test_translations_of_ours_come_over_and_others_are_told_by_name() -> None:
    asked = two(
        translations={"uk": {"text": "Чи зачинено?"}, "fr": {"text": "Fermé ?"}}
    )
    for option in asked["choices"]:
        option["translations"] = {"uk": {"value": f"Варіант {option['value']}"}}
    data = library({f"{QUESTION}:1": asked}, description=None, ref_id=None)
    del data["objects"]["framework"]["requirement_nodes"][1]["typical_evidence"]
    done = read(data)
    why = whys(done)
    assert "texts are in" in why[f"{NODES}/1/questions/{QUESTION}:1/translations/fr"]
    assert questions(done)["one-question-1"]["text"] == {"en": "Is it shut?"}
    assert "translated into it" in why["language uk"]


def test_a_library_in_ukrainian_stays_ukrainian() -> None:
    done = read(library({f"{QUESTION}:1": two()}, locale="uk"))
    asked = done.imported.questionnaire
    assert (asked["language"], asked["languages"]) == ("uk", ["uk"])


def test_another_language_is_told_bad() -> None:
    done = read(library({f"{QUESTION}:1": two()}, locale="fr"))
    assert done.imported.questionnaire["language"] == "en"
    assert "texts are in" in whys(done)["/locale"]


def test_escapes_of_latin_1_are_letters() -> None:
    text = json.dumps(library({f"{QUESTION}:1": two(text="Fermé ?")}), indent=1)
    assert "\\u00e9" in text
    data = json.loads(text)
    done = read(
        data, f"# a library\n{text.replace(chr(92) + 'u00e9', chr(92) + 'xe9')}"
    )
    assert questions(done)["one-question-1"]["text"] == {"en": "Fermé ?"}


def test_anchors_are_refused_with_their_place_bad() -> None:
    text = "objects:\n  framework:\n    requirement_nodes:\n      - &a {urn: x}\n      - *a\n"
    with pytest.raises(InputError) as caught:
        imported(text, "own.yaml")
    codes = [(problem.code, problem.line) for problem in caught.value.problems]
    assert ("yaml-anchor", 4) in codes
    assert ("yaml-alias", 5) in codes


def test_a_library_without_a_framework_is_refused_bad() -> None:
    with pytest.raises(InputError, match="requirement_nodes"):
        imported("objects:\n  threats: []\n", "own.yaml", as_="ciso-assistant")


def test_a_library_is_recognised() -> None:
    text = "objects:\n  framework:\n    requirement_nodes:\n    - urn: x\n"
    assert detect(Source("a.yaml", text.encode()))[0].name == "ciso-assistant"


def places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for key, child in children(value):
        here = (*above, int(key) if isinstance(value, list) else key)
        yield here
        yield from places(child, here)


@pytest.mark.parametrize("odd", [None, [], {"a": {}}, 3, ["x"], ""], ids=repr)
def test_odd_parts_are_refused_or_accounted_for_whole_bad(odd: Any) -> None:
    gate = depending([f"{QUESTION}:1:choice:1"])
    words = {"uk": {"text": "Чи зачинено?"}}
    sound = library({f"{QUESTION}:1": two(translations=words), f"{QUESTION}:2": gate})
    read = 0
    for *above, last in places(sound):
        data = holder = copy.deepcopy(sound)
        for key in above:
            holder = holder[key]
        holder[last] = odd
        try:
            done = imported(json.dumps(data), "own.yaml", as_="ciso-assistant")
        except InputError:
            continue
        read += 1
        assert forgotten(data, done) == [], (above, last)
    assert read > 20
