"""Open a key in a hardware token or security module: the only file with PKCS#11.

The library of the token is a program: it is loaded only from the path that the officer
typed. The key never leaves the token; its certificate lies beside it under the same id.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography import x509

from audit.errors import KeyProblem, Problem
from audit.signing.keys import Signer, checked_signer
from audit.signing.token_keys import Way, token_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from audit.signing.token_uri import TokenPlace

SALT_BYTES = 32


def open_token(place: TokenPlace, pin: bytes) -> Signer:
    """Return the signer whose key the place names.

    Args:
        place: from `token_uri.read_uri`.
        pin: the user's PIN.

    Raises:
        KeyProblem: module, token, key or certificate is missing, or the PIN is wrong.
    """
    with in_session(place, pin) as session:
        key = _one_key(session, place)
        certificate, chain = _certificates(session, key)
    signing = token_key(certificate.public_key(), _sign_with(key))
    return checked_signer(Signer(signing, certificate, chain))


@contextmanager
def in_session(
    place: TokenPlace, pin: bytes, *, writing: bool = False
) -> Iterator[Any]:
    """Log in to the token; its own errors become ours.

    The session stays open afterwards, for the keys found in it sign later.
    """
    try:
        import pkcs11
    except ImportError:
        text = "keys in tokens need python-pkcs11"
        hint = "pip install 'vendor-audit[hsm]'"
        raise _problem("token-extra", text, hint) from None
    try:
        yield _logged_in(_token(_module(place.module), place), pin, writing=writing)
    except pkcs11.PKCS11Error as error:
        text = f"the token refuses: {_said(error)}"
        raise _problem("token-refused", text, "try it with: pkcs11-tool") from error


def _module(path: str) -> Any:
    import pkcs11

    hint = "such as /usr/lib/softhsm/libsofthsm2.so (package softhsm2)"
    if not Path(path).is_file():
        text = f"the token's library {path} is not there"
        raise _problem("token-module", text, hint)
    try:
        return pkcs11.lib(path)
    except pkcs11.PKCS11Error as error:
        text = f"{path} is not a PKCS#11 library that can be used: {_said(error)}"
        raise _problem("token-module", text, hint) from error


def _token(module: Any, place: TokenPlace) -> Any:
    import pkcs11

    there = [
        token
        for token in module.get_tokens()
        if token.flags & pkcs11.TokenFlag.TOKEN_INITIALIZED
    ]
    fit = [
        token
        for token in there
        if place.token in (None, token.label)
        and place.serial in (None, token.serial.decode(errors="replace").strip())
    ]
    labels = [token.label for token in there]
    return _the_one(fit, "token", place.token or place.serial, labels)


def _the_one(
    fit: Sequence[Any], what: str, wanted: str | None, known: list[str]
) -> Any:
    if len(fit) == 1:
        return fit[0]
    listed = ", ".join(sorted(set(known))) or "none"
    count = "no" if not fit else f"{len(fit)}"
    named = f" '{wanted}'" if wanted else ""
    text = f"{count} {what}{named} is there, one is needed"
    raise _problem(f"token-{what.replace(' ', '-')}", text, f"there: {listed}")


def _logged_in(token: Any, pin: bytes, *, writing: bool) -> Any:
    import pkcs11

    try:
        return token.open(user_pin=pin.decode(errors="replace"), rw=writing)
    except pkcs11.UserAlreadyLoggedIn:
        return token.open(rw=writing)  # with a second key of the same token
    except pkcs11.PinLocked as error:
        hint = "unlock it with the security officer's PIN of the token"
        raise _problem("token-locked", "the PIN is locked", hint) from error
    except (pkcs11.PinIncorrect, pkcs11.PinLenRange, pkcs11.PinInvalid) as error:
        raise _problem("token-pin", "wrong PIN", _tries(token)) from error


def _tries(token: Any) -> str:
    """Return what the token tells about the tries that are left."""
    import pkcs11

    flags = token.slot.get_token().flags
    if flags & pkcs11.TokenFlag.USER_PIN_LOCKED:
        return "that was the last try: the PIN is locked now"
    if flags & pkcs11.TokenFlag.USER_PIN_FINAL_TRY:
        return "ONE try is left before the PIN is locked"
    if flags & pkcs11.TokenFlag.USER_PIN_COUNT_LOW:
        return "a wrong PIN was given before; few tries may be left"
    return "the token does not tell how many tries are left"


def _one_key(session: Any, place: TokenPlace) -> Any:
    from pkcs11 import Attribute, ObjectClass

    every = list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY}))
    fit = [
        key
        for key in every
        if place.label in (None, key.label) and place.key_id in (None, key.id)
    ]
    wanted = place.label or (place.key_id.hex() if place.key_id else None)
    labels = [f"{key.label} (id {_percent(key.id)})" for key in every]
    return _the_one(fit, "private key", wanted, labels)


def _percent(key_id: bytes) -> str:
    return "".join(f"%{byte:02X}" for byte in key_id)


def _certificates(
    session: Any, key: Any
) -> tuple[x509.Certificate, tuple[x509.Certificate, ...]]:
    """Return the key's certificate and those above it that the token holds."""
    from pkcs11 import Attribute, ObjectClass

    found = [
        (
            bytes(item[Attribute.ID]),
            x509.load_der_x509_certificate(item[Attribute.VALUE]),
        )
        for item in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
    ]
    own = [cert for key_id, cert in found if key_id == key.id]
    subjects = [cert.subject.rfc4514_string() for _, cert in found]
    leaf = _the_one(own, "certificate", f"id {_percent(key.id)}", subjects)
    return leaf, tuple(_above(leaf, [cert for _, cert in found]))


def _above(
    leaf: x509.Certificate, others: list[x509.Certificate]
) -> list[x509.Certificate]:
    chain: list[x509.Certificate] = []
    low = leaf
    while low.issuer != low.subject:
        higher = [c for c in others if c.subject == low.issuer and c not in chain]
        if not higher:
            break
        low = higher[0]
        chain.append(low)
    return chain


def _sign_with(key: Any) -> Callable[[Way, bytes], bytes]:
    import pkcs11
    from pkcs11 import MGF, Mechanism

    ways: dict[Way, dict[str, Any]] = {
        "ecdsa": {"mechanism": Mechanism.ECDSA},
        "eddsa": {"mechanism": Mechanism.EDDSA},
        "rsa": {"mechanism": Mechanism.SHA256_RSA_PKCS},
        "rsa-pss": {
            "mechanism": Mechanism.SHA256_RSA_PKCS_PSS,
            "mechanism_param": (Mechanism.SHA256, MGF.SHA256, SALT_BYTES),
        },
    }

    def sign(way: Way, data: bytes) -> bytes:
        try:
            return bytes(key.sign(data, **ways[way]))
        except pkcs11.PKCS11Error as error:
            text = f"the token does not sign: {_said(error)}"
            hint = "is it still plugged in, and may this key sign?"
            raise _problem("token-refused", text, hint) from error

    return sign


def _said(error: Exception) -> str:
    return f"{type(error).__name__} {error}".strip()[:200]


def _problem(code: str, text: str, hint: str) -> KeyProblem:
    return KeyProblem.of(Problem(code, text, hint=hint))
