"""What a vendor does: check a response, complete, sign and pack it."""

from __future__ import annotations

from os import fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audit import pipeline
from audit.api.given import Place, day_of, moment_of, spoken
from audit.checking import Checked, check_whole
from audit.errors import InputError, Problem
from audit.evidence_adding import Added, Description, add
from audit.filling import put_answers
from audit.submission.packing import Packed
from audit.submission.packing import pack as pack_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from audit.questionnaire.model import Language
    from audit.response.evidence_item import Kind
    from audit.signing.keys import Signer


def issue(
    questionnaire: Place, language: Language = "en", *, vendor: str = "?"
) -> dict[str, bytes]:
    """Return the files that a vendor is given to fill in, by name.

    A name may begin with a folder: ``evidence/.keep``.

    Args:
        questionnaire: id of a shipped one, or a file (.yaml, .json).
        language: of the texts beside the questions.
        vendor: its name, put into the blank response.

    Raises:
        InputError: the questionnaire cannot be used.
        UnknownKind: there is no such language; the hint lists the known ones.
    """
    loaded = pipeline.load_questionnaire(fspath(questionnaire))
    return pipeline.issue(loaded, spoken(language), vendor=vendor)


def check(
    response: Place, *, questionnaire: Place | None = None, as_of: date | None = None
) -> Checked:
    """Return what is wrong with a response (.json, .zip), and what it leaves open.

    A response that cannot be used is a result here: it has ``problems``.

    Args:
        response: the file.
        questionnaire: id or file, unless it is the shipped one that the response names.
        as_of: the day to judge evidence for, today if it is not given.

    Raises:
        EnvironmentProblem: the file cannot be read.
    """
    asked = None if questionnaire is None else fspath(questionnaire)
    try:
        return check_whole(Path(response), asked, day_of(as_of))
    except InputError as error:
        said = Problem(error.code, error.message, file=str(response))
        return Checked([], (), error.problems or (said,))


def answer(
    response: Place, answers: Mapping[str, Any], *, questionnaire: Place | None = None
) -> None:
    """Put answers into a response file, all of them or none.

    Args:
        response: the file (.json), which is replaced.
        answers: link id → answer. A text is read as ``audit fill`` reads a typed line:
            ``"yes"``, ``"14 d"``, ``":unknown"``, ``":na why it does not apply"``. Any
            other value is taken as it is.
        questionnaire: id or file, unless it is ``questionnaire.json`` beside the
            response, or the shipped one that the response names.

    Raises:
        InputError: an id is unknown, or the response would have problems.
    """
    asked = None if questionnaire is None else fspath(questionnaire)
    put_answers(Path(response), answers, asked)


def add_evidence(
    response: Place,
    files: Iterable[Place],
    *,
    kind: Kind,
    answers: Iterable[str] = (),
    title: str | None = None,
    issuer: str | None = None,
    issued: date | None = None,
    expires: date | None = None,
    scope: str | None = None,
) -> tuple[Added, ...]:
    """Copy files beside a response, list them there and name them in its answers.

    Args:
        response: the file (.json), which is replaced.
        files: the evidence.
        kind: what it is, such as ``certificate``.
        answers: link ids of the answers that it backs.
        title: only for a single file; by default the file's name.
        issuer: who made it.
        issued: the day it was made.
        expires: its last day.
        scope: what it covers.

    Raises:
        InputError: the response cannot be used.
        EvidenceError: a file or its description cannot be used; nothing is added.
    """
    described = Description(
        kind,
        title=title,
        issuer=issuer,
        issued=issued,
        expires=expires,
        scope=scope,
        answers=tuple(answers),
    )
    return add(Path(response), [Path(file) for file in files], described)


def sign_response(
    response: Place,
    signer: Signer,
    *,
    questionnaire: Place | None = None,
    at: datetime | None = None,
) -> bytes:
    """Return the vendor's signature of a response, to be put beside it.

    Its name there is that of the response with ``.dsse.json`` instead of ``.json``.

    Raises:
        InputError: the response has problems.
        KeyProblem: the key is not valid at the moment.
    """
    asked = None if questionnaire is None else fspath(questionnaire)
    return pipeline.sign_response(Path(response), asked, signer, moment_of(at))


def pack(response: Place, out: Place, *, allow_missing: bool = False) -> Packed:
    """Write a response with its evidence and signature into one zip file to send.

    Raises:
        InputError: it cannot be packed.
        EvidenceError: listed files are missing or were changed, unless
            ``allow_missing`` leaves them out.
    """
    return pack_files(Path(response), Path(out), allow_missing=allow_missing)
