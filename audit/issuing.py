"""The folder a vendor is given: questions, a blank response, its schema, a README."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from audit.canonical import canonical
from audit.questionnaire.localisation import pick
from audit.questionnaire.schema import response_schema

if TYPE_CHECKING:
    from audit.questionnaire.model import Language, Questionnaire
    from audit.response.model import Request

#: Stands where the vendor has yet to write something.
PLACEHOLDER = "?"
_README = {
    "en": """# {title}

You were asked to answer this questionnaire. Everything you need is in this folder.

## In a browser

1. Open `form.html`. It works offline and sends nothing.
2. Answer section by section. It shows what is left and keeps your answers in the browser.
3. Add documents on the page "Evidence", or beside the answers that they back.
4. On the last page download the submission, one zip file, and send it back.

## Or in an editor

1. Open `response.json` in an editor (VS Code completes and checks it by itself).
2. Fill in `vendor`, then each answer: put the value into `value` and set `state` to
   `answered`. Use `unknown` when you do not know and `declined` when you will not say.
   `not_applicable` needs a `justification` and is possible only where the schema allows it.
3. Questions with a condition count only when it holds; leave the others as they are.
4. Put documents into the folder `evidence/`, list each one under `evidence` with its
   SHA-256 digest, and name its id beside the answers that it backs.
5. Fill in `attestation` and send the whole folder back.

The questions with help and the options to choose from: `questions.md`.
""",
    "uk": """# {title}

Просимо заповнити цей опитувальник. Усе потрібне є в цій теці.

## У браузері

1. Відкрийте `form.html`. Форма працює без мережі й нічого не надсилає.
2. Відповідайте розділ за розділом. Форма показує, що залишилося, і зберігає відповіді в браузері.
3. Документи додайте на сторінці «Докази» або біля відповідей, які вони підкріплюють.
4. На останній сторінці завантажте пакет (один zip-файл) і надішліть його назад.

## Або в редакторі

1. Відкрийте `response.json` у редакторі (VS Code сам підказує й перевіряє).
2. Заповніть `vendor`, далі кожну відповідь: значення запишіть у `value`, а в `state`
   поставте `answered`. Якщо не знаєте – `unknown`, якщо не відповідатимете – `declined`.
   `not_applicable` потребує пояснення в `justification` і можливе лише там, де дозволяє схема.
3. Запитання з умовою враховуються, лише коли умова виконується; решту залиште як є.
4. Документи покладіть у теку `evidence/`, кожен внесіть у список `evidence` з його
   відбитком SHA-256 і зазначте його id біля відповідей, які він підкріплює.
5. Заповніть `attestation` і надішліть назад усю теку.

Запитання з поясненнями та варіантами відповідей: `questions.md`.
""",
    "ru": """# {title}

Вас просят ответить на вопросы этого опросника. Всё необходимое есть в этой папке.

## В браузере

1. Откройте `form.html`. Форма работает без сети и ничего не отправляет.
2. Отвечайте раздел за разделом. Форма показывает, что осталось, и хранит ответы в браузере.
3. Документы добавьте на странице «Доказательства» или рядом с ответами, которые они подкрепляют.
4. На последней странице скачайте пакет (один zip-файл) и отправьте его обратно.

## Или в редакторе

1. Откройте `response.json` в редакторе (VS Code сам подсказывает и проверяет).
2. Заполните `vendor`, затем каждый ответ: значение запишите в `value`, а в `state`
   поставьте `answered`. Если не знаете — `unknown`, если не будете отвечать — `declined`.
   `not_applicable` требует обоснования в `justification` и возможно лишь там, где позволяет схема.
3. Вопросы с условием учитываются, только когда условие выполняется; остальные оставьте как есть.
4. Документы положите в папку `evidence/`, каждый внесите в список `evidence` с его
   контрольной суммой SHA-256 и укажите его id рядом с ответами, которые он подкрепляет.
5. Заполните `attestation` и отправьте обратно всю папку.

Вопросы с пояснениями и вариантами: `questions.md`.
""",
}
_LABELS = {
    "en": ("Expected evidence", "Why we ask", "Optional", "may be not applicable"),
    "uk": (
        "Очікуваний доказ",
        "Чому питаємо",
        "Необов’язково",
        "може не стосуватися вас",
    ),
    "ru": (
        "Ожидаемое доказательство",
        "Почему спрашиваем",
        "Необязательно",
        "может быть неприменим",
    ),
}


def build(
    questionnaire: Questionnaire,
    data: Any,
    digest: str,
    language: Language,
    request: Request | None = None,
    vendor: str = PLACEHOLDER,
    carried: dict[str, Any] | None = None,
) -> dict[str, bytes]:
    """Return the files of the folder by name; ``data`` is what was digested.

    ``carried`` is a response to begin with in place of the blank one.
    """
    blank = _blank(questionnaire, digest, language, request, vendor)
    schema = response_schema(questionnaire, envelope_schema(language), language)
    title = pick(questionnaire.title, language)
    return {
        "README.md": _README[language].format(title=title).encode(),
        "questions.md": _questions(questionnaire, language).encode(),
        "questionnaire.json": canonical(data),
        "response.schema.json": _json(schema),
        "response.json": _json(_begun(carried, request, vendor) if carried else blank),
        "evidence/.keep": b"",
    }


def envelope_schema(language: Language = "en") -> dict[str, Any]:
    """Return the committed schema of any response, with words for those who fill it."""
    schema: dict[str, Any] = _packaged("response.schema.json")
    words: dict[str, Any] = _packaged("response.words.json")
    said = {place: pick(texts, language) for place, texts in words.items()}
    for name, record in [("", schema), *schema["$defs"].items()]:
        record.pop("title", None)
        record.pop("description", None)
        for key, part in record["properties"].items():
            _describe(part, f"{name}.{key}".lstrip("."), said)
    return schema


def _describe(part: dict[str, Any], place: str, said: dict[str, str]) -> None:
    """Replace the names that programs have for a key by what people read."""
    part.pop("title", None)
    if place in said:
        part["description"] = said[place]
    told = [said[w] for c in part.get("enum", ()) if (w := f"{place}={c}") in said]
    if told:
        part["enumDescriptions"] = told


def _packaged(name: str) -> Any:
    return json.loads(files("audit").joinpath("schemas", name).read_text("utf-8"))


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _blank(
    questionnaire: Questionnaire,
    digest: str,
    language: Language,
    request: Request | None,
    vendor: str,
) -> dict[str, Any]:
    return {
        "$schema": "./response.schema.json",
        "response_id": f"{questionnaire.id}-response-1",
        "questionnaire": {
            "id": questionnaire.id,
            "version": questionnaire.version,
            "digest": digest,
        },
        **({"request": request.model_dump()} if request else {}),
        "sequence": 1,
        "vendor": {"name": vendor, "registration_no": PLACEHOLDER, "country": "UA"},
        "authored": questionnaire.date.isoformat(),
        "language": language,
        "answers": {
            link_id: {"value": None, "state": "unanswered"}
            for link_id in questionnaire.questions
        },
        "evidence": [],
    }


def _begun(
    carried: dict[str, Any], request: Request | None, vendor: str
) -> dict[str, Any]:
    """Return a carried-over response, under the request if there is one."""
    if request is None:
        return carried
    named = {**carried["vendor"], "name": vendor}
    return {**carried, "request": request.model_dump(), "vendor": named}


def _questions(questionnaire: Questionnaire, language: Language) -> str:
    lines = [f"# {pick(questionnaire.title, language)}", ""]
    for section in questionnaire.sections:
        lines += [f"## {pick(section.title, language)}", ""]
        if section.intro:
            lines += [pick(section.intro, language), ""]
        for question in section.questions:
            lines += [*_question(question, language), ""]
    return "\n".join(lines)


def _question(question: Any, language: Language) -> list[str]:
    evidence, why, optional, waivable = _LABELS[language]
    notes = [] if question.required else [optional]
    notes += [waivable] if question.allow_not_applicable else []
    suffix = f" ({'; '.join(notes)})" if notes else ""
    lines = [f"### `{question.link_id}`{suffix}", "", pick(question.text, language)]
    if question.help:
        lines += ["", pick(question.help, language)]
    lines += ["", *_choices(question, language)] if question.type != "country" else []
    if question.rationale:
        lines += [f"*{why}:* {pick(question.rationale, language)}"]
    if question.typical_evidence:
        lines += ["", f"*{evidence}:* {pick(question.typical_evidence, language)}"]
    return lines


def _choices(question: Any, language: Language) -> list[str]:
    lines = [
        f"- `{option.code}` – {pick(option.label, language)}"
        for option in getattr(question, "options", ())
    ]
    for column in getattr(question, "columns", ()):
        lines.append(f"- `{column.id}` ({column.type}) – {pick(column.text, language)}")
        lines += [f"  {line}" for line in _choices(column, language)]
    return [*lines, ""] if lines else []
