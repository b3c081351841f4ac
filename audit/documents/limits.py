"""Every limit on hostile input, in one place."""

from __future__ import annotations

#: Bytes of a JSON document (a vendor's response).
JSON_BYTES = 8 * 1024 * 1024
#: Bytes of an authored YAML document.
YAML_BYTES = 4 * 1024 * 1024
#: Levels of nesting of any document.
DEPTH = 64
