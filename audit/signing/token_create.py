"""Make a key inside a token, with a certificate under a root of its own.

The private key is born there and cannot be taken out. As with a key in a file, the
root's private key is thrown away at once.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key

from audit.errors import KeyProblem, Problem
from audit.signing.keys import Signer, certified, check_request, period_of
from audit.signing.token import in_session, open_token
from audit.signing.token_keys import Way, token_key

if TYPE_CHECKING:
    from datetime import datetime

    from cryptography import x509

    from audit.signing.certificates import KeyKind
    from audit.signing.token_uri import TokenPlace

RSA_BITS = 3072
ID_BYTES = 8
EDWARDS25519 = bytes.fromhex("130c656477617264733235353139")


def create_in_token(
    place: TokenPlace,
    pin: bytes,
    kind: KeyKind,
    common_name: str,
    organisation: str | None = None,
    *,
    days: int,
    not_before: datetime,
) -> Signer:
    """Make a key in the token and store its certificate and root beside it.

    Args:
        place: the token, and the label (`object`) that the key gets.
        pin: the user's PIN.
        kind: ``p256``, ``rsa3072`` or ``ed25519``.
        common_name: the signer.
        organisation: the signer's organisation.
        days: validity of signer and root.
        not_before: aware time the validity starts.

    Returns:
        The signer, opened again from the token.

    Raises:
        KeyProblem: an argument cannot be used, or the label is taken.
    """
    check_request(kind, common_name, organisation, days)
    if place.label is None:
        text = "a new key needs a label"
        raise _problem("token-label", text, "add object=LABEL to the address")
    period = period_of(not_before, days)
    with in_session(place, pin, writing=True) as session:
        _refuse_taken(session, place.label)
        key_id = place.key_id or secrets.token_bytes(ID_BYTES)
        public = _born(session, kind, place.label, key_id)
        key = token_key(public, _never)
        made = certified(key, kind, common_name, organisation, period)
        _store(session, place.label, key_id, made.certificate)
        _store(session, f"{place.label} root", b"", made.chain[0])
    return open_token(place, pin)


def _refuse_taken(session: Any, label: str) -> None:
    from pkcs11 import Attribute

    if list(session.get_objects({Attribute.LABEL: label})):
        text = f"'{label}' is in the token already; keys are never overwritten"
        raise _problem("token-taken", text, "choose another object=LABEL")


def _born(session: Any, kind: KeyKind, label: str, key_id: bytes) -> Any:
    """Generate the pair and return its public half."""
    from pkcs11 import Attribute, KeyType, Mechanism, MechanismFlag
    from pkcs11.util import ec, rsa

    named: dict[str, Any] = {
        "store": True,
        "label": label,
        "id": key_id,
        "capabilities": MechanismFlag.SIGN | MechanismFlag.VERIFY,
        "private_template": {Attribute.EXTRACTABLE: False},
    }
    if kind == "rsa3072":
        public, _ = session.generate_keypair(KeyType.RSA, RSA_BITS, **named)
        return load_der_public_key(_wrapped(rsa.encode_rsa_public_key(public)))
    if kind == "ed25519":
        named["mechanism"] = Mechanism.EC_EDWARDS_KEY_PAIR_GEN
        public = _on_curve(session, KeyType.EC_EDWARDS, EDWARDS25519, named)
        point = bytes(public[Attribute.EC_POINT])[2:]
        return ed25519.Ed25519PublicKey.from_public_bytes(point)
    curve = ec.encode_named_curve_parameters("secp256r1")
    public = _on_curve(session, KeyType.EC, curve, named)
    return load_der_public_key(ec.encode_ec_public_key(public))


def _on_curve(session: Any, kind: Any, curve: bytes, named: dict[str, Any]) -> Any:
    from pkcs11 import Attribute

    params = {Attribute.EC_PARAMS: curve}
    domain = session.create_domain_parameters(kind, params, local=True)
    public, _ = domain.generate_keypair(**named)
    return public


def _wrapped(pkcs1: bytes) -> bytes:
    from asn1crypto.keys import PublicKeyInfo, RSAPublicKey

    return bytes(PublicKeyInfo.wrap(RSAPublicKey.load(pkcs1), "rsa").dump())


def _store(session: Any, label: str, key_id: bytes, cert: x509.Certificate) -> None:
    from pkcs11 import Attribute, CertificateType, ObjectClass

    session.create_object(
        {
            Attribute.CLASS: ObjectClass.CERTIFICATE,
            Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
            Attribute.TOKEN: True,
            Attribute.LABEL: label,
            Attribute.ID: key_id,
            Attribute.SUBJECT: cert.subject.public_bytes(),
            Attribute.VALUE: cert.public_bytes(Encoding.DER),
        }
    )


def _never(way: Way, data: bytes) -> bytes:
    """Stand in for the signing that certifying a key does not need."""
    raise NotImplementedError(way, len(data))


def _problem(code: str, text: str, hint: str) -> KeyProblem:
    return KeyProblem.of(Problem(code, text, hint=hint))
