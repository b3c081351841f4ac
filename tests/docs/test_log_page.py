"""docs/log.md: its commands print what it shows, its codes are those there are."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import audit
from audit.register.checkpoint import read_checkpoint
from audit.registering.proofs import GROWTH, RECORD, GrowthProof, RecordProof
from audit.registering.signed_head import HeadStatement
from audit.signing.envelope import HEAD
from tests.cli.signed_scene import Scene, run
from tests.docs.test_documentation import blocks, document, rows, text
from tests.register.attacks import CONTENTS
from tests.register.backends import AT, InFolder, made, new, opened

PAGE = "docs/log.md"
PACKAGE = Path(audit.__file__).parent
_CODE = re.compile(r'"((?:database|record|head|content|proof)-[a-z]+)"')


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """The folder in which the commands of the page are typed."""
    scene = Scene(tmp_path)
    for name in ("root", "officer"):
        scene.make_key(name, "ed25519")
    root = ["--root", scene / "root.p12", *scene.secret]
    scene.good("keys", "init", *root, "--out", scene / "keys.json")
    who = ["--name", "Olena Koval", "--organisation", "Example Bank"]
    done = scene.change_keys(
        "add", "--public", scene / "officer.pem", *who, "--role", "assessor"
    )
    assert done.exit_code == 0, done.output
    made(InFolder(tmp_path / "register"), *CONTENTS).close()
    (scene / "r2.txt").write_bytes(CONTENTS[2])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIT_REGISTER_HEAD_PASSPHRASE_FILE", str(scene.secret[1]))
    return scene


def commands() -> list[tuple[str, str]]:
    """Each command with the output that the page shows for it."""
    found = []
    for block in blocks(PAGE, "console log"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            found.append((command, shown))
    return found


def fits(shown: str, printed: str) -> bool:
    """Whether the output is the one shown; ``…`` stands for any lines or letters."""
    pattern = re.escape(shown).replace("…\\\n", "(?:.*\\n)*").replace("…", ".*")
    return re.fullmatch(pattern, printed) is not None


def grow() -> None:
    with opened(InFolder(Path("register"))) as register:
        register.accept([new(b"five", subject="r5")], AT)
    out = ["--key", "officer.p12", "--out", "head-2026-12.json"]
    assert run("register", "head", "--register", "register", *out).exit_code == 0


def test_the_commands_print_what_the_page_shows(scene: Scene) -> None:
    assert scene.folder == Path.cwd()
    assert len(commands()) == 8
    for command, shown in commands():
        if "head-2026-12.json" in command:
            grow()
        program, *words = shlex.split(command)
        assert program == "audit"
        done = run(*words)
        assert done.exit_code == 0, done.output
        assert fits(shown, done.stdout), f"{command}\n{done.stdout}"


def test_every_code_is_listed() -> None:
    used: set[str] = set()
    for pattern in ("register/check*.py", "registering/proof_checking.py"):
        for path in PACKAGE.glob(pattern):
            used |= set(_CODE.findall(path.read_text("utf-8")))
    listed = {
        code.strip("`") for cells in rows(PAGE) for code in cells[0].split(", ")
    } - {"Code", "---"}
    assert len(used) > 20
    assert listed == used


def test_the_formats_are_those_that_are_written() -> None:
    head = HeadStatement.model_validate(document(PAGE, "json head").data)
    assert read_checkpoint(head.checkpoint, PAGE).size == 5
    assert head.model_fields_set == set(HeadStatement.model_fields)
    page = text(PAGE)
    fields = [*RecordProof.model_fields, *GrowthProof.model_fields]
    for word in (HEAD, RECORD, GROWTH, *fields):
        assert re.search(rf'[`"]{re.escape(word)}[`"]', page), word
