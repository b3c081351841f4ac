"""Keys: made with the right extensions, opened with the right passphrase only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from audit.errors import KeyProblem
from audit.signing.certificates import KeyKind, load_roots
from audit.signing.keys import KINDS, Signer, create_key, load_signer, pack_signer
from tests.signing.material import PASSPHRASE, Made, Pki
from tests.signing.pki import START, issue, signer, usage


def code_of(caught: pytest.ExceptionInfo[KeyProblem]) -> str:
    problem = caught.value.problems[0]
    assert problem.hint
    return problem.code


@pytest.mark.parametrize("kind", KINDS)
def test_made_key(kind: KeyKind, keys: dict[KeyKind, Made]) -> None:
    made = keys[kind]
    (root,) = load_roots(made.roots)
    cert = made.signer.certificate
    cert.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)
    bits = cert.extensions.get_extension_for_class(x509.KeyUsage)
    assert bits.critical
    assert bits.value.digital_signature
    assert bits.value.content_commitment
    assert not bits.value.key_cert_sign
    limits = root.extensions.get_extension_for_class(x509.BasicConstraints)
    assert limits.critical
    assert limits.value == x509.BasicConstraints(ca=True, path_length=0)
    assert cert.not_valid_before_utc == START
    assert cert.not_valid_after_utc == START + timedelta(days=400)
    assert made.signer.chain == (root,)


def test_keys_do_not_show_their_secrets(keys: dict[KeyKind, Made]) -> None:
    assert "key=" not in repr(keys["p256"].signer)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("wrong", [b"", b"Correct horse", b"correct horse\n"])
def test_wrong_passphrase(
    kind: KeyKind, wrong: bytes, keys: dict[KeyKind, Made]
) -> None:
    with pytest.raises(KeyProblem) as caught:
        load_signer(keys[kind].p12, wrong)
    assert code_of(caught) == "p12-passphrase"


@pytest.mark.parametrize("data", [b"", b"-----BEGIN PRIVATE KEY-----", bytes(2 << 20)])
def test_not_a_key_file(data: bytes) -> None:
    with pytest.raises(KeyProblem) as caught:
        load_signer(data, PASSPHRASE)
    assert code_of(caught) == "p12-format"


def test_damaged_key_file(keys: dict[KeyKind, Made]) -> None:
    p12 = keys["p256"].p12
    for place in range(0, len(p12), 97):
        damaged = p12[:place] + bytes([p12[place] ^ 0x55]) + p12[place + 1 :]
        with pytest.raises(KeyProblem):
            load_signer(damaged, PASSPHRASE)


def test_keys_we_do_not_sign_with(pki: Pki) -> None:
    short, curve = rsa.generate_private_key(65537, 2048), ec.SECP384R1()
    for odd in (short, ec.generate_private_key(curve)):
        p12 = pack_signer(signer(issue("Odd", pki.root, key=odd)), PASSPHRASE)
        with pytest.raises(KeyProblem) as caught:
            load_signer(p12, PASSPHRASE)
        assert code_of(caught) == "key-unsupported"


def test_certificate_that_may_not_sign_documents(pki: Pki) -> None:
    web = issue("Web", pki.root, bits=usage("digital_signature"))
    with pytest.raises(KeyProblem) as caught:
        load_signer(pack_signer(signer(web), PASSPHRASE), PASSPHRASE)
    assert code_of(caught) == "key-usage"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "rsa1024"}, "key-kind"),
        ({"common_name": " "}, "key-name"),
        ({"common_name": "n" * 65}, "key-name"),
        ({"organisation": ""}, "key-name"),
        ({"organisation": "o" * 65}, "key-name"),
        ({"days": 0}, "key-days"),
        ({"passphrase": b""}, "key-passphrase"),
    ],
)
def test_request_that_cannot_be_met(changes: dict[str, object], code: str) -> None:
    request: dict[str, object] = {
        "kind": "p256",
        "common_name": "n",
        "days": 1,
        "not_before": START,
        "passphrase": b"p",
    }
    with pytest.raises(KeyProblem) as caught:
        create_key(**(request | changes))  # type: ignore[arg-type]
    assert code_of(caught) == code


def test_longest_name_and_cyrillic() -> None:
    name, organisation = "Ж" * 32, "Щ" * 64
    new = create_key(
        "p256", name, organisation, days=1, not_before=START, passphrase=PASSPHRASE
    )
    opened: Signer = load_signer(new.p12, PASSPHRASE)
    assert name in opened.subject
