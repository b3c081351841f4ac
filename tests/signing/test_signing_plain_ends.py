"""What signing adds never ends in a carriage return: PDF/A would be in doubt."""

from __future__ import annotations

import pytest

from audit.signing.certificates import KeyKind


@pytest.mark.parametrize("kind", ["p256", "rsa3072", "ed25519"])
def test_the_added_table_of_objects_is_not_packed(
    kind: KeyKind, base_pdf: bytes, signed: dict[KeyKind, bytes]
) -> None:
    added = signed[kind][len(base_pdf) :]
    assert signed[kind].startswith(base_pdf)
    assert added.count(b"/Type /XRef") == 1
    assert b"/FlateDecode" not in added
    assert added.count(b"\x00\nendstream") == 1
