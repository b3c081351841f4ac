"""Assemble the form: one HTML file with its texts, styles, scripts and the questions.

The questions, their response schema and the words of the form are packed with gzip
and written in base 85; the browser unpacks them. The scripts are the files in ``js/``
without their comments and indentation. A content security policy allows exactly these
scripts and styles and no connection to anywhere.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import re
from functools import cache
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

from audit.canonical import canonical
from audit.evidence.media_types import BY_SUFFIX
from audit.questionnaire.localisation import LANGUAGES, pick

if TYPE_CHECKING:
    from audit.questionnaire.model import Language, Questionnaire

#: The scripts in the order they are written.
SCRIPTS = (
    "payload",
    "texts",
    "dom",
    "values",
    "conditions",
    "gates",
    "draft",
    "store",
    "digest",
    "zip",
    "unzip",
    "progress",
    "validate",
    "state",
    "evidence",
    "evidence_page",
    "fields_parts",
    "tables",
    "fields",
    "question",
    "pages",
    "start",
    "left",
    "finish",
    "exchange",
    "frame",
    "navigate",
    "main",
)
_BROKEN = {
    "en": "The form cannot start. Open it in a current browser, or ask for a new copy.",
    "uk": "Форма не запускається. Відкрийте її в новішому браузері.",
    "ru": "Форма не запускается. Откройте её в более новом браузере.",
}
_NOSCRIPT = {
    "en": "The form needs JavaScript. It runs on your computer only and sends nothing.",
    "uk": "Формі потрібен JavaScript. Вона працює лише на вашому комп’ютері.",
    "ru": "Форме нужен JavaScript. Она работает только на вашем компьютере.",
}
#: Of the data block; what it lacks is escaped.
_ENCODING = "cp1251"
#: What the form has no use for.
_NOT_SHOWN = {"references"}
#: Characters in a line of the data block; editors choke on longer ones.
_WIDTH = 1000
#: Digits of base 85 that mean something in HTML or JavaScript, and their stand-ins.
_TAME = bytes.maketrans(b"<&`", b",./")
#: What only people read in a schema; leaving it out changes no verdict.
_ANNOTATIONS = {
    *("title", "description", "default"),
    *("enumDescriptions", "defaultSnippets", "errorMessage"),
}
#: Keywords whose maps have names, not keywords, as keys.
_NAMED = {"properties", "$defs"}
#: Keywords that hold data.
_DATA = {"enum", "const", "required"}


def build_form(
    questionnaire: Questionnaire,
    data: Any,
    digest: str,
    schema: dict[str, Any],
    language: Language,
    *,
    prefill: dict[str, Any] | None = None,
) -> bytes:
    """Return the form; the same arguments give the same bytes.

    ``data`` is the questionnaire as it was digested, ``schema`` that of its responses
    and ``prefill`` a response document to start from.
    """
    texts: dict[str, list[str | None]] = {tag: [] for tag in LANGUAGES}
    payload = {
        "digest": digest,
        "language": language,
        "mediaTypes": {suffix: types[0] for suffix, types in BY_SUFFIX.items()},
        "prefill": _said(prefill or {}),
        "questionnaire": _folded(json.loads(canonical(data)), texts),
        "schema": bare_schema(schema),
        "texts": texts,
        "words": {tag: _words(tag) for tag in LANGUAGES},
    }
    style = _squeezed(_source("form.css"))
    packed = _packed(payload)
    validator = _source("vendor/cfworker-json-schema.min.js")
    script = f"(() => {{\n'use strict';\n{code(SCRIPTS)}\n}})();"
    page = Template(_source("page.html")).substitute(
        language=language,
        policy=_policy((validator, script), style),
        title=html.escape(pick(questionnaire.title, language)),
        style=style,
        broken=" ".join(_BROKEN.values()),
        noscript=" ".join(_NOSCRIPT.values()),
        size=len(packed),
        data=_lines(packed),
        validator=validator,
        script=script,
    )
    return page.encode()


def code(names: tuple[str, ...]) -> str:
    """Return the named scripts one after the other, without comments."""
    return "\n".join(line for name in names for line in _code_lines(f"js/{name}.js"))


def bare_schema(schema: Any) -> Any:
    """Return a schema that accepts the same, without titles and descriptions."""
    if isinstance(schema, list):
        return [bare_schema(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    bare = {}
    for key, part in schema.items():
        if key in _NAMED:
            bare[key] = {name: bare_schema(inner) for name, inner in part.items()}
        elif key in _DATA:
            bare[key] = part
        elif key not in _ANNOTATIONS:
            bare[key] = bare_schema(part)
    return bare


def _said(document: dict[str, Any]) -> dict[str, Any]:
    """Return a response without its placeholders for answers."""
    answers = document.get("answers", {})
    bare = {"value": None, "state": "unanswered"}
    given = {link_id: each for link_id, each in answers.items() if each != bare}
    return {**document, "answers": given}


def _folded(node: Any, texts: dict[str, list[str | None]]) -> Any:
    """Move the texts into one list a language, which packs a tenth better.

    Each leaves ``{"$": 0}`` behind; reading in the same order puts them back.
    """
    if isinstance(node, list):
        return [_folded(part, texts) for part in node]
    if not isinstance(node, dict):
        return node
    if node and set(node) <= set(LANGUAGES):
        for tag in LANGUAGES:
            texts[tag].append(node.get(tag))
        return {"$": 0}
    shown = {key: part for key, part in node.items() if key not in _NOT_SHOWN}
    return {key: _folded(part, texts) for key, part in shown.items()}


def _packed(payload: dict[str, Any]) -> bytes:
    plain = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    # With one byte a letter, Cyrillic packs a tenth better than in UTF-8.
    raw = "".join(map(_escaped, plain)).encode(_ENCODING)
    # Without a time of packing the same payload gives the same bytes.
    return gzip.compress(raw, 9, mtime=0)


def _lines(packed: bytes) -> str:
    """Return bytes in base 85, which needs 6 % less room than base64."""
    text = base64.b85encode(packed, pad=True).translate(_TAME).decode()
    return "".join(f"{text[at : at + _WIDTH]}\n" for at in range(0, len(text), _WIDTH))


@cache
def _escaped(char: str) -> str:
    """Return a character, or its JSON escape when the encoding has no byte for it."""
    try:
        char.encode(_ENCODING)
    except UnicodeEncodeError:
        return json.dumps(char)[1:-1]
    return char


def _policy(scripts: tuple[str, ...], style: str) -> str:
    rules = {
        "default-src": ["'none'"],
        "script-src": [_source_hash(script) for script in scripts],
        "style-src": [_source_hash(style)],
        "connect-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


def _source_hash(text: str) -> str:
    raw = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(raw).decode()}'"


def _code_lines(name: str) -> list[str]:
    """Return a script's lines without indentation and comments of their own."""
    found, in_comment = [], False
    for line in map(str.strip, _source(name).splitlines()):
        in_comment = in_comment or line.startswith("/*")
        if line and not in_comment and not line.startswith("//"):
            found.append(line)
        if line.endswith("*/"):
            in_comment = False
    return found


def _squeezed(style: str) -> str:
    """Return a style sheet without comments and most of its spaces."""
    bare = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*", r"\1", bare).strip()


def _words(language: str) -> dict[str, str]:
    words: dict[str, str] = json.loads(_source(f"locales/{language}.json"))
    return words


@cache
def _source(name: str) -> str:
    text = files("audit.form").joinpath(name).read_text("utf-8")
    return text.strip() if name.endswith((".js", ".css")) else text
