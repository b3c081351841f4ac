"""``audit register verify``, ``head``, ``prove`` and ``check-proof`` as one uses them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.cli.signed_scene import Scene, run
from tests.register.attacks import edited, filled, forge, grown, put_rows, rows_of
from tests.register.backends import InFolder


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """An officer's key in a list of keys."""
    scene = Scene(tmp_path_factory.mktemp("officer"))
    for name in ("root", "officer"):
        scene.make_key(name, "ed25519")
    root = ["--root", scene / "root.p12", *scene.secret]
    scene.good("keys", "init", *root, "--out", scene / "keys.json")
    scene.add_key("officer", organisation="Example Bank", role="assessor")
    return scene


@pytest.fixture
def folder(tmp_path: Path) -> InFolder:
    made = InFolder(tmp_path / "register")
    filled(made)
    return made


def signed(scene: Scene, folder: InFolder, name: str) -> Path:
    out = folder.folder.parent / name
    key = ["--key", scene / "officer.p12", *scene.secret]
    scene.good("register", "head", "--register", folder.where, *key, "--out", out)
    return out


def verify(folder: InFolder, *words: str | Path) -> Result:
    return run("register", "verify", "--register", folder.where, *words)


def test_verify_counts_its_steps_and_says_what_no_head_means_good(
    folder: InFolder,
) -> None:
    done = verify(folder)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert [line.split(".")[0] for line in lines[:-1]] == list("12345678")
    assert "a log rewritten as a whole would not be noticed" in lines[-2]
    assert lines[-1].startswith("VERIFIED: 5 records of audit-register/")


def test_verify_names_the_first_altered_record_bad(folder: InFolder) -> None:
    rows = rows_of(folder)
    put_rows(folder, [*rows[:3], edited(rows[3], by="Somebody Else"), rows[4]])
    done = verify(folder)
    assert done.exit_code == 1
    last = done.stdout.splitlines()[-1]
    assert last.startswith("NOT VERIFIED: record 3 (response, acme, r3): body: is not")


def test_verify_prints_json(folder: InFolder) -> None:
    folder.lose(rows_of(folder)[2].address)
    done = verify(folder, "--format", "json")
    assert done.exit_code == 1
    data: dict[str, Any] = json.loads(done.stdout)
    assert data["passed"] is False
    assert data["first"]["number"] == 2
    assert data["first"]["code"] == "content-missing"
    assert {s["name"]: s["status"] for s in data["steps"]}["contents"] == "failed"


def test_verify_leaves_contents_out_when_told(folder: InFolder) -> None:
    folder.lose(rows_of(folder)[2].address)
    done = verify(folder, "--no-contents")
    assert done.exit_code == 0
    assert "7. contents: skipped – left out, as you asked" in done.stdout


def test_kept_heads_are_checked_with_the_list_of_keys_good(
    scene: Scene, folder: InFolder
) -> None:
    early = signed(scene, folder, "early.json")
    grown(folder, b"five")
    late = signed(scene, folder, "late.json")
    done = verify(folder, "--head", early, "--head", late, *scene.keys)
    assert done.exit_code == 0, done.output
    assert (
        "early.json: 5 records, signed by Vera Vendor, Example Bank at" in done.stderr
    )
    assert "8. kept heads: passed – the first 6 of 6 records" in done.stdout


def test_a_printed_head_is_taken_and_said_to_be_unsigned_good(folder: InFolder) -> None:
    printed = run("register", "head", "--register", folder.where)
    paper = folder.folder.parent / "paper.txt"
    paper.write_text(printed.stdout)
    done = verify(folder, "--head", paper)
    assert done.exit_code == 0
    assert "signature not checked: give --keys and --keys-root" in done.stderr


def test_a_rewritten_log_is_caught_by_the_kept_head_bad(
    scene: Scene, folder: InFolder
) -> None:
    kept = signed(scene, folder, "kept.json")
    rows = rows_of(folder)
    forge(folder, [*rows[:2], edited(rows[2], by="Somebody Else"), *rows[3:]])
    assert verify(folder).exit_code == 0
    done = verify(folder, "--head", kept, *scene.keys)
    assert done.exit_code == 1
    assert "[head-forked]" in done.stdout
    assert "NOT VERIFIED: kept head: records 0 to 4 are not what was signed" in (
        done.stdout
    )


def test_a_head_that_cannot_be_relied_on_is_bad_input(
    scene: Scene, folder: InFolder
) -> None:
    kept = signed(scene, folder, "kept.json")
    kept.write_text(kept.read_text().replace('"sig":"', '"sig":"AAAA'))
    done = verify(folder, "--head", kept, *scene.keys)
    assert done.exit_code == 3
    assert "[envelope-signature]" in done.stderr


def test_the_head_of_an_altered_log_is_not_signed_bad(
    scene: Scene, folder: InFolder
) -> None:
    rows = rows_of(folder)
    put_rows(folder, [*rows[:3], edited(rows[3], by="Somebody Else"), rows[4]])
    out = folder.folder.parent / "head.json"
    key = ["--key", scene / "officer.p12", *scene.secret, "--out", out]
    done = run("register", "head", "--register", folder.where, *key)
    assert done.exit_code == 3
    assert "is not signed: record 3 (response, acme, r3)" in done.stderr
    assert not out.exists()


def test_a_record_is_proved_and_checked_elsewhere_good(
    scene: Scene, folder: InFolder
) -> None:
    head = signed(scene, folder, "head.json")
    elsewhere = folder.folder.parent
    proof, document = elsewhere / "proof.json", elsewhere / "document"
    document.write_bytes(b"two")
    words = ["--register", folder.where, "--head", head, "--out", proof]
    scene.good("register", "prove", "2", *words)
    folder.folder.rename(elsewhere / "gone")
    check = ["register", "check-proof", proof, *scene.keys]
    done = run(*check, "--record", document)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[-1] == "PROVED"
    document.write_bytes(b"TWO")
    done = run(*check, "--record", document, "--format", "json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["proved"] is False


def test_growth_is_proved_and_checked_good(scene: Scene, folder: InFolder) -> None:
    early = signed(scene, folder, "early.json")
    grown(folder, b"five", b"six")
    late = signed(scene, folder, "late.json")
    proof = folder.folder.parent / "growth.json"
    words = ["--register", folder.where, "--head", late, "--since", early]
    scene.good("register", "prove", *words, "--out", proof)
    done = run("register", "check-proof", proof, *scene.keys)
    assert done.exit_code == 0
    assert "3. growth: passed – the first 5 of 7 records are the same" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ["head", "--register", "R", "--out", "x"],
        ["prove", "--register", "R", "--head", "H", "--out", "x"],
        ["prove", "1", "--register", "R", "--head", "H", "--since", "H", "--out", "x"],
        ["check-proof", "H"],
        ["verify", "--register", "R", "--keys", "H"],
        ["verify"],
    ],
    ids=["no key", "nothing", "both", "no keys", "no root", "no register"],
)
def test_options_that_do_not_fit_are_a_usage_error(
    folder: InFolder, words: list[str]
) -> None:
    some = folder.folder / "register.json"
    done = run("register", *({"R": folder.where, "H": some}.get(w, w) for w in words))
    assert done.exit_code == 2, done.output
    assert not Path("x").exists()
