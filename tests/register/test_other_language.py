"""A proof is checked by thirty lines of JavaScript that know nothing of us."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from audit.register.store import create_register
from audit.registering.proofs import prove_record
from audit.registering.signed_head import checkpoint_of, sign_head
from audit.signing.certificates import KeyKind
from audit.signing.envelope import public_key_of
from tests.register.backends import AT, new
from tests.signing.material import make_key
from tests.signing.pki import NOW

CHECKER = Path(__file__).with_name("check_proof.mjs")
Change = Callable[[dict[str, Any]], dict[str, Any]]


@pytest.fixture(autouse=True)
def has_node() -> None:
    if shutil.which("node") is None:
        # A run that is to count must not leave these out.
        assert not os.environ.get("CI"), "node is missing"
        pytest.skip("node is missing")


def node(folder: Path, proof: dict[str, Any], document: bytes) -> str:
    (folder / "proof.json").write_text(json.dumps(proof))
    (folder / "document").write_bytes(document)
    files = [folder / name for name in ("proof.json", "key.pem", "document")]
    done = subprocess.run(
        ["node", CHECKER, *files], capture_output=True, text=True, check=False
    )
    assert not done.stderr
    return done.stdout.strip()


def proofs(folder: Path, kind: KeyKind, size: int) -> list[dict[str, Any]]:
    """A proof of each record of a register with so many."""
    signer = make_key(kind).signer
    (folder / "key.pem").write_text(public_key_of(signer).pem)
    with create_register(folder / "register") as register:
        register.accept([new(b"%d" % n, subject=f"r{n}") for n in range(size)], AT)
        head = sign_head(checkpoint_of(register), signer, NOW)
        return [
            json.loads(prove_record(register, number, head, "head.json"))
            for number in range(size)
        ]


@pytest.mark.parametrize(("kind", "size"), [("ed25519", 5), ("p256", 1)])
def test_every_proof_is_accepted_elsewhere_good(
    tmp_path: Path, kind: KeyKind, size: int
) -> None:
    for number, proof in enumerate(proofs(tmp_path, kind, size)):
        assert node(tmp_path, proof, b"%d" % number) == "PROVED"


CHANGES: dict[str, Change] = {
    "inclusion": lambda p: {**p, "path": [*p["path"][1:], p["path"][0]]},
    "length": lambda p: {**p, "path": [*p["path"], "00" * 32]},
    "document": lambda p: {**p, "salt": "00" * 16},
    "signature": lambda p: {**p, "head": {**p["head"], "payload": "e30="}},
}


@pytest.mark.parametrize("reason", CHANGES)
def test_an_altered_proof_is_refused_elsewhere_bad(tmp_path: Path, reason: str) -> None:
    proof = proofs(tmp_path, "ed25519", 5)[2]
    assert node(tmp_path, CHANGES[reason](proof), b"2") == f"NOT PROVED: {reason}"
