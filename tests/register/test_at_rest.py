"""A sealed register tells nothing: a marker in it is searched everywhere it could be.

Every byte that the commands write to a file, pipe or server is seen by strace, also of
files that are gone by the end. The same search finds the marker in a plain register.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.register.backends import OnServer
from tests.register.programs import needs

pytestmark = [pytest.mark.slow, needs("strace")]
VENDOR = Path(__file__).parents[2] / "audit" / "demo" / "vendors" / "dialog-plus"
TRACED = "write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg"


def marked(folder: Path) -> str:
    """Put a marker into an answer, a comment, the card and an evidence file."""
    marker = f"Marker{secrets.token_hex(12)}"
    given = folder / "in"
    shutil.copytree(VENDOR, given)
    response = json.loads((given / "response.json").read_text())
    answers = response["answers"]
    answers["iam-09-procedure"]["value"] = f"Порядок {marker}"
    answers["svc-services"]["comment"] = f"так, {marker}"
    item = response["evidence"][0]
    content = (given / item["file"]).read_bytes() + marker.encode()
    (given / item["file"]).write_bytes(content)
    item |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    text = json.dumps(response, ensure_ascii=False)
    (given / "response.json").write_text(text)
    card = {
        "format": "audit-vendor/1", "id": "dialog-plus", "country": "UA",
        "name": response["vendor"]["name"], "owner": "Olena Koval", "note": marker,
        "status": "in_assessment", "reassess_every": "12 mo", "next_due": None,
    }  # fmt: skip
    (given / "card.json").write_text(json.dumps(card, ensure_ascii=False))
    return marker


def spellings(marker: str) -> list[bytes]:
    """The marker as it would stand in a text, in hexadecimal, in base64."""
    raw = marker.encode()
    # By where it begins within three bytes; the letters at both ends hang on neighbours.
    coded = [base64.b64encode(b"x" * shift + raw)[4:-4] for shift in range(3)]
    return [raw, raw.hex().encode(), raw.hex().upper().encode(), *coded]


def found_in(marker: str, *folders: Path) -> set[str]:
    """Names of the files below the folders that hold the marker."""
    wanted = spellings(marker)
    return {
        path.name
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and any(text in path.read_bytes() for text in wanted)
    }


def played(folder: Path, *words: str) -> tuple[str, str]:
    """Play the scene; return what was written on the way, and what it printed."""
    (folder / "tmp").mkdir()
    trace = folder / "trace"
    done = subprocess.run(
        ["strace", "-f", "-y", "-s", "1000000", "-o", trace, "-e", f"trace={TRACED}",
         sys.executable, "-m", "tests.register.secret_scene", folder, *words],
        capture_output=True, text=True, check=False,
        env=os.environ | {"TMPDIR": str(folder / "tmp")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    # What the officer asked to be written in the clear is not the register's doing.
    asked = re.compile(rf"(write|pwrite64)\(\d+<{re.escape(str(folder))}/out>")
    lines = trace.read_text("utf-8", "replace").splitlines()
    assert len(lines) > 100
    return "\n".join(x for x in lines if not asked.search(x)), done.stdout + done.stderr


def written(marker: str, trace: str) -> bool:
    return any(text.decode() in trace for text in spellings(marker))


def test_sealed_registers_tell_nothing_in_files_tables_log_or_wal(
    tmp_path: Path, server: OnServer
) -> None:
    marker, folder = marked(tmp_path), tmp_path / "register"
    trace, said = played(tmp_path, str(folder), server.where, "--sealed")
    server.run("CHECKPOINT")
    assert found_in(marker, folder, server.socket, tmp_path / "tmp") == set()
    assert not written(marker, trace)
    assert marker not in said
    # And yet an officer reads it, here and there: an answer and a comment.
    assert (tmp_path / "out").read_text().count(marker) == 4


def test_plain_registers_tell_it_bad(tmp_path: Path, server: OnServer) -> None:
    marker, folder = marked(tmp_path), tmp_path / "register"
    trace, _ = played(tmp_path, str(folder), server.where)
    server.run("CHECKPOINT")
    assert written(marker, trace)
    found = found_in(marker, folder)
    assert all(re.fullmatch("[0-9a-f]{64}", name) for name in found)
    assert len(found) >= 3  # card, response, evidence
    found = found_in(marker, server.socket)
    assert {name for name in found if len(name) == 24}, "in the write-ahead log"
    assert {name for name in found if name.isdigit()}, "in a table"


@pytest.mark.parametrize("before", [b"", b"x", b"xy", b"xyz"])
def test_the_search_knows_the_marker_in_every_spelling(before: bytes) -> None:
    marker = f"Marker{secrets.token_hex(12)}"
    text = before + marker.encode() + b"tail"
    for coded in (text, text.hex().encode(), base64.b64encode(text)):
        assert any(spelling in coded for spelling in spellings(marker))
        other = spellings(f"Marker{secrets.token_hex(12)}")
        assert not any(spelling in coded for spelling in other)
