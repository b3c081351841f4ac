"""Signed heads and the proofs under them: good ones, and each way to be refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from audit.canonical import canonical
from audit.errors import AuditError, InputError, KeyProblem
from audit.register.checkpoint import Checkpoint
from audit.register.officers import create_sealed_register
from audit.register.readers import Reader
from audit.register.sealing import Identity
from audit.register.store import open_register
from audit.registering.kept_heads import read_heads
from audit.registering.proof_checking import check_proof
from audit.registering.proofs import prove_growth, prove_record
from audit.registering.signed_head import (
    HeadStatement,
    checkpoint_of,
    read_kept_head,
    read_signed_head,
    sign_head,
)
from audit.signing.envelope import HEAD, STATEMENT, public_key_of, sign_envelope
from audit.signing.keyring import KeyRing
from audit.signing.keys import Signer
from tests.register.attacks import CONTENTS, filled, grown
from tests.register.backends import AT, InFolder, new, opened
from tests.signing.material import make_key
from tests.signing.pki import NOW
from tests.signing.signed_json import codes, ring_with

ROOT = bytes(range(32))
POINT = Checkpoint("audit-register/00", 7, ROOT)
LATER = NOW + timedelta(days=1)


@pytest.fixture(scope="module")
def officer() -> Signer:
    return make_key("ed25519").signer


@pytest.fixture(scope="module")
def ring(officer: Signer) -> KeyRing:
    return ring_with(officer, role="assessor")


@pytest.fixture
def folder(tmp_path: Path) -> InFolder:
    return InFolder(tmp_path / "register")


def anyhow(signer: Signer, **over: Any) -> bytes:
    """A head that was signed without looking."""
    said = {
        "format": "audit-head/1",
        "role": "assessor",
        "checkpoint": POINT.text,
        "signed_at": "2026-06-01T12:00:00Z",
    }
    return sign_envelope(canonical({**said, **over}), HEAD, signer)


def refused(raw: bytes, ring: KeyRing) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_signed_head(raw, "head.json", ring, LATER)
    return codes(caught)


def test_a_signed_head_tells_what_was_signed_when_and_by_whom_good(
    officer: Signer, ring: KeyRing
) -> None:
    head = read_signed_head(sign_head(POINT, officer, NOW), "head.json", ring, LATER)
    assert head.checkpoint == POINT
    assert head.signed_at == "2026-06-01T12:00:00Z"
    assert head.signer == "Vera Vendor, Plain Vendor Ltd"
    assert anyhow(officer) == sign_head(POINT, officer, NOW)


def test_a_head_by_a_key_that_is_not_listed_is_refused_bad(ring: KeyRing) -> None:
    stranger = make_key("ed25519").signer
    assert refused(anyhow(stranger), ring) == ["signature-key-unknown"]


def test_a_head_by_a_vendors_key_is_refused_bad(officer: Signer) -> None:
    ring = ring_with(officer, role="vendor")
    assert refused(anyhow(officer), ring) == ["signature-key-role"]


def test_a_head_by_a_revoked_key_is_refused_bad(officer: Signer, ring: KeyRing) -> None:
    key = public_key_of(officer).key_id
    lost = {"revoked_at": "2026-06-02T08:00:00Z", "revoked_reason": "laptop stolen"}
    entry = ring.keys[key].model_copy(update=lost)
    revoked = ring.model_copy(update={"keys": {key: entry}})
    assert refused(anyhow(officer), revoked) == ["signature-key-revoked"]


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"role": "vendor"}, "head-role"),
        ({"signed_at": "2026-06-02T12:30:00Z"}, "signature-future"),
        ({"signed_at": "2020-06-01T12:00:00Z"}, "signature-validity"),
        ({"checkpoint": "nonsense"}, "checkpoint"),
        ({"checkpoint": Checkpoint("a", 0, ROOT).text}, "head-empty"),
        ({"note": "more"}, "schema-unknown-key"),
        ({"format": "audit-head/2"}, "schema-choice"),
    ],
)
def test_a_signed_head_that_says_something_else_is_refused_bad(
    officer: Signer, ring: KeyRing, over: dict[str, Any], code: str
) -> None:
    assert refused(anyhow(officer, **over), ring) == [code]


def test_a_head_by_a_key_that_expired_since_is_refused_bad(
    officer: Signer, ring: KeyRing
) -> None:
    years_later = NOW + timedelta(days=4000)
    with pytest.raises(InputError) as caught:
        read_signed_head(anyhow(officer), "head.json", ring, years_later)
    assert codes(caught) == ["signature-key-expired"]


def test_a_signed_statement_is_not_taken_for_a_head_bad(
    officer: Signer, ring: KeyRing
) -> None:
    said = HeadStatement(checkpoint=POINT.text, signed_at="2026-06-01T12:00:00Z")
    raw = sign_envelope(canonical(said.model_dump()), STATEMENT, officer)
    assert refused(raw, ring) == ["envelope-type"]


def test_a_head_changed_after_signing_is_refused_bad(
    officer: Signer, ring: KeyRing
) -> None:
    good, other = (
        json.loads(anyhow(officer)),
        json.loads(anyhow(officer, checkpoint="")),
    )
    mixed = json.dumps({**good, "payload": other["payload"]}).encode()
    assert refused(mixed, ring) == ["envelope-signature"]


def test_the_head_of_an_empty_register_is_not_signed_bad(officer: Signer) -> None:
    with pytest.raises(InputError) as caught:
        sign_head(replace(POINT, size=0), officer, NOW)
    assert codes(caught) == ["head-empty"]


def test_an_expired_certificate_signs_no_head_bad(officer: Signer) -> None:
    with pytest.raises(KeyProblem, match="expired"):
        sign_head(POINT, officer, NOW + timedelta(days=4000))


@pytest.mark.parametrize(
    "text", [POINT.text, POINT.text.strip(), POINT.text.replace("\n", "\r\n")]
)
def test_three_typed_lines_are_a_head_good(text: str) -> None:
    head = read_kept_head(text.encode(), "paper.txt")
    assert (head.checkpoint, head.signer) == (POINT, "")


def test_every_file_that_is_no_head_is_named_at_once_bad(officer: Signer) -> None:
    files = [(b"one", "a"), (anyhow(officer), "b"), (b"{}", "c"), (b"", "d")]
    with pytest.raises(InputError) as caught:
        read_heads(files, None, NOW)
    assert {problem.file for problem in caught.value.problems} == {"a", "c", "d"}


def signed(folder: InFolder, officer: Signer) -> bytes:
    with opened(folder) as register:
        return sign_head(checkpoint_of(register), officer, NOW)


def proof_of(folder: InFolder, number: int, head: bytes) -> dict[str, Any]:
    with opened(folder) as register:
        proof: dict[str, Any] = json.loads(
            prove_record(register, number, head, "head.json")
        )
        return proof


def outcome(
    proof: dict[str, Any], ring: KeyRing, document: bytes | None = None
) -> dict[str, str]:
    """Step → its status, or the code of its first fault."""
    steps = check_proof(canonical(proof), "proof.json", ring, LATER, document)
    return {s.name: s.faults[0].code if s.faults else s.status for s in steps}


GOOD = dict.fromkeys(("signed head", "record", "inclusion", "document"), "passed")


def test_every_record_is_proved_without_the_register_good(
    folder: InFolder, officer: Signer, ring: KeyRing
) -> None:
    filled(folder)
    head = signed(folder, officer)
    grown(folder, b"five", b"six")
    for number, content in enumerate(CONTENTS):
        proof = proof_of(folder, number, head)
        assert outcome(proof, ring, content) == GOOD
        assert outcome(proof, ring)["document"] == "skipped"
        assert outcome(proof, ring, content + b"!")["document"] == "proof-document"


def other_path(proof: dict[str, Any]) -> dict[str, Any]:
    return {**proof, "path": [*proof["path"][:-1], "0" * 64]}


def short_path(proof: dict[str, Any]) -> dict[str, Any]:
    return {**proof, "path": proof["path"][:-1]}


def other_record(**over: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def changed(proof: dict[str, Any]) -> dict[str, Any]:
        record = {**json.loads(proof["record"]), **over}
        return {**proof, "record": canonical(record).decode()}

    return changed


def respelled(proof: dict[str, Any]) -> dict[str, Any]:
    return {**proof, "record": proof["record"].replace(",", ", ", 1)}


def no_record(proof: dict[str, Any]) -> dict[str, Any]:
    return {**proof, "record": "{}"}


def salted(proof: dict[str, Any]) -> dict[str, Any]:
    return {**proof, "salt": "00" * 16}


ALTERED = {
    "another node": (other_path, "inclusion", "proof-inclusion"),
    "a node less": (short_path, "inclusion", "proof-inclusion"),
    "another record": (other_record(by="Else"), "inclusion", "proof-inclusion"),
    "another place": (other_record(number=3), "inclusion", "proof-inclusion"),
    "a place beyond": (other_record(number=5000), "inclusion", "proof-inclusion"),
    "spaces": (respelled, "record", "record-body"),
    "no record": (no_record, "record", "record-body"),
    "a salt": (salted, "document", "proof-document"),
}


@pytest.mark.parametrize("case", ALTERED)
def test_a_proof_that_was_altered_is_refused_bad(
    folder: InFolder,
    officer: Signer,
    ring: KeyRing,
    case: str,
) -> None:
    change, step, code = ALTERED[case]
    filled(folder)
    proof = proof_of(folder, 2, signed(folder, officer))
    assert outcome(proof, ring, b"two") == GOOD
    found = outcome(change(proof), ring, b"two")
    assert found[step] == code
    assert {name for name, end in found.items() if end != "passed"} == {step}


def test_the_end_of_a_document_is_not_taken_for_a_sealed_one_bad(
    folder: InFolder, officer: Signer, ring: KeyRing
) -> None:
    """In a plain register the hash of salt and rest is the hash of the whole."""
    filled(folder)
    whole = b"sixteen bytes!! and the rest"
    grown(folder, whole)
    proof = proof_of(folder, 5, signed(folder, officer))
    assert outcome(proof, ring, whole) == GOOD
    cut = {**proof, "salt": whole[:16].hex()}
    assert outcome(cut, ring, whole[16:])["document"] == "proof-document"


def test_a_proof_under_a_head_of_others_is_refused_bad(
    folder: InFolder, officer: Signer, ring: KeyRing
) -> None:
    filled(folder)
    proof = proof_of(folder, 2, signed(folder, officer))
    forged = {**proof, "head": json.loads(anyhow(make_key("ed25519").signer))}
    found = outcome(forged, ring, b"two")
    assert found["signed head"] == "signature-key-unknown"
    assert "inclusion" not in found
    elsewhere = {**proof, "head": json.loads(anyhow(officer))}
    assert outcome(elsewhere, ring, b"two")["inclusion"] == "proof-inclusion"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{}",
        b'{"format":"audit-record-proof/2"}',
        b'{"format":"audit-record-proof/1"}',
        b'{"format":"audit-growth-proof/1","path":["00"],"old":{},"new":{}}',
    ],
)
def test_what_is_no_proof_is_bad_input(raw: bytes, ring: KeyRing) -> None:
    with pytest.raises(InputError):
        check_proof(raw, "proof.json", ring, LATER)


def test_a_proof_is_not_made_under_a_head_that_does_not_fit_bad(
    folder: InFolder, officer: Signer
) -> None:
    filled(folder)
    head = signed(folder, officer)
    grown(folder, b"five")
    cases = {
        "proof-later": (5, head),
        "record-missing": (6, head),
        "proof-head": (2, anyhow(officer)),
        "checkpoint": (2, b"nonsense"),
    }
    with opened(folder) as register:
        for code, (number, given) in cases.items():
            with pytest.raises(InputError) as caught:
                prove_record(register, number, given, "head.json")
            assert codes(caught) == [code]
        real = checkpoint_of(register)
        for other in (
            replace(real, origin="audit-register/00"),
            replace(real, root=ROOT),
        ):
            with pytest.raises(InputError) as caught:
                prove_record(register, 2, sign_head(other, officer, NOW), "head.json")
            assert codes(caught) == ["proof-head"]
        typed = real.text.encode()
        with pytest.raises(InputError) as caught:
            prove_record(register, 2, typed, "head.txt")
        assert codes(caught) == ["proof-unsigned"]


def test_a_later_head_is_proved_to_go_on_from_an_earlier_one_good(
    folder: InFolder, officer: Signer, ring: KeyRing
) -> None:
    filled(folder)
    old = signed(folder, officer)
    grown(folder, b"five", b"six")
    new_head = signed(folder, officer)
    with opened(folder) as register:
        proof = json.loads(prove_growth(register, (old, "old"), (new_head, "new")))
        with pytest.raises(InputError) as caught:
            prove_growth(register, (new_head, "new"), (old, "old"))
        assert codes(caught) == ["proof-order"]
    good = dict.fromkeys(("earlier head", "later head", "growth"), "passed")
    assert outcome(proof, ring) == good
    turned = {**proof, "old": proof["new"], "new": proof["old"]}
    assert outcome(turned, ring) == {**good, "growth": "proof-growth"}
    assert outcome(other_path(proof), ring) == {**good, "growth": "proof-growth"}
    strange = {**proof, "new": json.loads(anyhow(officer))}
    assert outcome(strange, ring)["growth"] == "proof-origin"
    forged = {**proof, "old": json.loads(anyhow(make_key("ed25519").signer))}
    assert outcome(forged, ring)["earlier head"] == "signature-key-unknown"


def test_a_proof_from_a_sealed_register_brings_the_salt_good(
    tmp_path: Path, officer: Signer, ring: KeyRing
) -> None:
    identity, kept_apart = Identity.new(), Identity.new()
    readers = [
        Reader(role="officer", name="olena", recipient=identity.recipient),
        Reader(role="recovery", recipient=kept_apart.recipient),
    ]
    create_sealed_register(tmp_path / "r", readers, "Olena Koval", AT).close()
    with open_register(tmp_path / "r", [identity]) as register:
        (record,) = register.accept([new(b"no")], AT)
        head = sign_head(checkpoint_of(register), officer, NOW)
        proof = json.loads(prove_record(register, record.number, head, "head.json"))
    assert len(proof["salt"]) == 32
    assert outcome(proof, ring, b"no") == GOOD
    assert outcome(proof, ring, b"yes")["document"] == "proof-document"
    with open_register(tmp_path / "r") as register, pytest.raises(AuditError) as caught:
        prove_record(register, record.number, head, "head.json")
    assert codes(caught) == ["identity-missing"]
