"""The report as PDF/A-3a + PDF/UA-1 (the only file that imports WeasyPrint).

Fonts come from the package; every other URL is refused, and a refusal anywhere makes
the whole rendering fail.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from audit.errors import EnvironmentProblem, Problem, RenderError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

#: Unpacked: unpacking them took longer than laying out a page, in every rendering.
_FONTS = (
    "IBMPlexSans-Regular.ttf",
    "IBMPlexSans-SemiBold.ttf",
    "IBMPlexSans-Italic.ttf",
    "IBMPlexMono-Regular.ttf",
)

#: Declares the pdfuaid schema inside PDF/A metadata (ISO 19005-3, 6.6.2.3.2).
_UA_METADATA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>PDF/UA version</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""  # noqa: E501


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the PDF; ``relationship`` is Data or Source."""

    name: str
    content: bytes
    description: str
    relationship: str = "Data"


def render_pdf(
    html: str, css: str, attached: tuple[Attached, ...], as_of: date
) -> bytes:
    """Return the PDF's bytes: the same bytes for the same inputs and libraries."""
    try:
        from weasyprint import CSS, HTML, Attachment
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError
    except OSError as error:
        hint = "Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0"
        message = f"WeasyPrint finds no pango library: {error}"
        raise EnvironmentProblem.of(Problem("pango", message, hint=hint)) from None
    from datetime import UTC, datetime

    day = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
    fetcher = _fetcher()
    fonts = FontConfiguration()
    sheet = CSS(string=css, font_config=fonts, url_fetcher=fetcher)
    document = HTML(string=html, url_fetcher=fetcher)
    draw = partial(
        document.write_pdf,
        stylesheets=[sheet],
        font_config=fonts,
        pdf_variant="pdf/a-3a",
        attachments=[
            Attachment(
                string=item.content,
                name=item.name,
                description=item.description,
                relationship=item.relationship,
                created=day,
                modified=day,
                url_fetcher=fetcher,
            )
            for item in attached
        ],
    )
    pdf: bytes | None = None
    with suppress(FatalURLFetchingError):
        pdf = _ending_plainly(draw)
    if pdf is None or fetcher.refused:
        raise RenderError(f"the report tried to load {fetcher.refused[0]!r}")
    return pdf


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    folder = files("audit.report").joinpath("fonts")
    assets: Mapping[str, bytes] = {
        f"app://fonts/{name}": folder.joinpath(name).read_bytes() for name in _FONTS
    }

    class AssetFetcher(URLFetcher):  # type: ignore[misc]
        """Serve the package's fonts and nothing else."""

        def __init__(self) -> None:
            super().__init__(
                allowed_protocols=("app",), allow_redirects=False, fail_on_errors=True
            )
            self.handlers: list[Any] = []
            self.handle_open: dict[str, Any] = {}
            self.refused: list[str] = []

        def fetch(self, url: str, headers: Any = None) -> Any:
            del headers
            if url not in assets:
                self.refused.append(url[:80])
                raise ValueError("refused")
            kind = {"Content-Type": "font/ttf"}
            return URLFetcherResponse(url, assets[url], kind)

    return AssetFetcher()


def _ending_plainly(draw: Callable[..., bytes]) -> bytes:
    """Draw until no packed stream ends in a carriage return, once as a rule.

    Two streams are packed only when the file is written; one in 256 ends so. A further
    object, which nothing refers to, gives them other bytes.
    """
    for filler in range(8):
        pdf = draw(finisher=partial(_finish, filler=filler))
        if b"\r\nendstream" not in pdf:
            return pdf
    raise RenderError("a stream ends in a carriage return, whatever is tried")


def _finish(document: Any, pdf: Any, *, filler: int = 0) -> None:
    """Add what PDF/UA-1 needs beside PDF/A-3a, and list each attachment once."""
    from pydyf import Dictionary

    del document
    for number in range(filler):
        pdf.add_object(Dictionary({"Filler": number}))
    metadata = pdf.catalog["Metadata"]
    stream = pdf.objects[int(re.match(rb"(\d+)", metadata).group(1))]  # type: ignore[union-attr]
    stream.stream = [
        re.sub(rb"</rdf:RDF>", _UA_METADATA + b"</rdf:RDF>", part)
        if isinstance(part, bytes)
        else part
        for part in stream.stream
    ]
    stream.compress = False
    _end_streams_plainly(pdf)
    listed = pdf.catalog.get("AF")
    if listed is not None:
        pdf.catalog["AF"] = type(listed)(dict.fromkeys(listed))


def _end_streams_plainly(pdf: Any) -> None:
    """Let no stream end in a carriage return.

    Followed by the line break before ``endstream`` it reads as one end of line, and
    the stream's length is then in doubt (ISO 19005-3, 6.1.7.1).
    """
    from pydyf import Stream

    for item in pdf.objects:
        if not isinstance(item, Stream) or not item.data.endswith(b"\r\nendstream"):
            continue
        if "Length1" in item.extra or "Params" in item.extra:
            item.compress = False  # fonts and attachments keep their very bytes
        else:
            item.stream.append(b"")  # one more line break between operators
