"""What the lint says of a policy: one warning for each slip, at its very place."""

from __future__ import annotations

from typing import get_args

import pytest

from audit import library
from audit.cases import (
    Loaded,
    check_policy,
    check_questionnaire,
    load_policy,
    load_questionnaire,
    questionnaire_of,
)
from audit.documents import read_yaml
from audit.errors import InputError, Problem
from audit.policy.frameworks import ids_of, is_known
from audit.policy.lint.codes import CODES, LintCode
from audit.policy.lint.run import Linted, lint
from audit.policy.lint.weights import shares
from audit.policy.model import Policy
from audit.questionnaire.model import Questionnaire
from audit.workbench.checking import placed
from tests.policy.lint_cases import ASKED, GOOD, POLICY_BAD, QUESTIONNAIRE_BAD, Slip

SHIPPED = tuple(library.packs("policies"))


def asked(text: str = ASKED) -> Loaded[Questionnaire]:
    return check_questionnaire(read_yaml(text.encode(), "asked.yaml"))


def policy(text: str, questionnaire: Loaded[Questionnaire]) -> Loaded[Policy]:
    return check_policy(read_yaml(text.encode(), "policy.yaml"), questionnaire.record)


def linted(text: str, questionnaire: str = ASKED) -> Linted:
    about = asked(questionnaire)
    return lint(policy(text, about).record, about.record)


def changed(text: str, slip: Slip) -> str:
    assert text.count(slip.piece) == 1
    return text.replace(slip.piece, slip.instead)


def place_of_mark(text: str) -> tuple[int, int]:
    before, _, _ = text.partition("«")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def warned(asked_text: str, policy_text: str) -> tuple[str, Problem]:
    """Return the subject and the place of the one warning there is."""
    questionnaire = asked(asked_text)
    loaded = policy(policy_text, questionnaire)
    (remark,) = lint(loaded.record, questionnaire.record).remarks
    return remark.subject, placed(remark, loaded, questionnaire)


def test_the_good_policy_gets_no_warning() -> None:
    assert linted(GOOD) == Linted((), ())


def named(slip: Slip) -> str:
    return f"{slip.code}-{slip.subject}"


@pytest.mark.parametrize("slip", POLICY_BAD, ids=named)
def test_a_slip_in_the_policy_is_one_warning_at_its_place_bad(slip: Slip) -> None:
    marked = changed(GOOD, slip)
    subject, found = warned(ASKED, marked.replace("«", ""))
    assert (found.code, subject) == (slip.code, slip.subject)
    assert slip.message in found.message
    assert (found.file, found.line, found.column) == (
        "policy.yaml",
        *place_of_mark(marked),
    )
    assert found.hint
    assert found.pointer.startswith("/")


@pytest.mark.parametrize("slip", QUESTIONNAIRE_BAD, ids=named)
def test_what_is_asked_in_vain_is_shown_in_the_questionnaire_bad(slip: Slip) -> None:
    marked = changed(ASKED, slip)
    subject, found = warned(marked.replace("«", ""), GOOD)
    assert (found.code, subject) == (slip.code, slip.subject)
    assert slip.message in found.message
    assert (found.file, found.line, found.column) == (
        "asked.yaml",
        *place_of_mark(marked),
    )


def test_every_code_is_described_and_has_a_bad_case() -> None:
    bad = {slip.code for slip in (*POLICY_BAD, *QUESTIONNAIRE_BAD)}
    assert bad == set(CODES) == set(get_args(LintCode))


def ignoring(entry: str, text: str = GOOD) -> str:
    return text + f"lint_ignore:\n  - {entry}\n"


NO_CLAUSE = changed(GOOD, POLICY_BAD[1]).replace("«", "")


@pytest.mark.parametrize(
    "entry",
    [
        "{code: clause-missing, reason: {en: The contract has it.}}",
        "{code: clause-missing, subjects: [ON], reason: {en: The contract has it.}}",
    ],
)
def test_a_reason_in_the_policy_answers_a_warning(entry: str) -> None:
    found = linted(ignoring(entry, NO_CLAUSE))
    assert not found.remarks
    ((remark, ignore),) = found.ignored
    assert (remark.code, remark.subject) == ("clause-missing", "ON")
    assert ignore.reason == {"en": "The contract has it."}


def test_a_reason_for_another_control_answers_nothing_bad() -> None:
    entry = "{code: clause-missing, subjects: [ON, WAY], reason: {en: Why}}"
    (idle,) = linted(ignoring(entry, NO_CLAUSE)).remarks
    assert (idle.code, idle.pointer) == ("ignore-idle", "/lint_ignore/0/subjects/1")
    entry = "{code: clause-missing, subjects: [WAY], reason: {en: Why}}"
    found = {remark.code for remark in linted(ignoring(entry, NO_CLAUSE)).remarks}
    assert found == {"clause-missing", "ignore-idle"}


def test_a_question_stands_for_its_options_in_a_reason() -> None:
    text = changed(ASKED, QUESTIONNAIRE_BAD[1]).replace("«", "")
    entry = "{code: option-uncovered, subjects: [q-many], reason: {en: Why}}"
    found = linted(ignoring(entry), text)
    assert [remark.subject for remark, _ in found.ignored] == ["q-many/z"]
    assert not found.remarks


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{code: clause-mising, reason: {en: Why}}", "clause-missing"),
        ("{code: clause-missing}", "reason"),
        ("{code: clause-missing, reason: {uk: Чому}}", "no translation into 'en'"),
    ],
)
def test_a_reason_that_says_nothing_is_refused_bad(entry: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        linted(ignoring(entry, NO_CLAUSE))
    (found,) = caught.value.problems
    assert message in f"{found.message} {found.hint} {found.pointer}"
    assert found.pointer.startswith("/lint_ignore/0")


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_policies_leave_no_warning_and_explain_every_exception(
    name: str,
) -> None:
    questionnaire = load_questionnaire(questionnaire_of(name)).record
    record = load_policy(name, questionnaire).record
    found = lint(record, questionnaire)
    assert not found.remarks
    assert {ignore.code for _, ignore in found.ignored} == {
        ignore.code for ignore in record.lint_ignore
    }
    assert all(set(i.reason) == {"en", "uk", "ru"} for i in record.lint_ignore)


def test_the_first_half_of_the_decisions_may_hide_the_second_together_bad() -> None:
    text = GOOD.partition("decision:")[0] + (
        "decision:\n"
        "  - {decision: accept_with_conditions, when: {score_at_least: 50, knock_outs_at_most: 0}}\n"
        "  - {decision: reject, when: {rating_at_least: fair}}\n"
        "  - {decision: accept, when: {rating_at_least: good, knock_outs_at_most: 0}}\n"
    )
    (found,) = linted(text).remarks
    assert (found.code, found.subject) == ("decision-unreachable", "3")


def test_a_decision_that_contradicts_the_matrix_is_met_by_nobody_bad() -> None:
    text = GOOD.replace(
        "{rating_at_least: fair}}", "{rating_at_least: fair, residual_at_most: low}}"
    ).replace(
        "{good: low, fair: low, poor: high}", "{good: high, fair: high, poor: high}"
    )
    (found,) = linted(text).remarks
    assert (found.code, found.subject) == ("decision-unreachable", "2")
    assert "no vendor can" in found.message


def test_shares_are_what_the_weights_say_and_make_a_whole() -> None:
    found = shares(policy(GOOD, asked()).record)
    assert [str(found[name]) for name in ("ON", "COUNT")] == ["1/6", "1/8"]
    assert sum(found.values()) == 1


KNOWN = {
    "iso27001": (127, "A.5.1", "A.5.37", "A.8.34", "4.1", "6.1.3", "10.2"),
    "nist_csf": (106, "GV.OC-01", "ID.AM-08", "PR.DS-11", "RC.CO-04"),
    "pci_dss": (323, "12.8.4", "3.3.1.2", "9.5.1.2.1", "A1.2.3"),
    "ccm": (197, "A&A-06", "UEM-14", "LOG-13"),
    "soc2": (61, "CC1.1", "CC9.2", "P6.7", "PI1.5"),
    "ua_2297": (31, "Art.1", "Art.30", "Model Procedure"),
}
UNKNOWN = {
    "iso27001": ("A.5.38", "A.9.1", "5.4", "A.5.01", ""),
    "nist_csf": ("ID.AM-06", "PR.DS-03", "GV.OC-1", "RS.AN-05"),
    "pci_dss": ("13.1", "3.3.4", "12.8.6"),
    "ccm": ("A&A-07", "DSP-20", "XYZ-01"),
    "soc2": ("CC6.9", "P7.2", "C1.3"),
    "ua_2297": ("Art.31", "24"),
}


@pytest.mark.parametrize("framework", KNOWN)
def test_a_framework_has_its_ids(framework: str) -> None:
    count, *examples = KNOWN[framework]
    assert len(set(ids_of(framework))) == len(ids_of(framework)) == count
    assert all(is_known(framework, str(example)) for example in examples)


@pytest.mark.parametrize("framework", UNKNOWN)
def test_a_framework_has_no_other_ids_bad(framework: str) -> None:
    assert not [one for one in UNKNOWN[framework] if is_known(framework, one)]


@pytest.mark.parametrize(
    "article", ["1", "99", "28(3)(h)", "4(26)", "70(1)(b)", "83(9)"]
)
def test_the_gdpr_has_articles_paragraphs_and_points(article: str) -> None:
    assert is_known("gdpr", article)


@pytest.mark.parametrize(
    "article", ["0", "100", "28(11)", "10(1)", "5(0)", "28 (3)", "28(3)h"]
)
def test_the_gdpr_has_nothing_beyond_bad(article: str) -> None:
    assert not is_known("gdpr", article)


def test_the_ids_that_questions_refer_to_exist() -> None:
    for name in library.packs("questionnaires"):
        for question in load_questionnaire(name).record.questions.values():
            for framework, ids in question.references.items():
                assert [one for one in ids if not is_known(framework, one)] == []
