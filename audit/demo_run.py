"""The demo: three vendors assessed, reported, signed and verified in one folder."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from audit import pipeline
from audit.signing.keys import create_key, load_signer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from audit.questionnaire.model import Language
    from audit.report.view import ReportView

    Write = Callable[[Path, bytes], None]

POLICY = "contact-centre-baseline"
#: Vendor folder → language of its report.
VENDORS: dict[str, Language] = {
    "northline": "en",
    "dialog-plus": "uk",
    "goldvoice": "ru",
}


@dataclass(frozen=True, slots=True)
class DemoVendor:
    """One demo vendor's result."""

    report: Path
    view: ReportView
    verdict: str


def run(
    folder: Path, as_of: date, now: datetime, write: Write, write_secret: Write
) -> Iterator[DemoVendor]:
    """Yield each vendor once its signed report is written and verified."""
    passphrase = secrets.token_urlsafe(18).encode()
    made = create_key(
        "p256",
        "Demo security officer",
        "Demo",
        days=365,
        not_before=now,
        passphrase=passphrase,
    )
    write_secret(folder / "keys" / "officer.p12", made.p12)
    write_secret(folder / "keys" / "passphrase.txt", passphrase + b"\n")
    write(folder / "roots.pem", made.roots)
    signer = load_signer(made.p12, passphrase)
    with as_file(files("audit").joinpath("demo", "vendors")) as shipped:
        for name, language in VENDORS.items():
            _copy(shipped / name, folder / name, write)
            assessed = pipeline.assess_case(_case(folder / name, as_of))
            pdf = pipeline.report_pdf(assessed, language)
            signed = pipeline.sign_report(pdf, signer, now)
            report = folder / f"{name}-report.pdf"
            write(report, signed)
            verdict = pipeline.verify_report(signed, [made.roots], now).verdict
            view = pipeline.report_view(assessed, language)
            yield DemoVendor(report, view, verdict.value)


def _case(folder: Path, as_of: date) -> pipeline.Case:
    review, exceptions = folder / "review.json", folder / "exceptions.json"
    return pipeline.open_case(
        POLICY,
        folder / "response.json",
        as_of,
        review=review if review.exists() else None,
        exceptions=exceptions if exceptions.exists() else None,
    )


def _copy(source: Path, target: Path, write: Write) -> None:
    for path in sorted(source.rglob("*")):
        if path.is_file():
            write(target / path.relative_to(source), path.read_bytes())
