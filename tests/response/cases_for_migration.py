"""A questionnaire in three versions, and responses to the oldest of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from audit.canonical import digest
from audit.cases import check_questionnaire, check_response
from audit.documents import validate
from audit.questionnaire.model import Questionnaire
from audit.response.migrate import Migrated, migrate
from audit.response.model import Response
from tests.builders import (
    document,
    given,
    item,
    na,
    option,
    question,
    questionnaire,
    response,
    state,
    text,
    yes,
)
from tests.questionnaire.pool import POOL

#: 1.0.0 asked q-old, q-level (low, medium, top), q-days, q-gone and q-sites (town);
#: 1.1.0 renamed and retired, 2.0.0 asks q-scope anew.
MIGRATIONS = [
    {
        "from": "1.0.0",
        "to": "1.1.0",
        "steps": [
            {"kind": "rename", "question": "q-old", "to": "q-mid"},
            {"kind": "map_option", "question": "q-level", "from": "top", "to": "high"},
            {"kind": "retire", "question": "q-gone"},
            {"kind": "rename_column", "question": "q-sites", "column": "town", "to": "city"},
        ],
    },
    {"from": "1.1.0", "to": "1.1.1"},
    {
        "from": "1.1.1",
        "to": "2.0.0",
        "steps": [
            {"kind": "rename", "question": "q-mid", "to": "q-gate"},
            {"kind": "as_duration", "question": "q-days", "unit": "d"},
            {"kind": "map_option", "question": "q-level", "from": "medium", "to": "low"},
            {"kind": "require_reanswer", "question": "q-scope", "reason": text("Wider now.")},
        ],
    },
]  # fmt: skip
COLUMNS = [
    {"id": "city", "type": "text", "text": text("City")},
    {"id": "seats", "type": "integer", "text": text("Seats"), "required": False},
]
PRESENT = questionnaire(
    question("q-gate", allow_not_applicable=True),
    question("q-gated", enable_when=yes("q-gate")),
    question("q-level", "choice", options=[option("low"), option("high")]),
    question("q-days", "duration", max="400 d"),
    question("q-scope"),
    question("q-sites", "table", columns=COLUMNS),
    question("q-files", "attachment"),
    question("q-added"),
    version="2.0.0",
    migrations=MIGRATIONS,
)
LOADED = check_questionnaire(document(PRESENT))
DIGEST = digest(PRESENT)
#: Its policy's questions are those of 2.0.0; the names are those of 1.0.0.
ANSWERS: dict[str, Any] = {
    "q-old": given(True, "cert", comment="As last year."),
    "q-gated": given(True, "old"),
    "q-level": given("top"),
    "q-days": given(30),
    "q-scope": given(False),
    "q-sites": given([{"town": "Lviv", "seats": 5}]),
    "q-files": given(["old"]),
    "q-gone": given("Nobody asks."),
}
ITEMS = (item("cert"), item("old", expires="2026-02-01"))


def earlier(version: str = "1.0.0", **answers: Any) -> dict[str, Any]:
    """Return a response to an older version; None leaves an answer out."""
    full = {k: v for k, v in (ANSWERS | answers).items() if v is not None}
    asked = {"id": "tiny", "version": version, "digest": "sha256:" + "0" * 64}
    signed = {"name": "CEO", "role": "CEO", "date": "2026-05-01", "statement": "True."}
    return response(full, *ITEMS, questionnaire=asked, attestation=signed)


def migrated(data: dict[str, Any], loaded: Any = LOADED) -> Migrated:
    read = document(data)
    validate(Response, read)
    return migrate(read.data, loaded.record, loaded.digest)


def record(data: Any, loaded: Any = LOADED) -> Response:
    """Return the record of a response that passes the whole check."""
    return check_response(document(data), loaded).record


def asked() -> Questionnaire:
    return LOADED.record


OLD_IDS = (*ANSWERS, "q-mid", "q-gate", "q-added", "q-nowhere")
VALUES = [*(v for n, v in POOL.items() if not n.startswith("rows_50")), "low", "medium", "top", "high", 30, 500, ["cert"], ["nothing"],
          [{"town": "Lviv"}], [{"city": "Kyiv", "seats": 1}], [{"town": 1}]]  # fmt: skip
ANSWER = st.one_of(
    st.builds(
        given,
        st.sampled_from(VALUES),
        st.sampled_from(["cert", "old", "cert", "nothing"]),
        carried=st.booleans(),
        comment=st.sampled_from(["Fine.", "hid\u202eden"]),
        respondent=st.sampled_from(["olena", "nobody"]),
    ),
    st.sampled_from([na(), na(None), state("unknown"), state("declined"),
                     state("unanswered"), {"state": "unknown", "value": 1}]),
)  # fmt: skip
RESPONSES = st.builds(
    lambda answers, version: response(
        answers,
        *ITEMS,
        questionnaire={"id": "tiny", "version": version},
        respondents=[{"id": "olena", "name": "Olena"}],
    ),
    st.dictionaries(st.sampled_from(OLD_IDS), ANSWER, max_size=8),
    st.sampled_from(["1.0.0", "1.1.0", "1.1.1", "2.0.0"]),
)
