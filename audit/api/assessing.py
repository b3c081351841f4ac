"""What a security officer does: assess, draw reports, sign and verify them."""

from __future__ import annotations

from os import fspath
from pathlib import Path
from typing import TYPE_CHECKING, Literal, overload

from audit import acceptance, comparing_files, pipeline
from audit.api.given import (
    Content,
    Place,
    bytes_of,
    day_of,
    each,
    moment_of,
    path_of,
    spoken,
)
from audit.comparing import Compared
from audit.report.comparison.formats import writer_of
from audit.report.formats import renderer_of
from audit.signing.backing import read_backing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from audit.cases import Assessed
    from audit.questionnaire.model import Language
    from audit.report.remedy.conditions import ConditionsView
    from audit.signing.keys import Signer
    from audit.signing.verdict import Verification

ReportFormat = Literal["pdf", "html", "md", "json"]
ComparisonFormat = Literal["pdf", "html", "md", "json", "xlsx", "csv"]
ConditionsFormat = Literal["md", "html", "pdf"]


def assess(
    response: Place,
    policy: Place,
    *,
    as_of: date | None = None,
    evidence: Place | None = None,
    review: Place | None = None,
    exceptions: Place | None = None,
    keys: tuple[Place, Place] | None = None,
) -> Assessed:
    """Assess a response (.json, .zip) by a policy; a bad result is no error.

    Args:
        response: the file; the vendor's signature lies beside it or in the zip.
        policy: id of a shipped one, or a file; a layer works too.
        as_of: the day of the assessment, today if it is not given.
        evidence: the folder that evidence file names start from, by default that of the
            response.
        review: the assessor's own judgements.
        exceptions: approved exceptions.
        keys: the list of keys and the public PEM of its signer, to check the vendor's
            signature by; without them a response counts as unsigned.

    Raises:
        InputError: a document cannot be used; every problem is in ``problems``.
    """
    case = pipeline.open_case(
        fspath(policy),
        fspath(response),
        day_of(as_of),
        path_of(evidence),
        path_of(review),
        path_of(exceptions),
    )
    if keys is not None:
        listed, root = map(Path, keys)
        case = pipeline.check_signature(case, listed, root, moment_of(None))
    return pipeline.assess_case(case)


def assess_folder(
    folder: Place, policy: Place, *, as_of: date | None = None
) -> Assessed:
    """Assess the ``response.json`` of a vendor's folder.

    The review and the exceptions are ``review.json`` and ``exceptions.json`` beside it,
    if they are there.

    Raises:
        InputError: a document cannot be used; every problem is in ``problems``.
    """
    response = Path(folder) / "response.json"
    (found,) = pipeline.open_candidates([response], fspath(policy), day_of(as_of))
    return found


def assess_report(report: Place, *, trust: Iterable[Place] = ()) -> Assessed:
    """Assess a signed report's own inputs again.

    Args:
        report: the PDF.
        trust: PEM files of roots. If any is given, the report must verify.

    Raises:
        InputError: its inputs do not give its assessment, or it does not verify.
    """
    roots = [Path(root) for root in trust]
    comparing_files.require_verified([Path(report)], roots, moment_of(None))
    return acceptance.assessed_report(Path(report))


@overload
def draw(
    result: Assessed, form: ReportFormat = "pdf", language: Language = "en"
) -> bytes: ...
@overload
def draw(
    result: Compared, form: ComparisonFormat = "pdf", language: Language = "en"
) -> bytes: ...
def draw(
    result: Assessed | Compared,
    form: ComparisonFormat = "pdf",
    language: Language = "en",
) -> bytes:
    """Return the report on an assessment or a comparison; a PDF is not signed yet.

    Args:
        result: what to draw.
        form: ``pdf``, ``html``, ``md``, ``json``; for a comparison ``xlsx``, ``csv``.
        language: ``en``, ``uk`` or ``ru``.

    Raises:
        UnknownKind: there is no such format or language; the hint lists the known ones.
        RenderError: the PDF cannot be drawn.
    """
    spoken(language)
    if isinstance(result, Compared):
        if form == "pdf":
            return pipeline.comparison_pdf(result, language)
        write = writer_of(f".{form}")
        return write(pipeline.comparison_view(result, language), result.comparison)
    if form == "pdf":
        return pipeline.report_pdf(result, language)
    render = renderer_of(f".{form}")
    view = pipeline.report_view(result, language)
    return render(view, result.assessment.plain()).encode()


def conditions_of(assessed: Assessed, language: Language = "en") -> ConditionsView:
    """Return what becomes of every open gap: a clause, an exception or a reason.

    Raises:
        UnknownKind: there is no such language; the hint lists the known ones.
    """
    return acceptance.conditions_view(assessed, spoken(language))


def draw_conditions(
    assessed: Assessed, form: ConditionsFormat = "md", language: Language = "en"
) -> bytes:
    """Return the conditions of acceptance as a document (``md``, ``html``, ``pdf``).

    Raises:
        UnknownKind: there is no such format or language; the hint lists the known ones.
        RenderError: the PDF cannot be drawn.
    """
    write = acceptance.writer_of(f".{form}")
    return write(conditions_of(assessed, language), assessed)


def sign(
    report: Content,
    signer: Signer,
    *,
    at: datetime | None = None,
    timestamp: str | None = None,
) -> bytes:
    """Return a PDF report with a PAdES signature that certifies it.

    Args:
        report: the PDF or its file.
        signer: from ``load_signer``.
        at: the moment that the signature names, now if it is not given.
        timestamp: address of an RFC 3161 authority whose time is added.

    Raises:
        SigningError: it cannot be signed, or the authority gave no time.
    """
    moment = moment_of(at)
    return pipeline.sign_report(bytes_of(report), signer, moment, timestamp)


def verify(
    report: Content,
    trust: Content | Iterable[Content],
    *,
    at: datetime | None = None,
    tsa_trust: Iterable[Content] = (),
) -> Verification:
    """Return whether a signed report can be relied on, with every step taken.

    An invalid signature is a result: look at ``verdict``, ``passed`` and ``steps``.

    Args:
        report: the PDF or its file.
        trust: PEM of trusted roots, as content or files, one or several.
        at: the moment of the verification, now if it is not given.
        tsa_trust: roots of timestamp authorities, those of ``trust`` if none is given.

    Raises:
        KeyProblem: a root cannot be read.
    """
    moment = moment_of(at)
    backing = read_backing(each(tsa_trust), (), (), None, moment)
    return pipeline.verify_report(bytes_of(report), each(trust), moment, backing)
