"""The documents name every key and kind of the signed files."""

from __future__ import annotations

import json
import re

import pytest

from audit.assessment.inputs import SignatureFact
from audit.cli import keyring_commands, rotation_commands
from audit.requests import RequestRecord
from audit.signing.envelope import HANDOVER, KEYS, SCHEMES, STATEMENT
from audit.signing.fields import ROLES
from audit.signing.handover import Handover
from audit.signing.keyring import KeyEntry, KeyRing
from audit.signing.statement import (
    PREDICATE_TYPES,
    STATEMENT_TYPE,
    ResponseSignature,
    Statement,
)
from tests.docs.test_documentation import blocks, document, text

COMMANDS = (*keyring_commands.COMMANDS, *rotation_commands.COMMANDS)
PAGE = text("docs/formats.md")


@pytest.mark.parametrize(
    "word",
    [
        HANDOVER, KEYS, STATEMENT, STATEMENT_TYPE, *PREDICATE_TYPES, *SCHEMES, *ROLES,
        *SignatureFact.model_fields, *(f"audit keys {c.name}" for c in COMMANDS),
    ],
)  # fmt: skip
def test_every_kind_is_named(word: str) -> None:
    assert re.search(rf'[`"\n]{re.escape(word)}[`" ]', PAGE)


def test_the_examples_have_every_key() -> None:
    statement = Statement.model_validate(
        document("docs/formats.md", "json statement").data
    )
    assert statement.predicate.model_fields_set == set(ResponseSignature.model_fields)
    RequestRecord.model_validate(document("docs/formats.md", "json request").data)
    ring = KeyRing.model_validate(document("docs/formats.md", "json keys").data)
    (entry,) = ring.keys.values()
    assert entry.model_fields_set == set(KeyEntry.model_fields)
    handover = document("docs/formats.md", "json handover").data
    assert set(handover) == set(Handover.model_fields)
    Handover.model_validate(handover)
    (envelope,) = blocks("docs/formats.md", "json envelope")
    assert set(json.loads(envelope)) == {"payload", "payloadType", "signatures"}
