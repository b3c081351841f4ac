"""Every forgery is rejected for its own reason; the genuine file is accepted."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

from audit.signing.certificates import KeyKind
from audit.signing.pades import _pdf_signer, _writer, sign_pdf
from audit.signing.structure import read_envelope
from audit.signing.verdict import Verdict
from audit.signing.verify import verify_pdf_signature
from tests.signing.attacks import ATTACKS, Attack, Scene
from tests.signing.material import LATER, NOW, Made, Pki, make_key
from tests.signing.pki import issue, signer


@pytest.fixture(scope="module")
def scene(
    base_pdf: bytes,
    signed: dict[KeyKind, bytes],
    keys: dict[KeyKind, Made],
) -> Scene:
    """A file signed with P-256 and another one by the same signer."""
    signer = keys["p256"].signer
    other = sign_pdf(base_pdf, signer, reason="Other", signing_time=NOW)
    return Scene(signed["p256"], other, base_pdf, signed["ed25519"])


def test_genuine_file_is_accepted(scene: Scene, keys: dict[KeyKind, Made]) -> None:
    for pdf in (scene.signed, scene.other):
        assert verify_pdf_signature(pdf, [keys["p256"].roots], at=LATER).passed


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_forgery_is_rejected(
    attack: Attack, scene: Scene, keys: dict[KeyKind, Made]
) -> None:
    forged = attack.build(scene)
    assert forged != scene.signed
    result = verify_pdf_signature(forged, [keys["p256"].roots], at=LATER)
    assert result.verdict is Verdict.FAILED
    assert result.decisive is not None
    assert result.decisive.code == attack.code, result.decisive


def test_every_attack_is_named_once() -> None:
    names = [attack.name for attack in ATTACKS]
    assert len(names) == len(set(names))


def test_other_authority_of_the_same_name(
    base_pdf: bytes, keys: dict[KeyKind, Made]
) -> None:
    twin = make_key("p256")
    assert twin.signer.subject == keys["p256"].signer.subject
    forged = sign_pdf(base_pdf, twin.signer, reason="Vendor audit", signing_time=NOW)
    result = verify_pdf_signature(forged, [keys["p256"].roots], at=LATER)
    assert result.verdict is Verdict.INDETERMINATE
    assert result.decisive is not None
    assert result.decisive.code == "untrusted"


def _flips(pdf: bytes, step: int, bits: range) -> Iterator[bytes]:
    """The file with one bit of the CMS structure flipped."""
    start = read_envelope(pdf).byte_range[1] + 1
    for index in range(0, len(read_envelope(pdf).cms), step):
        place = start + 2 * index
        value = int(pdf[place : place + 2], 16)
        for bit in bits:
            yield pdf[:place] + b"%02X" % (value ^ (1 << bit)) + pdf[place + 2 :]


def test_no_flipped_bit_of_the_cms_passes(
    signed: dict[KeyKind, bytes], keys: dict[KeyKind, Made]
) -> None:
    roots = [keys["p256"].roots]
    for number, forged in enumerate(_flips(signed["p256"], 1, range(0, 8, 2))):
        assert not verify_pdf_signature(forged, roots, at=LATER).passed, number


@pytest.mark.parametrize("kind", ["rsa3072", "ed25519"])
def test_no_flipped_byte_of_another_kind_passes(
    kind: KeyKind, signed: dict[KeyKind, bytes], keys: dict[KeyKind, Made]
) -> None:
    for number, forged in enumerate(_flips(signed[kind], 3, range(3, 4))):
        result = verify_pdf_signature(forged, [keys[kind].roots], at=LATER)
        assert not result.passed, number


def test_no_flipped_byte_of_a_chain_passes(chained: bytes, pki: Pki) -> None:
    for number, forged in enumerate(_flips(chained, 3, range(1, 2))):
        result = verify_pdf_signature(forged, [pki.root.pem], at=LATER)
        assert not result.passed, number


def test_no_flipped_byte_of_a_timestamp_passes(stamped: bytes, pki: Pki) -> None:
    for number, forged in enumerate(_flips(stamped, 17, range(1))):
        result = verify_pdf_signature(forged, [pki.root.pem], at=LATER)
        assert not result.passed, number


def _with_signer(scene: Scene, made: Made, **metadata: object) -> bytes:
    """Sign with pyHanko directly, otherwise than `sign_pdf` does."""
    pdf_signer = _pdf_signer(made.signer, "x", None)
    pdf_signer.signature_meta = replace(pdf_signer.signature_meta, **metadata)
    return bytes(pdf_signer.sign_pdf(_writer(scene.unsigned)).getvalue())


@pytest.mark.parametrize(
    ("metadata", "code"),
    [
        ({"certify": False, "docmdp_permissions": None}, "certification"),
        ({"docmdp_permissions": MDPPerm.FILL_FORMS}, "certification"),
        ({"docmdp_permissions": MDPPerm.ANNOTATE}, "certification"),
        ({"subfilter": SigSeedSubFilter.ADOBE_PKCS7_DETACHED}, "signed-attributes"),
        ({"md_algorithm": "sha512"}, "cms-pins"),
    ],
)
def test_right_key_but_another_kind_of_signature(
    metadata: dict[str, object], code: str, scene: Scene, keys: dict[KeyKind, Made]
) -> None:
    odd = _with_signer(scene, keys["p256"], **metadata)
    far = datetime.now(UTC) + timedelta(days=1)
    result = verify_pdf_signature(odd, [keys["p256"].roots], at=far)
    assert result.verdict is Verdict.FAILED
    assert result.decisive is not None
    assert result.decisive.code == code, result.decisive


def test_no_flipped_bit_of_the_file_passes(
    scene: Scene, keys: dict[KeyKind, Made]
) -> None:
    pdf, roots = scene.signed, [keys["p256"].roots]
    chosen = random.Random(20260602)
    frame = read_envelope(pdf).byte_range
    places = [*chosen.sample(range(len(pdf)), 1500), *range(frame[2] - 60, len(pdf))]
    places += range(frame[1] - 60, frame[1] + 4)
    for place in places:
        flipped = bytes([pdf[place] ^ (1 << chosen.randrange(8))])
        forged = pdf[:place] + flipped + pdf[place + 1 :]
        assert not verify_pdf_signature(forged, roots, at=LATER).passed, place


def test_rubbish_is_a_verdict_not_a_traceback(keys: dict[KeyKind, Made]) -> None:
    chosen = random.Random(3)
    tail = b"startxref\n0\n%%EOF\n"
    for pdf in (
        b"",
        b"%PDF-",
        b"\0" * 99,
        b"%PDF-1.7\n" + tail,
        chosen.randbytes(4096),
    ):
        result = verify_pdf_signature(pdf, [keys["p256"].roots], at=LATER)
        assert result.verdict is Verdict.FAILED


def test_a_certificate_signature_with_unused_bits_is_refused(
    base_pdf: bytes, pki: Pki
) -> None:
    """A verifier that drops the unused bits would take a second form of the file."""
    leaf = issue("Even", pki.middle)
    while leaf.cert.signature[-1] % 4:
        leaf = issue("Even", pki.middle)
    good = sign_pdf(
        base_pdf,
        signer(leaf, pki.middle, pki.root),
        reason="Vendor audit",
        signing_time=NOW,
    )
    assert verify_pdf_signature(good, [pki.root.pem], at=LATER).passed
    value = leaf.cert.signature.hex().upper().encode()
    place = good.index(b"00" + value)
    forged = good[:place] + b"02" + good[place + 2 :]
    result = verify_pdf_signature(forged, [pki.root.pem], at=LATER)
    assert result.decisive is not None
    assert result.decisive.code == "certificates"
