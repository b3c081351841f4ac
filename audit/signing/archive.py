"""Revocation lists and OCSP responses behind a signed report (PAdES B-LT).

They are one appended revision with a DSS dictionary and nothing else. Its bytes follow
from the report and from the lists and responses in it: reading takes these out, writes
the revision anew and accepts it only if every byte is the same. What is before it is
verified as if nothing followed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count

from audit.signing.cms import read_cms
from audit.signing.structure import read_envelope, revision_ends
from audit.signing.verdict import Defect

REVISIONS = 3
_CATALOG = re.compile(rb"\b(\d{1,10}) 0 obj\n<<\n/Type /Catalog\n")
_SIZE = re.compile(rb"/Size (\d{1,10})\n")
_ROOT = re.compile(
    rb"/Root \d{1,10} 0 R\n/Info \d{1,10} 0 R\n/ID \[ <[0-9a-f]*> <[0-9a-f]*> \]\n"
)
_STARTXREF = re.compile(rb"startxref\n(\d{1,10})\n%%EOF\n\Z")
_STREAM = re.compile(rb"/ASCIIHexDecode\n/Length \d+\n>>\nstream\n([0-9A-F]*)>\nends")
_LISTED = re.compile(rb"/(Certs|CRLs|OCSPs) \[([0-9R ]*)\]\n")
_END = b">>\nendobj\n"


@dataclass(frozen=True, slots=True)
class Archive:
    """A signed report and what was appended to it, DER.

    Attributes:
        report: the signed file without the appended revision.
        crls: revocation lists.
        ocsps: OCSP responses.
    """

    report: bytes
    crls: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()


def write_archive(archive: Archive) -> bytes:
    """Return the report with the revision behind it.

    Raises:
        Defect: the report is not one that `pades.sign_pdf` signed.
    """
    return archive.report + _revision(archive)


def read_archive(pdf: bytes) -> Archive:
    """Take the appended revision off, if it is exactly one of ours.

    Any other file comes back as it is; what is wrong with it, the strict reading of its
    structure says.
    """
    try:
        ends = revision_ends(pdf)
        if len(ends) != REVISIONS:
            return Archive(pdf)
        archive = _taken_apart(pdf[: ends[1]], pdf[ends[1] :])
        same = write_archive(archive) == pdf
    except (Defect, ValueError, ArithmeticError):
        return Archive(pdf)
    return archive if same else Archive(pdf)


def _taken_apart(report: bytes, revision: bytes) -> Archive:
    streams = [bytes.fromhex(m[1].decode()) for m in _STREAM.finditer(revision)]
    found = {m[1]: m[2].count(b" R") for m in _LISTED.finditer(revision)}
    first = found.get(b"Certs", 0)
    last = first + found.get(b"CRLs", 0)
    return Archive(report, tuple(streams[first:last]), tuple(streams[last:]))


def _revision(archive: Archive) -> bytes:
    """Return the appended revision: catalog, DSS, streams, table of objects."""
    report = archive.report
    signed = report[revision_ends(report)[0] :]
    catalog, size, root = (_one(p, signed) for p in (_CATALOG, _SIZE, _ROOT))
    entries = signed[catalog.start() : signed.find(_END, catalog.start())]
    number = count(int(size[1]))
    dss = next(number)
    lists: dict[bytes, list[int]] = {}
    parts = [(int(catalog[1]), entries + b"/DSS %d 0 R\n" % dss + _END), (dss, b"")]
    for name, blobs in _material(archive):
        for blob in blobs:
            own = next(number)
            lists.setdefault(name, []).append(own)
            parts.append((own, _stream(own, blob)))
    parts[1] = (dss, _dictionary(dss, lists))
    previous = int(_one(_STARTXREF, report[-64:])[1])
    return _assembled(len(report), parts, next(number), root[0], previous)


def _one(pattern: re.Pattern[bytes], data: bytes) -> re.Match[bytes]:
    found = pattern.search(data)
    if found is None:
        raise Defect(code="archive-form", detail="the report is laid out otherwise")
    return found


def _material(archive: Archive) -> tuple[tuple[bytes, tuple[bytes, ...]], ...]:
    """Return what the DSS holds; its certificates are those of the signatures."""
    cms = read_cms(read_envelope(archive.report).cms)
    certificates = tuple(dict.fromkeys((*cms.certificates, *cms.token_certificates)))
    return (
        (b"Certs", certificates),
        (b"CRLs", archive.crls),
        (b"OCSPs", archive.ocsps),
    )


def _stream(number: int, blob: bytes) -> bytes:
    """Return a stream object in hex, which never ends in a line end of its own."""
    data = blob.hex().upper().encode() + b">"
    head = b"%d 0 obj\n<<\n/Filter /ASCIIHexDecode\n/Length %d\n>>\n" % (
        number,
        len(data),
    )
    return head + b"stream\n" + data + b"\nendstream\nendobj\n"


def _dictionary(number: int, lists: dict[bytes, list[int]]) -> bytes:
    lines = [
        b"/%s [%s]\n" % (name, b" ".join(b"%d 0 R" % n for n in numbers))
        for name, numbers in lists.items()
    ]
    return b"%d 0 obj\n<<\n/Type /DSS\n%s%s" % (number, b"".join(lines), _END)


def _assembled(
    start: int, parts: list[tuple[int, bytes]], table: int, root: bytes, previous: int
) -> bytes:
    """Join the objects and their cross-reference stream, left unpacked."""
    body, places = b"", {}
    for number, content in parts:
        places[number] = start + len(body)
        body += content
    places[table] = place = start + len(body)
    numbers = sorted(places)
    rows = [_row(0, 0, 0xFFFF), *(_row(1, places[n], 0) for n in numbers)]
    index = b" ".join(b"%d 1" % n for n in (0, *numbers))
    data = b"".join(rows)
    head = b"%d 0 obj\n<<\n/W [1 8 2]\n/Type /XRef\n/Size %d\n" % (table, table + 1)
    tail = b"/Prev %d\n/Index [%s]\n/Length %d\n>>\n" % (previous, index, len(data))
    stream = b"stream\n" + data + b"\nendstream\nendobj\n"
    return body + head + root + tail + stream + b"startxref\n%d\n%%%%EOF\n" % place


def _row(kind: int, place: int, generation: int) -> bytes:
    sizes = ((kind, 1), (place, 8), (generation, 2))
    return b"".join(value.to_bytes(size, "big") for value, size in sizes)
