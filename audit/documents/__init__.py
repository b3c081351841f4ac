"""Bytes from outside → checked plain data that remembers where everything stood."""

from __future__ import annotations

from audit.documents.document import Document
from audit.documents.json_reader import read_json
from audit.documents.reading import read_document
from audit.documents.validation import problems_of, validate
from audit.documents.yaml_reader import read_yaml

__all__ = [
    "Document",
    "problems_of",
    "read_document",
    "read_json",
    "read_yaml",
    "validate",
]
