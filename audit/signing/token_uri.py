"""Where a key lies in a token: a PKCS#11 URI (RFC 7512), read strictly.

    pkcs11:token=Officer;object=signing?module-path=/usr/lib/softhsm/libsofthsm2.so

Unknown attributes are refused rather than passed over: a misspelt one would select
another key. The PIN is never in it, where process lists and shell histories show it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from audit.errors import KeyProblem, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEME = "pkcs11:"
PATH_KEYS = ("token", "serial", "object", "id", "type")
QUERY_KEYS = ("module-path",)
PIN_KEYS = ("pin-value", "pin-source")
EXAMPLE = "pkcs11:token=NAME;object=LABEL?module-path=/usr/lib/….so"


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """A module to load, and what selects token and key; what is None selects any."""

    module: str
    token: str | None = None
    serial: str | None = None
    label: str | None = None
    key_id: bytes | None = None


def read_uri(text: str) -> TokenPlace:
    """Return the place that a URI names; KeyProblem lists all that is wrong with it."""
    path, _, query = text.removeprefix(SCHEME).partition("?")
    problems: list[Problem] = []
    found = {
        **_attributes(path, ";", PATH_KEYS, problems),
        **_attributes(query, "&", QUERY_KEYS, problems),
    }
    problems += _unfit(found)
    texts: dict[str, str] = {}
    for key in (*PATH_KEYS, *QUERY_KEYS):
        if key in found and key != "id":
            try:
                texts[key] = found[key].decode()
            except UnicodeDecodeError:
                problems.append(_problem(f"'{key}' is not UTF-8"))
    if problems:
        raise KeyProblem.of(*problems)
    return TokenPlace(
        module=texts["module-path"],
        token=texts.get("token"),
        serial=texts.get("serial"),
        label=texts.get("object"),
        key_id=found.get("id"),
    )


def _attributes(
    text: str, separator: str, known: tuple[str, ...], problems: list[Problem]
) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for part in filter(None, text.split(separator)):
        key, equals, value = part.partition("=")
        if key in PIN_KEYS:
            problems.append(_problem(f"'{key}' is not taken: others could read it"))
        elif key not in known or not equals:
            listed = ", ".join(known)
            problems.append(
                _problem(f"'{key[:40]}' is not known here; known: {listed}")
            )
        elif key in found:
            problems.append(_problem(f"'{key}' stands there twice"))
        else:
            found[key] = unquote_to_bytes(value)
    return found


def _unfit(found: dict[str, bytes]) -> Iterator[Problem]:
    module = found.get("module-path", b"").decode(errors="replace")
    if not PurePosixPath(module).is_absolute():
        yield _problem("'module-path' must be the whole path of the token's library")
    if found.get("type", b"private") != b"private":
        yield _problem("'type' can only be private: a private key signs")


def _problem(text: str) -> Problem:
    hint = f"{EXAMPLE}; the PIN is asked for, or read from --passphrase-file"
    return Problem("token-uri", f"this PKCS#11 address is unfit: {text}", hint=hint)
