"""keys.json: versions, roles, revocation, and every way to refuse a list."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from audit.canonical import canonical
from audit.errors import InputError, KeyProblem
from audit.signing import keyring, rotation
from audit.signing.envelope import KEYS, STATEMENT, public_key_of, sign_envelope
from tests.signing.pki import NOW
from tests.signing.signed_json import changed, codes, ring_with


@pytest.fixture(scope="module")
def root(keys):
    return keys["ed25519"].signer


@pytest.fixture(scope="module")
def vendor(keys):
    return keys["p256"].signer


@pytest.fixture
def ring(vendor):
    return ring_with(vendor)


def read(raw: bytes, root) -> keyring.KeyRing:
    return keyring.read_ring(raw, "keys.json", public_key_of(root))


def signed_anyhow(data, root) -> bytes:
    """A list that the root signed without looking."""
    return sign_envelope(canonical(data), KEYS, root)


def test_a_list_reads_back_as_it_was_written(ring, root, vendor) -> None:
    again = read(keyring.write_ring(ring, root, NOW), root)
    assert again == ring
    assert again.version == 2
    (entry,) = again.keys.values()
    assert entry.roles == ("vendor",)
    assert list(again.keys) == [public_key_of(vendor).key_id]


def test_every_change_raises_the_version_by_one(ring, vendor) -> None:
    key_id = public_key_of(vendor).key_id
    assert keyring.new_ring(NOW).version == 1
    assert keyring.renewed(ring, NOW, NOW).version == ring.version + 1
    revoked = rotation.without_key(ring, key_id[:8], "lost", NOW)
    assert revoked.version == ring.version + 1
    assert revoked.keys[key_id].revoked_reason == "lost"
    assert set(revoked.keys) == set(ring.keys)


def test_a_list_by_another_key_is_refused(ring, root, vendor) -> None:
    theirs = keyring.write_ring(keyring.new_ring(NOW), vendor, NOW)
    with pytest.raises(InputError) as error:
        read(theirs, root)
    assert codes(error) == ["keys-root"]


def test_a_changed_list_is_refused(ring, root) -> None:
    mine, other = (
        keyring.write_ring(r, root, NOW) for r in (ring, keyring.new_ring(NOW))
    )
    mixed = changed(mine, payload=json.loads(other)["payload"])
    with pytest.raises(InputError) as error:
        read(mixed, root)
    assert codes(error) == ["envelope-signature"]


def test_a_statement_is_no_list_of_keys(ring, root) -> None:
    raw = sign_envelope(canonical(ring.model_dump(mode="json")), STATEMENT, root)
    with pytest.raises(InputError) as error:
        read(raw, root)
    assert codes(error) == ["envelope-type"]


def test_an_expired_list_is_refused_but_can_be_renewed(ring, root) -> None:
    old = keyring.renewed(ring, NOW - timedelta(seconds=1), NOW)
    keyring.refuse_expired(ring, NOW, "keys.json")
    with pytest.raises(InputError) as error:
        keyring.refuse_expired(old, NOW, "keys.json")
    assert codes(error) == ["keys-expired"]
    fresh = keyring.renewed(old, NOW, NOW)
    keyring.refuse_expired(fresh, NOW, "keys.json")


def test_the_root_signs_the_list_and_nothing_else(root) -> None:
    with pytest.raises(KeyProblem) as error:
        keyring.write_ring(ring_with(root), root, NOW)
    assert codes(error) == ["keys-root-role"]


def test_an_expired_root_certificate_signs_no_list(ring, root) -> None:
    with pytest.raises(KeyProblem) as error:
        keyring.write_ring(ring, root, NOW + timedelta(days=4000))
    assert codes(error) == ["key-expired"]


def test_a_key_stands_in_the_list_once(ring, vendor) -> None:
    key_id = public_key_of(vendor).key_id
    with pytest.raises(KeyProblem) as error:
        keyring.with_key(ring, key_id, ring.keys[key_id], NOW)
    assert codes(error) == ["keys-twice"]


@pytest.mark.parametrize("name", ["0" * 64, "0" * 8, ""])
def test_an_unknown_key_cannot_be_revoked(name: str, ring) -> None:
    with pytest.raises(KeyProblem) as error:
        rotation.without_key(ring, name, "lost", NOW)
    assert codes(error) == ["keys-unknown"]


def test_a_short_beginning_names_no_key(ring, vendor) -> None:
    with pytest.raises(KeyProblem):
        rotation.without_key(ring, public_key_of(vendor).key_id[:7], "lost", NOW)


def test_a_key_is_revoked_once(ring, vendor) -> None:
    key_id = public_key_of(vendor).key_id
    revoked = rotation.without_key(ring, key_id, "lost", NOW)
    with pytest.raises(KeyProblem) as error:
        rotation.without_key(revoked, key_id, "again", NOW)
    assert codes(error) == ["keys-revoked"]


@pytest.mark.parametrize(
    "name", ["", "two\nlines", "right\u202eleft", " space", "x" * 301]
)
def test_unfit_names_are_refused(name: str, vendor) -> None:
    with pytest.raises(KeyProblem) as error:
        keyring.entry_of(public_key_of(vendor), name, "Org", ("vendor",), NOW)
    assert codes(error) == ["keys-text"]


def test_a_key_that_could_never_sign_is_refused(vendor) -> None:
    with pytest.raises(KeyProblem) as error:
        keyring.entry_of(public_key_of(vendor), "N", "O", ("vendor",), NOW, NOW)
    assert codes(error) == ["keys-validity"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"scheme": "rsassa-pss-sha256"}, "keys-public"),
        ({"public": "nonsense"}, "keys-public"),
        ({"revoked_at": "2026-06-01T12:00:00Z"}, "keys-revoked"),
        ({"roles": ["root"]}, "schema-choice"),
        ({"roles": []}, "schema-value"),
        ({"not_after": "tomorrow"}, "schema-value"),
        ({"note": "x"}, "schema-unknown-key"),
    ],
)
def test_a_malformed_entry_is_refused_even_when_signed(
    change, code, ring, root
) -> None:
    data = ring.model_dump(mode="json")
    (key_id,) = data["keys"]
    data["keys"][key_id].update(change)
    with pytest.raises(InputError) as error:
        read(signed_anyhow(data, root), root)
    assert codes(error) == [code]


def test_a_key_under_another_id_is_refused(ring, root) -> None:
    data = ring.model_dump(mode="json")
    data["keys"] = {"0" * 64: next(iter(data["keys"].values()))}
    with pytest.raises(InputError) as error:
        read(signed_anyhow(data, root), root)
    assert codes(error) == ["keys-public"]


@pytest.mark.parametrize("version", [0, -1, "2", True, None])
def test_a_list_without_a_true_version_is_refused(version, ring, root) -> None:
    data = {**ring.model_dump(mode="json"), "version": version}
    with pytest.raises(InputError) as error:
        read(signed_anyhow(data, root), root)
    assert len(codes(error)) == 1
