"""A SoftHSM token with keys and certificates of every kind, made as an officer would.

Keys are born in the token; a CA of the tests issues their certificates, which are then
stored beside them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    load_der_public_key,
)
from pkcs11 import Attribute, CertificateType, KeyType, Mechanism, ObjectClass
from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters
from pkcs11.util.rsa import encode_rsa_public_key

from tests.signing.pki import Holder, certified

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
TOKEN = "Officer; token"
PIN = "12345678"
ED25519_PARAMETERS = bytes.fromhex("130c656477617264733235353139")
IDS = {"p256": b"\x01", "rsa3072": b"\x02", "ed25519": b"\x03", "bare": b"\x04"}


def is_missing() -> bool:
    """Whether SoftHSM is not installed; in CI it must be."""
    missing = not shutil.which("softhsm2-util") or not Path(MODULE).is_file()
    assert not (missing and os.environ.get("CI")), "CI installs softhsm2"
    return missing


def uri(label: str = "p256", **over: str) -> str:
    """The address of a key; ``over`` replaces or adds attributes."""
    parts = {"token": "Officer%3B%20token", "object": label, **over}
    query = parts.pop("query", f"?module-path={MODULE}")
    path = ";".join(f"{k}={v}" for k, v in parts.items() if v)
    return f"pkcs11:{path}{query}"


def make_token(folder: Path, label: str = TOKEN, pin: str = PIN) -> None:
    """Initialise a token in the folder, which ``SOFTHSM2_CONF`` leads to from now on."""
    (folder / "tokens").mkdir(exist_ok=True)
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(config)
    command = ["softhsm2-util", "--init-token", "--free", "--label", label]
    subprocess.run(
        [*command, "--pin", pin, "--so-pin", "87654321"],
        check=True,
        capture_output=True,
    )
    pkcs11.lib(MODULE).reinitialize()


def fill(root: Holder) -> None:
    """Make a key of every kind, and one without a certificate."""
    token = pkcs11.lib(MODULE).get_token(token_label=TOKEN)
    with token.open(user_pin=PIN, rw=True) as session:
        for label, key_id in IDS.items():
            public = _born(session, label, key_id)
            if label != "bare":
                _store(session, label, key_id, certified(label, public, root))
        _store(session, "root", b"\x09", root.cert)
        # A certificate under the id of a key that is not its own.
        _born(session, "swapped", b"\x05")
        strange = ec.generate_private_key(ec.SECP256R1()).public_key()
        _store(session, "swapped", b"\x05", certified("swapped", strange, root))


def _born(session, label: str, key_id: bytes):
    named = {"store": True, "label": label, "id": key_id}
    if label == "rsa3072":
        public, _ = session.generate_keypair(KeyType.RSA, 3072, **named)
        return load_der_public_key(_spki(encode_rsa_public_key(public)))
    if label == "ed25519":
        params = _curve(session, KeyType.EC_EDWARDS, ED25519_PARAMETERS)
        how = Mechanism.EC_EDWARDS_KEY_PAIR_GEN
        public, _ = params.generate_keypair(mechanism=how, **named)
        raw = bytes(public[Attribute.EC_POINT])[2:]
        return ed25519.Ed25519PublicKey.from_public_bytes(raw)
    curve = encode_named_curve_parameters("secp256r1")
    public, _ = _curve(session, KeyType.EC, curve).generate_keypair(**named)
    return load_der_public_key(encode_ec_public_key(public))


def _curve(session, kind, parameters: bytes):
    return session.create_domain_parameters(
        kind, {Attribute.EC_PARAMS: parameters}, local=True
    )


def _spki(pkcs1: bytes) -> bytes:
    from asn1crypto.keys import PublicKeyInfo, RSAPublicKey

    return PublicKeyInfo.wrap(RSAPublicKey.load(pkcs1), "rsa").dump()


def _store(session, label: str, key_id: bytes, cert: x509.Certificate) -> None:
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


def log_out() -> None:
    """Forget that a PIN was given, as a new process would."""
    with suppress(pkcs11.PKCS11Error):
        pkcs11.lib(MODULE).reinitialize()
