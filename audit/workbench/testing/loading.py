"""Find and check the test files of a policy: every problem at its place."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from audit import library
from audit.cases import load_policy, load_questionnaire, questionnaire_of
from audit.documents import problems_of, read_document, validate
from audit.errors import InputError, Problem, ReferenceProblem
from audit.response import check as response_check
from audit.response.model import Response
from audit.workbench.testing.answering import merged, observed, response_of
from audit.workbench.testing.model import AcceptedMutant, Given, TestCase, TestFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from audit.cases import Loaded
    from audit.documents import Document
    from audit.evidence.model import Observation
    from audit.policy.model import Policy
    from audit.questionnaire.model import Questionnaire

_SUFFIXES = frozenset({".yaml", ".yml", ".json"})


@dataclass(frozen=True, slots=True)
class Ready:
    """A case that can be run; ``file`` and ``line`` tell where it stands."""

    spec: TestCase
    file: str
    line: int
    as_of: date
    given: Given
    response: Response
    observed: Mapping[str, Observation]


@dataclass(frozen=True, slots=True)
class Suite:
    """A policy with all its cases."""

    policy: Loaded[Policy]
    questionnaire: Loaded[Questionnaire]
    cases: tuple[Ready, ...]
    accepted: tuple[AcceptedMutant, ...]


def load_suite(policy: str, tests: Path | None = None) -> Suite:
    """Load a policy (id or file) with its tests; InputError lists every problem."""
    questionnaire = load_questionnaire(questionnaire_of(policy))
    loaded = load_policy(policy, questionnaire.record)
    problems: list[Problem] = []
    cases: list[Ready] = []
    accepted: list[AcceptedMutant] = []
    for path in _files(policy, tests):
        try:
            document = read_document(path)
            file = validate(TestFile, document)
        except InputError as error:
            problems += error.problems
            continue
        reader = _Reader(file, document, loaded.record, questionnaire)
        cases += reader.cases()
        problems += [document.at(problem) for problem in reader.problems]
        accepted += file.accepted_mutants
    if problems:
        raise InputError.of(*problems)
    return Suite(loaded, questionnaire, tuple(cases), tuple(accepted))


def _files(policy: str, tests: Path | None) -> list[Any]:
    if tests is not None and not tests.is_dir():
        return [tests]
    folder = tests or library.tests_of(policy)
    found = [
        entry
        for entry in (folder.iterdir() if folder is not None else ())
        if PurePath(entry.name).suffix.lower() in _SUFFIXES
    ]
    if not found:
        stem = PurePath(policy).stem
        hint = f"write {stem}.tests/cases.yaml, or begin with --propose"
        message = "the policy has no tests"
        raise ReferenceProblem.of(Problem("tests-missing", message, "", hint, policy))
    return sorted(found, key=lambda entry: entry.name)


class _Reader:
    """Reads one file; what is wrong gathers in ``problems``."""

    def __init__(
        self,
        file: TestFile,
        document: Document,
        policy: Policy,
        questionnaire: Loaded[Questionnaire],
    ) -> None:
        self.file, self.document = file, document
        self.policy, self.questionnaire = policy, questionnaire
        self.problems: list[Problem] = []
        self.known: dict[str, tuple[Given, date]] = {}

    def cases(self) -> Iterator[Ready]:
        """Yield the cases that hold no fault."""
        if self.file.policy != self.policy.id:
            message = f"tests of '{self.file.policy}', not of '{self.policy.id}'"
            self.problems.append(Problem("test-policy", message, "/policy"))
        for number, spec in enumerate(self.file.cases):
            pointer = f"/cases/{number}"
            before = len(self.problems)
            self.problems += self._names(spec, pointer)
            base, day = self.known.get(
                spec.given.base or "", (Given(), self.policy.date)
            )
            given, day = merged(base, spec.given), spec.as_of or day
            self.known[spec.name] = (given, day)
            response = self._response(spec, given, day, pointer)
            if response is not None and len(self.problems) == before:
                line, _ = self.document.locate(f"{pointer}/name")
                seen, file = observed(given), self.document.file
                yield Ready(spec, file, line, day, given, response, seen)

    def _names(self, spec: TestCase, pointer: str) -> Iterator[Problem]:
        if spec.name in self.known:
            message = f"two cases are named '{spec.name}'"
            yield Problem("test-name", message, f"{pointer}/name")
        base, expect = spec.given.base, spec.expect
        if base is not None and base not in self.known:
            place = f"{pointer}/given/base"
            yield _unknown("earlier case", base, self.known, place)
        questions = self.questionnaire.record.questions
        controls = self.policy.by_id
        contradictions = {item.id: item for item in self.policy.contradictions}
        ratings = {rating.id: rating for rating in self.policy.ratings}
        at = f"{pointer}/expect"
        backed = [
            i for item in spec.given.evidence if item.backs != "all" for i in item.backs
        ]
        yield from _known(
            "question", (*backed, *spec.given.confirmed), questions, f"{pointer}/given"
        )
        for name in expect.controls:
            yield from _known("control", (name,), controls, f"{at}/controls/{name}")
        yield from _known(
            "control", spec.given.excepted, controls, f"{pointer}/given/excepted"
        )
        yield from _known(
            "control", expect.out_of_scope, controls, f"{at}/out_of_scope"
        )
        yield from _known(
            "contradiction",
            expect.contradictions or (),
            contradictions,
            f"{at}/contradictions",
        )
        yield from _known(
            "contradiction",
            expect.open_contradictions or (),
            contradictions,
            f"{at}/open_contradictions",
        )
        yield from _known(
            "control or contradiction",
            expect.knock_outs or (),
            {**controls, **contradictions},
            f"{at}/knock_outs",
        )
        yield from _known(
            "rating", (expect.rating,) if expect.rating else (), ratings, f"{at}/rating"
        )

    def _response(
        self, spec: TestCase, given: Given, day: date, pointer: str
    ) -> Response | None:
        questionnaire = self.questionnaire
        data = response_of(given, questionnaire.record, day.isoformat())
        try:
            response = Response.model_validate(data)
        except ValidationError as error:
            found = problems_of(error, _Plain.of(data, self.document), Response)
            self.problems += self._own(found, spec, pointer)
            return None
        found = response_check.check(
            response, questionnaire.record, questionnaire.digest
        )
        self.problems += self._own(found, spec, pointer)
        return response

    def _own(
        self, found: Iterable[Problem], spec: TestCase, pointer: str
    ) -> Iterator[Problem]:
        """Yield the faults at their places; those of the base were told there."""
        for problem in found:
            _, part, *rest = (*problem.pointer.split("/"), "")
            if part == "answers" and rest[0] not in spec.given.answers:
                continue
            place = f"{pointer}/given{problem.pointer}"
            yield Problem(problem.code, problem.message, place, problem.hint)


class _Plain:
    """Makes a document of data that stands in no file of its own."""

    @staticmethod
    def of(data: Any, document: Document) -> Document:
        from dataclasses import replace

        return replace(document, data=data)


def _known(
    kind: str, names: Iterable[str], known: Mapping[str, Any], pointer: str
) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            yield _unknown(kind, name, known, pointer)


def _unknown(kind: str, name: str, known: Mapping[str, Any], pointer: str) -> Problem:
    close = get_close_matches(name, known, 3, 0.5)
    listed = ", ".join(list(known)[:12]) or "none"
    hint = f"did you mean {', '.join(close)}?" if close else f"known: {listed}"
    return Problem("test-unknown-id", f"no {kind} '{name}'", pointer, hint)
