"""The schema by which editors know files of policy tests fits them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from audit import library
from audit.documents import read_yaml
from audit.schema_files import FOLDER

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"
NAME = "policy-tests.schema.json"
SCHEMA = json.loads((FOLDER / NAME).read_text("utf-8"))
FILES = sorted(Path(str(library.pack_root("policies"))).glob("tests/*/*.yaml"))


def faults(data: Any) -> list[str]:
    plain = json.loads(json.dumps(data, default=float))
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(plain)]


def read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = read_yaml(path.read_bytes(), path.name).data
    return data


@pytest.mark.parametrize(
    "path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_a_shipped_file_of_tests_fits_the_schema(path: Path) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert faults(read(path)) == []


@pytest.mark.parametrize(
    ("expect", "told"),
    [
        ({"verdict": "accept"}, "'verdict' was unexpected"),
        ({"decision": "perhaps"}, "'perhaps' is not valid"),
        ({"controls": {"iam-01": "pass"}}, "'iam-01' does not match"),
        ({"controls": {"IAM-01": "passed"}}, "'passed' is not one of"),
        ({"score": True}, "True is not valid"),
    ],
)
def test_a_slip_is_marked_bad(expect: dict[str, Any], told: str) -> None:
    case = {"name": "one", "given": {"answers": {}}, "expect": {}}
    assert faults({"policy": "tiny", "cases": [case]}) == []
    (fault,) = faults({"policy": "tiny", "cases": [{**case, "expect": expect}]})
    assert told in fault


def test_the_line_on_the_page_leads_to_the_schema() -> None:
    (line,) = re.findall(
        r"^# yaml-language-server: \$schema=(.+)$",
        PAGE.read_text("utf-8"),
        re.MULTILINE,
    )
    tests = PAGE.parents[1] / "policies" / "tests" / "saas-baseline"
    assert (tests / line).resolve() == FOLDER / NAME
