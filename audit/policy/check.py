"""Is a policy sound: references, translations, conditions, verdict tables."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any, get_args

from audit.conditions.check import check as check_condition
from audit.conditions.model import (
    Combination,
    EvidenceTest,
    Leaf,
    Node,
    Rows,
    fields_read,
)
from audit.conditions.parse import parse
from audit.errors import InputError, Problem
from audit.policy.check_verdicts import check_verdicts
from audit.policy.gates import check_hidden_reads
from audit.questionnaire.localisation import missing_translations
from audit.response.evidence_item import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.policy.model import Control, Policy
    from audit.questionnaire.model import Questionnaire


_KINDS: tuple[str, ...] = get_args(Kind)


def check(policy: Policy, questionnaire: Questionnaire) -> tuple[Problem, ...]:
    """Return every reason why nobody should be judged by this policy yet."""
    return (
        *_check_applies_to(policy, questionnaire),
        *_check_ids(policy),
        *_check_conditions(policy, questionnaire),
        *_check_not_applicable(policy, questionnaire),
        *_check_factors(policy),
        *check_verdicts(policy),
        *_check_translations(policy),
    )


def _check_applies_to(
    policy: Policy, questionnaire: Questionnaire
) -> Iterator[Problem]:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    wanted = policy.applies_to
    if wanted.questionnaire != questionnaire.id:
        message = f"written for '{wanted.questionnaire}', not '{questionnaire.id}'"
        yield Problem("policy-questionnaire", message, "/applies_to/questionnaire")
    try:
        fits = questionnaire.version in SpecifierSet(wanted.versions)
    except InvalidSpecifier:
        hint = 'write for example ">=1.0,<2"'
        pointer = "/applies_to/versions"
        yield Problem("policy-versions", "this is no version range", pointer, hint)
        return
    if not fits:
        message = f"'{wanted.versions}' leaves out version {questionnaire.version}"
        yield Problem("policy-versions", message, "/applies_to/versions")


def _check_ids(policy: Policy) -> Iterator[Problem]:
    for place in ("domains", "controls", "contradictions"):
        counts = Counter(item.id for item in getattr(policy, place))
        for index, item in enumerate(getattr(policy, place)):
            if counts[item.id] > 1:
                message = f"'{item.id}' stands twice"
                yield Problem("id-duplicate", message, f"/{place}/{index}/id")
    domains = {domain.id for domain in policy.domains}
    for index, control in enumerate(policy.controls):
        if control.domain not in domains:
            hint = f"known: {', '.join(sorted(domains))}"
            message = f"no domain '{control.domain}'"
            pointer = f"/controls/{index}/domain"
            yield Problem("policy-domain", message, pointer, hint)


def conditions_of(policy: Policy) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every condition of a policy with its JSON Pointer."""
    for index, control in enumerate(policy.controls):
        pointer = f"/controls/{index}"
        if control.applies_when is not None:
            yield f"{pointer}/applies_when", control.applies_when
        yield f"{pointer}/rule", control.rule
        if control.partial is not None:
            yield f"{pointer}/partial/rule", control.partial.rule
    for index, contradiction in enumerate(policy.contradictions):
        yield f"/contradictions/{index}/when", contradiction.when
    for number, factor in enumerate(policy.inherent.factors):
        for index, score in enumerate(factor.scores):
            yield f"/inherent/factors/{number}/scores/{index}/when", score.when


def _check_conditions(
    policy: Policy, questionnaire: Questionnaire
) -> Iterator[Problem]:
    for pointer, condition in conditions_of(policy):
        try:
            node = parse(condition, pointer)
        except InputError as error:
            yield from error.problems
            continue
        found = tuple(check_condition(node, questionnaire.questions))
        yield from found
        yield from _check_silence(node, allow_invalid="contradictions" in pointer)
        if not found and pointer.endswith("/rule"):
            control = policy.controls[int(pointer.split("/")[2])]
            # A malformed applies_when has been reported on its own.
            with suppress(InputError):
                yield from check_hidden_reads(control, node, questionnaire, pointer)


def _check_silence(node: Node, *, allow_invalid: bool) -> Iterator[Problem]:
    """Refuse what would let a vendor gain by saying N/A or by invalid evidence."""
    if isinstance(node, Combination):
        for part in node.parts:
            yield from _check_silence(part, allow_invalid=allow_invalid)
    elif isinstance(node, Leaf) and node.op == "not_applicable":
        hint = "use the control's own 'not_applicable: accept'"
        message = "a policy condition cannot rest on N/A"
        yield Problem("policy-not-applicable", message, node.pointer, hint)
    elif isinstance(node, EvidenceTest):
        yield from _check_evidence(node, allow_invalid=allow_invalid)
    elif isinstance(node, Rows) and node.where is not None:
        yield from _check_silence(node.where, allow_invalid=allow_invalid)


def _check_evidence(node: EvidenceTest, *, allow_invalid: bool) -> Iterator[Problem]:
    if node.valid is allow_invalid:
        wanted = "only invalid" if allow_invalid else "no invalid"
        message = f"{wanted} evidence can be asked for here"
        yield Problem("policy-evidence", message, node.pointer)
    if node.kind is not None and node.kind not in _KINDS:
        hint = f"known: {', '.join(_KINDS)}"
        message = f"no kind of evidence '{node.kind}'"
        yield Problem("policy-evidence", message, node.pointer, hint)
    if allow_invalid and node.answer is None:
        message = "a contradiction names the answer whose evidence it doubts"
        hint = "add 'answer': else dropping that answer would hide the contradiction"
        yield Problem("policy-evidence", message, node.pointer, hint)


def _check_not_applicable(
    policy: Policy, questionnaire: Questionnaire
) -> Iterator[Problem]:
    for index, control in enumerate(policy.controls):
        if control.not_applicable == "accept" and not _na_possible(
            control, questionnaire
        ):
            message = "no question that the rule reads allows N/A"
            pointer = f"/controls/{index}/not_applicable"
            yield Problem("policy-not-applicable", message, pointer)


def _na_possible(control: Control, questionnaire: Questionnaire) -> bool:
    try:
        read = fields_read(parse(control.rule))
    except InputError:
        return True
    asked = [questionnaire.questions.get(link_id) for link_id in read]
    return any(question and question.allow_not_applicable for question in asked)


def _check_factors(policy: Policy) -> Iterator[Problem]:
    levels = list(type(policy.assurance).model_fields)
    worth = [getattr(policy.assurance, level) for level in levels]
    for lower, higher, name in zip(worth, worth[1:], levels[1:], strict=False):
        if higher < lower:
            message = f"'{name}' is worth less than a weaker assurance"
            yield Problem("policy-assurance", message, f"/assurance/{name}")


def _check_translations(policy: Policy) -> Iterator[Problem]:
    languages = tuple(policy.languages)
    if policy.language not in languages:
        message = "'language' is not among 'languages'"
        yield Problem("translation-missing", message, "/language")
    yield from missing_translations(policy.title, languages, "/title")
    for place, items in (
        ("/domains", policy.domains),
        ("/controls", policy.controls),
        ("/contradictions", policy.contradictions),
        ("/inherent/factors", policy.inherent.factors),
        ("/inherent/tiers", policy.inherent.tiers),
        ("/ratings", policy.ratings),
        ("/residual/levels", policy.residual.levels),
        ("/lint_ignore", policy.lint_ignore),
    ):
        for index, item in enumerate(items):
            for name in ("title", "label", "rationale", "clause", "finding", "reason"):
                text = getattr(item, name, None)
                pointer = f"{place}/{index}/{name}"
                yield from missing_translations(text, languages, pointer)
    for index, control in enumerate(policy.controls):
        text = control.remediation.text if control.remediation else None
        pointer = f"/controls/{index}/remediation/text"
        yield from missing_translations(text, languages, pointer)
