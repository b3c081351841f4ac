"""The demo: three vendors assessed, reported, compared, signed and verified."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from audit import comparing_files, pipeline
from audit.signing.keys import create_key, load_signer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime

    from audit.questionnaire.model import Language
    from audit.report.comparison.view import ComparisonView
    from audit.report.view import ReportView
    from audit.signing.keys import Signer

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


@dataclass(frozen=True, slots=True)
class DemoComparison:
    """The comparison of the demo's vendors."""

    report: Path
    view: ComparisonView
    verdict: str


def run(
    folder: Path, as_of: date, now: datetime, write: Write, write_secret: Write
) -> Iterator[DemoVendor | DemoComparison]:
    """Yield each vendor, then the comparison, once signed, written and verified."""
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
    done = []
    with as_file(files("audit").joinpath("demo", "vendors")) as shipped:
        for name, language in VENDORS.items():
            _copy(shipped / name, folder / name, write)
            assessed = pipeline.assess_case(_case(folder / name, as_of))
            done.append(assessed)
            pdf = pipeline.report_pdf(assessed, language)
            signed = pipeline.sign_report(pdf, signer, now)
            report = folder / f"{name}-report.pdf"
            write(report, signed)
            verdict = pipeline.verify_report(signed, [made.roots], now).verdict
            view = pipeline.report_view(assessed, language)
            yield DemoVendor(report, view, verdict.value)
    yield _compared(folder, done, signer, [made.roots], now, write)


def _compared(
    folder: Path,
    candidates: Sequence[pipeline.Assessed],
    signer: Signer,
    roots: list[bytes],
    now: datetime,
    write: Write,
) -> DemoComparison:
    """Compare the vendors by the demo's offers, demand, criteria and exposure."""
    selection = folder / "selection"
    with as_file(files("audit").joinpath("demo", "selection")) as shipped:
        _copy(shipped, selection, write)
    wanted = comparing_files.read_wanted(
        candidates[0].case.as_of,
        selection / "demand.yaml",
        selection / "criteria.yaml",
        selection / "exposure.yaml",
        sorted((selection / "offers").glob("*.yaml")),
    )
    compared = pipeline.compare_candidates(candidates, wanted)
    for suffix in (".pdf", ".xlsx"):
        content = comparing_files.rendered(compared, "en", suffix, signer, now)
        write(folder / f"comparison{suffix}", content)
    report = folder / "comparison.pdf"
    verdict = pipeline.verify_report(report.read_bytes(), roots, now).verdict
    view = pipeline.comparison_view(compared, "en", charts=False)
    return DemoComparison(report, view, verdict.value)


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
