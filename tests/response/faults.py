"""One good response, and what is wrong with it after one change.

``«`` marks the place where the problem must be reported; it is never written. The real
digest of the questionnaire is put in for ``DIGEST``.
"""

from __future__ import annotations

from typing import NamedTuple

from audit.cases import check_questionnaire
from tests import builders as b

ASKED = check_questionnaire(
    b.document(
        b.questionnaire(
            b.question("q-a"),
            b.question("q-b", "choice", options=[b.option("x"), b.option("y")]),
            b.question("q-n", "integer", allow_not_applicable=True),
            b.question("q-s", "text", max_length=20),
            b.question("q-f", "attachment"),
            b.question("q-m", "money"),
        ),
        "asked.json",
    )
)

GOOD = """\
{
 "response_id": "resp-1",
 "questionnaire": {"id": "tiny", "version": "1.0.0", "digest": "DIGEST"},
 "vendor": {"name": "Northline", "registration_no": "14820377", "country": "EE"},
 "authored": "2026-05-01",
 "respondents": [{"id": "ciso", "name": "Tanel Vaher"}],
 "answers": {
  "q-a": {"state": "answered", "value": true, "evidence": ["policy"], "respondent": "ciso"},
  "q-b": {"state": "unknown", "comment": "We will ask."},
  "q-n": {"state": "not_applicable", "justification": "There are none."},
  "q-s": {"state": "answered", "value": "Twenty characters at"},
  "q-f": {"state": "answered", "value": ["policy", "report"]},
  "q-m": {"state": "declined"}
 },
 "evidence": [
  {"id": "policy", "title": "Policy", "kind": "policy", "issuer": "Northline",
   "issued": "2026-01-01", "expires": "2026-01-01", "scope": "All sites",
   "file": "policy.pdf", "size": 1, "sha256": "SHA"},
  {"id": "report", "title": "Report", "kind": "report", "expires": "2026-12-31",
   "file": "report.pdf", "size": 1, "sha256": "SHA"}
 ],
 "attestation": {"name": "Helena", "role": "Director", "date": "2026-05-01",
  "statement": "All true."}
}
""".replace("DIGEST", ASKED.digest).replace("SHA", b.SHA)


class Fault(NamedTuple):
    """A piece of the good text, what replaces it, and the one problem that follows."""

    name: str
    piece: str
    instead: str
    code: str
    pointer: str
    message: str
    hint: str = ""


REFERENCE = (
    Fault(
        "other_questionnaire",
        '"id": "tiny"',
        '"id": «"other"',
        "response-questionnaire",
        "/questionnaire/id",
        "answers 'other', not 'tiny'",
        "choose the questionnaire that the response was made for",
    ),
    Fault(
        "other_version",
        '"version": "1.0.0"',
        '"version": «"1.0.1"',
        "response-version",
        "/questionnaire/version",
        "answers version 1.0.1, not 1.0.0",
        "issue the present version again and carry the answers over",
    ),
    Fault(
        "other_digest",
        f'"{ASKED.digest}"',
        f'«"{b.DIGEST}"',
        "response-digest",
        "/questionnaire/digest",
        "the questionnaire was changed after it was issued",
        "ask for the questionnaire file that the vendor was given",
    ),
)

ANSWERS = (
    Fault(
        "unknown_id_near_one",
        '"q-m": {"state": "declined"}',
        '"q-mm": «{"state": "declined"}',
        "answer-unknown-id",
        "/answers/q-mm",
        "no question 'q-mm'",
        "did you mean 'q-m'?",
    ),
    Fault(
        "unknown_id_far_from_all",
        '"q-m": {"state": "declined"}',
        '"a/b~c": «{"state": "declined"}',
        "answer-unknown-id",
        "/answers/a~1b~0c",
        "no question 'a/b~c'",
        "remove this answer",
    ),
    Fault(
        "unknown_id_without_end",
        '"q-m": {"state": "declined"}',
        f'"{"k" * 300}": «{{"state": "declined"}}',
        "answer-unknown-id",
        f"/answers/{'k' * 300}",
        f"no question '{'k' * 80}'",
        "remove this answer",
    ),
    Fault(
        "unknown_respondent",
        '"respondent": "ciso"',
        '"respondent": «"cso"',
        "answer-respondent",
        "/answers/q-a/respondent",
        "no respondent 'cso'",
        "add the person to 'respondents'",
    ),
    Fault(
        "answered_without_a_value",
        '"q-m": {"state": "declined"}',
        '"q-m": «{"state": "answered"}',
        "answer-missing-value",
        "/answers/q-m",
        "the state says answered, but there is no value",
        'fill in the value, or set the state to "unknown"',
    ),
    Fault(
        "answered_with_null",
        '"q-m": {"state": "declined"}',
        '"q-m": «{"state": "answered", "value": null}',
        "answer-missing-value",
        "/answers/q-m",
        "the state says answered, but there is no value",
        'fill in the value, or set the state to "unknown"',
    ),
    Fault(
        "value_of_another_type",
        '"value": true',
        '"value": «"yes"',
        "answer-value",
        "/answers/q-a/value",
        "yes",
        "true or false",
    ),
    Fault(
        "unknown_code",
        '{"state": "unknown", "comment": "We will ask."}',
        '{"state": "answered", "value": «"z"}',
        "answer-value",
        "/answers/q-b/value",
        "expected one of x, y (got 'z')",
        "copy one of the codes",
    ),
    Fault(
        "text_too_long",
        '"Twenty characters at"',
        '«"Twenty characters at."',
        "answer-value",
        "/answers/q-s/value",
        "21 characters, at most 20 fit",
        "shorten it, or attach it as evidence",
    ),
    Fault(
        "unknown_currency",
        '"q-m": {"state": "declined"}',
        '"q-m": {"state": "answered", "value": {"amount": "5", "currency": «"EUX"}}',
        "answer-value",
        "/answers/q-m/value/currency",
        "expected an ISO 4217 currency (got 'EUX')",
        "for example EUR, UAH, USD",
    ),
    Fault(
        "value_beside_declined",
        '"q-m": {"state": "declined"}',
        '"q-m": {"state": "declined", "value": «0}',
        "answer-state",
        "/answers/q-m/value",
        "a value beside the state 'declined'",
        'set the state to "answered", or remove the value',
    ),
    Fault(
        "value_beside_not_applicable",
        '"justification": "There are none."',
        '"value": «false, "justification": "There are none."',
        "answer-state",
        "/answers/q-n/value",
        "a value beside the state 'not_applicable'",
        'set the state to "answered", or remove the value',
    ),
    Fault(
        "not_applicable_where_it_always_applies",
        '"q-m": {"state": "declined"}',
        '"q-m": {"state": «"not_applicable", "justification": "None."}',
        "answer-not-applicable",
        "/answers/q-m/state",
        "this question always applies",
        'answer it, or set the state to "unknown"',
    ),
    Fault(
        "no_justification",
        '{"state": "not_applicable", "justification": "There are none."}',
        '«{"state": "not_applicable"}',
        "answer-justification",
        "/answers/q-n",
        "'not_applicable' needs a justification",
        "say in a sentence why the question does not apply",
    ),
    Fault(
        "blank_justification",
        '{"state": "not_applicable", "justification": "There are none."}',
        '«{"state": "not_applicable", "justification": " \\n\\t"}',
        "answer-justification",
        "/answers/q-n",
        "'not_applicable' needs a justification",
        "say in a sentence why the question does not apply",
    ),
)

EVIDENCE = (
    Fault(
        "expires_before_issued",
        '"expires": "2026-01-01"',
        '"expires": «"2025-12-31"',
        "evidence-dates",
        "/evidence/0/expires",
        "it expires before it was issued",
    ),
    Fault(
        "unknown_evidence",
        '"evidence": ["policy"]',
        '"evidence": ["policy", «"polici"]',
        "evidence-unknown-id",
        "/answers/q-a/evidence/1",
        "no evidence item 'polici'",
        "add it to the response's 'evidence' list",
    ),
    Fault(
        "unknown_attachment",
        '"value": ["policy", "report"]',
        '"value": ["policy", «"reports"]',
        "evidence-unknown-id",
        "/answers/q-f/value/1",
        "no evidence item 'reports'",
        "add it to the response's 'evidence' list",
    ),
)

_HINT = "remove control characters and text direction marks"
HIDDEN = tuple(
    Fault(
        f"hidden_{name}",
        f'"{before}"',
        f'«"{before}{escape}"',
        "text-hidden",
        pointer,
        f"hidden characters: {shown}",
        _HINT,
    )
    for name, before, escape, shown, pointer in (
        ("number", "14820377", "\\u0007", "U+0007", "/vendor/registration_no"),
        ("comment", "We will ask.", "\\u200b", "U+200B", "/answers/q-b/comment"),
        (
            "justification",
            "There are none.",
            "\\u2066",
            "U+2066",
            "/answers/q-n/justification",
        ),
        ("title", "Policy", "\\ufeff", "U+FEFF", "/evidence/0/title"),
        ("scope", "All sites", "\\ue000", "U+E000", "/evidence/0/scope"),
        ("file", "report.pdf", "\\u0000", "U+0000", "/evidence/1/file"),
        ("signatory", "Helena", "\\u001b", "U+001B", "/attestation/name"),
        ("role", "Director", "\\u009b", "U+009B", "/attestation/role"),
        (
            "statement",
            "All true.",
            "\\u2067\\u0001\\u2067",
            "U+0001, U+2067",
            "/attestation/statement",
        ),
    )
) + (
    Fault(
        "hidden_vendor",
        '"name": "Northline"',
        '"name": «"North\\u202eline"',
        "text-hidden",
        "/vendor/name",
        "hidden characters: U+202E",
        _HINT,
    ),
    Fault(
        "hidden_issuer",
        '"issuer": "Northline"',
        '"issuer": «"\\u2068Northline"',
        "text-hidden",
        "/evidence/0/issuer",
        "hidden characters: U+2068",
        _HINT,
    ),
    Fault(
        "hidden_text_answer",
        '"Twenty characters at"',
        '«"Twenty \\u202ccharacters"',
        "answer-value",
        "/answers/q-s/value",
        "hidden characters: U+202C",
        _HINT,
    ),
)

SHAPES = (
    Fault(
        "unknown_key",
        '"response_id"',
        '«"score": 100, "response_id"',
        "schema-unknown-key",
        "/score",
        "unknown key 'score'; known keys: $schema, response_id",
    ),
    Fault(
        "unknown_key_of_an_answer",
        '{"state": "declined"}',
        '{"state": "declined", «"assurance": "verified"}',
        "schema-unknown-key",
        "/answers/q-m/assurance",
        "unknown key 'assurance'; known keys: value, state",
    ),
    Fault(
        "unknown_state",
        '"declined"',
        '«"refused"',
        "schema-choice",
        "/answers/q-m/state",
        "expected one of answered, not_applicable, unknown, declined, unanswered",
    ),
    Fault(
        "attestation_without_a_role",
        '"attestation": {"name": "Helena", "role": "Director"',
        '"attestation": «{"name": "Helena"',
        "schema-missing-key",
        "/attestation/role",
        "missing key 'role'",
    ),
    Fault(
        "empty_statement",
        '"statement": "All true."',
        '"statement": «""',
        "schema-value",
        "/attestation/statement",
        "is too short; at least 1 characters needed",
    ),
    Fault(
        "country_in_words",
        '"country": "EE"',
        '"country": «"Estonia"',
        "schema-value",
        "/vendor/country",
        "does not have the form ^[A-Z]{2}$, got 'Estonia'",
    ),
    Fault(
        "no_day",
        '"authored": "2026-05-01"',
        '"authored": «"2026-05-32"',
        "schema-type",
        "/authored",
        "expected a date such as 2026-01-31, got '2026-05-32'",
    ),
    Fault(
        "no_digest",
        f'"file": "report.pdf", "size": 1, "sha256": "{b.SHA}"',
        f'"file": "report.pdf", "size": 1, "sha256": «"{b.SHA[1:]}"',
        "schema-value",
        "/evidence/1/sha256",
        "does not have the form ^[0-9a-f]{64}$",
    ),
    Fault(
        "unknown_kind",
        '"kind": "report"',
        '"kind": «"raport"',
        "schema-choice",
        "/evidence/1/kind",
        "expected one of policy, certificate, report",
        "did you mean 'report'?",
    ),
    Fault(
        "evidence_id_with_spaces",
        '"evidence": ["policy"]',
        '"evidence": [«"the policy"]',
        "schema-value",
        "/answers/q-a/evidence/0",
        "does not have the form",
    ),
    Fault(
        "carried_in_words",
        '{"state": "declined"}',
        '{"state": "declined", "carried": «"yes"}',
        "schema-type",
        "/answers/q-m/carried",
        "expected true or false, got 'yes'",
    ),
)

FAULTS = (*REFERENCE, *ANSWERS, *EVIDENCE, *HIDDEN, *SHAPES)
