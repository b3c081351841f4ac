"""Generate the committed JSON Schemas: ``python -m audit.schema_files``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from audit.assessment.inputs import Exceptions, Review
from audit.comparison.criteria import Criteria
from audit.comparison.exposure import Exposure
from audit.crosswalks.model import Crosswalk
from audit.importers.mapping import TableMapping
from audit.offer.demand import Demand
from audit.offer.model import Offer
from audit.policy.layers.model import Layer
from audit.policy.model import Policy
from audit.questionnaire.model import Questionnaire
from audit.response.model import Response
from audit.vendor.model import VendorCard
from audit.workbench.testing.model import TestFile

KINDS: dict[str, type[BaseModel]] = {
    "questionnaire": Questionnaire,
    "policy": Policy,
    "policy-layer": Layer,
    "policy-tests": TestFile,
    "response": Response,
    "review": Review,
    "exceptions": Exceptions,
    "import-mapping": TableMapping,
    "criteria": Criteria,
    "exposure": Exposure,
    "offer": Offer,
    "vendor": VendorCard,
    "demand": Demand,
    "crosswalk": Crosswalk,
}
FOLDER = Path(__file__).parent / "schemas"


def schemas() -> dict[str, str]:
    """Return each schema file's text by its name."""
    return {f"{kind}.schema.json": _text(kind) for kind in KINDS}


def _text(kind: str) -> str:
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:audit:{kind}:1",
        **KINDS[kind].model_json_schema(by_alias=True),
    }
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    for name, text in schemas().items():
        (FOLDER / name).write_text(text, "utf-8")
