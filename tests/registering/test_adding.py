"""What the register takes, and that it takes nothing unchecked."""

from __future__ import annotations

import json
from pathlib import Path

from audit import library
from audit.documents import read_json
from tests import builders
from tests.cli.signed_scene import make_scene
from tests.registering.office import Office, card_data, make_office, run
from tests.saas_case import EVIDENCE, response_data

ANSWERED = [
    ("questionnaire", "saas-vendor@1.0.0"),
    ("response", "small-1"),
    ("evidence", "cert"),
]


def review(office: Office, **over: object) -> Path:
    digest = read_json(office.response.read_bytes(), "r").digest
    return office.write(
        "review.json", {"response_digest": digest, "judgements": [], **over}
    )


def refused(office: Office, *files: Path) -> str:
    """What was said; nothing of the files may have been recorded."""
    before = office.records
    done = office.add(*files)
    assert done.exit_code == 3, done.output
    assert office.records == before
    return done.stderr


def test_a_response_brings_its_questionnaire_and_evidence(office: Office) -> None:
    done = office.add(office.respond())
    assert done.exit_code == 0, done.output
    assert office.listed(0) == ANSWERED
    assert "3 recorded" in done.stderr
    assert office.content(2) == office.response.read_bytes()
    assert office.content(3) == EVIDENCE
    questionnaire, response, evidence = office.records[1:]
    assert (questionnaire.vendor, response.vendor, response.by) == (
        None,
        "plain",
        "Olena Koval",
    )
    assert response.about == {
        "questionnaire": "saas-vendor@1.0.0",
        "sequence": 1,
        "authored": "2026-11-20",
    }
    assert evidence.about == {"kind": "certificate", "expires": "2027-01-10"}


def test_a_packed_submission_is_recorded_like_a_loose_one(office: Office) -> None:
    packed = office.folder / "submission.zip"
    assert run("pack", office.respond(), "--out", packed).exit_code == 0
    assert office.add(packed).exit_code == 0
    assert office.listed(0) == ANSWERED
    assert office.content(2) == office.response.read_bytes()


def test_the_same_files_again_add_nothing(office: Office) -> None:
    office.add(office.respond())
    before = office.records
    done = office.add(office.response)
    assert done.exit_code == 0
    assert "0 recorded, 2 were there already" in done.stderr
    assert office.records == before


def test_a_later_response_is_added_beside_the_earlier(office: Office) -> None:
    office.add(office.respond())
    office.add(office.respond(response_id="small-2", sequence=2))
    assert office.listed(3) == [("response", "small-2")]


def test_an_older_or_changed_response_is_refused_bad(office: Office) -> None:
    first = office.respond(sequence=2).read_bytes()
    office.add(office.response)
    newer = office.respond(sequence=3)
    assert office.add(newer).exit_code == 0
    before = office.records
    for sequence in (1, 2, 3):
        changed = office.respond(sequence=sequence, authored="2026-11-21")
        assert "[response-older]" in refused(office, changed)
    # The very one that was recorded first is no news, and does not become the newest.
    office.response.write_bytes(first)
    done = office.add(office.response)
    assert "0 recorded, 2 were there already" in done.stderr
    assert office.records == before


def test_another_layout_of_a_document_is_no_news(office: Office) -> None:
    path = office.respond()
    granted = exceptions(office, "Plain Vendor Ltd")
    office.add(path, granted)
    before = office.records
    for one in (path, granted):
        one.write_text(json.dumps(json.loads(one.read_text("utf-8")), indent=3))
    done = office.add(path, granted)
    assert "0 recorded, 3 were there already" in done.stderr
    assert office.records == before


def test_a_vendor_without_a_card_is_refused_bad(office: Office) -> None:
    done = office.do("add", "other", office.respond())
    assert done.exit_code == 3
    assert "no vendor 'other'" in done.stderr
    assert "known: plain" in done.stderr


def test_a_response_of_another_company_is_refused_bad(office: Office) -> None:
    path = office.respond(vendor={"name": "Other Ltd", "country": "EE"})
    assert "[register-other-vendor]" in refused(office, path)


def test_a_response_that_the_checks_refuse_is_not_recorded_bad(office: Office) -> None:
    answers = {**response_data()["answers"], "no-such-question": {"state": "unknown"}}
    done = office.add(office.respond(answers=answers))
    assert done.exit_code == 3
    assert "no-such-question" in done.stderr
    assert len(office.records) == 1


def test_files_are_recorded_all_or_none_bad(office: Office) -> None:
    good = office.respond()
    bad = review(office, judgements=[{"link_id": "x"}])
    odd = office.folder / "notes.txt"
    odd.write_text("notes")
    done = office.add(good, bad, odd)
    assert done.exit_code == 3
    assert "review.json" in done.stderr
    assert "notes.txt" in done.stderr
    assert "problems" in done.stderr
    assert len(office.records) == 1
    assert office.add(good).exit_code == 0


def test_a_review_goes_with_the_response_that_it_judged(office: Office) -> None:
    path = office.respond()
    assert office.add(review(office), path).exit_code == 0
    assert office.listed(3) == [("review", "small-1")]


def test_a_review_of_an_unknown_response_is_refused_bad(office: Office) -> None:
    office.add(office.respond())
    other = review(office, response_digest=f"sha256:{'0' * 64}")
    assert "does not hold" in refused(office, other)


def exceptions(office: Office, vendor: str) -> Path:
    one = {
        "control": "ACC-01",
        "reason": "Planned.",
        "compensating_control": "We look ourselves.",
        "approver": "Olena Koval",
        "granted": "2026-11-20",
        "expires": "2027-01-31",
    }
    later = {**one, "expires": "2027-06-30"}
    data = {"vendor": vendor, "exceptions": [later, one]}
    return office.write("exceptions.json", data)


def test_exceptions_say_when_the_first_ends(office: Office) -> None:
    assert office.add(exceptions(office, "Plain Vendor Ltd")).exit_code == 0
    (record,) = office.records[1:]
    assert (record.subject, record.about["expires"]) == ("plain", "2027-01-31")


def test_exceptions_of_another_vendor_are_refused_bad(office: Office) -> None:
    path = exceptions(office, "Other Ltd")
    assert "[register-other-vendor]" in refused(office, path)


def test_a_policy_keeps_its_own_bytes(office: Office) -> None:
    path = office.folder / "mine.yaml"
    path.write_bytes(library.find("policies", "saas-baseline").read_bytes())
    assert office.add(path).exit_code == 0
    (record,) = office.records[1:]
    assert record.kind == "policy"
    assert record.vendor is None
    assert office.content(1) == path.read_bytes()


def test_a_policy_that_its_questionnaire_contradicts_is_refused_bad(
    office: Office,
) -> None:
    path = office.folder / "mine.yaml"
    text = library.find("policies", "saas-baseline").read_text("utf-8")
    path.write_text(
        text.replace("answer: svc-record-count", "answer: no-such-question")
    )
    assert "no-such-question" in refused(office, path)


def test_evidence_that_comes_later_is_known_by_its_digest(office: Office) -> None:
    path = office.respond()
    (path.parent / "evidence/cert.txt").unlink()
    assert office.add(path).exit_code == 0
    assert office.listed(2) == []
    late = office.folder / "whatever.pdf"
    late.write_bytes(EVIDENCE)
    assert office.add(late).exit_code == 0
    assert office.listed(2) == [("evidence", "cert")]


def test_evidence_that_nothing_lists_is_refused_bad(office: Office) -> None:
    office.add(office.respond())
    late = office.folder / "whatever.txt"
    late.write_bytes(EVIDENCE + b"!")
    assert "the register does not take this file" in refused(office, late)


def test_a_changed_evidence_file_is_refused_bad(office: Office) -> None:
    path = office.respond()
    (path.parent / "evidence/cert.txt").write_bytes(EVIDENCE + b"!")
    assert "not the file that was listed" in refused(office, path)


def test_a_vendor_card_is_sent_to_its_own_command_bad(office: Office) -> None:
    path = office.write("other.json", card_data())
    assert "audit register vendor set takes it" in refused(office, path)


def test_a_signed_response_brings_its_signature_and_its_request(tmp_path: Path) -> None:
    scene = make_scene(tmp_path)
    office = make_office(tmp_path)
    done = office.add(scene.response, scene.request)
    assert done.exit_code == 0, done.output
    kinds = [kind for kind, _ in office.listed(0)]
    assert sorted(kinds) == [
        "evidence",
        "questionnaire",
        "request",
        "response",
        "signature",
    ]
    changed = json.loads(scene.response.read_text("utf-8"))
    changed["sequence"] = 2
    scene.response.write_text(json.dumps(changed))
    assert "the signature beside this response is of another one" in refused(
        office, scene.response
    )


def test_a_questionnaire_of_ones_own_comes_with_its_policy_and_response(
    office: Office,
) -> None:
    answers = {
        name: {"state": "answered", "value": True} for name in ("q-a", "q-b", "q-c")
    }
    data = builders.response(
        answers, vendor={"name": "Plain Vendor Ltd", "country": "EE"}
    )
    own = [
        office.write("response.json", data),
        office.write("policy.json", builders.policy()),
        office.write("tiny.json", builders.questionnaire()),
    ]
    done = office.add(*own)
    assert done.exit_code == 0, done.output
    assert [kind for kind, _ in office.listed(0)] == [
        "questionnaire",
        "policy",
        "response",
    ]
    (policy,) = [r.subject for r in office.records if r.kind == "policy"]
    judged = office.do("assess", "plain", "--policy", policy, "--as-of", "2026-11-24")
    assert judged.exit_code in {0, 1}, judged.output
    assert office.listed(3) == [("assessment", f"{policy}/2026-11-24")]
    again = office.add(own[1])
    assert again.exit_code == 0, again.output
    assert len(office.records) == 5
