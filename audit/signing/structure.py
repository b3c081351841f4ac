"""Strict reading of a signed PDF on raw bytes, without a PDF library.

A file passes only if it looks exactly as `pades.sign_pdf` leaves it: one revision as
rendered, one revision appended by the signature, one signature over every byte but its
own hex string, zeros after the CMS structure, nothing behind the last ``%%EOF``.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from audit.signing.verdict import Defect

MAX_PDF_BYTES = 256 << 20
MAX_REVISIONS = 64
REVISIONS = 2
SEQUENCE = 0x30

_TAIL = re.compile(rb"startxref\r?\n(\d{1,10})\r?\n%%EOF(?:\r?\n)?\Z")
_PREV = re.compile(rb"/Prev\s+(\d{1,10})\b")
_XREF_STREAM = re.compile(rb"\d{1,10} \d{1,5} obj\b")
_BYTE_RANGE = re.compile(
    rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]"
)
_HEX = re.compile(rb"<[0-9a-fA-F]*>")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the raw bytes say about the one signature.

    Attributes:
        byte_range: the four numbers of /ByteRange.
        contents: the decoded hex string, padding included.
        cms: the CMS structure alone.
    """

    byte_range: tuple[int, int, int, int]
    contents: bytes
    cms: bytes

    def digest(self, pdf: bytes, algorithm: str) -> bytes:
        """Digest of everything the signature covers."""
        _, first, second, length = self.byte_range
        view = memoryview(pdf)
        running = hashlib.new(algorithm, view[:first])
        running.update(view[second : second + length])
        return running.digest()


def read_envelope(pdf: bytes, revisions: int = REVISIONS) -> Envelope:
    """Find the signature and check the structure of the file around it.

    Args:
        pdf: the signed file.
        revisions: how many revisions the file must have.

    Returns:
        The place and content of the signature.

    Raises:
        Defect: the first thing that is not as it must be.
    """
    if not pdf.startswith(b"%PDF-") or len(pdf) > MAX_PDF_BYTES:
        raise Defect(code="not-a-pdf", detail="the file is not a PDF up to 256 MiB")
    ends = revision_ends(pdf)
    original = ends[0]
    numbers = _byte_range(pdf, original)
    if len(ends) != revisions:
        text = f"{len(ends)} revisions instead of {revisions}: changed after signing"
        raise Defect(code="revisions", detail=text)
    _check_cover(pdf, numbers, original)
    contents = _contents(pdf, numbers)
    return Envelope(numbers, contents, _without_padding(contents))


def revision_ends(pdf: bytes) -> tuple[int, ...]:
    """Return where each revision ends, oldest first, by following the /Prev chain.

    Raises:
        Defect: the chain is not in order, or the end of the file is not its end.
    """
    tail = _TAIL.search(pdf, max(0, len(pdf) - 64))
    if tail is None:
        raise _bad_tail(pdf)
    ends, offset, limit = [len(pdf)], int(tail[1]), tail.start()
    while (previous := _previous(pdf, offset, limit)) is not None:
        limit = _end_of(pdf, previous, offset)
        ends.append(limit)
        if len(ends) > MAX_REVISIONS:
            raise Defect(code="revisions", detail=f"over {MAX_REVISIONS} revisions")
        offset = previous
    return tuple(reversed(ends))


def _bad_tail(pdf: bytes) -> Defect:
    if b"%%EOF" in pdf:
        text = "the file does not end with its last %%EOF: bytes were appended"
        return Defect(code="trailing-bytes", detail=text)
    return Defect(code="truncated", detail="the end of the file is missing")


def _previous(pdf: bytes, offset: int, limit: int) -> int | None:
    """Offset of the cross-reference section before the one at ``offset``."""
    entries = _section_dictionary(pdf, offset, limit)
    if b"/Encrypt" in entries:
        raise Defect(code="encrypted", detail="the file is encrypted")
    if b"/XRefStm" in entries:
        text = "two cross-reference tables in one revision (hybrid file)"
        raise Defect(code="hybrid-xref", detail=text)
    found = _PREV.findall(entries)
    if len(found) > 1 or (found and int(found[0]) >= offset):
        raise Defect(code="xref-chain", detail="the /Prev chain is not in order")
    return int(found[0]) if found else None


def _section_dictionary(pdf: bytes, offset: int, limit: int) -> bytes:
    if pdf.startswith(b"xref", offset):
        start, stop = pdf.find(b"trailer", offset, limit), limit
    elif _XREF_STREAM.match(pdf, offset):
        start, stop = offset, pdf.find(b"stream", offset, limit)
        if not re.search(rb"/Type\s*/XRef\b", pdf[offset : max(stop, offset)]):
            stop = -1
    else:
        start = stop = -1
    if start < 0 or stop < 0 or offset >= limit:
        text = "startxref does not point to a cross-reference section"
        raise Defect(code="xref-place", detail=text)
    return pdf[start:stop]


def _end_of(pdf: bytes, offset: int, limit: int) -> int:
    """End of the revision whose cross-reference section is at ``offset``."""
    pattern = rb"startxref\r?\n%d\r?\n%%%%EOF(?:\r?\n)?" % offset
    end = re.compile(pattern).search(pdf, offset, limit)
    if end is None:
        text = "an earlier revision has no end mark of its own"
        raise Defect(code="xref-chain", detail=text)
    return end.end()


def _byte_range(pdf: bytes, original: int) -> tuple[int, int, int, int]:
    """The one /ByteRange, which only the appended part may hold."""
    count = pdf.count(b"/ByteRange", original)
    if count == 0:
        rewritten = b"/ByteRange" in pdf
        text = "the signed file was rewritten" if rewritten else "no signature found"
        raise Defect(code="rewritten" if rewritten else "no-signature", detail=text)
    if count > 1:
        text = f"{count} signatures instead of one"
        raise Defect(code="signature-count", detail=text)
    found = _BYTE_RANGE.search(pdf, original)
    if found is None:
        text = "/ByteRange is not four plain numbers"
        raise Defect(code="byte-range-shape", detail=text)
    first, second, third, fourth = (int(number) for number in found.groups())
    return first, second, third, fourth


def _check_cover(pdf: bytes, numbers: tuple[int, int, int, int], original: int) -> None:
    start, first, second, length = numbers
    if start != 0 or second + length != len(pdf):
        text = f"/ByteRange {list(numbers)} does not cover a file of {len(pdf)} bytes"
        raise Defect(code="byte-range-cover", detail=text)
    if not original <= first < second:
        text = f"the gap {first}..{second} is not in the signature's own revision"
        raise Defect(code="byte-range-gap", detail=text)
    if not pdf[original:first].rstrip().endswith(b"/Contents"):
        text = "the bytes left out are not the value of /Contents"
        raise Defect(code="contents-place", detail=text)


def _contents(pdf: bytes, numbers: tuple[int, int, int, int]) -> bytes:
    gap = pdf[numbers[1] : numbers[2]]
    if not _HEX.fullmatch(gap) or len(gap) % 2:
        text = "the bytes left out are not one hex string"
        raise Defect(code="contents-hex", detail=text)
    if gap != gap.upper():
        text = "the hex string is not in upper case throughout"
        raise Defect(code="contents-case", detail=text)
    return bytes.fromhex(gap[1:-1].decode("ascii"))


def _without_padding(contents: bytes) -> bytes:
    """Cut the DER structure out of its zero padding."""
    octets = contents[1] - 0x80 if len(contents) > 1 and contents[0] == SEQUENCE else 0
    if octets not in (2, 3):
        raise Defect(code="cms-length", detail="/Contents holds no CMS structure")
    size = 2 + octets + int.from_bytes(contents[2 : 2 + octets], "big")
    if size > len(contents) or contents[2] == 0:
        raise Defect(code="cms-length", detail="the CMS structure has a wrong length")
    if any(contents[size:]):
        text = "bytes other than zero follow the CMS structure"
        raise Defect(code="padding", detail=text)
    return contents[:size]
