"""Contents sealed with age: other programs agree, and nothing altered is believed."""

from __future__ import annotations

import hashlib
import os
import pty
import re
import stat
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.errors import AuditError, InputError, KeyProblem
from audit.register.blobs import Plain
from audit.register.sealing import SALT_BYTES, Age, Identity, parse_recipient
from audit.registering.identities import read_identities, write_identity
from tests.register.age_by_hand import MALFORMED, encrypt
from tests.register.backends import AT
from tests.register.programs import needs

CONTENT = "відповідь: так".encode()
OFFICER, OTHER, RECOVERY = (Identity.new() for _ in range(3))
AGE = Age([OFFICER.recipient, RECOVERY.recipient], [OFFICER])
PASSPHRASE = b"correct horse battery staple"
needs_age = needs("age", "age-keygen")


def never() -> bytes:
    raise AssertionError("no passphrase is needed")


def identity_file(folder: Path, content: bytes, mode: int = 0o600) -> Path:
    path = folder / "officer.age"
    path.write_bytes(content)
    path.chmod(mode)
    return path


def age(*words: str | Path, given: bytes = b"") -> bytes:
    """What Debian's age says: another implementation, in Go."""
    done = subprocess.run(["age", *words], input=given, capture_output=True, check=True)
    return done.stdout


def age_at_terminal(*words: str | Path) -> None:
    """Run age where it can ask for a passphrase, which it does on a terminal alone."""
    child, terminal = pty.fork()
    if child == 0:
        os.execvp("age", ["age", *map(str, words)])  # noqa: S606
    try:
        while chunk := os.read(terminal, 1000):
            if b"assphrase" in chunk:
                os.write(terminal, PASSPHRASE + b"\n")
    except OSError:  # the terminal ends with the child
        pass
    os.close(terminal)
    assert os.waitpid(child, 0)[1] == 0


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=200))
def test_what_was_sealed_comes_back_under_the_same_address(content: bytes) -> None:
    stored, address = AGE.seal(content)
    assert AGE.unseal(stored) == (content, address)
    resealed, same = AGE.reseal(stored)
    assert (same, AGE.unseal(resealed)) == (address, (content, address))
    assert resealed != stored


def test_equal_contents_share_no_byte_of_address_or_seal() -> None:
    (one, first), (two, second) = AGE.seal(b"no"), AGE.seal(b"no")
    assert first != second
    assert one != two
    assert Plain().seal(b"no")[1] == hashlib.sha256(b"no").hexdigest() not in {first}


@needs_age
@pytest.mark.parametrize("size", [0, 1, 65_520, 65_521, 200_000])
def test_another_age_opens_what_we_seal(tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    stored, address = AGE.seal(content)
    for identity in (OFFICER, RECOVERY):
        key = identity_file(tmp_path, write_identity(identity, AT, None))
        salted = age("-d", "-i", key, given=stored)
        assert salted[SALT_BYTES:] == content
        assert hashlib.sha256(salted).hexdigest() == address


@needs_age
def test_another_age_does_not_open_it_with_another_identity(tmp_path: Path) -> None:
    key = identity_file(tmp_path, write_identity(OTHER, AT, None))
    with pytest.raises(subprocess.CalledProcessError):
        age("-d", "-i", key, given=AGE.seal(CONTENT)[0])


@needs_age
@pytest.mark.parametrize("armour", [(), ("-a",)])
def test_we_open_what_another_age_sealed(armour: tuple[str, ...]) -> None:
    salted = os.urandom(SALT_BYTES) + CONTENT
    recipients = ("-r", OTHER.recipient, "-r", OFFICER.recipient)
    stored = age(*armour, *recipients, given=salted)
    assert AGE.unseal(stored) == (CONTENT, hashlib.sha256(salted).hexdigest())


@needs_age
def test_identities_of_age_keygen_are_read(tmp_path: Path) -> None:
    path = tmp_path / "key.txt"
    made = subprocess.run(
        ["age-keygen", "-o", path], capture_output=True, text=True, check=True
    )
    (found,) = read_identities(path, never)
    assert found.recipient == re.search(r"age1\w+", made.stderr)[0]  # type: ignore[index]


@needs_age
def test_a_protected_identity_opens_with_its_passphrase_and_no_other(
    tmp_path: Path,
) -> None:
    path = identity_file(tmp_path, write_identity(OFFICER, AT, PASSPHRASE))
    assert OFFICER.secret.encode() not in path.read_bytes()
    assert read_identities(path, lambda: PASSPHRASE) == (OFFICER,)
    with pytest.raises(KeyProblem, match="wrong passphrase"):
        read_identities(path, lambda: b"correct horse")
    age_at_terminal("-d", "-o", tmp_path / "open", path)
    assert OFFICER.secret in (tmp_path / "open").read_text()


@needs_age
def test_an_identity_that_another_age_protects_is_read(tmp_path: Path) -> None:
    plain = identity_file(tmp_path, write_identity(OFFICER, AT, None))
    path = tmp_path / "protected.age"
    age_at_terminal("-p", "-o", path, plain)
    path.chmod(0o600)
    assert read_identities(path, lambda: PASSPHRASE) == (OFFICER,)


@pytest.mark.parametrize(
    ("content", "mode", "message"),
    [
        (b"%s\n", 0o640, r"others may read this identity \(mode 0640\)(?s:.*)chmod 600"),
        (b"%s\n", 0o604, r"others may read this identity \(mode 0604\)"),
        (b"# nothing\n", 0o600, "there is no age identity in this file"),
        (b"# a\n\nsecret %s\n", 0o600, r"officer.age:3:1: this line is no age identity"),
        (b"\xff\xfe\n", 0o600, "officer.age:1:1: this line is no age identity"),
        (b"age-encryption.org/v1\nxx\n", 0o600, "wrong passphrase or damaged"),
    ],
)  # fmt: skip
def test_identity_files_that_are_refused(
    tmp_path: Path, content: bytes, mode: int, message: str
) -> None:
    filled = content.replace(b"%s", OFFICER.secret.encode())
    path = identity_file(tmp_path, filled, mode)
    with pytest.raises(KeyProblem, match=message) as caught:
        read_identities(path, lambda: PASSPHRASE)
    assert OFFICER.secret not in str(caught.value)


def test_a_missing_identity_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(KeyProblem, match=r"no such file|a folder, not a file"):
            read_identities(path, never)


def test_secrets_are_not_in_the_representation_of_anything() -> None:
    shown = repr(OFFICER) + str(OFFICER) + repr(AGE) + repr([OFFICER])
    assert OFFICER.secret not in shown


@pytest.mark.parametrize(
    "text",
    [
        "", "age1", "hello", OFFICER.recipient[:-1], OFFICER.recipient[:-1] + "b",
        OFFICER.secret, "ssh-ed25519 AAAA", "age1yubikey1qwerty",
    ],
    ids="nothing prefix word cut altered secret ssh plugin".split(),
)  # fmt: skip
def test_what_is_no_recipient_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="no public age key"):
        parse_recipient(text)


def test_a_recipient_has_one_spelling() -> None:
    assert parse_recipient(OFFICER.recipient.upper()) == OFFICER.recipient


def test_who_holds_no_identity_seals_and_does_not_unseal() -> None:
    blind = Age([OFFICER.recipient])
    stored, address = blind.seal(CONTENT)
    assert AGE.unseal(stored) == (CONTENT, address)
    assert not blind.opens
    with pytest.raises(KeyProblem, match=r"no identity was given(?s:.*)--identity"):
        blind.unseal(stored)


def test_a_strangers_identity_opens_nothing() -> None:
    with pytest.raises(InputError, match="does not open"):
        Age([OFFICER.recipient], [OTHER]).unseal(AGE.seal(CONTENT)[0])


def test_no_flipped_bit_is_taken_for_the_content() -> None:
    stored, address = AGE.seal(CONTENT)
    believed = []
    for place in range(len(stored)):
        altered = bytearray(stored)
        altered[place] ^= 1 << place % 8
        try:
            found = AGE.unseal(bytes(altered))
        except InputError:
            continue
        believed.append((place, found))
    assert all(found == (CONTENT, address) for _, found in believed)
    assert len(believed) < len(stored) // 100


@pytest.mark.parametrize("length", [0, 1, 30, 200, -16, -1])
def test_a_truncated_content_is_refused(length: int) -> None:
    with pytest.raises(InputError, match="does not open"):
        AGE.unseal(AGE.seal(CONTENT)[0][:length])


def test_a_content_shorter_than_the_salt_is_refused() -> None:
    with pytest.raises(InputError, match="too short"):
        AGE.unseal(encrypt(b"short", OFFICER.recipient))


def test_files_made_by_hand_from_the_specification_open() -> None:
    salted = bytes(SALT_BYTES) + CONTENT
    found = AGE.unseal(encrypt(salted, OFFICER.recipient))
    assert found == (CONTENT, hashlib.sha256(salted).hexdigest())


@needs_age
@pytest.mark.parametrize("more", MALFORMED.values(), ids=MALFORMED)
def test_malformed_headers_that_pyrage_takes_never_give_another_content(
    tmp_path: Path, more: bytes
) -> None:
    """Only who knows a file's key can give it such a header, and gains nothing."""
    salted = os.urandom(SALT_BYTES) + CONTENT
    stored = encrypt(salted, OFFICER.recipient, more)
    key = identity_file(tmp_path, write_identity(OFFICER, AT, None))
    with pytest.raises(subprocess.CalledProcessError):
        age("-d", "-i", key, given=stored)
    try:
        found, address = AGE.unseal(stored)
    except AuditError:
        return
    assert (found, address) == (CONTENT, hashlib.sha256(salted).hexdigest())


def test_a_new_identity_file_is_its_owners_alone(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from audit.cli.main import main

    out = tmp_path / "new.age"
    words = ["register", "identity", "new", "--no-passphrase", "--out", str(out)]
    said = CliRunner().invoke(main, words)
    assert said.exit_code == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    (found,) = read_identities(out, never)
    assert said.stdout == f"{found.recipient}\n"
    assert CliRunner().invoke(main, words).exit_code == 2  # never overwritten
