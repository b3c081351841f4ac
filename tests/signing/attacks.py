"""Builders of forged reports, one function a family.

Each takes the `Scene` (a signed file and what an attacker has) and returns a file that
must never be TOTAL-PASSED. `ATTACKS` names the reason each must be rejected for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
from asn1crypto import cms, core
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from audit.signing.structure import Envelope, read_envelope

if TYPE_CHECKING:
    from collections.abc import Callable

Name, Text = generic.NameObject, generic.TextStringObject


@dataclass(frozen=True)
class Scene:
    """What the attacker works with."""

    signed: bytes
    other: bytes
    unsigned: bytes
    foreign: bytes

    @property
    def envelope(self) -> Envelope:
        """Where the signature is."""
        return read_envelope(self.signed)


# --- bytes behind, before, and in the frame -------------------------------------------


def trailing_garbage(scene: Scene) -> bytes:
    """Bytes after the last end mark: pyHanko's own verdict stays true."""
    return scene.signed + b"% harmless comment\n"


def trailing_newline(scene: Scene) -> bytes:
    """Even one more line end makes another file."""
    return scene.signed + b"\n"


def second_end_mark(scene: Scene) -> bytes:
    """The end of the file once more."""
    return scene.signed + scene.signed[-40:]


def leading_bytes(scene: Scene) -> bytes:
    """Bytes before the header."""
    return b"GIF89a\n" + scene.signed


def truncated(scene: Scene) -> bytes:
    """The last bytes are missing."""
    return scene.signed[:-3]


def truncated_to_original(scene: Scene) -> bytes:
    """The signature's revision is cut off."""
    return scene.unsigned


def startxref_moved(scene: Scene) -> bytes:
    """The last startxref points elsewhere."""
    return re.sub(
        rb"startxref\n\d+\n%%EOF\n\Z", b"startxref\n12\n%%EOF\n", scene.signed
    )


def older_startxref(scene: Scene) -> bytes:
    """The last startxref points back to the unsigned revision."""
    old = re.search(rb"startxref\n(\d+)\n", scene.signed)
    place = old[1] if old else b"0"
    tail = rb"startxref\n%s\n%%%%EOF\n" % place
    return re.sub(rb"startxref\n\d+\n%%EOF\n\Z", tail, scene.signed)


# --- incremental updates --------------------------------------------------------------


def _updated(pdf: bytes, edit: Callable[[Any], None]) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    edit(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def info_title(scene: Scene) -> bytes:
    """Title changed by update: pyHanko's own verdict stays true."""
    return _updated(
        scene.signed, lambda w: w.set_info(w.add_object(_dictionary(Title="Forged")))
    )


def _dictionary(**entries: str) -> Any:
    items = {Name("/" + key): Text(value) for key, value in entries.items()}
    return generic.DictionaryObject(items)


def page_content(scene: Scene) -> bytes:
    """The first page shows other text."""

    def edit(writer: Any) -> None:
        stream = generic.StreamObject(stream_data=b"BT (Score 99) Tj ET")
        page = writer.root["/Pages"]["/Kids"][0]
        page[Name("/Contents")] = writer.add_object(stream)
        writer.mark_update(page.container_ref)

    return _updated(scene.signed, edit)


def page_removed(scene: Scene) -> bytes:
    """A page less."""

    def edit(writer: Any) -> None:
        pages = writer.root["/Pages"]
        pages["/Kids"].pop()
        pages[Name("/Count")] = generic.NumberObject(len(pages["/Kids"]))
        writer.update_container(pages)

    return _updated(scene.signed, edit)


def annotation(scene: Scene) -> bytes:
    """A note over the page (evil annotation attack)."""

    def edit(writer: Any) -> None:
        note = _dictionary(Contents="Score 99.9")
        note[Name("/Type")], note[Name("/Subtype")] = Name("/Annot"), Name("/FreeText")
        box = (generic.NumberObject(n) for n in (0, 0, 500, 500))
        note[Name("/Rect")] = generic.ArrayObject(box)
        page = writer.root["/Pages"]["/Kids"][0]
        page["/Annots"].append(writer.add_object(note))
        writer.update_container(page)

    return _updated(scene.signed, edit)


def javascript(scene: Scene) -> bytes:
    """A script runs on opening."""

    def edit(writer: Any) -> None:
        action = _dictionary(JS="app.alert(1)")
        action[Name("/S")] = Name("/JavaScript")
        writer.root[Name("/OpenAction")] = writer.add_object(action)
        writer.update_root()

    return _updated(scene.signed, edit)


def attachment_replaced(scene: Scene) -> bytes:
    """Another assessment in place of the embedded one."""

    def edit(writer: Any) -> None:
        tree = writer.root["/Names"]["/EmbeddedFiles"]
        spec = tree["/Names"][1]
        forged = generic.StreamObject(stream_data=b'{"score":"100"}')
        spec["/EF"][Name("/F")] = writer.add_object(forged)
        writer.update_container(spec)

    return _updated(scene.signed, edit)


def hidden_layer(scene: Scene) -> bytes:
    """Optional content switched on afterwards (shadow attack, hide and replace)."""

    def edit(writer: Any) -> None:
        writer.root[Name("/OCProperties")] = _dictionary(Name="shadow")
        writer.update_root()

    return _updated(scene.signed, edit)


def certification_removed(scene: Scene) -> bytes:
    """The catalog no longer names the certification signature."""

    def edit(writer: Any) -> None:
        del writer.root["/Perms"]
        writer.update_root()

    return _updated(scene.signed, edit)


def empty_update(scene: Scene) -> bytes:
    """An update that changes nothing."""
    return _updated(scene.signed, lambda writer: writer.update_root())


def second_signature(scene: Scene) -> bytes:
    """Another /ByteRange in a later revision, as a second signature has."""

    def edit(writer: Any) -> None:
        forged = _dictionary(Reason="me too")
        numbers = (generic.NumberObject(n) for n in (0, 10, 20, 30))
        forged[Name("/ByteRange")] = generic.ArrayObject(numbers)
        writer.root[Name("/Forged")] = writer.add_object(forged)
        writer.update_root()

    return _updated(scene.signed, edit)


# --- rewritten by other programs ------------------------------------------------------


def resaved(scene: Scene) -> bytes:
    """Opened and saved by a PDF editor."""
    out = BytesIO()
    with pikepdf.open(BytesIO(scene.signed)) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def stripped(scene: Scene) -> bytes:
    """The signature taken out."""
    out = BytesIO()
    with pikepdf.open(BytesIO(scene.signed)) as pdf:
        del pdf.Root.Perms, pdf.Root.AcroForm, pdf.pages[0].Annots
        pdf.save(out)
    return out.getvalue()


def encrypted(scene: Scene) -> bytes:
    """Encrypted after signing."""
    out = BytesIO()
    with pikepdf.open(BytesIO(scene.signed)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="", metadata=False))
    return out.getvalue()


# --- /ByteRange (universal signature forgery, wrapping) -------------------------------


def _with_range(pdf: bytes, text: bytes) -> bytes:
    """Write another /ByteRange into the room of the present one."""
    place = re.compile(rb"/ByteRange \[[^\]]*\] *").search(
        pdf, pdf.rfind(b"/ByteRange")
    )
    if place is None or len(text) > len(place[0]):
        msg = "no room"
        raise AssertionError(msg)
    return pdf[: place.start()] + text.ljust(len(place[0])) + pdf[place.end() :]


def _ranged(*changes: int) -> Callable[[Scene], bytes]:
    """The four numbers, changed."""

    def build(scene: Scene) -> bytes:
        numbers = zip(scene.envelope.byte_range, changes, strict=True)
        text = " ".join(str(number + change) for number, change in numbers)
        return _with_range(scene.signed, b"/ByteRange [" + text.encode() + b"]")

    return build


def _range_text(text: bytes) -> Callable[[Scene], bytes]:
    return lambda scene: _with_range(scene.signed, text)


def wrapped(scene: Scene) -> bytes:
    """Signature wrapping: forged objects in a gap made larger."""
    _, first, second, length = scene.envelope.byte_range
    forged = b"\n99 0 obj\n<</Type/Catalog>>\nendobj\n"
    middle = scene.signed[first:second] + forged
    numbers = b"0 %d %d %d" % (first, second + len(forged), length)
    grown = scene.signed[:first] + middle + scene.signed[second:]
    return _with_range(grown, b"/ByteRange [" + numbers + b"]")


def gap_filled(scene: Scene) -> bytes:
    """Forged objects in the gap itself, in place of the padding."""
    second = scene.envelope.byte_range[2]
    forged = b"> 99 0 obj <</Type/Catalog>> endobj "
    return scene.signed[: second - len(forged)] + forged + scene.signed[second:]


def wrapped_tail(scene: Scene) -> bytes:
    """Signature wrapping: the whole tail copied into the gap."""
    _, first, second, length = scene.envelope.byte_range
    tail = scene.signed[second:]
    numbers = b"0 %d %d %d" % (first, second + len(tail), length)
    grown = scene.signed[:second] + tail + tail
    place = re.compile(rb"/ByteRange \[[^\]]*\] *").search(grown, second)
    text = (b"/ByteRange [" + numbers + b"]").ljust(len(place[0]) if place else 0)
    return grown.replace(place[0] if place else b"", text)


# --- /Contents ------------------------------------------------------------------------


def _with_gap(scene: Scene, gap: bytes) -> bytes:
    _, first, second, _ = scene.envelope.byte_range
    gap = gap.ljust(second - first)
    return scene.signed[:first] + gap + scene.signed[second:]


def _with_cms(scene: Scene, der: bytes) -> bytes:
    room = len(scene.envelope.contents)
    if len(der) > room:
        msg = f"{len(der)} > {room}"
        raise AssertionError(msg)
    return _with_gap(scene, b"<" + der.ljust(room, b"\0").hex().upper().encode() + b">")


def padding(scene: Scene) -> bytes:
    """A byte hidden in the padding: pyHanko's own verdict stays true."""
    contents = bytearray(scene.envelope.contents)
    contents[-1] = 1
    return _with_cms(scene, bytes(contents))


def hex_case(scene: Scene) -> bytes:
    """The same hex string in lower case."""
    _, first, second, _ = scene.envelope.byte_range
    return _with_gap(scene, scene.signed[first:second].lower())


def hex_space(scene: Scene) -> bytes:
    """White space in the hex string, which PDF allows."""
    _, first, second, _ = scene.envelope.byte_range
    return _with_gap(scene, scene.signed[first : second - 3] + b" 0>")


def contents_zero(scene: Scene) -> bytes:
    """Nothing but zeros."""
    return _with_cms(scene, b"")


def contents_empty(scene: Scene) -> bytes:
    """An empty string."""
    return _with_gap(scene, b"<>")


def contents_null(scene: Scene) -> bytes:
    """No string at all."""
    return _with_gap(scene, b"null")


def _recoded(edit: Callable[[Any, Any], None]) -> Callable[[Scene], bytes]:
    """Take the CMS structure apart, change it, put it back."""

    def build(scene: Scene) -> bytes:
        info = cms.ContentInfo.load(scene.envelope.cms)
        signed_data = info["content"].copy()
        signer = signed_data["signer_infos"][0]
        edit(signed_data, signer)
        signed_data["signer_infos"] = [signer]
        whole = {"content_type": "signed_data", "content": signed_data}
        return _with_cms(scene, cms.ContentInfo(whole).dump(force=True))

    return build


def _unsigned_attribute(_: Any, signer: Any) -> None:
    octets = [core.OctetString(b"hidden")]
    signer["unsigned_attrs"] = [{"type": "1.3.6.1.4.1.99999.1", "values": octets}]


def _set_attribute_version(signed_data: Any, _: Any) -> None:
    signed_data["version"] = "v3"


def _signer_version(_: Any, signer: Any) -> None:
    signer["version"] = "v3"


def _digest_list(signed_data: Any, _: Any) -> None:
    signed_data["digest_algorithms"] = [{"algorithm": "sha512"}]


def _digest_weak(_: Any, signer: Any) -> None:
    signer["digest_algorithm"] = {"algorithm": "sha1"}


def _encapsulated(signed_data: Any, _: Any) -> None:
    data = core.OctetString(b"x")
    signed_data["encap_content_info"] = {"content_type": "data", "content": data}


def _no_certificates(signed_data: Any, _: Any) -> None:
    signed_data["certificates"] = []


def _flipped_signature(_: Any, signer: Any) -> None:
    signature = bytearray(signer["signature"].native)
    signature[10] ^= 1
    signer["signature"] = bytes(signature)


def _extra_signed_attribute(_: Any, signer: Any) -> None:
    attributes = [*signer["signed_attrs"]]
    now = {"type": "signing_time", "values": [core.UTCTime("260101000000Z")]}
    signer["signed_attrs"] = [*attributes, cms.CMSAttribute(now)]


def other_certificate(scene: Scene) -> bytes:
    """The certificate of another signer put beside."""
    theirs = cms.ContentInfo.load(read_envelope(scene.foreign).cms)
    extra = theirs["content"]["certificates"][0].chosen

    def edit(signed_data: Any, _: Any) -> None:
        mine = signed_data["certificates"][0].chosen
        pair = [cms.CertificateChoices("certificate", c) for c in (mine, extra)]
        signed_data["certificates"] = pair

    return _recoded(edit)(scene)


def twin(scene: Scene) -> bytes:
    """The other of the two valid ECDSA signatures; anybody can compute it."""
    from cryptography.hazmat.primitives.asymmetric import utils

    from audit.signing.raw import P256_ORDER

    def edit(_: Any, signer: Any) -> None:
        r, s = utils.decode_dss_signature(signer["signature"].native)
        signer["signature"] = utils.encode_dss_signature(r, P256_ORDER - s)

    return _recoded(edit)(scene)


def rehashed(scene: Scene) -> bytes:
    """The document changed and the new digest written in, without the key."""
    altered = in_place(scene)
    digest = scene.envelope.digest(altered, "sha256")

    def edit(_: Any, signer: Any) -> None:
        for attribute in signer["signed_attrs"]:
            if attribute["type"].native == "message_digest":
                attribute["values"] = [digest]

    return _recoded(edit)(replace(scene, signed=altered))


def indefinite_length(scene: Scene) -> bytes:
    """The outermost length in BER instead of DER."""
    der = scene.envelope.cms
    return _with_cms(scene, b"\x30\x80" + der[4:] + b"\0\0")


def long_length(scene: Scene) -> bytes:
    """The outermost length with a leading zero."""
    der = scene.envelope.cms
    return _with_cms(scene, b"\x30\x83\0" + der[2:])


def transplanted(scene: Scene) -> bytes:
    """The signature of another report."""
    return _with_cms(scene, read_envelope(scene.other).cms)


# --- in place -------------------------------------------------------------------------


def in_place(scene: Scene) -> bytes:
    """One byte of a page changed without moving anything."""
    at = scene.signed.index(b"stream\n") + 20
    return scene.signed[:at] + bytes([scene.signed[at] ^ 1]) + scene.signed[at + 1 :]


def claimed_time(scene: Scene) -> bytes:
    """The claimed time set back a year."""
    head, _, tail = scene.signed.rpartition(b"(D:2026")
    return head + b"(D:2025" + tail


def permissions(scene: Scene) -> bytes:
    """The certification level relaxed."""
    head, _, tail = scene.signed.rpartition(b"/P 1")
    return head + b"/P 3" + tail


@dataclass(frozen=True)
class Attack:
    """A forgery and the reason it must be rejected for."""

    name: str
    build: Callable[[Scene], bytes]
    code: str


def _all(**codes: str) -> tuple[Attack, ...]:
    return tuple(Attack(name, globals()[name], code) for name, code in codes.items())


ATTACKS = (
    *_all(
        trailing_garbage="trailing-bytes",
        trailing_newline="trailing-bytes",
        second_end_mark="byte-range-cover",
        leading_bytes="not-a-pdf",
        truncated="trailing-bytes",
        truncated_to_original="no-signature",
        startxref_moved="xref-place",
        older_startxref="rewritten",
        info_title="revisions",
        page_content="revisions",
        page_removed="revisions",
        annotation="revisions",
        javascript="revisions",
        attachment_replaced="revisions",
        hidden_layer="revisions",
        certification_removed="revisions",
        empty_update="revisions",
        second_signature="signature-count",
        resaved="rewritten",
        stripped="no-signature",
        encrypted="encrypted",
        wrapped="xref-place",
        gap_filled="contents-hex",
        wrapped_tail="signature-count",
        padding="padding",
        hex_case="contents-case",
        hex_space="contents-hex",
        contents_zero="cms-length",
        contents_empty="contents-hex",
        contents_null="contents-hex",
        other_certificate="certificates",
        twin="signature-form",
        rehashed="signature",
        indefinite_length="cms-length",
        long_length="cms-length",
        transplanted="digest",
        in_place="digest",
        claimed_time="digest",
        permissions="digest",
    ),
    Attack("range_short", _ranged(0, 0, 0, -5), "byte-range-cover"),
    Attack("range_long", _ranged(0, 0, 0, 5), "byte-range-cover"),
    Attack("range_start", _ranged(5, -5, 0, 0), "byte-range-cover"),
    Attack("gap_before", _ranged(0, -4, 0, 0), "contents-place"),
    Attack("gap_after", _ranged(0, 0, 4, -4), "contents-hex"),
    Attack("gap_shorter", _ranged(0, 0, -1, 1), "contents-hex"),
    Attack("gap_early", _ranged(0, -8000, 0, 0), "byte-range-gap"),
    Attack("range_zero", _range_text(b"/ByteRange [0 0 0 0]"), "byte-range-cover"),
    Attack("range_negative", _range_text(b"/ByteRange [0 -1 9 9]"), "byte-range-shape"),
    Attack("range_null", _range_text(b"/ByteRange null"), "byte-range-shape"),
    Attack("range_two", _range_text(b"/ByteRange [0 99]"), "byte-range-shape"),
    Attack("range_real", _range_text(b"/ByteRange [0. 1. 2. 3.]"), "byte-range-shape"),
    Attack("range_gone", _range_text(b"/ByteRangX []"), "no-signature"),
    Attack("cms_unsigned", _recoded(_unsigned_attribute), "unsigned-attribute"),
    Attack("cms_version", _recoded(_set_attribute_version), "cms-pins"),
    Attack("cms_signer_version", _recoded(_signer_version), "cms-pins"),
    Attack("cms_digest_list", _recoded(_digest_list), "cms-pins"),
    Attack("cms_digest_weak", _recoded(_digest_weak), "cms-pins"),
    Attack("cms_encapsulated", _recoded(_encapsulated), "cms-pins"),
    Attack("cms_no_certificates", _recoded(_no_certificates), "no-certificate"),
    Attack(
        "cms_signed_attribute", _recoded(_extra_signed_attribute), "signed-attributes"
    ),
    Attack("cms_signature", _recoded(_flipped_signature), "signature"),
)
