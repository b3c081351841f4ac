"""DSSE envelopes: the public vector, an independent check, and every refusal."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, utils
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from audit.errors import InputError, KeyProblem
from audit.signing.envelope import (
    KEYS,
    STATEMENT,
    Envelope,
    open_envelope,
    pae,
    public_key_of,
    read_public_key,
    sign_envelope,
    verify_envelope,
)
from audit.signing.fields import MAX_ENVELOPE_BYTES, MAX_PAYLOAD_BYTES
from audit.signing.keys import KINDS
from audit.signing.statement import read_statement, write_statement
from tests.signing.signed_json import PREDICATE, SHA, b64, changed, codes, resigned_as

PAYLOAD = b'{"a": 1}'
HELLO, TYPE = b"hello world", "http://example.com/HelloWorld"
#: Public test vector of the DSSE protocol: a P-256 key and its raw signature r || s.
VECTOR_KEY = (
    97358161215184420915383655311931858321456579547487070936769975997791359926199
)
VECTOR_SIGNATURE = (
    "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUj"
    "W2JIZA=="
)


@pytest.fixture(params=KINDS)
def signer(request, keys):
    return keys[request.param].signer


@pytest.fixture
def signed(signer) -> bytes:
    return sign_envelope(PAYLOAD, STATEMENT, signer)


def refusal(raw: bytes) -> list[str]:
    with pytest.raises(InputError) as error:
        open_envelope(raw, "x.dsse.json", STATEMENT)
    return codes(error)


def test_pae_is_that_of_the_specification() -> None:
    expected = b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    assert pae(TYPE, HELLO) == expected
    assert pae("тип", b"") == b"DSSEv1 6 " + "тип".encode() + b" 0 "


def test_the_signature_of_the_specification_verifies() -> None:
    public = ec.derive_private_key(VECTOR_KEY, ec.SECP256R1()).public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    key = read_public_key(pem)
    raw = base64.b64decode(VECTOR_SIGNATURE)
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    der = utils.encode_dss_signature(r, s)
    verify_envelope(Envelope(HELLO, TYPE, key.key_id, der, "vector"), key)
    with pytest.raises(InputError):
        verify_envelope(Envelope(HELLO, STATEMENT, key.key_id, der, "vector"), key)


def test_an_envelope_opens_and_verifies(signer, signed: bytes) -> None:
    envelope = open_envelope(signed, "x", STATEMENT)
    verify_envelope(envelope, public_key_of(signer))
    assert (envelope.payload, envelope.payload_type) == (PAYLOAD, STATEMENT)


def test_plain_cryptography_agrees(signer, signed: bytes) -> None:
    data = json.loads(signed)
    payload = base64.b64decode(data["payload"])
    kind = data["payloadType"].encode()
    covered = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)
    (signature,) = data["signatures"]
    raw = base64.b64decode(signature["sig"])
    public = load_pem_public_key(public_key_of(signer).pem.encode())
    ways = {
        "ed25519": (),
        "ecdsa-sha2-nistp256": (ec.ECDSA(hashes.SHA256()),),
        "rsassa-pss-sha256": (
            padding.PSS(padding.MGF1(hashes.SHA256()), hashes.SHA256.digest_size),
            hashes.SHA256(),
        ),
    }
    way = ways[public_key_of(signer).scheme]
    public.verify(raw, covered, *way)
    with pytest.raises(InvalidSignature):
        public.verify(raw, covered + b" ", *way)


def test_a_public_key_keeps_its_id_through_pem(signer) -> None:
    own = public_key_of(signer)
    assert read_public_key(own.pem.encode()) == own
    assert len(own.key_id) == 64


@pytest.mark.parametrize("kind", ["ed25519", "p256"])
def test_every_flipped_bit_of_payload_and_signature_is_refused(kind, keys) -> None:
    signer = keys[kind].signer
    envelope = open_envelope(sign_envelope(PAYLOAD, STATEMENT, signer), "x", STATEMENT)
    key = public_key_of(signer)
    for part in ("payload", "signature"):
        good = getattr(envelope, part)
        for bit in range(8 * len(good)):
            bad = bytearray(good)
            bad[bit // 8] ^= 1 << bit % 8
            with pytest.raises(InputError) as error:
                verify_envelope(replace(envelope, **{part: bytes(bad)}), key)
            assert codes(error) == ["envelope-signature"]


def test_every_flipped_byte_of_the_file_is_refused(keys) -> None:
    signer = keys["ed25519"].signer
    good = sign_envelope(PAYLOAD, STATEMENT, signer)
    for place in range(len(good)):
        bad = bytearray(good)
        bad[place] ^= 1 << place % 8
        with pytest.raises(InputError):
            verify_envelope(
                open_envelope(bytes(bad), "x", STATEMENT), public_key_of(signer)
            )


def test_the_type_is_signed(keys) -> None:
    signer = keys["ed25519"].signer
    bad = changed(sign_envelope(PAYLOAD, KEYS, signer), payloadType=STATEMENT)
    with pytest.raises(InputError) as error:
        verify_envelope(open_envelope(bad, "x", STATEMENT), public_key_of(signer))
    assert codes(error) == ["envelope-signature"]


def test_another_key_is_refused_even_under_the_same_id(keys) -> None:
    one, other = (
        public_key_of(keys["p256"].signer),
        public_key_of(keys["ed25519"].signer),
    )
    signed = sign_envelope(PAYLOAD, STATEMENT, keys["p256"].signer)
    with pytest.raises(InputError) as error:
        verify_envelope(open_envelope(signed, "x", STATEMENT), other)
    assert codes(error) == ["envelope-key"]
    posing = open_envelope(resigned_as(signed, keyid=other.key_id), "x", STATEMENT)
    with pytest.raises(InputError) as error:
        verify_envelope(posing, other)
    assert codes(error) == ["envelope-signature"]
    with pytest.raises(InputError) as error:
        verify_envelope(posing, replace(one, key_id=other.key_id, pem=other.pem))
    assert codes(error) == ["envelope-signature"]


def test_an_unknown_or_misplaced_type_is_refused_with_the_known_ones(signed) -> None:
    with pytest.raises(InputError, match=r"known: application/vnd\.in-toto") as error:
        open_envelope(changed(signed, payloadType="text/plain"), "x", STATEMENT)
    assert codes(error) == ["envelope-type"]
    with pytest.raises(InputError, match="a list of keys, not a signed") as error:
        open_envelope(changed(signed, payloadType=KEYS), "x", STATEMENT)
    assert codes(error) == ["envelope-type"]


def test_exactly_one_signature_is_accepted(signed) -> None:
    (signature,) = json.loads(signed)["signatures"]
    for some in ([], [signature] * 2, [signature, {**signature, "keyid": "b" * 64}]):
        assert refusal(changed(signed, signatures=some)) == ["envelope-signatures"]


@pytest.mark.parametrize(
    "text",
    [
        "eyJhIjogMX0",
        "eyJhIjogMX0=\n",
        "eyJhIjogMX1=",
        "eyJ_IjogMX0=",
        " eyJhIjogMX0=",
        "é",
    ],
    ids=["no padding", "line break", "stray bits", "url safe", "space", "letter"],
)
def test_sloppy_base64_is_refused(text: str, signed) -> None:
    assert refusal(changed(signed, payload=text)) == ["envelope-base64"]
    assert refusal(resigned_as(signed, sig=text)) == ["envelope-base64"]


def test_an_url_safe_twin_of_the_signature_is_refused(keys) -> None:
    signed = sign_envelope(PAYLOAD, STATEMENT, keys["rsa3072"].signer)
    sig = json.loads(signed)["signatures"][0]["sig"]
    twin = sig.replace("+", "-").replace("/", "_")
    assert twin != sig
    assert refusal(resigned_as(signed, sig=twin)) == ["envelope-base64"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'{"payload": "", "payload": ""}', "json-duplicate-key"),
        (b"[" * 100, "json-depth"),
        (b'{"payload": NaN}', "json-not-a-number"),
        (b"\xef\xbb\xbf{}", "json-bom"),
        (b" " * (MAX_ENVELOPE_BYTES + 1), "json-size"),
    ],
)
def test_the_file_is_strict_json(raw: bytes, code: str) -> None:
    assert refusal(raw) == [code]


def test_unknown_keys_are_refused(signed) -> None:
    assert refusal(changed(signed, note="hi")) == ["schema-unknown-key"]
    assert refusal(resigned_as(signed, cert="x")) == ["schema-unknown-key"]


def test_a_payload_beyond_the_limit_is_refused(signed) -> None:
    big = b64(b" " * (MAX_PAYLOAD_BYTES + 1))
    assert refusal(changed(signed, payload=big)) == ["envelope-size"]


@pytest.mark.parametrize("pem", [b"", b"nonsense", b"-----BEGIN PUBLIC KEY-----\nAAAA"])
def test_what_is_no_public_key_is_a_key_problem(pem: bytes) -> None:
    with pytest.raises(KeyProblem) as error:
        read_public_key(pem)
    assert codes(error) == ["public-unreadable"]


def test_weak_and_foreign_public_keys_are_refused() -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa

    for private in (
        rsa.generate_private_key(65537, 2048),
        ec.generate_private_key(ec.SECP384R1()),
    ):
        public = private.public_key()
        pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        with pytest.raises(KeyProblem) as error:
            read_public_key(pem)
        assert codes(error) == ["key-unsupported"]


def test_a_statement_keeps_its_parts() -> None:
    payload = write_statement(SHA, PREDICATE)
    statement = read_statement(payload, "x")
    assert statement.predicate == PREDICATE
    assert statement.subject[0].digest.sha256 == SHA
    data = json.loads(payload)
    assert data["_type"] == "https://in-toto.io/Statement/v1"
    assert data["predicateType"] == "urn:audit:response-signature:1"
    assert data["subject"] == [{"name": "response.json", "digest": {"sha256": SHA}}]


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("_type", "https://in-toto.io/Statement/v0.1", "statement-type"),
        ("predicateType", "https://slsa.dev/provenance/v1", "statement-predicate"),
        ("predicateType", None, "statement-predicate"),
        ("subject", [], "schema-value"),
        ("extra", 1, "schema-unknown-key"),
    ],
)
def test_a_foreign_statement_is_refused(key: str, value, expected: str) -> None:
    data = {**json.loads(write_statement(SHA, PREDICATE)), key: value}
    with pytest.raises(InputError) as error:
        read_statement(json.dumps(data).encode(), "x")
    assert codes(error) == [expected]
    if expected == "statement-predicate":
        assert "urn:audit:response-signature:1" in str(error.value)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("signed_at", "2026-06-01 12:00"),
        ("signed_at", "2026-13-01T12:00:00Z"),
        ("role", "boss"),
        ("sequence", True),
        ("sequence", "1"),
        ("evidence", [{"id": "cert", "sha256": "short"}]),
    ],
)
def test_a_malformed_predicate_is_refused(part: str, value) -> None:
    data = json.loads(write_statement(SHA, PREDICATE))
    data["predicate"][part] = value
    with pytest.raises(InputError) as error:
        read_statement(json.dumps(data).encode(), "x")
    assert len(codes(error)) == 1
    assert codes(error)[0].startswith("schema-")


def test_a_duplicate_key_in_the_payload_is_refused() -> None:
    payload = write_statement(SHA, PREDICATE)
    twice = payload.replace(b'"role":', b'"role":"assessor","role":', 1)
    with pytest.raises(InputError) as error:
        read_statement(twice, "x")
    assert codes(error) == ["json-duplicate-key"]
