"""The shipped packs: complete, translated, covering the topics, leaking nothing."""

from __future__ import annotations

import json
import re

import pytest

from audit import library, pipeline
from audit.cases import load_policy, load_questionnaire
from audit.policy.check import conditions_of
from tests.form.test_safety import payload_of

PACKS = sorted(library.packs("questionnaires"))
POLICIES = sorted(library.packs("policies"))
#: Topics by area; each must have at least one question in the contact-centre pack.
TOPICS = {
    "gov": 7, "dat": 8, "enc": 5, "rec": 7, "iam": 9, "ept": 6, "phy": 5, "rmt": 2,
    "hrs": 6, "log": 4, "vul": 6, "sub": 3, "inc": 3, "bcp": 4, "prv": 7, "aiu": 4,
    "ops": 8,
}  # fmt: skip


def load(policy: str):
    questionnaire = load_questionnaire(pipeline.questionnaire_of(policy))
    return questionnaire.record, load_policy(policy, questionnaire.record).record


def test_the_contact_centre_pack_covers_all_94_topics() -> None:
    assert sum(TOPICS.values()) == 94
    ids = set(load_questionnaire("contact-centre").record.questions)
    for area, count in TOPICS.items():
        for number in range(1, count + 1):
            topic = f"{area}-{number:02d}"
            known = {"rmt-01": "svc-remote-share"}.get(topic, topic)
            assert any(i.startswith(known) for i in ids), topic


@pytest.mark.parametrize("name", PACKS)
def test_every_question_says_why_it_is_asked_in_three_languages(name: str) -> None:
    questionnaire = load_questionnaire(name).record
    assert questionnaire.languages == ("en", "uk", "ru")
    for link_id, question in questionnaire.questions.items():
        for text in (question.text, question.help, question.rationale):
            assert text is not None, link_id
            assert set(text) == {"en", "uk", "ru"}, link_id


@pytest.mark.parametrize("name", PACKS)
def test_the_right_alphabet_is_used_in_each_language(name: str) -> None:
    text = json.dumps(
        load_questionnaire(name).record.model_dump(mode="json"), ensure_ascii=False
    )
    for language, alien in (("uk", "[ыэёъЫЭЁЪ]"), ("ru", "[іїєґІЇЄҐ]")):
        for found in re.findall(rf'"{language}": "((?:[^"\\]|\\.)*)"', text):
            assert not re.search(alien, found), found
            assert re.search("[а-яіїєґ]", found.lower()) or len(found) < 40, found


@pytest.mark.parametrize("name", POLICIES)
def test_every_control_can_be_acted_on(name: str) -> None:
    _, policy = load(name)
    for control in policy.controls:
        assert control.remediation is not None, control.id
        assert control.clause is not None, control.id
        assert control.rationale is not None, control.id
        for text in (control.remediation.text, control.clause, control.title):
            assert set(text) == {"en", "uk", "ru"}, control.id


@pytest.mark.parametrize("name", POLICIES)
def test_every_policy_has_knock_outs_and_contradictions(name: str) -> None:
    _, policy = load(name)
    assert any(control.knock_out for control in policy.controls)
    assert len(policy.contradictions) >= 3
    assert len(list(conditions_of(policy))) > len(policy.controls)


@pytest.mark.parametrize("name", POLICIES)
@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_what_a_vendor_is_given_holds_nothing_of_the_policy(
    name: str, language: str
) -> None:
    questionnaire = load_questionnaire(pipeline.questionnaire_of(name))
    _, policy = load(name)
    files = pipeline.issue(questionnaire, language)
    packed = json.dumps(payload_of(files["form.html"]), ensure_ascii=False)
    given = b"\n".join(files.values()).decode() + packed
    own = json.dumps(questionnaire.document.data, ensure_ascii=False, default=str)
    ids = [re.escape(c.id) for c in (*policy.controls, *policy.contradictions)]
    named = re.compile(rf"\b(?:{'|'.join(ids)})\b")
    assert set(named.findall(given)) - set(named.findall(own)) == set()
    for word in ("weight", "knock_out", "min_score", "evidence_floor", "severity"):
        assert f'"{word}"' not in given
    for control in policy.controls:
        assert control.clause is not None
        assert control.clause[language] not in given


def test_the_issued_response_is_valid_by_its_own_schema() -> None:
    from jsonschema import Draft202012Validator

    files = pipeline.issue(load_questionnaire("contact-centre"), "uk")
    schema = json.loads(files["response.schema.json"])
    Draft202012Validator.check_schema(schema)
    blank = json.loads(files["response.json"])
    assert list(Draft202012Validator(schema).iter_errors(blank)) == []
    blank["answers"]["enc-02-lowest-tls"] = {"state": "answered", "value": "nonsense"}
    assert list(Draft202012Validator(schema).iter_errors(blank)) != []
