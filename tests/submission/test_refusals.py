"""Each refusal beside its accepted twin, which differs in that one thing only."""

from __future__ import annotations

import io
import os
import stat
import struct
import tempfile
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest

from audit.errors import InputError
from audit.submission import open_submission
from tests.submission.zips import (
    DEFLATED,
    UTF8,
    Frame,
    Raw,
    build,
    changed,
    contents,
    entries_of,
    good_entries,
    manifest,
)

CERT = "evidence/cert.txt"
MIB = 1024 * 1024


@pytest.fixture(autouse=True)
def nothing_is_left_behind(tmp_path, monkeypatch):
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture
def open_bytes(tmp_path):
    def opener(raw: bytes) -> dict[str, bytes]:
        path = tmp_path / "s.zip"
        path.write_bytes(raw)
        with open_submission(path) as found:
            assert stat.S_IMODE(found.evidence.stat().st_mode) == 0o700
            files = [p for p in found.evidence.rglob("*") if p.is_file()]
            return {
                p.relative_to(found.evidence).as_posix(): p.read_bytes() for p in files
            }

    return opener


@pytest.fixture
def refused(open_bytes):
    def refuse(raw: bytes) -> set[str]:
        with pytest.raises(InputError) as caught:
            open_bytes(raw)
        assert caught.value.problems
        for problem in caught.value.problems:
            assert "s.zip" in problem.file
            assert problem.message
        return {problem.code for problem in caught.value.problems}

    return refuse


def with_file(name: str, data: bytes = b"x", /, **raw) -> list[Raw]:
    entries = good_entries({name: data})
    return changed(entries, name, **raw) if raw else entries


def bomb(size: int) -> list[Raw]:
    return with_file("evidence/zeros.log", bytes(size), method=DEFLATED)


# Accepted twins: they show that the refusals below are not about anything else.


def test_a_hand_made_submission_opens_with_the_same_bytes(open_bytes) -> None:
    assert open_bytes(build(good_entries())) == contents()


def test_the_zipfile_module_makes_an_accepted_one(open_bytes) -> None:
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", method) as archive:
            archive.writestr("manifest.json", manifest(contents()))
            for name, data in contents().items():
                archive.writestr(name, data)
        assert open_bytes(buffer.getvalue()) == contents()


ACCEPTED = {
    "deflated": changed(good_entries(), CERT, method=DEFLATED),
    "another order": list(reversed(good_entries())),
    "deflate effort flag": changed(good_entries(), CERT, method=DEFLATED, flags=2),
    "dos entry without mode": changed(good_entries(), CERT, mode=0),
    "archive bit": changed(good_entries(), CERT, dos=0x20),
    "cyrillic name": with_file("evidence/довідка.txt"),
    "space in the name": with_file("evidence/a b.txt"),
    "two dots inside": with_file("evidence/a..b.txt"),
    "empty file": with_file("evidence/empty.txt", b""),
    "empty deflated file": with_file("evidence/empty.txt", b"", method=DEFLATED),
    "utf-8 flag on ascii": changed(good_entries(), CERT, flags=UTF8),
    "1 MiB of zeros": bomb(MIB),
    "500 entries": good_entries({f"evidence/{n}.txt": b"x" for n in range(497)}),
    "nested zip": with_file("evidence/inner.zip", build(good_entries())),
    "envelope": good_entries({"response.dsse.json": b"{}"}),
    "longest part": with_file("evidence/" + "a" * 255),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_the_good_twin_is_accepted(name: str, open_bytes) -> None:
    entries = ACCEPTED[name]
    found = open_bytes(build(entries))
    wanted = {e.name.decode(): e.data for e in entries if e.name != b"manifest.json"}
    assert found == wanted


BAD_ENTRIES = {
    "zip slip": (with_file("../evil.txt"), "zip-name"),
    "slip inside": (with_file("evidence/../../evil.txt"), "zip-name"),
    "absolute": (with_file("/tmp/evil.txt"), "zip-name"),  # noqa: S108
    "dot part": (with_file("./a.txt"), "zip-name"),
    "empty part": (with_file("evidence//a.txt"), "zip-name"),
    "backslash": (with_file("evidence\\a.txt"), "zip-name"),
    "backslash slip": (with_file("..\\..\\evil.txt"), "zip-name"),
    "drive": (with_file("C:/evil.txt"), "zip-name"),
    "device": (with_file("evidence/nul.txt"), "zip-name"),
    "trailing dot": (with_file("evidence/a.txt."), "zip-name"),
    "trailing space": (with_file("evidence/a.txt "), "zip-name"),
    "wildcard": (with_file("evidence/a?.txt"), "zip-name"),
    "stream": (with_file("evidence/a.txt:hidden"), "zip-name"),
    "nul": (with_file("evidence/a.txt\0.pdf"), "zip-name"),
    "newline": (with_file("evidence/a\nb.txt"), "zip-name"),
    "escape": (with_file("evidence/\x1b[2Ja.txt"), "zip-name"),
    "bidi": (with_file("evidence/\u202efdp.exe"), "zip-name"),
    "isolate": (with_file("evidence/\u2066a.txt"), "zip-name"),
    "zero width": (with_file("evidence/a\u200b.txt"), "zip-name"),
    "line separator": (with_file("evidence/a\u2028.txt"), "zip-name"),
    "empty name": (with_file(""), "zip-name"),
    "long part": (with_file("evidence/" + "a" * 256), "zip-name"),
    "long name": (with_file("/".join(["abcdefghi"] * 31)), "zip-name"),
    "not utf-8": (with_file("evidence/x.txt", name=b"evidence/\xff.txt"), "zip-name"),
    "no utf-8 flag": (with_file("evidence/довідка.txt", flags=0), "zip-name"),
    "folder": (with_file("evidence/sub", b"", mode=0o40755), "zip-kind"),
    "folder bit": (changed(good_entries(), CERT, dos=0x10), "zip-kind"),
    "folder name": (with_file("evidence/sub/", b""), "zip-name"),
    "symlink": (with_file("evidence/l", b"/etc/passwd", mode=0o120777), "zip-kind"),
    "device file": (with_file("evidence/d", b"", mode=0o20666), "zip-kind"),
    "pipe": (with_file("evidence/p", b"", mode=0o10644), "zip-kind"),
    "socket": (with_file("evidence/p", b"", mode=0o140644), "zip-kind"),
    "encrypted": (changed(good_entries(), CERT, flags=1), "zip-encrypted"),
    "strongly encrypted": (changed(good_entries(), CERT, flags=0x41), "zip-encrypted"),
    "masked headers": (changed(good_entries(), CERT, flags=0x2000), "zip-encrypted"),
    "data descriptor": (changed(good_entries(), CERT, flags=8), "zip-flags"),
    "patched data": (changed(good_entries(), CERT, flags=0x20), "zip-flags"),
    "bzip2": (changed(good_entries(), CERT, method=12), "zip-method"),
    "lzma": (changed(good_entries(), CERT, method=14), "zip-method"),
    "extra field": (changed(good_entries(), CERT, extra=b"up\1\0x"), "zip-extra"),
    "entry comment": (changed(good_entries(), CERT, comment=b"hi"), "zip-extra"),
    "duplicate": (good_entries() + good_entries()[1:2], "zip-twin"),
    "case twin": (with_file("evidence/CERT.txt"), "zip-twin"),
    "case twin of the manifest": (with_file("Manifest.json"), "zip-twin"),
    "sharp s twin": (
        good_entries({"evidence/strasse": b"a", "evidence/straße": b"b"}), "zip-twin"
    ),
    "nfc twin": (
        good_entries({"evidence/\u0439.txt": b"a", "evidence/\u0438\u0306.txt": b"b"}),
        "zip-twin",
    ),
    "file as folder": (with_file(f"{CERT}/inner.txt"), "zip-twin"),
    "bomb": (bomb(MIB + 1), "zip-ratio"),
    "101 MiB": (
        changed(good_entries(), CERT, size=101 * MIB, packed_size=101 * MIB), "zip-size"
    ),
    "4 GiB": (
        changed(good_entries(), CERT, method=DEFLATED, size=0xFFFFFFFF), "zip-size"
    ),
    "zip64 marks": (
        changed(good_entries(), CERT, size=0xFFFFFFFF, packed_size=0xFFFFFFFF),
        "zip-size",
    ),
    "huge response": (changed(good_entries(), "response.json", size=9 * MIB), "zip-size"),
    "two sizes": (changed(good_entries(), CERT, size=5), "zip-size"),
    "501 entries": (
        good_entries({f"evidence/{n}.txt": b"x" for n in range(498)}), "zip-entries"
    ),
    "overlap": (changed(good_entries(), CERT, offset=0), "zip-header"),
    "local name": (changed(good_entries(), CERT, local_name=b"evidence/cers.txt"), "zip-header"),
    "local extra": (changed(good_entries(), CERT, local_extra=b"up\1\0x"), "zip-header"),
    "local size": (changed(good_entries(), CERT, local={"size": 3}), "zip-header"),
    "local crc": (changed(good_entries(), CERT, local={"crc": 3}), "zip-header"),
    "local method": (changed(good_entries(), CERT, local={"method": 8}), "zip-header"),
    "local flags": (changed(good_entries(), CERT, local={"flags": 1}), "zip-header"),
    "offset beyond": (changed(good_entries(), CERT, offset=10**6), "zip-header"),
    "crc": (changed(good_entries(), CERT, crc=1), "zip-content"),
    "deflate garbage": (
        changed(good_entries(), CERT, method=DEFLATED, packed=b"\xff" * 40), "zip-content"
    ),
    "no manifest": (good_entries()[1:], "submission-manifest"),
    "unlisted": (good_entries() + [Raw(b"evidence/x", b"x")], "submission-unlisted"),
    "listed, not there": (good_entries()[:1] + good_entries()[2:], "submission-missing"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_ENTRIES)
def test_the_bad_twin_is_refused(name: str, refused, tmp_path) -> None:
    entries, code = BAD_ENTRIES[name]
    assert code in refused(build(entries))
    assert not (tmp_path / "evil.txt").exists()


BAD_FRAMES = {
    "prefix": (Frame(prefix=b"#!/bin/sh\n"), "zip-gap"),
    "prefix, offsets as if none": (
        Frame(prefix=b"MZ" * 9, shift_offsets=False), "zip-gap"
    ),
    "suffix": (Frame(suffix=b"\n"), "zip-trailing"),
    "suffix of zeros": (Frame(suffix=bytes(22)), "zip-trailing"),
    "archive comment": (Frame(comment=b"hello"), "zip-trailing"),
    "gap between entries": (Frame(between=b"PK\3\4"), "zip-gap"),
    "gap before the end": (Frame(before_end=bytes(20)), "zip-gap"),
    "two disks": (Frame(disk=1), "zip-directory"),
    "count too small": (Frame(count=2), "zip-directory"),
    "count too great": (Frame(count=4), "zip-directory"),
    "count huge": (Frame(count=0xFFFF), "zip-entries"),
    "directory huge": (Frame(directory_size=0xFFFFFFFF), "zip-directory"),
    "directory long": (Frame(directory_size=1000), "zip-directory"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_FRAMES)
def test_bytes_around_the_entries_are_refused(name: str, refused) -> None:
    frame, code = BAD_FRAMES[name]
    assert code in refused(build(good_entries(), frame))


@pytest.mark.parametrize("raw", [b"", b"PK", b"PK\5\6" + bytes(17), b"not a zip" * 9])
def test_what_is_no_zip_is_refused(raw: bytes, refused) -> None:
    assert refused(raw) <= {"zip-directory", "zip-trailing"}


def test_every_cut_off_file_is_refused(refused) -> None:
    whole = build(good_entries())
    for end in range(0, len(whole), 37):
        assert refused(whole[:end])


def test_two_submissions_joined_are_refused(refused) -> None:
    assert refused(build(good_entries()) * 2) == {"zip-gap"}


def test_entries_that_share_content_are_refused(refused) -> None:
    """A bomb of overlapping entries: each header quotes the next one's content."""
    inner = Raw(b"evidence/b.txt", b"x" * 50)
    outer = Raw(b"evidence/a.txt", inner.local_part())
    listed = contents() | {"evidence/a.txt": outer.data, "evidence/b.txt": inner.data}
    good = entries_of(listed)
    entries = [*good[:3], outer, inner]
    body = b"".join(e.local_part() for e in entries[:4])
    at = len(body) - len(inner.local_part())
    offsets, place = [], 0
    for entry in entries[:4]:
        offsets.append(place)
        place += len(entry.local_part())
    parts = [e.central_part(o) for e, o in zip(entries, [*offsets, at], strict=True)]
    directory = b"".join(parts)
    end = struct.pack(
        "<4s4H2LH", b"PK\5\6", 0, 0, 5, 5, len(directory), len(body), 0
    )  # fmt: skip
    assert refused(body + directory + end) == {"zip-overlap"}


def test_deflated_data_that_gives_more_than_it_says_stops_early(refused) -> None:
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = engine.compress(bytes(50 * MIB)) + engine.flush()
    entries = with_file("evidence/a.log", b"x" * 900)
    entries = changed(entries, "evidence/a.log", method=DEFLATED, packed=packed)
    tracemalloc.start()
    assert refused(build(entries)) == {"zip-content"}
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5 * MIB


@pytest.mark.parametrize("tail", [b"\0", b"PK\3\4", bytes(1000)])
def test_bytes_after_the_deflated_data_are_refused(tail: bytes, refused) -> None:
    good = changed(good_entries(), CERT, method=DEFLATED)
    packed = good[1].content()
    assert good[1].name == CERT.encode()
    assert refused(build(changed(good, CERT, packed=packed + tail))) == {"zip-content"}


def test_deflated_data_that_ends_early_is_refused(refused) -> None:
    good = changed(good_entries(), CERT, method=DEFLATED)
    packed = good[1].content()[:-5]
    assert refused(build(changed(good, CERT, packed=packed))) == {"zip-content"}


def test_more_than_a_gibibyte_in_all_is_refused(refused) -> None:
    entries = good_entries({f"evidence/{n}.bin": b"x" for n in range(11)})
    for number in range(11):
        size = 99 * MIB
        entries = changed(
            entries, f"evidence/{number}.bin", size=size, packed_size=size
        )
    codes = refused(build(entries))
    assert "zip-size" in codes


# The manifest.


@pytest.mark.parametrize(
    ("listed", "code"),
    [
        (b"", "json-end"),
        (b"[]", "schema-type"),
        (b'{"format": "audit-submission/1", "files": {}, "files": {}}', "json-duplicate-key"),
        (manifest(contents(), format="audit-submission/2"), "schema-choice"),
        (manifest(contents(), more=1), "schema-unknown-key"),
        (manifest({}), "submission-response"),
        (manifest(contents() | {"manifest.json": b"x"}), "submission-missing"),
        (manifest(contents() | {"../x": b"x"}), "submission-missing"),
        (manifest(contents() | {CERT: b"x"}), "submission-size"),
    ],
)  # fmt: skip
def test_a_manifest_that_does_not_fit_is_refused(listed, code, refused) -> None:
    entries = [Raw(b"manifest.json", listed), *good_entries()[1:]]
    assert code in refused(build(entries))


def test_a_wrong_digest_is_refused_and_named(refused) -> None:
    files = contents()
    other = bytes(reversed(files[CERT]))
    entries = entries_of(files, manifest(files | {CERT: other}))
    assert refused(build(entries)) == {"submission-digest"}


def test_every_problem_is_told_at_once(refused) -> None:
    entries = good_entries({"../a": b"", "evidence/\u202eb": b"", "evidence/c": b""})
    entries = changed(entries, "evidence/c", mode=0o120777)
    entries = changed(entries, CERT, flags=1)
    wanted = {"zip-name", "zip-kind", "zip-encrypted"}
    assert wanted <= refused(build(entries))


# The path itself.


@pytest.mark.parametrize("kind", ["fifo", "folder", "missing", "device"])
def test_a_path_that_is_no_file_is_refused_at_once(kind: str, tmp_path) -> None:
    path = tmp_path / "s.zip"
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "device":
        path = Path("/dev/zero")
    with pytest.raises(InputError), open_submission(path):
        pass


def test_a_sparse_file_of_two_gibibytes_is_refused_by_its_size(tmp_path) -> None:
    path = tmp_path / "s.zip"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)
    with pytest.raises(InputError) as caught, open_submission(path):
        pass
    assert [p.code for p in caught.value.problems] == ["zip-size"]


def test_the_folder_is_gone_after_an_error_in_the_block(tmp_path) -> None:
    path = tmp_path / "s.zip"
    path.write_bytes(build(good_entries()))
    seen: list[Path] = []

    def work() -> None:
        with open_submission(path) as found:
            seen.append(found.evidence)
            assert found.evidence.is_dir()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        work()
    assert not seen[0].exists()
