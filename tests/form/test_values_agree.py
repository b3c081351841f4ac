"""The form's own checks and Python's give the same verdict on every value of a pool."""

from __future__ import annotations

import json
from typing import Any

from audit.evidence.names import id_for, name_fault, safe_name
from audit.form.build import code
from audit.questionnaire.types.country_codes import COUNTRIES
from audit.questionnaire.types.money import CURRENCIES
from tests.form.conftest import HERE
from tests.questionnaire.kinds import ASKED, problems
from tests.questionnaire.pool import POOL

LOCALES = HERE.parents[1] / "audit" / "form" / "locales"
#: Where Python's `$` takes a last line break, the form is stricter.
STRICTER = {("price", "money_line")}


def plain(question: Any) -> Any:
    return json.loads(question.model_dump_json(exclude_none=True))


def numbers(field: Any) -> Any:
    """Return the field with its bounds as numbers, as canonical JSON writes them."""
    for key in ("min", "max"):
        if field["type"] in {"integer", "decimal"} and key in field:
            field[key] = float(field[key])
    field["columns"] = [numbers(column) for column in field.get("columns", [])]
    return field


def test_the_form_and_python_refuse_the_same_values(blank_page: Any) -> None:
    fields = {link_id: numbers(plain(question)) for link_id, question in ASKED.items()}
    words = json.loads((LOCALES / "en.json").read_text("utf-8"))
    script = f"""(input) => {{
      'use strict';
      {code(("texts", "values"))}
      words.all = {{ en: input.words }};
      codes.country = input.countries;
      codes.currency = input.currencies;
      const told = (one) => t(one.code, one.values);
      return Object.fromEntries(Object.entries(input.fields).map(([id, field]) =>
        [id, Object.fromEntries(Object.entries(input.pool).map(([name, value]) =>
          [name, faultsOf(field, value).map(told)]))]));
    }}"""
    # The pool goes as text, because the bridge to the browser drops some numbers' forms.
    given = {
        "fields": fields,
        "words": words,
        "countries": list(COUNTRIES),
        "currencies": sorted(CURRENCIES),
        "pool": json.loads(json.dumps(POOL, default=float)),
    }
    found = blank_page.evaluate(script, given)
    differing = {
        (link_id, name): faults
        for link_id, verdicts in found.items()
        for name, faults in verdicts.items()
        if bool(faults) is not bool(problems(link_id, POOL[name]))
    }
    assert {place: f for place, f in differing.items() if place not in STRICTER} == {}


NAMES = (
    "report.pdf", "Звіт про тест (2026).pdf", "a/b\\c:d*e?.txt", "..", ".hidden", "con.txt",
    "LPT1", "no suffix", "tab\tand\u200bzero.pdf", "\u202egpj.exe", "x" * 300 + ".docx",
    "ї" * 150 + ".pdf", "e\u0301.png", "a.verylongsuffixthatisnone-at-all", "- - .pdf", "😀.zip",
    "archive.tar.gz", "a..b", "  spaces  .txt  ", "nul .txt", "com¹.pdf", "COM٣.txt",
    "x" * 199 + "." + "y" * 30,
)  # fmt: skip


def test_the_form_and_python_name_evidence_alike(blank_page: Any) -> None:
    script = f"""(names) => {{
      'use strict';
      {code(("texts", "values", "digest"))}
      return names.map((name) => [safeName(name), evidenceId(safeName(name), [])]);
    }}"""
    found = blank_page.evaluate(script, list(NAMES))
    expected = [[safe_name(n), id_for(safe_name(n), set())] for n in NAMES]
    assert found == expected
    assert [name for name, _ in found if name_fault(f"evidence/{name}")] == []


#: Names as a response may list them, safe or not.
PATHS = (
    "evidence/a.pdf", "evidence/довідка 1.pdf", "evidence/a..b", "evidence/.hidden", "a.pdf",
    "", "/a", "a/", "a//b", "./a", "../a", "a/../b", "a.", "a ", "a./b", "a /b", "con", "evidence/nul.txt",
    "evidence/CON .txt", "lpt1", "com¹.x", "com10", "console.txt", "a:b", "a\\b", "a*b", "a?b", 'a"b', "a<b",
    "a|b", "a\0b", "a\u202eb", "a\nb", "я" * 127, "я" * 128, "/".join(["a" * 100] * 3),
)  # fmt: skip


def test_the_form_and_python_refuse_the_same_paths(blank_page: Any) -> None:
    script = f"""(names) => {{
      'use strict';
      {code(("texts", "values", "digest"))}
      return names.map(isSafePath);
    }}"""
    found = blank_page.evaluate(script, list(PATHS))
    assert found == [not name_fault(name) for name in PATHS]
