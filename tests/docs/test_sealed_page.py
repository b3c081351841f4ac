"""The page on sealed registers: its commands do what it shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from audit.cli.main import main
from tests.docs.test_register_page import block as register_block
from tests.docs.test_register_page import lines
from tests.register.programs import needs

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/sealed-register.md").read_text("utf-8")
_KEY = re.compile(r"age1[0-9a-z]{58}")
_NAMED = re.compile(r"(\w+)=age1…")


def block(info: str) -> str:
    (body,) = re.findall(rf"^```{info}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return body


def played(step: str, keys: dict[str, str]) -> None:
    """Run one command of the page, with real keys in the place of ``age1…``."""
    command, *shown = step.splitlines()
    words = shlex.split(_NAMED.sub(lambda m: f"{m[1]}={keys[m[1].lower()]}", command))
    if "new" in words:
        words.append("--no-passphrase")  # to stretch one takes seconds, on purpose
    done = CliRunner(env={"COLUMNS": "200"}).invoke(main, words)
    assert done.exit_code == 0, done.output
    if "new" in words:
        name = Path(words[words.index("--out") + 1]).stem
        (keys[name],) = _KEY.findall(done.stdout)
    found = iter(lines(_KEY.sub("age1…", done.stdout)))
    for line in lines("\n".join(shown)):
        wanted = line.removesuffix("…")
        assert line == "…" or any(text.startswith(wanted) for text in found), (
            f"{command}: {line}\n{done.stdout}"
        )


@needs("age")
def test_the_commands_of_the_page_do_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    card = register_block("json vendor")
    Path("northline.card.json").write_text(card, "utf-8")
    keys: dict[str, str] = {}
    steps = block("console sealed").split("$ audit ")[1:]
    assert len(steps) == 10
    for step in steps:
        played(step, keys)
    contents = set()
    for path in Path("register/blobs").rglob("??/*"):
        digest, content = by_hand(path.name)
        assert digest == f"{path.name}  -"
        contents.add(content)
    assert card.strip() in {content.strip() for content in contents}


def by_hand(address: str) -> tuple[str, str]:
    """What the page's two shell commands print."""
    digest, content = block("sh sealed").splitlines()
    return tuple(  # type: ignore[return-value]
        subprocess.run(
            ["bash", "-c", line],
            env=os.environ | {"ADDRESS": address},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.removesuffix("\n")
        for line in (digest, content)
    )


def test_every_code_of_the_page_is_raised_somewhere() -> None:
    codes = re.findall(r"^\| (`[a-z-]+`(?:, `[a-z-]+`)*) \|", PAGE, re.MULTILINE)
    source = "\n".join(p.read_text("utf-8") for p in (ROOT / "audit").rglob("*.py"))
    found = [code for line in codes for code in re.findall(r"`([a-z-]+)`", line)]
    assert len(found) == 9
    assert not [code for code in found if f'"{code}"' not in source]
