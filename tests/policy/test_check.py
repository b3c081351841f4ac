"""Authored policies: every fault is named with its file, line, column and pointer.

One good policy; every case changes one piece of its text. ``«`` marks the place where
the problem must be reported, and is taken out before the file is written.
"""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from audit import library
from audit.cases import (
    Loaded,
    check_policy,
    load_policy,
    load_questionnaire,
    questionnaire_of,
)
from audit.documents import read_document
from audit.errors import InputError, Problem
from audit.policy import check, check_verdicts
from audit.policy.model import Domain, Policy
from tests.policy.faults import ASKED, FAULTS, GOOD, Fault


def load(tmp_path: Path, text: str) -> Loaded[Policy]:
    path = tmp_path / "rules.yaml"
    path.write_text(text, "utf-8")
    return check_policy(read_document(path), ASKED)


def refused(tmp_path: Path, text: str) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        load(tmp_path, text)
    return caught.value.problems


def changed(*changes: tuple[str, str]) -> str:
    text = GOOD
    for piece, instead in changes:
        assert text.count(piece) == 1
        text = text.replace(piece, instead)
    return text


def place_of_mark(text: str) -> tuple[int, int]:
    before, _, _ = text.partition("«")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def test_the_good_policy_has_no_problem(tmp_path: Path) -> None:
    loaded = load(tmp_path, GOOD)
    assert list(loaded.record.by_id) == ["CA", "CB", "CC", "CD", "CT", "CO"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_one_problem_at_its_place(tmp_path: Path, fault: Fault) -> None:
    marked = changed((fault.piece, fault.instead))
    (found,) = refused(tmp_path, marked.replace("«", ""))
    assert (found.code, found.pointer) == (fault.code, fault.pointer)
    assert found.file == str(tmp_path / "rules.yaml")
    assert (found.line, found.column) == place_of_mark(marked)
    assert fault.message in found.message
    assert fault.hint in found.hint
    assert bool(fault.hint) == bool(found.hint)
    assert str(found).startswith(f"{found.file}:{found.line}:{found.column}: ")


def test_every_code_that_the_checks_can_give_has_a_fault() -> None:
    known = {fault.code for fault in FAULTS} | {"id-duplicate"}
    for module in (check, check_verdicts):
        source = Path(module.__file__ or "").read_text("utf-8")
        for code in re.findall(r'Problem\(\s*f?"([^"]+)"', source):
            pattern = re.compile(re.sub(r"\\{\w+\\}", r"\\w+", re.escape(code)))
            assert any(pattern.fullmatch(name) for name in known), code


@pytest.mark.parametrize(
    ("piece", "instead", "pointers"),
    [
        ("id: law", "id: security", ["/domains/0/id", "/domains/1/id"]),
        ("id: CC", "id: CB", ["/controls/1/id", "/controls/2/id"]),
        ("id: X-2", "id: X-1", ["/contradictions/0/id", "/contradictions/1/id"]),
    ],
    ids=["domains", "controls", "contradictions"],
)
def test_an_id_that_stands_twice_is_named_at_both_places(
    tmp_path: Path, piece: str, instead: str, pointers: list[str]
) -> None:
    found = refused(
        tmp_path, changed((piece, instead)).replace("domain: law", "domain: security")
    )
    assert [p.pointer for p in found] == pointers
    assert {p.code for p in found} == {"id-duplicate"}
    assert found[0].message == found[1].message
    assert found[0].line < found[1].line


def test_an_unknown_cap_is_named_wherever_it_is_used(tmp_path: Path) -> None:
    cap = ("\nknock_out: {rating: poor}", "\nknock_out: {rating: worst}")
    found = refused(tmp_path, changed(cap))
    assert [(p.code, p.pointer) for p in found] == [
        ("policy-rating", "/knock_out/rating"),
        ("policy-rating", "/controls/1/knock_out"),
    ]
    (only,) = refused(tmp_path, changed(cap, ("knock_out: true", "knock_out: false")))
    assert only.message == "no rating 'worst'"
    assert only.hint == "known: fair, good, poor"


def test_a_tier_without_a_row_misses_every_rating(tmp_path: Path) -> None:
    row = "    great: {good: low, fair: high, poor: high}\n"
    found = refused(tmp_path, changed((row, "")))
    assert {(p.code, p.pointer) for p in found} == {
        ("policy-matrix", "/residual/matrix/great")
    }
    assert [p.message.rpartition(" ")[2] for p in found] == [
        "'fair'",
        "'good'",
        "'poor'",
    ]


@pytest.mark.parametrize(
    ("piece", "instead"),
    [
        # A control that may apply without the question names its gates, nested or not.
        (
            "applies_when: {all: [{answer: q-c, at_least: 3}, {answer: q-a, is: true}]}",
            (
                "applies_when: {all: [{all: [{answer: q-a, is: true}]}, "
                "{answer: q-c, at_least: 3}, {answer: q-b, in: [y]}]}"
            ),
        ),
        (
            "    rule: {any: [{answer: q-d, at_most: 7}, {answer: q-e, at_most: 24 h}]}",
            (
                "    applies_when: {any: [{answer: q-a, is: true}, "
                "{answer: q-n, is: true}]}\n    rule: {answer: q-o, at_least: 5}"
            ),
        ),
        # The order of the parts of a combination means nothing, a bare part is one.
        ("not_applicable: accept", "not_applicable: refuse"),
        ("{answer: q-n, kind: policy}", "{kind: policy}"),
        ("{answer: q-n, kind: policy}", "{answer: q-n, scope_includes: hosting}"),
        ("{answer: q-b, valid: false}", "{answer: q-b, valid: false, kind: report}"),
        ('scores: [{when: {answer: q-b, is: "x"}', "scores: [{when: {answer: q-e, above: 1 d}"),
        ("{answer: q-t, every_row: {column: safe, is: true}}", "{answer: q-t, rows_at_least: 2}"),
        (
            "{answer: q-t, every_row: {column: safe, is: true}}",
            "{answer: q-t, rows_at_least: {count: 2, where: {column: size, above: 1}}}",
        ),
        ('">=1.0,<2"', '"==1.0.0"'),
        ("independent: 0.95", "independent: 0.85"),
        ("weight: 2.5", "weight: '2.5'"),
        ("decision: accept, when: {rating_at_least: good, residual_at_most: low}", "decision: reject, when: {}"),
        ("when: {rating_at_least: fair}", "when: {}"),
        ("knock_out: true", "knock_out: false"),
        ("knock_out: {rating: fair}", "knock_out: {rating: good}"),
    ],
    ids=[
        "nested_gates",
        "gate_with_any_repeated",
        "na_refused",
        "evidence_of_any_answer",
        "evidence_scope",
        "doubted_kind",
        "factor_on_a_duration",
        "rows_counted",
        "rows_counted_where",
        "one_version",
        "equal_assurance",
        "number_as_text",
        "reject_everyone",
        "conditions_for_everyone",
        "no_knock_out",
        "own_cap",
    ],
)  # fmt: skip
def test_the_good_twin_of_a_fault_passes(
    tmp_path: Path, piece: str, instead: str
) -> None:
    text = changed((piece, instead))
    assert load(tmp_path, text).document.data != read_document_of(tmp_path, GOOD)


def read_document_of(tmp_path: Path, text: str) -> object:
    path = tmp_path / "other.yaml"
    path.write_text(text, "utf-8")
    return read_document(path).data


def test_all_problems_are_reported_at_once_in_the_order_of_the_file(
    tmp_path: Path,
) -> None:
    text = changed(
        ("questionnaire: tiny", "questionnaire: huge"),
        ("documented: 0.85", "documented: 0.1"),
        ("domain: law", "domain: laws"),
        ("rule: {answer: q-d, at_most: 9}", "rule: {answer: q-z, at_most: 9}"),
        ("{answer: q-b, valid: false}", "{answer: q-b, kind: policy}"),
        ("{en: Reach, uk: Обсяг}", "{en: Reach}"),
        ("min_points: 0}", "min_points: 1}"),
        ("rating_at_least: fair", "rating_at_least: best"),
    )
    found = refused(tmp_path, text)
    assert [p.code for p in found] == [
        "policy-questionnaire",
        "policy-assurance",
        "policy-domain",
        "condition-unknown-id",
        "policy-evidence",
        "translation-missing",
        "policy-tiers",
        "policy-rating",
    ]
    places = [(p.line, p.column) for p in found]
    assert places == sorted(places)


def test_a_condition_with_two_faults_gives_two_problems(tmp_path: Path) -> None:
    text = changed(
        (
            "rule: {answer: q-d, at_most: 9}",
            "rule: {all: [{answer: q-d}, {answer: q-z, at_most: 9}, {any: []}]}",
        )
    )
    assert [(p.code, p.pointer) for p in refused(tmp_path, text)] == [
        ("condition", "/controls/3/rule/all/0"),
        ("condition", "/controls/3/rule/all/2/any"),
    ]


def test_a_malformed_applies_when_hides_no_other_fault(tmp_path: Path) -> None:
    text = changed(
        (
            "applies_when: {all: [{answer: q-c, at_least: 3}, {answer: q-a, is: true}]}",
            "applies_when: {answer: q-c}",
        ),
        ("rule: {answer: q-t, every_row", "rule: {answer: q-c, every_row"),
    )
    assert [(p.code, p.pointer) for p in refused(tmp_path, text)] == [
        ("condition", "/controls/3/applies_when"),
        ("condition-type", "/controls/4/rule/every_row"),
    ]


def test_na_accepted_by_a_malformed_rule_is_blamed_for_the_rule_only(
    tmp_path: Path,
) -> None:
    text = changed(
        ("rule: {any: [{answer: q-n, is: true}", "rule: {any: [{answer: q-n}")
    )
    assert [p.code for p in refused(tmp_path, text)] == ["condition"]


def test_na_is_possible_when_one_of_the_questions_read_allows_it(
    tmp_path: Path,
) -> None:
    rule = "rule: {any: [{answer: q-n, is: true}, "
    other = "rule: {any: [{answer: q-a, is: true}, "
    assert load(tmp_path, changed((rule, other)))
    text = changed((rule, other), ("{answer: q-n, kind: policy}", "{kind: policy}"))
    (found,) = refused(tmp_path, text)
    assert found.pointer == "/controls/2/not_applicable"


@pytest.mark.parametrize(
    ("piece", "instead", "pointer", "message"),
    [
        ("weight: 2.5", "weight: lots", "/domains/1/weight", "write a decimal number"),
        ("weight: 2.5", "weight: [1]", "/domains/1/weight", "write a decimal number"),
        ("weight: 2.5", "weight: true", "/domains/1/weight", "write a decimal number"),
        ("weight: 2.5", "weight: null", "/domains/1/weight", "write a decimal number"),
        ("weight: 2.5", "weight: '1/3'", "/domains/1/weight", "write a decimal number"),
        ("weight: 2.5", "weight: 'NaN'", "/domains/1/weight", "write a decimal number"),
        ("weight: 2.5", "weight: 'Infinity'", "/domains/1/weight", "write a decimal"),
        ("weight: 2.5", "weight: 0", "/domains/1/weight", "must be greater than 0"),
        ("weight: 2.5", "weight: -1", "/domains/1/weight", "must be greater than 0"),
        ("weight: 2.5", "weight: 1000.1", "/domains/1/weight", "must be at most 1000"),
        ("verified: 1", "verified: 1.1", "/assurance/verified", "must be at most 1"),
        ("credit: 0.5", "credit: 1", "/controls/1/partial/credit", "must be less than 1"),
        ("credit: 0.5", "credit: 0", "/controls/1/partial/credit", "must be greater"),
        ("min_score: 80", "min_score: 100.5", "/ratings/0/min_score", "must be at most"),
    ],
    ids=lambda value: re.sub(r"\W+", "_", value),
)  # fmt: skip
def test_a_number_out_of_place_is_named(
    tmp_path: Path, piece: str, instead: str, pointer: str, message: str
) -> None:
    (found,) = refused(tmp_path, changed((piece, instead)))
    assert (found.code, found.pointer) == ("schema-value", pointer)
    assert message in found.message
    assert found.line > 1


@pytest.mark.parametrize(
    ("piece", "instead"),
    [
        ("weight: 2.5", "weight: '1e999999999'"),
        ("weight: 2.5", "weight: '1e-999999999'"),
        ("at_least: 5", "at_least: '1e999999999'"),
        ("{answer: q-c, at_least: 2}", "{answer: q-c, is: '1e999999999'}"),
        ("{answer: q-c, at_least: 2}", "{answer: q-c, in: ['1e999999999']}"),
    ],
    ids=["weight", "small_weight", "at_least", "is", "in"],
)
def test_an_endless_exponent_is_refused_at_once(
    tmp_path: Path, piece: str, instead: str
) -> None:
    started = time.process_time()
    (found,) = refused(tmp_path, changed((piece, instead)))
    # A fraction of that exponent would take all memory of the machine.
    assert time.process_time() - started < 5
    assert found.code in {"schema-value", "condition-value"}


@pytest.mark.parametrize("text", ["2.5", "'2.5'", "2.50", "'+2.5'"])
def test_a_number_is_kept_exactly_however_it_is_written(
    tmp_path: Path, text: str
) -> None:
    policy = load(tmp_path, changed(("weight: 2.5", f"weight: {text}"))).record
    weight = policy.domains[1].weight
    assert (weight.numerator, weight.denominator) == (5, 2)
    assert policy.model_dump(mode="json")["domains"][1]["weight"] == "5/2"
    # A fraction that is one already is taken as it is.
    domain = {"id": "law", "title": {"en": "Law"}, "weight": weight}
    assert Domain.model_validate(domain).weight is weight


@pytest.mark.parametrize("name", sorted(library.packs("policies")))
def test_every_shipped_policy_passes(name: str) -> None:
    asked = load_questionnaire(questionnaire_of(name)).record
    assert load_policy(name, asked).record.id == name
