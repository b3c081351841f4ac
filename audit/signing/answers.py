"""What `pades.examine` found out about a signature: answers without judgement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Trust:
    """Whether a certificate leads to our roots.

    Attributes:
        trusted: it does, and nothing stands against it.
        problem: ETSI sub-indication, empty if trusted.
        anchor: subject of the root it leads to, empty if to none.
        path: the certificates (DER) from that root down to it, empty if to none.
    """

    trusted: bool
    problem: str = ""
    anchor: str = ""
    path: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Examination:
    """The answers about the one signature of a file.

    Attributes:
        revisions: number of revisions of the file.
        byte_range: the /ByteRange as the PDF parser found it.
        contents: the /Contents as the PDF parser found it, with padding.
        intact: the document's digest is the signed one.
        valid: the signature over the signed attributes is right.
        entire_file: the signature covers the whole file.
        certifies: the catalog names it as the certification signature.
        no_changes: it permits no change at all.
        subfilter: kind of signature.
        claimed_time: the signer's own word.
        trust: of the signing certificate.
        stamped_time: time in the timestamp token, None without a token.
        stamp_sound: the token is intact and its signature right.
        stamp_trust: of the timestamp server's certificate.
    """

    revisions: int
    byte_range: tuple[int, ...]
    contents: bytes
    intact: bool
    valid: bool
    entire_file: bool
    certifies: bool
    no_changes: bool
    subfilter: str
    claimed_time: datetime | None
    trust: Trust
    stamped_time: datetime | None = None
    stamp_sound: bool = False
    stamp_trust: Trust = Trust(trusted=False)
