"""Who can open a register: added, removed, tampered with, broken off in the middle."""

from __future__ import annotations

import json
import os
import shutil
import signal
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from click.testing import CliRunner

from audit.cli.failures import ExitCode
from audit.cli.main import main
from audit.errors import AuditError, InputError, KeyProblem
from audit.register.check import verify
from audit.register.officers import (
    change_readers,
    create_sealed_register,
    finish_resealing,
)
from audit.register.readers import Reader, Role, check_readers, find_reader
from audit.register.sealing import Age, Identity
from audit.register.store import Register, create_register, open_register
from audit.registering.identities import write_identity
from tests.register.backends import AT, Backend, InFolder, OnServer, new

OLENA, BOHDAN, STRANGER, RECOVERY = (Identity.new() for _ in range(4))
CONTENTS = [b"answer %d" % n for n in range(6)]


def reader(identity: Identity, name: str = "", role: Role = "officer") -> Reader:
    return Reader(recipient=identity.recipient, role=role, name=name)


READERS = (reader(OLENA, "Olena"), reader(RECOVERY, role="recovery"))
BOTH = (*READERS, reader(BOHDAN, "Bohdan"))


def sealed(where: str) -> None:
    with create_sealed_register(where, READERS, "Olena", AT) as register:
        responses = [new(c, subject=f"r{n}") for n, c in enumerate(CONTENTS)]
        register.accept(responses, AT)


def read_by(where: str, identity: Identity) -> list[bytes]:
    """Every response as the identity reads it, in a register that verifies."""
    with open_register(where, [identity]) as register:
        assert verify(register).passed
        return [register.read(r) for r in register.records(kind="response")]


def change(where: str, by: Identity, readers: Sequence[Reader]) -> None:
    with open_register(where, [by]) as register:
        change_readers(register, readers, "Olena", AT)


def test_every_recipient_reads_and_nobody_else(backend: Backend) -> None:
    sealed(backend.where)
    assert read_by(backend.where, OLENA) == read_by(backend.where, RECOVERY) == CONTENTS
    with pytest.raises(KeyProblem, match=f"not sealed to {STRANGER.recipient}"):
        read_by(backend.where, STRANGER)
    with (
        open_register(backend.where) as register,
        pytest.raises(KeyProblem, match=r"no identity was given(?s:.*)--identity"),
    ):
        register.read(register.record(1))


def test_without_an_identity_documents_are_still_accepted(backend: Backend) -> None:
    sealed(backend.where)
    with open_register(backend.where) as register:
        (record,) = register.accept([new(b"late", subject="late")], AT)
    with open_register(backend.where, [OLENA]) as register:
        assert register.read(record) == b"late"
        assert register.accept([new(b"late", subject="late")], AT) == (record,)


def test_an_officer_who_was_added_reads_everything(backend: Backend) -> None:
    sealed(backend.where)
    with open_register(backend.where, [OLENA]) as register:
        before = [r.address for r in register.records()]
    change(backend.where, OLENA, BOTH)
    assert read_by(backend.where, BOHDAN) == CONTENTS
    with open_register(backend.where, [BOHDAN]) as register:
        *old, change_itself = register.records()
        assert [r.address for r in old] == before
        assert (change_itself.kind, change_itself.by) == ("settings", "Olena")
        assert change_itself.about["officers"] == 2
        names = [r["name"] for r in json.loads(register.read(change_itself))]
        assert names == ["Olena", "", "Bohdan"]
        assert register.unfinished_resealing is None


def test_an_officer_who_was_removed_reads_nothing_that_is_there(
    backend: Backend,
) -> None:
    sealed(backend.where)
    change(backend.where, OLENA, BOTH)
    change(backend.where, BOHDAN, BOTH[1:])
    with pytest.raises(KeyProblem, match="not sealed to"):
        open_register(backend.where, [OLENA])
    alone = Age([OLENA.recipient], [OLENA])
    with open_register(backend.where) as register:
        for record in register.records():
            stored = register.stored(record.address)
            assert stored is not None
            with pytest.raises(InputError, match="does not open"):
                alone.unseal(stored)
    assert read_by(backend.where, BOHDAN) == CONTENTS


def test_a_register_that_was_open_before_seals_to_the_new_list(
    backend: Backend,
) -> None:
    sealed(backend.where)
    with open_register(backend.where, [RECOVERY]) as opened_before:
        change(backend.where, OLENA, BOTH)
        opened_before.accept([new(b"late", subject="late")], AT)
    assert read_by(backend.where, BOHDAN) == [*CONTENTS, b"late"]


@pytest.mark.parametrize(
    ("readers", "message"),
    [
        ((), "nobody would read this register"),
        (READERS[1:], "nobody would read this register"),
        (READERS[:1], r"a lost identity would lose(?s:.*)--recovery"),
        ((*READERS, READERS[0]), "a key stands twice"),
        ((READERS[0], reader(OLENA, role="recovery")), "a key stands twice"),
    ],
)
def test_lists_that_no_register_is_sealed_to(
    tmp_path: Path, readers: tuple[Reader, ...], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        check_readers(readers)
    with pytest.raises(InputError, match=message):
        create_sealed_register(tmp_path / "r", readers, "Olena", AT)
    assert not (tmp_path / "r").exists()


def test_nobody_removes_themself_and_no_plain_register_gets_officers(
    tmp_path: Path,
) -> None:
    sealed(str(tmp_path / "sealed"))
    change(str(tmp_path / "sealed"), OLENA, BOTH)
    with pytest.raises(InputError, match="your own identity would open nothing"):
        change(str(tmp_path / "sealed"), OLENA, BOTH[1:])
    create_register(tmp_path / "plain").close()
    with pytest.raises(InputError, match="not sealed: everybody who has it reads it"):
        change(str(tmp_path / "plain"), OLENA, BOTH)


Edit = Callable[[dict[str, object]], object]
STRANGERS = [reader(STRANGER).model_dump()]
EDITS: dict[str, Edit] = {
    "a stranger added": lambda s: s["recipients"].extend(STRANGERS),  # type: ignore[attr-defined]
    "a stranger alone": lambda s: s.update(recipients=STRANGERS),
    "an officer removed": lambda s: s["recipients"].pop(0),  # type: ignore[attr-defined]
    "all removed, so that nothing is sealed any more": lambda s: s.update(
        recipients=[]
    ),
    "a stranger coming": lambda s: s.update(recipients=[], coming=STRANGERS),
    "a name changed": lambda s: s["recipients"][0].update(name="Eve"),  # type: ignore[index]
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("identity", [OLENA, STRANGER, None])
def test_recipients_edited_by_hand_are_refused(
    backend: Backend, edit: Edit, identity: Identity | None
) -> None:
    sealed(backend.where)
    edited(backend, edit)
    with pytest.raises(AuditError, match="not those that the log records"):
        open_register(backend.where, [identity] if identity else [])


def test_recipients_given_to_a_plain_register_are_refused(backend: Backend) -> None:
    create_register(backend.where).close()
    edited(backend, lambda s: s.update(recipients=STRANGERS))
    with pytest.raises(InputError, match="the log records no recipients"):
        open_register(backend.where)


def edited(backend: Backend, edit: Edit) -> None:
    """Edit the settings as somebody would who can write to where they lie."""
    if isinstance(backend, InFolder):
        path = backend.folder / "register.json"
        settings = json.loads(path.read_text())
        edit(settings)
        path.write_text(json.dumps(settings))
    else:
        assert isinstance(backend, OnServer)
        with open_register(backend.where) as register:
            settings = json.loads(register.settings.body)
        edit(settings)
        value = f"decode('{json.dumps(settings).encode().hex()}', 'hex')"
        backend.tamper(f"UPDATE audit.settings SET body = {value}")  # noqa: S608


def test_a_content_that_a_stranger_sealed_is_not_taken(backend: Backend) -> None:
    sealed(backend.where)
    with open_register(backend.where, [OLENA]) as register:
        one, two = list(register.records(kind="response"))[:2]
        swapped = register.stored(two.address)
        assert swapped is not None
        forged, _ = Age([r.recipient for r in READERS]).seal(CONTENTS[0])
        for stored, message in (
            (swapped, "was altered"),
            (forged, "was altered"),
            (b"junk", "does not open"),
            (swapped[:-1], "does not open"),
        ):
            backend.replace(one.address, stored)
            with pytest.raises(InputError, match=message):
                register.read(one)
            found = verify(register)
            assert not found.passed
            assert found.first is not None
            assert found.first.number == one.number


def test_a_content_that_does_not_open_is_named_and_keeps_no_other_from_sealing(
    backend: Backend,
) -> None:
    sealed(backend.where)
    with open_register(backend.where, [OLENA]) as register:
        records = list(register.records(kind="response"))
        kept = register.stored(records[1].address)
        assert kept is not None
    backend.replace(records[1].address, b"junk")
    backend.replace(records[3].address, b"junk")
    with pytest.raises(InputError) as caught:
        change(backend.where, OLENA, BOTH)
    assert [str(p).count("altered") + str(p).count("does not open") > 0
            for p in caught.value.problems] == [True, True]  # fmt: skip
    assert "record 2 (response r1)" in str(caught.value)
    with open_register(backend.where, [BOHDAN]) as register:
        assert register.unfinished_resealing is not None
        assert register.read(records[5]) == CONTENTS[5]
    backend.replace(records[1].address, kept)
    backend.replace(records[3].address, kept)  # a sound content, of another record
    with (
        open_register(backend.where, [OLENA]) as register,
        pytest.raises(InputError, match=r"record 4 \(response r3\) was altered"),
    ):
        finish_resealing(register)
    with open_register(backend.where, [BOHDAN]) as register:
        assert register.read(records[1]) == CONTENTS[1]


# Broken off in the middle: the process is killed at every call that changes a file.

CALLS = ("fsync", "replace", "unlink")


def killed_at(call: int, work: Callable[[], None]) -> bool:
    """Run the work in a child that dies at the nth call; tell whether it came to it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a fork beside threads
        child = os.fork()
    if child == 0:
        seen = 0

        def counted(real: Callable[..., object]) -> Callable[..., object]:
            def run(*words: object, **named: object) -> object:
                nonlocal seen
                seen += 1
                if seen == call:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*words, **named)

            return run

        for name in CALLS:
            setattr(os, name, counted(getattr(os, name)))
        try:
            work()
        finally:
            os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert status in {0, signal.SIGKILL}
    return status != 0


def breaks(folder: Path, work: Callable[[str], None], stride: int = 1) -> Iterator[str]:
    """Yield a sealed register for every place where the work can break off."""
    begun, where = folder / "begun", folder / "broken"
    with create_sealed_register(begun, READERS, "Olena", AT) as register:
        register.accept([new(b"one", subject="r0"), new(b"two", subject="r1")], AT)
    broke, call = True, 1
    while broke:
        shutil.copytree(begun, where)
        broke = killed_at(call, lambda: work(str(where)))
        yield str(where)
        shutil.rmtree(where)
        call += stride


def finish(where: str) -> tuple[Reader, ...]:
    """Go on where it broke off, by a hand that both lists know."""
    with open_register(where, [RECOVERY]) as register:
        finish_resealing(register)
        register.sweep(AT.replace(year=2100))
        assert not list(Path(where).rglob("*.part"))
        return register.readers


def test_a_broken_off_change_of_officers_is_readable_and_can_be_finished(
    tmp_path: Path,
) -> None:
    outcomes = []
    for where in breaks(tmp_path, lambda where: change(where, OLENA, BOTH)):
        assert read_by(where, OLENA) == [b"one", b"two"]
        readers = finish(where)
        outcomes.append(len(readers))
        if len(readers) == len(READERS):
            change(where, OLENA, BOTH)
        assert read_by(where, BOHDAN) == [b"one", b"two"]
    # At first the old list, from the record on the new one, and nothing between.
    assert outcomes == sorted(outcomes)
    assert set(outcomes) == {len(READERS), len(BOTH)}
    assert len(outcomes) > 20


def test_a_removed_officer_is_out_once_a_broken_off_removal_is_finished(
    tmp_path: Path,
) -> None:
    def remove(where: str) -> None:
        change(where, RECOVERY, (READERS[1], reader(BOHDAN)))

    out = []
    for where in breaks(tmp_path, remove, stride=3):
        readers = finish(where)
        out.append(OLENA.recipient not in {r.recipient for r in readers})
        opened = sum(map(bool, _opened_by(where, OLENA)))
        assert opened == (0 if out[-1] else 3), where
    assert out == sorted(out)
    assert set(out) == {False, True}


def _opened_by(where: str, identity: Identity) -> Iterator[bool]:
    """Tell for every content whether the identity opens it, whatever the list says."""
    alone = Age([identity.recipient], [identity])
    with open_register(where) as register:
        for record in register.records():
            yield _opens(register, record.address, alone)


def _opens(register: Register, address: str, alone: Age) -> bool:
    try:
        return bool(alone.unseal(register.stored(address) or b""))
    except InputError:
        return False


def test_a_reader_is_found_by_name_or_key_and_no_other_way() -> None:
    assert find_reader(BOTH, "Bohdan") == find_reader(BOTH, BOHDAN.recipient) == BOTH[2]
    for who in ("", "bohdan", "Bohda", STRANGER.recipient):
        with pytest.raises(
            InputError, match=r"none of the register's keys(?s:.*)Olena"
        ):
            find_reader(BOTH, who)
    with pytest.raises(InputError, match="several are called 'Olena'"):
        find_reader((*READERS, reader(BOHDAN, "Olena")), "Olena")


@pytest.mark.parametrize("where", ["argv", "environment"])
def test_a_key_in_the_place_of_its_file_is_refused_and_not_repeated(
    tmp_path: Path, where: str
) -> None:
    words = ["register", "list", "--register", str(tmp_path)]
    given = {"AUDIT_IDENTITY": OLENA.secret} if where == "environment" else {}
    words += ["--identity", OLENA.secret] if where == "argv" else []
    said = CliRunner(env=given).invoke(main, words)
    assert said.exit_code == ExitCode.USAGE
    assert "this is a secret key" in said.output
    assert OLENA.secret[20:] not in said.output


def test_a_change_that_broke_off_is_told_and_finished_by_saying_it_again(
    tmp_path: Path,
) -> None:
    where, key = str(tmp_path / "register"), tmp_path / "olena.age"
    key.write_bytes(write_identity(OLENA, AT, None))
    key.chmod(0o600)
    sealed(where)
    opening = ["--register", where, "--identity", str(key)]
    add = ["register", "officer", "add", f"Bohdan={BOHDAN.recipient}", *opening]
    assert killed_at(17, lambda: CliRunner().invoke(main, add) and None)
    told = CliRunner().invoke(main, ["register", "officer", "list", *opening[:2]])
    assert "finish it with reseal" in told.stderr
    assert CliRunner().invoke(main, add).exit_code == 0
    assert CliRunner().invoke(main, add).exit_code == ExitCode.BAD_INPUT  # twice now
    assert read_by(where, BOHDAN) == CONTENTS
    told = CliRunner().invoke(main, ["register", "officer", "list", *opening[:2]])
    assert "finish" not in told.stderr
    assert told.stdout.count("age1") == 3


def test_what_is_added_while_officers_change_is_sealed_to_the_new_ones(
    backend: Backend,
) -> None:
    sealed(backend.where)
    done, added = Event(), []

    def write() -> None:
        with open_register(backend.where) as register:
            while not done.is_set() or len(added) < 20:
                text = b"while %d" % len(added)
                try:
                    register.accept([new(text, subject=text.decode())], AT)
                except InputError as error:
                    assert "changed at this very moment" in str(error)  # noqa: PT017
                else:
                    added.append(text)

    with ThreadPoolExecutor() as threads:
        writing = threads.submit(write)
        try:
            change(backend.where, OLENA, BOTH)
            change(backend.where, BOHDAN, BOTH[1:])
        finally:
            done.set()
        writing.result()
    assert read_by(backend.where, BOHDAN) == [*CONTENTS, *added]
    assert not any(_opened_by(backend.where, OLENA))
