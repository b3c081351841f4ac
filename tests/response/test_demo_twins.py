"""Bad twins of the demo vendors: one change each, refused with place and hint.

``⟪`` marks the place where the problem must be reported; it is never written.
"""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner, Result

import audit
from audit import pipeline
from audit.assessment.assess import Inputs
from audit.assessment.assess import assess as assess_inputs
from audit.assessment.inputs import SignatureFact
from audit.assessment.model import Assessment
from audit.cases import (
    Loaded,
    engine_version,
    load_policy,
    load_questionnaire,
    load_response,
)
from audit.cli.main import main
from audit.evidence_files import observe
from audit.policy.compile import Plan, compile_policy
from audit.questionnaire.model import Questionnaire
from tests import builders as b

VENDORS = Path(audit.__file__).parent / "demo" / "vendors"
NAMES = ("northline", "dialog-plus", "goldvoice")
DAY = date(2026, 11, 24)
POLICY = "contact-centre-baseline"
MARK = "⟪"

Data = dict[str, Any]


@lru_cache
def original(name: str) -> str:
    text = (VENDORS / name / "response.json").read_text("utf-8")
    assert MARK not in text
    return text


def run(path: Path) -> Result:
    words = ["check", str(path), "--as-of", DAY.isoformat()]
    return CliRunner().invoke(main, words)


class Twin(NamedTuple):
    """How a good text is made bad, and what must be said about it."""

    name: str
    change: Callable[[str], str]
    pointer: str
    code: str
    message: str
    hint: str = ""


def _dumped(data: Data) -> str:
    """Write the data; a text that begins with the mark is marked itself.

    What follows ``⟪=`` is written as it is, without quotes.
    """
    text = json.dumps(data, ensure_ascii=False, indent=1)
    begin, _, rest = text.partition(f'"{MARK}')
    if not rest.startswith("="):
        return f'{begin}{MARK}"{rest}'
    raw, _, after = rest[1:].partition('⟫"')
    plain = json.loads('"' + raw + '"')
    return f"{begin}{MARK}{plain}{after}"


def _set(*path: str | int, to: Any) -> Callable[[str], str]:
    def change(text: str) -> str:
        data = json.loads(text)
        place = data
        for step in path[:-1]:
            place = place[step]
        if isinstance(place, list) and path[-1] == "+":
            place.append(to)
        else:
            place[path[-1]] = to
        return _dumped(data)

    return change


def _answer(link_id: str, **answer: Any) -> Callable[[str], str]:
    return _set("answers", link_id, to=answer)


def _answered(link_id: str, value: Any) -> Callable[[str], str]:
    return _answer(link_id, state="answered", value=value)


def _raw(text: str) -> str:
    return f"{MARK}={text}⟫"


def _repeated_evidence(text: str) -> str:
    data = json.loads(text)
    twice = copy.deepcopy(data["evidence"][0])
    data["evidence"].append({**twice, "id": f"{MARK}{twice['id']}"})
    return _dumped(data)


def _attestation_without_role(text: str) -> str:
    data = json.loads(text)
    signed = data["attestation"]
    del signed["role"]
    data["attestation"] = _raw(json.dumps(signed, ensure_ascii=False))
    return _dumped(data)


def _end(instead: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        body = text.rstrip()
        assert body.endswith("}")
        return body[:-1].rstrip() + instead

    return change


SITE = {"name": "A", "city": "B", "country": "EE", "seats": 1}
_HIDDEN = "remove control characters and text direction marks"

TWINS = (
    Twin(
        "digest_of_another_questionnaire",
        _set("questionnaire", "digest", to=MARK + b.DIGEST),
        "/questionnaire/digest",
        "response-digest",
        "the questionnaire was changed after it was issued",
        "ask for the questionnaire file that the vendor was given",
    ),
    Twin(
        "version_of_another_questionnaire",
        _set("questionnaire", "version", to=f"{MARK}1.0.1"),
        "/questionnaire/version",
        "response-version",
        "answers version 1.0.1, not 1.0.0",
        "issue the present version again",
    ),
    Twin(
        "unknown_link_id",
        _set("answers", "svc-servces", to=_raw('{"state": "unknown"}')),
        "/answers/svc-servces",
        "answer-unknown-id",
        "no question 'svc-servces'",
        "did you mean 'svc-services'?",
    ),
    Twin(
        "unknown_option_code",
        _answered("svc-complexity", f"{MARK}level_9"),
        "/answers/svc-complexity/value",
        "answer-value",
        "expected one of level_1, level_2, level_3 (got 'level_9')",
        "did you mean 'level_3'?",
    ),
    Twin(
        "unknown_option_code_among_others",
        _answered("svc-channels", ["voice", f"{MARK}fax"]),
        "/answers/svc-channels/value/1",
        "answer-value",
        "(got 'fax')",
        "copy one of the codes",
    ),
    Twin(
        "number_as_text",
        _answered("svc-contacts-per-month", f"{MARK}38000"),
        "/answers/svc-contacts-per-month/value",
        "answer-value",
        "expected a whole number",
        "without quotes",
    ),
    Twin(
        "no_justification",
        _set("answers", "iam-03-federation", to=_raw('{"state": "not_applicable"}')),
        "/answers/iam-03-federation",
        "answer-justification",
        "'not_applicable' needs a justification",
        "say in a sentence why the question does not apply",
    ),
    Twin(
        "not_applicable_where_it_always_applies",
        _answer("svc-services", state=f"{MARK}not_applicable", justification="None."),
        "/answers/svc-services/state",
        "answer-not-applicable",
        "this question always applies",
        'answer it, or set the state to "unknown"',
    ),
    Twin(
        "answered_without_a_value",
        _set("answers", "svc-services", to=_raw('{"state": "answered"}')),
        "/answers/svc-services",
        "answer-missing-value",
        "the state says answered, but there is no value",
        'fill in the value, or set the state to "unknown"',
    ),
    Twin(
        "declined_with_a_value",
        _answer("svc-services", state="declined", value=f"{MARK}x"),
        "/answers/svc-services/value",
        "answer-state",
        "a value beside the state 'declined'",
        'set the state to "answered", or remove the value',
    ),
    Twin(
        "unknown_evidence",
        _answer("svc-services", state="unknown", evidence=[f"{MARK}nothing"]),
        "/answers/svc-services/evidence/0",
        "evidence-unknown-id",
        "no evidence item 'nothing'",
        "add it to the response's 'evidence' list",
    ),
    Twin(
        "evidence_twice",
        _repeated_evidence,
        "/id",
        "evidence-duplicate",
        "stands twice",
    ),
    Twin(
        "evidence_expires_before_it_was_issued",
        _set("evidence", 0, "expires", to=f"{MARK}1999-12-31"),
        "/evidence/0/expires",
        "evidence-dates",
        "it expires before it was issued",
    ),
    Twin(
        "unknown_respondent",
        _answer("svc-services", state="unknown", respondent=f"{MARK}nobody"),
        "/answers/svc-services/respondent",
        "answer-respondent",
        "no respondent 'nobody'",
        "add the person to 'respondents'",
    ),
    Twin(
        "text_too_long",
        _answered("iam-09-procedure", MARK + "x" * 2001),
        "/answers/iam-09-procedure/value",
        "answer-value",
        "2001 characters, at most 2000 fit",
        "shorten it, or attach it as evidence",
    ),
    Twin(
        "text_that_runs_backwards",
        _answered("iam-09-procedure", f"{MARK}We check \u202e.ton"),
        "/answers/iam-09-procedure/value",
        "answer-value",
        "hidden characters: U+202E",
        _HIDDEN,
    ),
    Twin(
        "vendor_with_a_hidden_letter",
        _set("vendor", "name", to=f"{MARK}North\u200bline"),
        "/vendor/name",
        "text-hidden",
        "hidden characters: U+200B",
        _HIDDEN,
    ),
    Twin(
        "unknown_currency",
        _answered("ops-07-rate", {"amount": "7.50", "currency": f"{MARK}EUX"}),
        "/answers/ops-07-rate/value/currency",
        "answer-value",
        "expected an ISO 4217 currency (got 'EUX')",
        "for example EUR, UAH, USD",
    ),
    Twin(
        "amount_as_number",
        _answered("ops-07-rate", {"amount": _raw("7.5"), "currency": "EUR"}),
        "/answers/ops-07-rate/value/amount",
        "answer-value",
        "expected an amount as text",
        "write digits in quotes",
    ),
    Twin(
        "unknown_column",
        _answered("svc-sites", [SITE, {**SITE, "floor": f"{MARK}3"}]),
        "/answers/svc-sites/value/1/floor",
        "answer-value",
        "unknown column 'floor'",
        "known: name, city, country, seats",
    ),
    Twin(
        "row_without_a_column",
        _answered("svc-sites", [SITE, _raw('{"name": "A", "city": "B", "seats": 1}')]),
        "/answers/svc-sites/value/1",
        "answer-value",
        "the row lacks 'country'",
        "ountry",
    ),
    Twin(
        "unknown_unit",
        _answered("rec-02-retention", {"value": 3, "unit": f"{MARK}months"}),
        "/answers/rec-02-retention/value/unit",
        "answer-value",
        "expected one of min, h, d, wk, mo, a (got 'months')",
        "mo is a month, a is a year",
    ),
    Twin(
        "attestation_without_role",
        _attestation_without_role,
        "/attestation/role",
        "schema-missing-key",
        "missing key 'role'",
    ),
    Twin(
        "impossible_day",
        _set("authored", to=f"{MARK}2026-02-30"),
        "/authored",
        "schema-type",
        "expected a date such as 2026-01-31, got '2026-02-30'",
    ),
    Twin(
        "digest_of_another_form",
        _set("evidence", 0, "sha256", to=MARK + "A" * 64),
        "/evidence/0/sha256",
        "schema-value",
        "does not have the form",
    ),
    Twin(
        "unknown_state",
        _answer("svc-services", state=f"{MARK}answred"),
        "/answers/svc-services/state",
        "schema-choice",
        "expected one of answered, not_applicable, unknown, declined",
        "did you mean 'answered'?",
    ),
    Twin(
        "unknown_top_level_key",
        _end(f',\n {MARK}"score": 100\n}}\n'),
        "/score",
        "schema-unknown-key",
        "unknown key 'score'; known keys: $schema, response_id",
    ),
    Twin(
        "mistyped_top_level_key",
        _end(f',\n {MARK}"evidnce": []\n}}\n'),
        "/evidnce",
        "schema-unknown-key",
        "unknown key 'evidnce'; known keys: ",
        "did you mean 'evidence'?",
    ),
    Twin(
        "key_twice",
        _end(f',\n {MARK}"answers": {{}}\n}}\n'),
        "/answers",
        "json-duplicate-key",
        "key 'answers' stands twice, first on line ",
        "keep one of them",
    ),
    Twin(
        "not_a_number",
        _answered("svc-contacts-per-month", _raw("NaN")),
        "/answers/svc-contacts-per-month/value",
        "json-not-a-number",
        "NaN is not a JSON number",
        "write null, or a text",
    ),
    Twin(
        "number_that_readers_round",
        _answered("svc-contacts-per-month", _raw("9007199254740993")),
        "/answers/svc-contacts-per-month/value",
        "json-number-range",
        "the number is beyond 2^53",
        "write it as a text, in quotes",
    ),
    Twin(
        "half_a_surrogate_pair",
        _answered("iam-09-procedure", _raw('"\\ud83d"')),
        "/answers/iam-09-procedure/value",
        "json-surrogate",
        "the text holds half of a surrogate pair",
        "write the character itself",
    ),
    Twin(
        "bytes_after_the_end",
        _end(f"\n}}\n{MARK}{{}}"),
        "",
        "json-trailing",
        "something follows the end of the document",
        "a document is one value; remove what follows it",
    ),
    Twin(
        "comma_before_the_end",
        _end(f"{MARK},\n}}\n"),
        "",
        "json-trailing-comma",
        "a comma stands before '}'",
        "remove the comma",
    ),
    Twin(
        "cut_off",
        _end(f"\n{MARK}"),
        "",
        "json-end",
        "the document ends where ',' or '}' should stand",
        "the file may have been cut off",
    ),
)


@pytest.mark.parametrize("name", NAMES)
def test_the_demo_vendor_is_accepted_as_it_is_and_written_anew(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / "response.json"
    for text in (original(name), json.dumps(json.loads(original(name)))):
        path.write_text(text, "utf-8")
        done = run(path)
        assert done.exit_code == 0, done.output
        assert "[" not in done.stderr


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: f"{twin.name}_bad")
def test_a_bad_twin_is_refused_with_place_pointer_and_hint(
    twin: Twin, name: str, tmp_path: Path
) -> None:
    marked = twin.change(original(name))
    assert marked.count(MARK) == 1
    before, _, after = marked.partition(MARK)
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    path = tmp_path / "response.json"
    path.write_text(before + after, "utf-8")
    done = run(path)
    assert done.exit_code == 3
    assert done.stdout == ""
    problems = done.stderr.replace("\n    hint: ", " hint: ").splitlines()
    (said,) = [text for text in problems if f"{path}:{line}:{column}:" in text]
    assert f"{twin.pointer} " in said
    assert twin.message in said
    assert f"[{twin.code}]" in said
    assert twin.hint in said
    assert bool(twin.hint) == (" hint: " in said)
    others = [text for text in problems if text is not said and str(path) in text]
    # Only a repeated id is said about two places.
    assert len(others) == (twin.name == "evidence_twice")
    assert "\u202e" not in done.output
    assert "Traceback" not in done.output


BYTES = (
    ("byte_order_mark", lambda raw: b"\xef\xbb\xbf" + raw, "1:1: the file starts", "BOM"),
    (
        "another_encoding", lambda raw: raw.decode().encode("utf-16"),
        "1:1: the file is UTF-16", "UTF-8",
    ),
    ("stray_byte", lambda raw: b"{\n\xff" + raw[1:], "2:1: byte 0xff is not", "UTF-8"),
    ("nothing", lambda raw: b"", "1:1: the file is empty", "take an earlier copy"),
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("change", "said", "hint"),
    [case[1:] for case in BYTES],
    ids=[f"{case[0]}_bad" for case in BYTES],
)
def test_bytes_that_are_no_plain_utf8_are_refused(
    change: Callable[[bytes], bytes], said: str, hint: str, name: str, tmp_path: Path
) -> None:
    path = tmp_path / "response.json"
    path.write_bytes(change(original(name).encode()))
    done = run(path)
    assert done.exit_code == 3
    assert f"{path}:{said}" in done.stderr
    assert hint in done.stderr.partition("hint: ")[2]


# Evidence


@lru_cache
def compiled() -> tuple[Loaded[Questionnaire], Plan]:
    asked = load_questionnaire("contact-centre")
    policy = load_policy(POLICY, asked.record)
    plan = compile_policy(policy.record, asked.record, policy.digest, asked.digest)
    return asked, plan


def assess(folder: Path) -> Assessment:
    """Assess as a case is assessed, with its packs read and compiled only once."""
    asked, plan = compiled()
    response = load_response(folder / "response.json", asked)
    inputs = Inputs(
        response=response.record,
        response_digest=response.digest,
        as_of=DAY,
        observed={seen.id: seen for seen in observe(response.record.evidence, folder)},
        engine=engine_version(),
        signature=SignatureFact(status="unsigned"),
    )
    return assess_inputs(plan, inputs)


@pytest.fixture
def vendor(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copytree(VENDORS / request.param, tmp_path / request.param))


@pytest.mark.parametrize("vendor", NAMES, indirect=True)
def test_compiling_once_changes_nothing(vendor: Path) -> None:
    case = pipeline.open_case(POLICY, vendor / "response.json", DAY)
    assert assess(vendor) == pipeline.assess_case(case).assessment


def _flip(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


def _remove(path: Path) -> None:
    path.unlink()


def _link(path: Path) -> None:
    aside = path.with_suffix(".aside")
    path.rename(aside)
    path.symlink_to(aside)


SPOILT = {
    "one_byte_changed": (_flip, "changed"),
    "missing": (_remove, "missing"),
    "replaced_by_a_link": (_link, "missing"),
}


@pytest.mark.parametrize("vendor", NAMES, indirect=True)
@pytest.mark.parametrize("spoil", SPOILT)
def test_spoilt_evidence_is_listed_and_never_raises_a_score(
    spoil: str, vendor: Path
) -> None:
    spoil_one, status = SPOILT[spoil]
    good = assess(vendor)
    items = json.loads((vendor / "response.json").read_text("utf-8"))["evidence"]
    lowered = False
    for item in items:
        path = vendor / item["file"]
        kept = path.read_bytes()
        spoil_one(path)
        bad = assess(vendor)
        found = {e.id: (e.status, e.assurance) for e in bad.evidence}
        assert found.pop(item["id"]) == (status, "claimed")
        rest = {e.id: (e.status, e.assurance) for e in good.evidence}
        del rest[item["id"]]
        assert found == rest
        before, after = b.numbers(good), b.numbers(bad)
        assert after.score <= before.score
        assert after.verified <= before.verified
        assert after.claimed <= before.claimed
        lowered |= after.score < before.score
        path.unlink(missing_ok=True)
        path.write_bytes(kept)
    assert lowered
    assert b.numbers(assess(vendor)) == b.numbers(good)


@pytest.mark.parametrize("vendor", NAMES, indirect=True)
@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"expires": DAY - timedelta(1), "issued": None}, "expired"),
        ({"issued": DAY + timedelta(1), "expires": None}, "not_yet_valid"),
    ],
    ids=["expired", "not_yet_valid"],
)
def test_evidence_out_of_its_days_is_listed_and_never_raises_a_score(
    changes: dict[str, date | None], status: str, vendor: Path
) -> None:
    path = vendor / "response.json"
    data = json.loads(path.read_text("utf-8"))
    good = assess(vendor)
    lowered = False
    for index, item in enumerate(data["evidence"]):
        twin = copy.deepcopy(data)
        for key, day in changes.items():
            twin["evidence"][index][key] = day and day.isoformat()
        path.write_text(json.dumps(twin), "utf-8")
        bad = assess(vendor)
        (found,) = [e for e in bad.evidence if e.id == item["id"]]
        assert (found.status, found.assurance) == (status, "claimed")
        before, after = b.numbers(good), b.numbers(bad)
        assert after.score <= before.score
        assert after.verified <= before.verified
        lowered |= after.score < before.score
    assert lowered


@pytest.mark.parametrize("vendor", NAMES, indirect=True)
def test_without_any_evidence_nothing_is_more_than_claimed(vendor: Path) -> None:
    good = b.numbers(assess(vendor))
    shutil.rmtree(vendor / "evidence")
    bad = assess(vendor)
    assert {(e.status, e.assurance) for e in bad.evidence} == {("missing", "claimed")}
    assert b.numbers(bad).score < good.score
    assert b.numbers(bad).verified < good.verified
