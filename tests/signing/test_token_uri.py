"""PKCS#11 addresses: every attribute is known, and no PIN is ever in one."""

from __future__ import annotations

import pytest

from audit.errors import KeyProblem
from audit.signing.token_uri import TokenPlace, read_uri

MODULE = "?module-path=/usr/lib/x.so"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("pkcs11:", TokenPlace("/usr/lib/x.so")),
        ("pkcs11:token=A%20b", TokenPlace("/usr/lib/x.so", token="A b")),
        ("pkcs11:serial=12;type=private", TokenPlace("/usr/lib/x.so", serial="12")),
        (
            "pkcs11:object=%D0%86%D0%B2%D0%B0%D0%BD;id=%00%FF",
            TokenPlace("/usr/lib/x.so", label="Іван", key_id=b"\x00\xff"),
        ),
    ],
)
def test_an_address_is_read(text, place) -> None:
    assert read_uri(text + MODULE) == place


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("pkcs11:token=A", "'module-path' must be the whole path"),
        ("pkcs11:token=A?module-path=x.so", "'module-path' must be the whole path"),
        (f"pkcs11:tokn=A{MODULE}", "known: token, serial, object, id, type"),
        (f"pkcs11:token{MODULE}", "'token' is not known here"),
        (f"pkcs11:token=A;token=B{MODULE}", "stands there twice"),
        (f"pkcs11:type=cert{MODULE}", "can only be private"),
        (f"pkcs11:token=%FF{MODULE}", "'token' is not UTF-8"),
        (f"pkcs11:token=A{MODULE}&pin-value=1234", "'pin-value' is not taken"),
        (f"pkcs11:token=A{MODULE}&pin-source=/x", "'pin-source' is not taken"),
        (f"pkcs11:pin-value=1234{MODULE}", "'pin-value' is not taken"),
        (f"pkcs11:token=A{MODULE}&module-name=x", "known: module-path"),
    ],
)
def test_an_unfit_address_is_refused_bad(text, told) -> None:
    with pytest.raises(KeyProblem, match=told) as caught:
        read_uri(text)
    assert {problem.code for problem in caught.value.problems} == {"token-uri"}
    assert "1234" not in str(caught.value)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(KeyProblem) as caught:
        read_uri("pkcs11:tokn=A;type=cert?pin-value=1")
    assert len(caught.value.problems) == 4
