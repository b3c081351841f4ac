"""Layers: taken, or refused with the file and place where the fault was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from audit.canonical import digest
from audit.documents import read_document
from audit.errors import InputError
from audit.loading import MAX_LAYERS, check_policy, read_policy
from audit.policy.layers.lay import lay
from audit.policy.model import Policy
from tests.builders import Plain, control, document, policy, yes
from tests.policy.faults import ASKED, GOOD
from tests.policy.layers.cases import CASES
from tests.policy.layers.scene import (
    HEAD,
    LEAVE,
    Case,
    place_of_mark,
    refused,
    resolved,
    write,
)
from tests.policy.layers.test_layer_laws import layer

if TYPE_CHECKING:
    from pathlib import Path

    from audit.documents import Document

PAPER = {"evidence": {"kind": "policy"}}
IDENTITY = ("id", "version", "title", "publisher", "date", "layers")


def content(document: Document) -> dict[str, Any]:
    return {k: v for k, v in document.data.items() if k not in IDENTITY}


def head(policy: str, name: str = "tiny-layer") -> str:
    return HEAD.replace("rules.yaml", policy).replace("tiny-layer", name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_layer_that_asks_no_less_is_taken(case: Case, tmp_path: Path) -> None:
    document = resolved(tmp_path, case.good)
    assert check_policy(document, ASKED).record.id == "tiny-layer"
    assert document.digest == digest(document.data)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name}_bad")
def test_its_twin_is_refused_where_it_was_written(case: Case, tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, case.bad)
    assert (problem.code, problem.message) == (case.code, case.message)
    assert problem.file == str(tmp_path / "layer.yaml")
    assert (problem.line, problem.column) == place_of_mark(HEAD + case.bad)


def test_a_refusal_tells_how_to_allow_it(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, "compensation: 0.75\n")
    assert "allow_relax: {subjects: [compensation], reason" in problem.hint
    leave = f"allow_relax:\n  - {{subjects: [compensation], {LEAVE}}}\n"
    record = Policy.model_validate(
        resolved(tmp_path, f"compensation: 0.75\n{leave}").data
    )
    (relaxed,) = record.layers[-1].relaxed
    assert (relaxed.subject, relaxed.respect) == ("compensation", "compensation")
    assert (relaxed.approver, relaxed.expires) == ("CISO", None)


def test_leave_for_nothing_lists_what_is_milder(tmp_path: Path) -> None:
    leave = f"allow_relax:\n  - {{subjects: [compensation, CA], {LEAVE}}}\n"
    (problem,) = refused(tmp_path, f"compensation: 0.75\n{leave}")
    assert problem.code == "layer-leave-unused"
    assert "'CA'" in problem.message
    assert problem.hint == "milder is: compensation"


def test_all_that_is_milder_is_told_at_once(tmp_path: Path) -> None:
    text = "compensation: 0.75\ncontrols:\n  override:\n    CA: {weight: 3, severity: low, knock_out: false}\n"
    found = refused(tmp_path, text)
    assert [p.pointer for p in found] == [
        "/compensation",
        "/controls/override/CA/weight",
        "/controls/override/CA/severity",
        "/controls/override/CA/knock_out",
    ]


def test_an_empty_layer_is_the_policy_below_under_another_name(tmp_path: Path) -> None:
    document = resolved(tmp_path, "")
    below = read_document(tmp_path / "rules.yaml")
    assert content(document) == content(below)
    assert [layer["id"] for layer in document.data["layers"]] == [
        "tiny-policy",
        "tiny-layer",
    ]
    assert document.data["layers"][0]["digest"] == below.digest


def test_the_order_of_edits_does_not_matter(tmp_path: Path) -> None:
    first = "  override:\n    CT: {severity: high}\n    CO: {severity: medium}\n"
    again = "  override:\n    CO: {severity: medium}\n    CT: {severity: high}\n"
    remove = f"  remove:\n    - {{id: CC, {LEAVE}}}\n"
    one = resolved(tmp_path, f"controls:\n{first}{remove}")
    other = resolved(tmp_path, f"controls:\n{remove}{again}")
    assert digest(content(one)) == digest(content(other))


def test_what_is_removed_shifts_no_place_of_what_stays(tmp_path: Path) -> None:
    text = f"controls:\n  remove:\n    - {{id: CA, {LEAVE}}}\n"
    document = resolved(tmp_path, text)
    assert document.data["controls"][0]["id"] == "CB"
    below = read_document(tmp_path / "rules.yaml")
    assert document.locate("/controls/0/rule") == below.locate("/controls/1/rule")
    (gone,) = document.data["layers"][-1]["relaxed"]
    assert gone["subject"] == "CA"


def test_null_takes_a_field_away(tmp_path: Path) -> None:
    document = resolved(tmp_path, "controls:\n  override:\n    CB: {partial: null}\n")
    assert "partial" not in document.data["controls"][1]


def test_a_fault_of_the_policy_below_is_shown_in_its_own_file(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD)
    broken = GOOD.replace(
        "{answer: q-a, is: true}\n    knock_out",
        "{answer: q-z, is: true}\n    knock_out",
    )
    (tmp_path / "rules.yaml").write_text(broken, "utf-8")
    with pytest.raises(InputError) as caught:
        read_policy(path, ASKED)
    (problem,) = caught.value.problems
    assert problem.file == str(tmp_path / "rules.yaml")
    assert problem.pointer == "/controls/0/rule/is"


def test_a_layer_lies_on_a_layer_and_names_all_below(tmp_path: Path) -> None:
    write(tmp_path, HEAD + "compensation: 0.25\n", "one.yaml")
    upper = head("one.yaml", "upper").replace(">=1.0,<2", "2.0.0")
    path = write(
        tmp_path, f"{upper}controls:\n  override:\n    CT: {{severity: high}}\n"
    )
    document = read_policy(path, ASKED)
    assert [layer["id"] for layer in document.data["layers"]] == [
        "tiny-policy",
        "tiny-layer",
        "upper",
    ]
    assert (
        content(document)["compensation"]
        == content(read_policy(tmp_path / "one.yaml", ASKED))["compensation"]
    )


def test_a_layer_on_a_layer_may_not_take_back_what_that_one_asks(
    tmp_path: Path,
) -> None:
    write(tmp_path, HEAD + "compensation: 0.25\n", "one.yaml")
    upper = head("one.yaml", "upper").replace(">=1.0,<2", "2.0.0")
    (problem,) = refused(tmp_path, "compensation: 0.5\n", upper)
    assert problem.message.endswith("an exception gives 0.5, not 0.25")


def test_layers_that_extend_each_other_are_refused_with_the_chain(
    tmp_path: Path,
) -> None:
    write(tmp_path, head("layer.yaml"), "other.yaml")
    (problem,) = refused(tmp_path, "", head("other.yaml"))
    assert problem.code == "layer-cycle"
    assert problem.message.endswith("layer.yaml → other.yaml → layer.yaml")


def test_layers_have_an_end(tmp_path: Path) -> None:
    below = "rules.yaml"
    for number in range(MAX_LAYERS):
        text = head(below, f"layer-{number}")
        below = write(tmp_path, text.replace(">=1.0,<2", ">=1"), f"{number}.yaml").name
    assert len(read_policy(tmp_path / below, ASKED).data["layers"]) == MAX_LAYERS + 1
    (problem,) = refused(tmp_path, "", head(below))
    assert problem.code == "layer-depth"


@pytest.mark.parametrize(
    ("piece", "instead", "code", "pointer"),
    [
        ('">=1.0,<2"', '">=2"', "layer-version", "/extends/version"),
        ('">=1.0,<2"', '"1.0.1"', "layer-version", "/extends/version"),
        ('">=1.0,<2"', '"any"', "layer-version", "/extends/version"),
        ('<2"', f'<2", digest: "sha256:{"0" * 64}"', "layer-digest", "/extends/digest"),
        ("rules.yaml", "gone.yaml", "layer-missing", "/extends/policy"),
        ("extends:", "extend:", "schema-unknown-key", "/extend"),
        ("version: 2.0.0", "version: two", "schema-value", "/version"),
    ],
)  # fmt: skip
def test_what_a_layer_extends_is_told_exactly(
    tmp_path: Path, piece: str, instead: str, code: str, pointer: str
) -> None:
    text = HEAD.replace(piece, instead)
    path = write(tmp_path, text)
    with pytest.raises(InputError) as caught:
        check_policy(read_policy(path, ASKED), ASKED)
    assert (code, pointer) in {(p.code, p.pointer) for p in caught.value.problems}


def test_the_pinned_digest_of_the_policy_below_is_taken(tmp_path: Path) -> None:
    write(tmp_path, HEAD)
    pinned = read_document(tmp_path / "rules.yaml").digest
    text = HEAD.replace('<2"}', f'<2", digest: "{pinned}"}}')
    assert read_policy(write(tmp_path, text), ASKED).data["id"] == "tiny-layer"


def test_an_unknown_pack_lists_the_known_ones(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, "", head("contact-centre-bazeline"))
    assert problem.hint == "did you mean 'contact-centre-baseline'?"


def test_the_strict_policy_is_the_baseline_and_relaxes_nothing() -> None:
    record = Policy.model_validate(read_policy("contact-centre-strict").data)
    assert [layer.id for layer in record.layers] == [
        "contact-centre-baseline",
        "contact-centre-strict",
    ]
    assert not any(layer.relaxed for layer in record.layers)
    below = Policy.model_validate(read_policy("contact-centre-baseline").data)
    assert list(record.by_id) == list(below.by_id)


@pytest.mark.parametrize(
    ("fields", "change", "message"),
    [
        (
            {"rule": yes("q-n")},
            {"not_applicable": "accept"},
            "N/A is accepted where it was refused",
        ),
        (
            {"rule": yes("q-n"), "not_applicable": "accept"},
            {"rule": {"all": [yes("q-n"), yes("q-a")]}},
            "N/A is accepted, and it reads other questions than before",
        ),
        (
            {"rule": {"any": [yes("q-n"), PAPER]}, "not_applicable": "accept"},
            {"rule": yes("q-n")},
            "N/A is accepted where evidence alone met it before",
        ),
    ],
)
def test_what_would_leave_the_sum_as_na_is_milder_bad(
    fields: Plain, change: Plain, message: str
) -> None:
    below = document(policy(control("A", **fields)))
    over = layer(controls={"override": {"A": change}})
    with pytest.raises(InputError) as caught:
        lay(below, document(over), ASKED)
    (problem,) = caught.value.problems
    assert problem.message.endswith(f"(A.not_applicable): {message}")
    stricter = {**change, "not_applicable": "refuse"}
    over = layer(controls={"override": {"A": stricter}})
    assert lay(below, document(over), ASKED).data["id"] == "tiny-layer"


def test_a_scope_that_other_questions_decide_is_new_bad() -> None:
    rule, gate = yes("q-n"), yes("q-a")
    below = document(policy(control("A", rule, applies_when=gate)))
    wordy = {"all": [gate, {"any": [gate, yes("q-n")]}]}
    over = layer(controls={"override": {"A": {"applies_when": wordy}}})
    with pytest.raises(InputError, match="what was not asked below holds 100"):
        lay(below, document(over), ASKED)
    same = layer(controls={"override": {"A": {"applies_when": {"all": [gate]}}}})
    assert lay(below, document(same), ASKED).data["id"] == "tiny-layer"
