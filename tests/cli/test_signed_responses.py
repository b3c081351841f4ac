"""Signed responses end to end: keys, issue, sign, assess, report, verify; refusals."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from audit import pipeline
from audit.canonical import canonical
from audit.cli.options import now
from audit.documents import read_document
from audit.errors import AuditError
from audit.signing import keyring
from audit.signing.envelope import (
    KEYS,
    STATEMENT,
    open_envelope,
    public_key_of,
    sign_envelope,
)
from audit.signing.fields import write_moment
from audit.signing.raw import P256_ORDER
from tests.cli.signed_scene import VENDOR, Scene, codes, make_scene, run
from tests.saas_case import response_data


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Scene:
    return make_scene(tmp_path_factory.mktemp("scene"))


@pytest.fixture
def scene(made: Scene, tmp_path: Path) -> Scene:
    """A copy of its own, so that a test may spoil it."""
    shutil.copytree(made.folder, tmp_path / "copy")
    return Scene(tmp_path / "copy")


def result(done: Any) -> dict[str, Any]:
    assert done.exit_code in {0, 1}, done.output
    return json.loads(done.stdout)


# The good path


@pytest.mark.parametrize("kind", ["ed25519", "p256"])
def test_from_the_key_to_the_verified_report(kind: str, tmp_path: Path) -> None:
    scene = make_scene(tmp_path, kind)
    scene.make_key("officer", "p256")
    assessed = result(scene.assess(*scene.proofs, policy=scene.strict_policy()))
    fact = assessed["signature"]
    assert fact["status"] == "signed"
    assert (fact["name"], fact["organisation"]) == ("Vera Vendor", VENDOR)
    assert fact["key_id"] == public_key_of(scene.signer("vendor")).key_id
    assert not [k for k in assessed["knock_outs"] if k["kind"] == "signature"]
    report = scene / "report.pdf"
    words = ["--policy", scene.strict_policy(), "--as-of", "2026-11-24"]
    officer = ["--key", scene / "officer.p12", *scene.secret]
    scene.good(
        "report", scene.response, *words, *scene.proofs, *officer, "--out", report
    )
    trust = ["--trust", scene / "officer.roots.pem"]
    done = scene.good("verify", report, *trust, "--format", "json")
    last = json.loads(done.stdout)["steps"][-1]
    assert (last["name"], last["status"]) == ("response signature", "passed")
    assert "rests on the signature of this report" in last["detail"]


def test_the_report_says_who_signed_in_every_language(scene: Scene) -> None:
    for language, word in (
        ("en", "Answers signed by Vera Vendor"),
        ("uk", "Відповіді підписано: Vera Vendor"),
        ("ru", "Ответы подписаны: Vera Vendor"),
    ):
        for suffix in (".html", ".md"):
            out = scene / f"report{suffix}"
            words = ["--policy", "saas-baseline", "--lang", language, "--out", out]
            scene.good("report", scene.response, *words, *scene.keys)
            assert word in out.read_text("utf-8")


def test_the_report_says_when_nobody_signed(scene: Scene) -> None:
    scene.envelope.unlink()
    for language, word in (
        ("en", "Answers not signed"),
        ("uk", "Відповіді не підписано"),
        ("ru", "Ответы не подписаны"),
    ):
        words = ["--policy", "saas-baseline", "--lang", language]
        done = run("assess", scene.response, *words, *scene.keys)
        assert word in done.stdout


def test_a_signature_without_keys_is_not_checked_and_counts_as_none(
    scene: Scene,
) -> None:
    done = scene.assess()
    assert result(done)["signature"] == {"status": "unsigned"}
    assert "was not checked" in done.stderr
    assert scene.assess("--keys", scene / "keys.json").exit_code == 2


def test_signature_may_lie_elsewhere(scene: Scene) -> None:
    scene.envelope.rename(scene / "elsewhere.json")
    assert result(scene.assess(*scene.keys))["signature"]["status"] == "unsigned"
    given = ["--signature", scene / "elsewhere.json"]
    assert result(scene.assess(*scene.keys, *given))["signature"]["status"] == "signed"


def test_a_packed_submission_carries_its_signature(scene: Scene) -> None:
    packed = scene / "packed.zip"
    scene.good("pack", scene.response, "--out", packed)
    words = ["--policy", "saas-baseline", "--as-of", "2026-11-24", "--format", "json"]
    done = run("assess", packed, *words, *scene.proofs)
    assert result(done)["signature"]["status"] == "signed"


def test_signing_changes_no_number(scene: Scene) -> None:
    unsigned, signed = result(scene.assess()), result(scene.assess(*scene.keys))
    del unsigned["signature"], signed["signature"]
    assert unsigned == signed


def test_a_policy_that_wants_a_signature_rejects_without_one(scene: Scene) -> None:
    policy = scene.strict_policy()
    done = scene.assess(policy=policy)
    unsigned, signed = result(done), result(scene.assess(*scene.keys, policy=policy))
    assert (done.exit_code, unsigned["decision"]) == (1, "reject")
    first = unsigned["knock_outs"][0]
    assert (first["kind"], first["status"]) == ("signature", "fail")
    assert unsigned["knock_outs"][1:] == signed["knock_outs"]
    assert unsigned["scores"] == signed["scores"]
    shown = run("assess", scene.response, "--policy", policy, "--format", "markdown")
    assert (
        "- response-signature The vendor has signed the answers – Not met"
        in shown.stdout
    )


def test_sign_refuses_what_check_refuses_and_keeps_the_old_envelope(
    scene: Scene,
) -> None:
    before = scene.envelope.read_bytes()
    scene.fill(answers={"nonsense": {"state": "unknown"}})
    done = scene.sign()
    assert done.exit_code == 3
    assert codes(done) == ["answer-unknown-id"]
    assert scene.envelope.read_bytes() == before


def test_sign_tells_reports_and_responses_apart(scene: Scene) -> None:
    key = ["--key", scene / "vendor.p12", *scene.secret]
    assert run("sign", scene.response, *key, "--timestamp", "http://x").exit_code == 2
    pdf = scene / "report.pdf"
    pdf.write_bytes(b"%PDF")
    assert run("sign", pdf, *key).exit_code == 2
    out = ["--out", scene / "signed.pdf"]
    assert run("sign", pdf, *key, *out, "--questionnaire", "saas-vendor").exit_code == 2
    assert run("sign", pdf, *key, *out).exit_code == 4


# Every refusal has one reason


def forge(scene: Scene, signer: str = "vendor", digest: str = "", **over: Any) -> None:
    """Sign another statement about the response with a true key."""
    opened = open_envelope(scene.envelope.read_bytes(), "x", STATEMENT)
    statement = json.loads(opened.payload)
    statement["predicate"].update(over)
    if digest:
        statement["subject"][0]["digest"]["sha256"] = digest
    scene.envelope.write_bytes(
        sign_envelope(canonical(statement), STATEMENT, scene.signer(signer))
    )


def change_ring(scene: Scene, **over: Any) -> None:
    """Let the root sign a list in which the vendor's entry has other values."""
    root = scene.signer("root")
    raw = (scene / "keys.json").read_bytes()
    ring = keyring.read_ring(raw, "keys.json", public_key_of(root))
    key_id = public_key_of(scene.signer("vendor")).key_id
    entry = ring.keys[key_id].model_copy(update=over)
    ring = ring.model_copy(update={"keys": {key_id: entry}})
    (scene / "keys.json").write_bytes(keyring.write_ring(ring, root, now()))


def forget_the_key(scene: Scene) -> None:
    root = ["--root", scene / "root.p12", *scene.secret]
    (scene / "keys.json").unlink()
    scene.good("keys", "init", *root, "--out", scene / "keys.json")


def revoke_the_key(scene: Scene) -> None:
    key_id = public_key_of(scene.signer("vendor")).key_id
    done = scene.change_keys("revoke", "--key", key_id[:12], "--reason", "stolen")
    assert done.exit_code == 0, done.output


def expire_the_list(scene: Scene) -> None:
    done = scene.change_keys("renew", "--expires", "2025-01-01")
    assert done.exit_code == 0, done.output


def trust_another_root(scene: Scene) -> None:
    shutil.copy(scene / "stranger.pem", scene / "root.pem")


def change_the_response(scene: Scene) -> None:
    scene.fill(authored="2026-11-21")


def change_the_list(scene: Scene) -> None:
    path = scene / "keys.json"
    data = json.loads(path.read_text())
    other = keyring.write_ring(keyring.new_ring(now()), scene.signer("root"), now())
    path.write_text(json.dumps({**data, "payload": json.loads(other)["payload"]}))


def sign_as_stranger(scene: Scene) -> None:
    assert scene.sign("stranger").exit_code == 0


def sign_with_another_entry(scene: Scene, **entry: str) -> None:
    scene.add_key("stranger", **entry)
    assert scene.sign("stranger").exit_code == 0


def sign_as_root(scene: Scene) -> None:
    assert scene.sign("root").exit_code == 0


def expire_the_key(scene: Scene) -> None:
    """The key has just expired; the signature claims to be older."""
    start, end, signed = (now() - timedelta(hours=n) for n in (48, 1, 2))
    entry = {"not_before": write_moment(start), "not_after": write_moment(end)}
    change_ring(scene, **entry)
    forge(scene, signed_at=write_moment(signed))


def change_envelope(scene: Scene, change: Callable[[dict[str, Any]], Any]) -> None:
    data = json.loads(scene.envelope.read_text("utf-8"))
    change(data)
    scene.envelope.write_text(json.dumps(data), "utf-8")


def sign_twice(data: dict[str, Any]) -> None:
    data["signatures"] *= 2


def pad_payload(data: dict[str, Any]) -> None:
    data["payload"] += "\n"


def an_hour_ahead(scene: Scene) -> None:
    forge(scene, signed_at=write_moment(now() + timedelta(hours=1)))


QUESTIONNAIRE = {
    "id": "saas-vendor",
    "version": "1.0.0",
    "digest": f"sha256:{'0' * 64}",
}

BAD: dict[str, tuple[Callable[[Scene], Any], str]] = {
    "wrong_role": (lambda s: change_ring(s, roles=("assessor",)), "signature-key-role"),
    "stated_role": (lambda s: forge(s, role="assessor"), "signature-role"),
    "unknown_key": (forget_the_key, "signature-key-unknown"),
    "stranger": (sign_as_stranger, "signature-key-unknown"),
    "revoked_key": (revoke_the_key, "signature-key-revoked"),
    "key_too_young": (
        lambda s: change_ring(s, not_before="2099-01-01T00:00:00Z",
                              not_after="2099-02-01T00:00:00Z"),
        "signature-validity",
    ),
    "key_too_old": (
        lambda s: change_ring(s, not_before="2020-01-01T00:00:00Z",
                              not_after="2020-02-01T00:00:00Z"),
        "signature-validity",
    ),
    "back_dated": (
        lambda s: forge(s, signed_at="2020-01-01T00:00:00Z"), "signature-validity"
    ),
    "signed_tomorrow": (an_hour_ahead, "signature-future"),
    "other_organisation": (
        lambda s: change_ring(s, organisation="Plain Vendor LLC"),
        "signature-organisation",
    ),
    "stated_vendor": (lambda s: forge(s, vendor="Other Ltd"), "signature-vendor"),
    "questionnaire_digest": (
        lambda s: forge(s, questionnaire=QUESTIONNAIRE), "signature-questionnaire"
    ),
    "response_digest": (lambda s: forge(s, digest="0" * 64), "signature-response"),
    "changed_response": (change_the_response, "signature-response"),
    "response_id": (lambda s: forge(s, response_id="small-2"), "signature-response-id"),
    "sequence": (lambda s: forge(s, sequence=2), "signature-sequence"),
    "no_request": (lambda s: forge(s, request=None), "signature-request"),
    "other_nonce": (
        lambda s: forge(s, request={"id": "request-1", "nonce": "n" * 22}),
        "signature-request",
    ),
    "evidence": (lambda s: forge(s, evidence=[]), "signature-evidence"),
    "other_root": (trust_another_root, "keys-root"),
    "changed_list": (change_the_list, "envelope-signature"),
    "expired_list": (expire_the_list, "keys-expired"),
    "assessors_key": (
        lambda s: sign_with_another_entry(s, role="assessor"), "signature-key-role"
    ),
    "rivals_key": (
        lambda s: sign_with_another_entry(s, organisation="Rival Ltd"),
        "signature-organisation",
    ),
    "root_key": (sign_as_root, "signature-key-unknown"),
    "expired_key": (expire_the_key, "signature-key-expired"),
    "two_signatures": (lambda s: change_envelope(s, sign_twice), "envelope-signatures"),
    "swapped_type": (
        lambda s: change_envelope(s, lambda e: e.update(payloadType=KEYS)), "envelope-type"
    ),
    "foreign_type": (
        lambda s: change_envelope(s, lambda e: e.update(payloadType="text/plain")),
        "envelope-type",
    ),
    "sloppy_base64": (lambda s: change_envelope(s, pad_payload), "envelope-base64"),
    "not_an_envelope": (
        lambda s: s.envelope.write_bytes((s / "keys.json").read_bytes()),
        "envelope-type",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", [f"{name}_bad" for name in BAD])
def test_a_signature_is_refused_for_one_reason(name: str, scene: Scene) -> None:
    assert scene.assess(*scene.keys).exit_code == 1  # judged, and so accepted as signed
    spoil, code = BAD[name.removesuffix("_bad")]
    spoil(scene)
    done = scene.assess(*scene.keys)
    assert (done.exit_code, codes(done)) == (3, [code]), done.output
    out = scene / "report.md"
    words = ["--policy", "saas-baseline", "--out", out, *scene.keys]
    assert run("report", scene.response, *words).exit_code == 3
    assert not out.exists()


def test_every_flipped_byte_of_the_envelope_is_refused(scene: Scene) -> None:
    case = pipeline.open_case("saas-baseline", scene.response, date(2026, 11, 24))
    good = case.envelope
    assert good is not None
    paths = (scene / "keys.json", scene / "root.pem")
    for place in range(0, len(good), 7):
        bad = bytearray(good)
        bad[place] ^= 1 << place % 8
        with pytest.raises(AuditError):
            pipeline.check_signature(replace(case, envelope=bytes(bad)), *paths, now())


# Replay


def edit_request(scene: Scene, **over: Any) -> None:
    data = json.loads(scene.request.read_text("utf-8"))
    scene.request.write_text(json.dumps({**data, **over}), "utf-8")


def answer_nothing(scene: Scene) -> None:
    write = response_data()
    write["questionnaire"] = json.loads(scene.response.read_text())["questionnaire"]
    scene.response.write_text(json.dumps(write), "utf-8")


def other_questionnaire(scene: Scene) -> None:
    edit_request(scene, questionnaire=QUESTIONNAIRE)


def newer_was_accepted(scene: Scene) -> None:
    edit_request(scene, accepted={"sequence": 2, "digest": f"sha256:{'0' * 64}"})


def same_number_was_accepted(scene: Scene) -> None:
    edit_request(scene, accepted={"sequence": 1, "digest": f"sha256:{'0' * 64}"})


REPLAYED: dict[str, tuple[Callable[[Scene], Any], str]] = {
    "no_request": (answer_nothing, "request-missing"),
    "other_id": (lambda s: edit_request(s, id="request-2"), "request-id"),
    "other_nonce": (lambda s: edit_request(s, nonce="x" * 22), "request-nonce"),
    "other_vendor": (lambda s: edit_request(s, vendor="Other Ltd"), "request-vendor"),
    "other_questionnaire": (other_questionnaire, "request-questionnaire"),
    "older": (newer_was_accepted, "request-older"),
    "changed": (same_number_was_accepted, "request-changed"),
}


@pytest.mark.parametrize("name", [f"{name}_bad" for name in REPLAYED])
def test_a_replay_is_refused_for_one_reason(name: str, scene: Scene) -> None:
    spoil, code = REPLAYED[name.removesuffix("_bad")]
    spoil(scene)
    before = scene.request.read_bytes()
    done = scene.assess("--request", scene.request)
    assert (done.exit_code, codes(done)) == (3, [code]), done.output
    assert scene.request.read_bytes() == before


def test_issue_keeps_the_request_beside_the_folder(scene: Scene) -> None:
    request = json.loads(scene.request.read_text("utf-8"))
    assert request["format"] == "audit-request/1"
    assert (request["vendor"], request["accepted"]) == (VENDOR, None)
    assert len(request["nonce"]) == 22
    asked = json.loads(scene.response.read_text("utf-8"))["request"]
    assert asked == {"id": request["id"], "nonce": request["nonce"]}
    assert not list((scene / "issued").rglob("*.request.json"))
    again = run("issue", "saas-vendor", "--vendor", VENDOR, "--out", scene / "issued")
    assert again.exit_code == 2


def test_a_request_is_never_overwritten(scene: Scene) -> None:
    before = scene.request.read_bytes()
    shutil.rmtree(scene / "issued")
    words = ["--vendor", VENDOR, "--out", scene / "issued"]
    assert run("issue", "saas-vendor", *words).exit_code == 2
    assert scene.request.read_bytes() == before
    assert (
        run("issue", "saas-vendor", "--vendor", "a\nb", "--out", scene / "x").exit_code
        == 3
    )
    assert not (scene / "x").exists()


def test_two_requests_never_share_a_nonce(tmp_path: Path) -> None:
    nonces = set()
    for name in ("a", "b"):
        words = ["--vendor", VENDOR, "--out", tmp_path / name]
        assert run("issue", "saas-vendor", *words).exit_code == 0
        nonces.add(json.loads((tmp_path / f"{name}.request.json").read_text())["nonce"])
    assert len(nonces) == 2


def test_an_older_response_sent_again_is_refused(scene: Scene) -> None:
    old, old_envelope = scene.response.read_bytes(), scene.envelope.read_bytes()
    assert scene.assess(*scene.proofs).exit_code == 1
    scene.fill(sequence=2, authored="2026-11-22")
    assert scene.sign().exit_code == 0
    assert scene.assess(*scene.proofs).exit_code == 1
    accepted = json.loads(scene.request.read_text("utf-8"))["accepted"]
    assert accepted == {"sequence": 2, "digest": read_document(scene.response).digest}
    assert scene.assess(*scene.proofs).exit_code == 1  # the same one may come again
    scene.response.write_bytes(old)
    scene.envelope.write_bytes(old_envelope)
    done = scene.assess(*scene.proofs)
    assert (done.exit_code, codes(done)) == (3, ["request-older"])


def test_a_changed_response_needs_the_next_number(scene: Scene) -> None:
    assert scene.assess(*scene.proofs).exit_code == 1
    scene.fill(authored="2026-11-22")
    assert scene.sign().exit_code == 0
    done = scene.assess(*scene.proofs)
    assert (done.exit_code, codes(done)) == (3, ["request-changed"])


def test_an_older_list_of_keys_is_refused_once_a_newer_was_seen(scene: Scene) -> None:
    old = (scene / "keys.json").read_bytes()
    assert scene.change_keys("renew", "--expires", "2099-01-01").exit_code == 0
    assert scene.assess(*scene.proofs).exit_code == 1
    assert json.loads(scene.request.read_text("utf-8"))["keys_version"] == 3
    (scene / "keys.json").write_bytes(old)
    done = scene.assess(*scene.proofs)
    assert (done.exit_code, codes(done)) == (3, ["keys-rollback"])
    assert scene.assess(*scene.keys).exit_code == 1  # nothing remembers without it


def twin_of(signature: str) -> str:
    """Return the other form of an ECDSA signature, which anybody can compute."""
    r, s = decode_dss_signature(base64.b64decode(signature))
    return base64.b64encode(encode_dss_signature(r, P256_ORDER - s)).decode()


def test_another_form_of_the_same_envelope_is_the_same_answer(tmp_path: Path) -> None:
    """No envelope's own digest names anything: spaces alone would change it too."""
    scene = make_scene(tmp_path, "p256")
    first = result(scene.assess(*scene.proofs))
    accepted = scene.request.read_bytes()
    old = {path: path.read_bytes() for path in (scene.response, scene.envelope)}

    def turn(data: dict[str, Any]) -> None:
        (signature,) = data["signatures"]
        signature["sig"] = twin_of(signature["sig"])

    change_envelope(scene, turn)
    assert scene.envelope.read_bytes() != old[scene.envelope]
    assert result(scene.assess(*scene.proofs)) == first
    assert scene.request.read_bytes() == accepted
    scene.fill(sequence=2)
    assert scene.sign().exit_code == 0
    result(scene.assess(*scene.proofs))
    for path, content in old.items():
        path.write_bytes(content)
    change_envelope(scene, turn)
    assert codes(scene.assess(*scene.proofs)) == ["request-older"]


def test_a_refused_signature_accepts_nothing(scene: Scene) -> None:
    before = scene.request.read_bytes()
    revoke_the_key(scene)
    assert scene.assess(*scene.proofs).exit_code == 3
    assert scene.request.read_bytes() == before
    assert not list(scene.folder.glob(".*.part"))


# The list of keys on the command line


def test_keys_list_shows_who_may_sign_what(scene: Scene) -> None:
    words = ["keys", "list", scene / "keys.json", "--trust", scene / "root.pem"]
    (row,) = json.loads(scene.good(*words, "--format", "json").stdout)
    assert (row["name"], row["roles"], row["state"]) == (
        "Vera Vendor",
        "vendor",
        "good",
    )
    revoke_the_key(scene)
    done = scene.good(*words)
    assert "stolen" in done.stdout
    assert "version 3" in done.stderr
    words[-1] = scene / "stranger.pem"
    assert codes(run(*words)) == ["keys-root"]


def test_a_change_by_another_root_leaves_the_list_whole(scene: Scene) -> None:
    before = (scene / "keys.json").read_bytes()
    words = ["--root", scene / "stranger.p12", *scene.secret]
    done = run("keys", "renew", scene / "keys.json", *words)
    assert (done.exit_code, codes(done)) == (3, ["keys-root"])
    key = ["--key", "0" * 64, "--reason", "lost"]
    assert run("keys", "revoke", scene / "keys.json", *key, *words).exit_code == 3
    assert (scene / "keys.json").read_bytes() == before


def test_unfit_changes_leave_the_list_whole(scene: Scene) -> None:
    before = (scene / "keys.json").read_bytes()
    who = [
        "--public",
        scene / "vendor.pem",
        "--organisation",
        VENDOR,
        "--role",
        "vendor",
    ]
    again = scene.change_keys("add", *who, "--name", "Twice")
    assert (again.exit_code, codes(again)) == (4, ["keys-twice"])
    own = ["--public", scene / "root.pem", *who[2:], "--name", "Root"]
    assert codes(scene.change_keys("add", *own)) == ["keys-root-role"]
    late = ["--public", scene / "stranger.pem", *who[2:], "--name", "Late"]
    past = scene.change_keys("add", *late, "--not-after", "2020-01-01")
    assert codes(past) == ["keys-validity"]
    assert scene.change_keys("revoke", "--key", "0" * 8, "--reason", "x").exit_code == 4
    assert (scene / "keys.json").read_bytes() == before


def test_key_files_are_never_overwritten(scene: Scene) -> None:
    root = ["--root", scene / "root.p12", *scene.secret]
    assert run("keys", "init", *root, "--out", scene / "keys.json").exit_code == 2
    key = [scene / "vendor.p12", *scene.secret]
    assert run("keys", "public", *key, "--out", scene / "root.pem").exit_code == 2


# An officer who cheats is found by whoever verifies the report


@pytest.fixture(scope="module")
def officer(made: Scene) -> Scene:
    made.make_key("officer", "p256")
    return made


def verify(case: pipeline.Case, scene: Scene) -> dict[str, str]:
    pdf = pipeline.report_pdf(pipeline.assess_case(case), "en")
    at = datetime.now(UTC)
    signed = pipeline.sign_report(pdf, scene.signer("officer"), at)
    roots = [(scene / "officer.roots.pem").read_bytes()]
    done = pipeline.verify_report(signed, roots, at)
    return {step.name: step.status.value for step in done.steps} | {
        "verdict": done.verdict.value
    }


def checked(scene: Scene) -> pipeline.Case:
    case = pipeline.open_case("saas-baseline", scene.response, date(2026, 11, 24))
    paths = (scene / "keys.json", scene / "root.pem")
    return pipeline.check_signature(case, *paths, now())


def test_a_report_of_an_unsigned_response_has_no_such_step(officer: Scene) -> None:
    case = pipeline.open_case("saas-baseline", officer.response, date(2026, 11, 24))
    found = verify(case, officer)
    assert "response signature" not in found
    assert found["verdict"] == "TOTAL-PASSED"


@pytest.mark.parametrize("cheat", ["name", "envelope", "keys", "missing"])
def test_a_claimed_signature_that_the_dossier_does_not_prove_is_found(
    cheat: str, officer: Scene
) -> None:
    case = checked(officer)
    assert case.signature is not None
    if cheat == "name":
        other = case.signature.model_copy(update={"name": "Somebody Else"})
        case = replace(case, signature=other)
    elif cheat == "envelope":
        raw = sign_envelope(b"{}", STATEMENT, officer.signer("stranger"))
        case = replace(case, envelope=raw)
    elif cheat == "keys":
        empty = keyring.new_ring(now())
        raw = keyring.write_ring(empty, officer.signer("root"), now())
        case = replace(case, keys=raw)
    else:
        case = replace(case, envelope=None)
    found = verify(case, officer)
    assert (found["attachments"], found["replay"]) == ("passed", "passed")
    assert found["response signature"] == "failed"
    assert found["verdict"] == "TOTAL-FAILED"
