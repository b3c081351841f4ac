"""A killed run goes on where it was, and nothing kept is believed unseen."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import Result

from audit.register.store import open_register
from audit.registering.identities import read_identities
from tests.bulk.scene import AS_OF, POLICY, fill, make_register, stricter
from tests.registering.office import run

COUNT = 120


def words(register: Path, work: Path, out: Path, *more: str | Path) -> list[str | Path]:
    common = [
        "rescore",
        "--register",
        register,
        "--policy",
        POLICY,
        "--engine",
        "exact",
    ]
    day = ["--as-of", AS_OF.isoformat(), "--processes", "1", "--work", work, "-o", out]
    return [*common, *day, *more]


def rescore(*given: Path) -> Result:
    done = run(*words(*given))
    assert done.exit_code == 0, done.output
    return done


def test_a_run_that_is_killed_goes_on_and_ends_in_the_same_bytes(
    tmp_path: Path,
) -> None:
    register, work = make_register(tmp_path / "register", COUNT), tmp_path / "work"
    whole, resumed = tmp_path / "whole.parquet", tmp_path / "resumed.parquet"
    rescore(register, tmp_path / "other", whole)
    command = [sys.executable, "-m", "audit", *words(register, work, resumed)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while not list(work.glob("*.chunk")) and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    done = {path.name: path.stat().st_mtime_ns for path in work.glob("*.chunk")}
    assert 0 < len(done) < 5
    assert not resumed.exists()
    rescore(register, work, resumed)
    assert resumed.read_bytes() == whole.read_bytes()
    for name, moment in done.items():
        assert (work / name).stat().st_mtime_ns == moment
    assert len(list(work.glob("*.chunk"))) == 5


@pytest.fixture
def once(tmp_path: Path) -> tuple[Path, Path, Path]:
    given = (
        make_register(tmp_path / "register", 60),
        tmp_path / "work",
        tmp_path / "a.csv",
    )
    rescore(*given)
    return given


def chunks(work: Path) -> list[Path]:
    return sorted(work.glob("*.chunk"))


@pytest.mark.parametrize("damage", ["cut", "flipped", "another"])
def test_a_damaged_chunk_is_noticed_and_made_again(
    once: tuple[Path, Path, Path], damage: str
) -> None:
    register, work, out = once
    first, second, _ = chunks(work)
    sound, table = first.read_bytes(), out.read_bytes()
    if damage == "cut":
        first.write_bytes(sound[:-1])
    elif damage == "flipped":
        assert b'"rating": "' in sound
        first.write_bytes(sound.replace(b'"rating": "', b'"rating": "x', 1))
    else:
        first.write_bytes(second.read_bytes())
    done = rescore(register, work, out)
    assert "1 kept chunks were damaged and were made again" in done.stderr
    assert out.read_bytes() == table
    assert first.read_bytes() == sound


def test_sound_chunks_are_used(once: tuple[Path, Path, Path]) -> None:
    register, work, out = once
    before = {path: path.stat().st_mtime_ns for path in chunks(work)}
    assert "damaged" not in rescore(register, work, out).stderr
    assert {path: path.stat().st_mtime_ns for path in chunks(work)} == before


def test_another_policy_day_or_response_makes_other_chunks(
    once: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    register, work, out = once
    assert len(chunks(work)) == 3
    run(*words(register, work, out, "--policy", stricter(tmp_path)))
    assert len(chunks(work)) == 6
    run(*words(register, work, out, "--as-of", "2026-11-25"))
    assert len(chunks(work)) == 9
    with open_register(register) as opened:
        fill(opened, [60])
    rescore(register, work, out)
    assert len(chunks(work)) == 10
    assert len(out.read_text().splitlines()) == 62


def test_a_fault_of_the_machine_is_not_kept(
    once: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    register, _, out = once
    table = out.read_bytes()
    hidden = register / "blobs"
    hidden.rename(tmp_path / "away")
    hidden.mkdir()
    other = tmp_path / "other"
    assert run(*words(register, other, out)).exit_code == 3
    assert chunks(other) == []
    hidden.rmdir()
    (tmp_path / "away").rename(hidden)
    rescore(register, other, out)
    assert out.read_bytes() == table


def test_of_a_sealed_register_nothing_is_kept_in_clear(tmp_path: Path) -> None:
    identity, work, out = tmp_path / "me.txt", tmp_path / "work", tmp_path / "a.csv"
    officer, recovery = (
        run("register", "identity", "new", "--out", path, "--no-passphrase").stdout
        for path in (identity, tmp_path / "recovery.txt")
    )
    register = tmp_path / "register"
    officers = ("--recipient", officer.strip(), "--recovery", recovery.strip())
    sealed = run("register", "init", *officers, "--register", register)
    assert sealed.exit_code == 0, sealed.output
    with open_register(register, read_identities(identity, bytes)) as opened:
        fill(opened, range(30))
    given = words(register, work, out, "--identity", identity)
    given[given.index("--processes") + 1] = "2"
    assert run(*given).exit_code == 0
    table = out.read_bytes()
    assert len(chunks(work)) == 2
    for path in chunks(work):
        assert path.read_bytes().startswith(b"age-encryption.org/v1")
        assert b"vendor-" not in path.read_bytes()
    first = chunks(work)[0]
    moment = first.stat().st_mtime_ns
    assert run(*given).exit_code == 0
    assert (out.read_bytes(), first.stat().st_mtime_ns) == (table, moment)
    assert run(*words(register, work, out)).exit_code != 0
