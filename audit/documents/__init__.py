"""Bytes → checked data: strict JSON and YAML readers that know every position.

``read_document`` reads a file, ``read_json`` and ``read_yaml`` read bytes;
``validate`` turns the Document into a record. All of them report every problem they
find, with file, line, column and JSON Pointer.
"""

from audit.documents.document import Document
from audit.documents.files import read_document
from audit.documents.json_reader import read_json
from audit.documents.refusal import refuse
from audit.documents.schema import problems_of, validate
from audit.documents.yaml_reader import read_yaml

__all__ = [
    "Document",
    "problems_of",
    "read_document",
    "read_json",
    "read_yaml",
    "refuse",
    "validate",
]
