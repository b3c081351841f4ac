"""Embedded files: what was put in comes out, everything contradictory is refused."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest

from audit.errors import InputError
from audit.signing.certificates import KeyKind
from audit.signing.verify import attachments
from tests.signing.material import FILES, make_pdf


def edited(pdf: bytes, edit: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        edit(opened)
        opened.save(
            out,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
    return out.getvalue()


def spec_of(pdf: pikepdf.Pdf, number: int = 0) -> pikepdf.Object:
    return pdf.Root.Names.EmbeddedFiles.Names[2 * number + 1]


def test_what_was_embedded_comes_out(
    base_pdf: bytes, signed: dict[KeyKind, bytes]
) -> None:
    assert attachments(base_pdf) == FILES
    for pdf in signed.values():
        assert attachments(pdf) == FILES


def test_none() -> None:
    assert attachments(make_pdf({})) == {}


def test_empty_file_and_cyrillic_name() -> None:
    files = {"порожній.json": b"", "a b.txt": b"x"}
    assert attachments(make_pdf(files)) == files


def test_tree_with_kids(base_pdf: bytes) -> None:
    def edit(pdf: pikepdf.Pdf) -> None:
        names = pdf.Root.Names.EmbeddedFiles.Names
        kid = pdf.make_indirect(pikepdf.Dictionary(Names=names))
        pdf.Root.Names.EmbeddedFiles = pikepdf.Dictionary(Kids=[kid])

    assert attachments(edited(base_pdf, edit)) == FILES


def duplicate(pdf: pikepdf.Pdf) -> None:
    """The same name for two files."""
    spec_of(pdf, 1).F = spec_of(pdf, 1).UF = spec_of(pdf, 0).UF


def two_names(pdf: pikepdf.Pdf) -> None:
    """One file, two names: readers differ on which to show."""
    spec_of(pdf).F = "other.json"


def two_streams(pdf: pikepdf.Pdf) -> None:
    """One name, two files: readers differ on which to open."""
    spec_of(pdf).EF.UF = spec_of(pdf, 1).EF.F


def path(pdf: pikepdf.Pdf) -> None:
    """A name that leads out of the folder."""
    spec_of(pdf).F = spec_of(pdf).UF = "../policy.json"


def hidden(pdf: pikepdf.Pdf) -> None:
    """A file listed as associated only."""
    names = pdf.Root.Names.EmbeddedFiles.Names
    del names[0:2]


def wrong_size(pdf: pikepdf.Pdf) -> None:
    """A size that is not the file's."""
    spec_of(pdf).EF.F.Params.Size = 1


def wrong_checksum(pdf: pikepdf.Pdf) -> None:
    """A checksum that is not the file's."""
    spec_of(pdf).EF.F.Params.CheckSum = pikepdf.String(b"0" * 16)


def deep(pdf: pikepdf.Pdf) -> None:
    """A name tree that contains itself."""
    tree = pdf.make_indirect(pikepdf.Dictionary())
    tree.Kids = [tree]
    pdf.Root.Names.EmbeddedFiles = tree


def odd_filter(pdf: pikepdf.Pdf) -> None:
    """A filter other than Flate."""
    stream = spec_of(pdf).EF.F
    stream.write(b"7b7d>", filter=pikepdf.Name.ASCIIHexDecode)


def bomb(pdf: pikepdf.Pdf) -> None:
    """A small stream that unpacks to 80 MiB."""
    stream = spec_of(pdf).EF.F
    packed = zlib.compress(bytes(80 << 20), 9)
    stream.write(packed, filter=pikepdf.Name.FlateDecode)


def cut(pdf: pikepdf.Pdf) -> None:
    """A stream that stops too early."""
    stream = spec_of(pdf).EF.F
    stream.write(zlib.compress(b"x" * 99)[:-6], filter=pikepdf.Name.FlateDecode)


def no_stream(pdf: pikepdf.Pdf) -> None:
    """A file specification without a file."""
    del spec_of(pdf).EF


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (duplicate, "attachment-duplicate"),
        (two_names, "attachment-name"),
        (two_streams, "attachment-name"),
        (path, "attachment-name"),
        (hidden, "attachment-hidden"),
        (wrong_size, "attachment-damaged"),
        (wrong_checksum, "attachment-damaged"),
        (deep, "attachment-tree"),
        (odd_filter, "attachment-filter"),
        (bomb, "attachment-size"),
        (cut, "attachment-damaged"),
        (no_stream, "attachment-unreadable"),
    ],
)
def test_contradictory_files_are_refused(
    edit: Callable[[pikepdf.Pdf], None], code: str, base_pdf: bytes
) -> None:
    with pytest.raises(InputError) as caught:
        attachments(edited(base_pdf, edit))
    assert caught.value.problems[0].code == code


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n", b"\0" * 64])
def test_rubbish(pdf: bytes) -> None:
    with pytest.raises(InputError):
        attachments(pdf)
