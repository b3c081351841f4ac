"""A small real case over the shipped saas pack, overridable at any place."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

from audit import pipeline

AS_OF = date(2026, 11, 24)
EVIDENCE = (
    b"Certificate extract: scope covers the hosting and support of the service.\n"
)


def response_data(**changes: Any) -> dict[str, Any]:
    data: dict[str, Any] = {
        "response_id": "small-1",
        "questionnaire": {"id": "saas-vendor", "version": "1.0.0"},
        "vendor": {"name": "Plain Vendor Ltd", "country": "EE"},
        "authored": "2026-11-20",
        "answers": {
            "svc-description": {
                "state": "answered",
                "value": "A ticket system for support teams.",
                "evidence": ["cert"],
            },
            "svc-record-count": {"state": "answered", "value": 120000},
            "hosting-regions": {"state": "declined"},
        },
        "evidence": [
            {
                "id": "cert",
                "title": "ISO certificate",
                "kind": "certificate",
                "issuer": "Northern Assurance",
                "issued": "2026-01-10",
                "expires": "2027-01-10",
                "file": "evidence/cert.txt",
                "size": len(EVIDENCE),
                "sha256": hashlib.sha256(EVIDENCE).hexdigest(),
                "assurance_claimed": "independent",
            }
        ],
    }
    data.update(changes)
    return data


def write_case(folder: Path, data: dict[str, Any]) -> Path:
    (folder / "evidence").mkdir(parents=True, exist_ok=True)
    (folder / "evidence" / "cert.txt").write_bytes(EVIDENCE)
    path = folder / "response.json"
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return path


def assessed(folder: Path, **changes: Any) -> pipeline.Assessed:
    path = write_case(folder, response_data(**changes))
    return pipeline.assess_case(pipeline.open_case("saas-baseline", path, AS_OF))
