"""Assessing from the register comes to the very bytes that the files come to."""

from __future__ import annotations

import json
from pathlib import Path

from audit.canonical import canonical
from audit.documents import read_json
from tests.cli.signed_scene import AS_OF, make_scene
from tests.registering.office import Office, make_office, run

POLICY = ["--policy", "saas-baseline", *AS_OF]


def assessed(office: Office, *words: str | Path) -> bytes:
    """The content of the assessment that was recorded last."""
    done = office.do("assess", "plain", *POLICY, *words)
    assert done.exit_code in {0, 1}, done.output
    record = office.records[-1]
    assert record.kind == "assessment"
    return office.content(record.number)


def from_files(*words: str | Path) -> bytes:
    done = run("assess", *words, *POLICY, "--format", "json")
    assert done.exit_code in {0, 1}, done.output
    return canonical(json.loads(done.stdout))


def test_the_register_gives_what_the_files_give(office: Office) -> None:
    path = office.respond()
    office.add(path)
    assert assessed(office) == from_files(path)
    kinds = [kind for kind, _ in office.listed(3)]
    assert kinds == ["policy", "assessment"]
    record = office.records[-1]
    found = json.loads(office.content(record.number))
    assert (
        record.subject == "saas-baseline@" + found["policy"]["version"] + "/2026-11-24"
    )
    assert record.about["score"] == found["scores"]["score"]["shown"]
    assert record.about["decision"] == found["decision"]


def test_the_newest_review_of_this_very_response_counts(office: Office) -> None:
    path = office.respond()
    digest = read_json(path.read_bytes(), "r").digest
    judgement = {
        "link_id": "svc-description",
        "verdict": "rejected",
        "note": "Wrong.",
        "by": "Olena Koval",
        "at": "2026-11-23",
    }
    data = {"response_digest": digest, "judgements": [judgement]}
    review = office.write("review.json", data)
    assert office.add(path, review).exit_code == 0
    with_review = from_files(path, "--review", review)
    assert with_review != from_files(path)
    assert assessed(office) == with_review
    newer = office.respond(response_id="small-2")
    office.add(newer)
    assert assessed(office) == from_files(newer)


def test_evidence_that_is_not_recorded_proves_nothing(office: Office) -> None:
    path = office.respond()
    whole = from_files(path)
    (path.parent / "evidence/cert.txt").unlink()
    office.add(path)
    assert assessed(office) == from_files(path) != whole
    done = office.do("assess", "plain", *POLICY)
    assert "1 listed evidence files are not in the register" in done.stderr


def test_an_assessment_is_recorded_once_a_day_and_content(office: Office) -> None:
    office.add(office.respond())
    assessed(office)
    before = office.records
    assessed(office)
    assert office.records == before
    office.do("assess", "plain", "--policy", "saas-baseline", "--as-of", "2026-11-25")
    assert len(office.records) == len(before) + 1


def test_a_recorded_policy_is_named_with_its_version(office: Office) -> None:
    office.add(office.respond())
    first = assessed(office)
    (policy,) = [r.subject for r in office.records if r.kind == "policy"]
    done = office.do("assess", "plain", "--policy", policy, *AS_OF, "--format", "json")
    assert canonical(json.loads(done.stdout)) == first
    wrong = office.do("assess", "plain", "--policy", "saas-baseline@9.9.9")
    assert wrong.exit_code == 3
    assert f"recorded: {policy}" in wrong.stderr


def test_a_signature_is_checked_when_the_list_of_keys_is_given(tmp_path: Path) -> None:
    scene = make_scene(tmp_path)
    office = make_office(tmp_path)
    assert office.add(scene.response).exit_code == 0
    signed = json.loads(assessed(office, *scene.keys))
    assert signed["signature"]["name"] == "Vera Vendor"
    done = office.do("assess", "plain", *POLICY, "--format", "json")
    assert json.loads(done.stdout)["signature"]["status"] == "unsigned"
    assert "signature was not checked" in done.stderr


def test_a_vendor_without_a_response_cannot_be_assessed_bad(office: Office) -> None:
    done = office.do("assess", "plain", *POLICY)
    assert done.exit_code == 3
    assert "holds no response of 'plain'" in done.stderr
    assert len(office.records) == 1
