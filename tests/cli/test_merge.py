"""``audit merge``: parts of several respondents, and where they disagree."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.cli.main import main
from audit.response.merge import merge
from tests.saas_case import response_data

PEOPLE = {
    "it": {"id": "it", "name": "Ivan Tkach"},
    "law": {"id": "law", "name": "Olha Lys"},
}


def run(*words: str | Path):
    return CliRunner().invoke(main, [str(word) for word in words])


def part(person: str, answers: dict[str, Any], **changes: Any) -> dict[str, Any]:
    data = response_data(answers=answers, respondents=[PEOPLE[person]], **changes)
    if "evidence" not in changes:
        data["evidence"] = []
    return data


def given_answer(value: Any, **more: Any) -> dict[str, Any]:
    return {"state": "answered", "value": value, **more}


@pytest.fixture
def merged(tmp_path: Path):
    def merge_parts(*parts: dict[str, Any], prefer: int | None = None):
        paths = []
        for number, data in enumerate(parts):
            paths.append(tmp_path / f"part{number}.json")
            paths[-1].write_text(json.dumps(data, indent=2, ensure_ascii=False))
        out = tmp_path / "merged.json"
        words = ["merge", *paths, "--out", out]
        if prefer is not None:
            words += ["--prefer", paths[prefer]]
        done = run(*words)
        return done, json.loads(out.read_text("utf-8")) if out.exists() else None

    return merge_parts


IT = part("it", {"svc-record-count": given_answer(5, respondent="it")})
LAW = part("law", {"svc-description": given_answer("Tickets.", respondent="law")})


def test_parts_that_complete_each_other_become_one(merged, tmp_path) -> None:
    done, data = merged(IT, LAW)
    assert done.exit_code == 0, done.output
    assert data["answers"] == IT["answers"] | LAW["answers"]
    assert [p["id"] for p in data["respondents"]] == ["it", "law"]
    assert run("check", tmp_path / "merged.json").exit_code == 0


@pytest.mark.parametrize(
    "placeholder",
    [{"state": "unanswered", "value": None}, given_answer(99, carried=True)],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_placeholder_never_beats_a_given_answer(placeholder, first, merged) -> None:
    empty = part("law", {"svc-record-count": placeholder})
    for prefer in (None, 0, 1):
        parts = (empty, IT) if first else (IT, empty)
        done, data = merged(*parts, prefer=prefer)
        assert done.exit_code == 0, done.output
        assert data["answers"]["svc-record-count"]["value"] == 5
        Path(done.stderr.split(": merged")[0].strip()).unlink()


def test_the_same_answer_twice_has_its_evidence_joined(merged) -> None:
    items = response_data()["evidence"]
    other = items[0] | {"id": "other", "file": "evidence/o.txt", "sha256": "1" * 64}
    one = part(
        "it", {"svc-record-count": given_answer(5, evidence=["cert"])}, evidence=items
    )
    two = part(
        "law",
        {"svc-record-count": given_answer(5.0, evidence=["other"], comment="Counted.")},
        evidence=[other, items[0]],
    )
    done, data = merged(one, two)
    assert done.exit_code == 0, done.output
    answer = data["answers"]["svc-record-count"]
    assert (answer["evidence"], answer["comment"]) == (["cert", "other"], "Counted.")
    assert [item["id"] for item in data["evidence"]] == ["cert", "other"]
    assert "evidence/o.txt does not lie beside" in done.stderr


def test_every_conflict_is_listed_with_values_people_and_places(merged) -> None:
    other = part(
        "law",
        {
            "svc-record-count": given_answer(7, respondent="law"),
            "svc-description": {"state": "declined", "respondent": "law"},
        },
    )
    mine = part(
        "it",
        {
            "svc-record-count": given_answer(5, respondent="it"),
            "svc-description": given_answer("Tickets.", respondent="it"),
        },
    )
    done, data = merged(mine, other)
    assert (done.exit_code, data) == (3, None)
    for text in (
        "2 problems", "/answers/svc-record-count", "/answers/svc-description",
        "5 by Ivan Tkach (", "7 by Olha Lys (", "Tickets.", "declined",
        "part0.json:", "part1.json:", "--prefer",
    ):  # fmt: skip
        assert text in done.stderr, text
    done, data = merged(mine, other, prefer=1)
    assert done.exit_code == 0, done.output
    assert data["answers"] == other["answers"]
    assert "part1.json wins" in done.stderr


def test_a_preference_settles_only_what_its_part_takes_part_in(merged) -> None:
    rival = part("law", {"svc-record-count": given_answer(7)})
    assert merged(IT, rival, LAW, prefer=2)[0].exit_code == 3
    done, data = merged(IT, rival, LAW, prefer=1)
    assert done.exit_code == 0
    assert data["answers"]["svc-record-count"]["value"] == 7


ATTESTATION = {"name": "A", "role": "CEO", "date": "2026-11-20", "statement": "True."}
ITEM = response_data()["evidence"][0]


@pytest.mark.parametrize(
    ("one", "two", "word"),
    [
        ({"evidence": [ITEM]}, {"evidence": [ITEM | {"title": "x"}]}, "item 'cert'"),
        (
            {"attestation": ATTESTATION},
            {"attestation": ATTESTATION | {"name": "B"}},
            "attestation",
        ),
        (
            {"respondents": [PEOPLE["it"]]},
            {"respondents": [PEOPLE["it"] | {"name": "I"}]},
            "respondent 'it'",
        ),
    ],
)
def test_other_conflicts_are_settled_by_preference_too(one, two, word, merged) -> None:
    parts = (copy.deepcopy(IT) | one, copy.deepcopy(IT) | two)
    done, data = merged(*parts)
    assert (done.exit_code, data) == (3, None)
    assert word in done.stderr
    done, data = merged(*parts, prefer=1)
    assert done.exit_code == 0, done.output
    (key,) = two
    assert data[key] == two[key]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"vendor": {"name": "Other Ltd", "country": "EE"}}, "the vendor differs"),
        ({"sequence": 2}, "'sequence' differs"),
        ({"amends": "sha256:" + "0" * 64}, "'amends' differs"),
        ({"request": {"id": "req-1", "nonce": "A" * 22}}, "'request' differs"),
    ],
)
def test_parts_of_different_responses_are_refused_whatever_is_preferred(
    changes, word, merged
) -> None:
    for prefer in (None, 0, 1):
        done, data = merged(IT, copy.deepcopy(LAW) | changes, prefer=prefer)
        assert (done.exit_code, data) == (3, None)
        assert word in done.stderr


def test_another_questionnaire_version_is_refused(merged) -> None:
    other = copy.deepcopy(LAW)
    other["questionnaire"]["version"] = "9.0.0"
    assert merged(IT, other)[0].exit_code == 3


def test_two_files_under_one_name_are_refused(merged) -> None:
    twin = ITEM | {"id": "twin", "sha256": "1" * 64}
    done, data = merged(IT | {"evidence": [ITEM]}, LAW | {"evidence": [twin]}, prefer=0)
    assert (done.exit_code, data) == (3, None)
    assert "rename one of the files" in done.stderr


def test_every_bad_part_is_told_with_its_own_place(merged) -> None:
    bad = part("it", {"svc-record-count": given_answer("many")})
    worse = part("law", {"no-such-question": given_answer(1)})
    done, data = merged(bad, worse)
    assert (done.exit_code, data) == (3, None)
    assert "part0.json:" in done.stderr
    assert "part1.json:" in done.stderr


def test_usage_errors(merged, tmp_path: Path) -> None:
    done, _ = merged(IT, LAW)
    assert done.exit_code == 0
    first, out = tmp_path / "part0.json", tmp_path / "merged.json"
    assert "never overwritten" in run("merge", first, first, "--out", out).stderr
    assert run("merge", first, "--out", tmp_path / "x.json").exit_code == 2
    words = ["merge", first, first, "--out", tmp_path / "x.json", "--prefer", out]
    assert "not one of the parts" in run(*words).stderr


VALUES = st.sampled_from([None, 1, 2])
ANSWERS = st.dictionaries(st.sampled_from("abcd"), VALUES, max_size=4)


def plain(values: dict[str, Any]) -> dict[str, Any]:
    answers = {
        k: {"state": "unanswered"} if v is None else given_answer(v)
        for k, v in values.items()
    }
    return {**part("it", answers), "evidence": []}


@settings(max_examples=300)
@given(st.lists(ANSWERS, min_size=1, max_size=4))
def test_no_given_answer_is_lost_and_order_decides_nothing(parts) -> None:
    result = merge([plain(values) for values in parts])
    back = merge([plain(values) for values in reversed(parts)])
    said = {
        k: {p[k] for p in parts if p.get(k) is not None}
        for k in {k for p in parts for k in p}
    }
    torn = {k for k, values in said.items() if len(values) > 1}
    assert {c.sides[0].pointer for c in result.conflicts} == {
        f"/answers/{k}" for k in torn
    }
    assert len(back.conflicts) == len(result.conflicts)
    for link_id, values in said.items():
        if len(values) == 1:
            assert result.data["answers"][link_id]["value"] in values
            assert back.data["answers"][link_id] == result.data["answers"][link_id]


def test_merging_a_part_with_itself_changes_nothing() -> None:
    data = response_data(respondents=[PEOPLE["it"]], attestation=ATTESTATION)
    assert merge([data, data]).data == data
