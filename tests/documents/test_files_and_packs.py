"""Files are read by suffix and within limits; packs are found by id."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from audit import library
from audit.documents import files as files_module
from audit.documents import read_document
from audit.errors import EnvironmentProblem, InputError, SyntaxProblem, UnknownKind


@pytest.mark.parametrize("name", ["a.json", "a.yaml", "a.yml", "A.JSON"])
def test_the_suffix_chooses_the_reader(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b'{"a": 1}')
    for given in (path, str(path)):
        document = read_document(given)
        assert document.data == {"a": 1}
        assert document.file == str(path)


def test_json_is_not_read_as_yaml(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"a: 1")
    with pytest.raises(SyntaxProblem):
        read_document(path)


@pytest.mark.parametrize("name", ["a.txt", "a", "a.json.gz", "-"])
def test_an_unknown_suffix_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as caught:
        read_document(tmp_path / name)
    assert caught.value.problems[0].code == "file-suffix"


def test_missing_folder_and_pipe(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "null.json").symlink_to("/dev/null")
    expected = {
        "gone.json": "file-missing",
        "folder.json": "file-kind",
        "pipe.json": "file-kind",
        "null.json": "file-kind",
    }
    for name, code in expected.items():
        with pytest.raises(InputError) as caught:
            read_document(tmp_path / name)
        assert caught.value.problems[0].code == code
        assert caught.value.problems[0].file.endswith(name)


def test_a_name_with_nul_is_unreadable() -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        read_document("a\0.json")
    assert caught.value.problems[0].code == "file-unreadable"


def test_permission_is_an_environment_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files_module.os, "open", refuse)
    with pytest.raises(EnvironmentProblem) as caught:
        read_document(tmp_path / "a.json")
    assert "Permission denied" in caught.value.message


def test_a_large_file_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(10 * 1024**3)  # sparse: takes no room on the disk
    with pytest.raises(SyntaxProblem) as caught:
        read_document(path)
    assert caught.value.problems[0].code == "json-size"


def test_a_resource_in_a_zipped_wheel(tmp_path: Path) -> None:
    archive = tmp_path / "w.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("p/core.yaml", "a: no")
    document = read_document(zipfile.Path(archive, "p/core.yaml"))
    assert document.data == {"a": "no"}


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package = tmp_path / "audit"
    package.mkdir()
    (tmp_path / "policies" / "eu").mkdir(parents=True)
    for name in ("core.yaml", "eu/strict.json", "README.md", ".hidden.yaml"):
        (tmp_path / "policies" / name).write_text("{}")
    monkeypatch.setattr(library, "files", lambda _package: package)
    return tmp_path


def test_packs_of_a_checkout(shelf: Path) -> None:
    assert list(library.packs("policies")) == ["core", "strict"]
    with pytest.raises(EnvironmentProblem):
        library.pack_root("questionnaires")


def test_an_installed_wheel_comes_first(shelf: Path) -> None:
    folder = shelf / "audit" / "_data" / "policies"
    folder.mkdir(parents=True)
    (folder / "packed.yaml").write_text("{}")
    assert list(library.packs("policies")) == ["packed"]


def test_two_packs_of_one_name_are_refused(shelf: Path) -> None:
    (shelf / "policies" / "core.json").write_text("{}")
    with pytest.raises(EnvironmentProblem, match="core"):
        library.packs("policies")


def test_find_tells_ids_from_paths(shelf: Path) -> None:
    assert str(library.find("policies", "core")).endswith("core.yaml")
    assert str(library.find("policies", Path("core"))).endswith("core.yaml")
    for path in ("core.yaml", "./x/core", "/core", "a.json"):
        assert library.find("policies", path) == Path(path)


def test_find_suggests(shelf: Path) -> None:
    with pytest.raises(UnknownKind) as caught:
        library.find("policies", "strikt")
    (problem,) = caught.value.problems
    assert problem.code == "unknown-policy"
    assert problem.hint == "did you mean 'strict'?"
    assert "core, strict" in problem.message


def test_every_shipped_pack_is_readable() -> None:
    for kind in ("questionnaires", "policies"):
        for pack in library.packs(kind).values():
            read_document(pack)


def test_heavy_libraries_load_late() -> None:
    code = (
        "import sys, audit.documents, audit.library, audit.canonical\n"
        "print([m for m in ('yaml', 'pydantic', 'rfc8785') if m in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"
