"""Load and check questionnaires and policies; a layer works wherever a policy does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from audit import library
from audit.documents import Document, read_document, refuse, validate
from audit.errors import InputError, Problem
from audit.policy import check as policy_check
from audit.policy.layers.lay import lay
from audit.policy.layers.model import Layer
from audit.policy.model import Policy
from audit.questionnaire import check as questionnaire_check
from audit.questionnaire.model import Questionnaire

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

#: So many layers may lie on a policy.
MAX_LAYERS = 8

Record = TypeVar("Record")


@dataclass(frozen=True)
class Loaded(Generic[Record]):
    """A checked record with the document it came from."""

    record: Record
    document: Document

    @property
    def digest(self) -> str:
        """Return the digest of the document's canonical form."""
        return self.document.digest


def load_questionnaire(name: str | Path) -> Loaded[Questionnaire]:
    """Load a questionnaire by pack id or path; InputError lists every problem."""
    document = read_document(library.find("questionnaires", name))
    return check_questionnaire(document)


def check_questionnaire(document: Document) -> Loaded[Questionnaire]:
    """Validate and check a questionnaire document."""
    record = validate(Questionnaire, document)
    refuse(questionnaire_check.check(record), document)
    return Loaded(record, document)


def load_policy(name: str | Path, questionnaire: Questionnaire) -> Loaded[Policy]:
    """Load a policy by pack id or path and check it against its questionnaire."""
    return check_policy(read_policy(name, questionnaire), questionnaire)


def check_policy(document: Document, questionnaire: Questionnaire) -> Loaded[Policy]:
    """Validate and check a policy document."""
    record = validate(Policy, document)
    refuse(policy_check.check(record, questionnaire), document)
    return Loaded(record, document)


def read_policy(name: str | Path, asked: Questionnaire | None = None) -> Document:
    """Return a policy's document, its layers resolved and checked.

    A plain policy is returned as it was read. Layers are compared over the
    questionnaire, which is found if it is not given.
    """
    return read_layers(name, asked)[1]


def read_layers(
    name: str | Path, asked: Questionnaire | None = None
) -> tuple[Document | None, Document]:
    """Return the policy that the last layer extends, if any, and the policy."""
    *layers, policy = _chain(library.find("policies", name))
    if not layers:
        return None, policy
    asked = asked or load_questionnaire(_questionnaire_of(policy)).record
    check_policy(policy, asked)
    below = policy
    for layer in reversed(layers):
        below, policy = policy, lay(policy, layer, asked)
    return below, policy


def questionnaire_of(policy: str | Path) -> str:
    """Return the questionnaire that a policy was written for: an id or a path.

    One that is no pack is a file beside the policy, named by its id.
    """
    return _questionnaire_of(_chain(library.find("policies", policy))[-1])


def questionnaire_id_of(policy: str | Path) -> str:
    """Return the id of the questionnaire that a policy was written for."""
    return _questionnaire_id_of(_chain(library.find("policies", policy))[-1])


def _questionnaire_of(document: Document) -> str:
    name = _questionnaire_id_of(document)
    own = library.beside("questionnaires", name, document.file)
    return name if own is None else str(own)


def _questionnaire_id_of(document: Document) -> str:
    applies = document.data.get("applies_to") if isinstance(document.data, dict) else 0
    name = applies.get("questionnaire") if isinstance(applies, dict) else None
    if not isinstance(name, str):
        message = "the policy names no questionnaire"
        problem = Problem("policy-questionnaire", message, "/applies_to")
        raise InputError.of(document.at(problem))
    return name


def is_policy(name: str) -> bool:
    """Tell whether an id or a path names a policy or a layer."""
    if name in library.packs("policies"):
        return True
    if name in library.packs("questionnaires"):
        return False
    found = library.find("questionnaires", name)
    data = read_document(found).data
    return isinstance(data, dict) and not {"applies_to", "extends"}.isdisjoint(data)


def is_layer(document: Document) -> bool:
    """Tell whether a document is a layer and no policy of its own."""
    return isinstance(document.data, dict) and "extends" in document.data


def _chain(found: Path | Traversable) -> list[Document]:
    """Return a layer, what it extends and so on; the last one is a policy."""
    documents = [read_document(found)]
    seen = [_identity(found)]
    while is_layer(documents[-1]):
        above = documents[-1]
        wanted = validate(Layer, above).extends.policy
        found = _below(wanted, found)
        seen.append(_identity(found))
        if seen[-1] in seen[:-1] or len(seen) > MAX_LAYERS + 1:
            raise InputError.of(above.at(_endless(seen)))
        documents.append(_read_below(found, above))
    return documents


def _below(wanted: str, above: Path | Traversable) -> Path | Traversable:
    """Return what a layer extends: a pack by its id, a file from the layer's folder."""
    found = library.find("policies", wanted)
    if isinstance(found, Path) and found == Path(wanted):
        return Path(str(above)).parent / found
    return found


def _read_below(found: Path | Traversable, above: Document) -> Document:
    try:
        return read_document(found)
    except InputError as error:
        if any(problem.code == "file-missing" for problem in error.problems):
            message = f"what it extends is not there: {found}"
            hint = "a path starts at the layer's own folder; a pack is named by its id"
            problem = Problem("layer-missing", message, "/extends/policy", hint)
            raise InputError.of(above.at(problem)) from None
        raise


def _identity(found: Path | Traversable) -> str:
    return str(found.resolve()) if isinstance(found, Path) else str(found)


def _endless(seen: list[str]) -> Problem:
    chain = " → ".join(Path(name).name for name in seen)
    if seen[-1] in seen[:-1]:
        message = f"the layers extend each other: {chain}"
        return Problem("layer-cycle", message, "/extends/policy")
    message = f"more than {MAX_LAYERS} layers lie on each other: {chain}"
    return Problem("layer-depth", message, "/extends/policy")
