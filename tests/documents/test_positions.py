"""Where problems are put: values, keys, and the nearest part that exists."""

from __future__ import annotations

import pytest

from audit.documents import Document, read_json, read_yaml
from audit.errors import Problem

JSON = """{
  "a/b": {"m~n": [10,
    20]},
  "": {"ключ": null}, "x": 1
}"""
YAML = """\
a/b:
  m~n:
    - 10
    - 20
"": {ключ: ~}
x: 1
"""
IN_JSON = read_json(JSON.encode(), "d.json")
IN_YAML = read_yaml(YAML.encode(), "d.yaml")


@pytest.mark.parametrize(
    ("document", "pointer", "place", "key_place"),
    [
        (IN_JSON, "", (1, 1), (1, 1)),
        (IN_JSON, "/a~1b", (2, 10), (2, 3)),
        (IN_JSON, "/a~1b/m~0n", (2, 18), (2, 11)),
        (IN_JSON, "/a~1b/m~0n/1", (3, 5), (3, 5)),
        (IN_JSON, "//ключ", (4, 16), (4, 8)),
        (IN_JSON, "/x", (4, 28), (4, 23)),
        (IN_JSON, "/a~1b/gone/deeper", (2, 10), (2, 10)),
        (IN_JSON, "/a~1b/m~0n/2", (2, 18), (2, 18)),
        (IN_JSON, "/a~1b/m~0n/01", (2, 18), (2, 18)),
        (IN_JSON, "/x/y", (4, 28), (4, 28)),
        (IN_YAML, "", (1, 1), (1, 1)),
        (IN_YAML, "/a~1b", (2, 3), (1, 1)),
        (IN_YAML, "/a~1b/m~0n/1", (4, 7), (4, 7)),
        (IN_YAML, "//ключ", (5, 12), (5, 6)),
        (IN_YAML, "/a~1b/gone/deeper", (2, 3), (2, 3)),
    ],
)
def test_locate(
    document: Document,
    pointer: str,
    place: tuple[int, int],
    key_place: tuple[int, int],
) -> None:
    assert document.locate(pointer) == place
    assert document.locate(pointer, key=True) == key_place


def test_at_fills_file_and_place() -> None:
    placed = IN_JSON.at(Problem("any", "wrong", "/x"))
    assert (placed.file, placed.line, placed.column) == ("d.json", 4, 28)
    key = IN_JSON.at(Problem("schema-unknown-key", "unknown", "/x"))
    assert (key.line, key.column) == (4, 23)


def test_at_keeps_a_place_that_is_known() -> None:
    known = Problem("any", "wrong", "/x", file="other", line=7, column=8)
    assert IN_JSON.at(known) == known


@pytest.mark.parametrize("raw", [b" 5", b'"a"', b"null"])
def test_a_scalar_document_has_a_place(raw: bytes) -> None:
    assert read_json(raw, "x").locate("/a/0") == (1, 1 + raw.count(b" "))
    assert read_yaml(raw, "x").locate("/a/0") == (1, 1 + raw.count(b" "))
