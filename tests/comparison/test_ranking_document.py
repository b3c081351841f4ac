"""The page about the ranking: its example is sound, and every word is on it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from audit.cases import check_policy, check_questionnaire
from audit.comparison import criteria as records
from audit.comparison.check_criteria import check_criteria
from audit.comparison.marks import LINED, OPTIONED
from audit.comparison.model import Unranked
from audit.documents import Document, read_yaml, validate

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "ranking.md").read_text("utf-8")


def example(page: str, info: str) -> Document:
    text = (DOCS / page).read_text("utf-8")
    (body,) = re.findall(
        rf"^```yaml {info}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL
    )
    return read_yaml(body.encode(), f"{page}, {info}")


def test_the_example_fits_the_examples_of_the_other_pages() -> None:
    asked = check_questionnaire(example("formats.md", "questionnaire")).record
    policy = check_policy(example("policy-language.md", "policy"), asked).record
    found = validate(records.Criteria, example("ranking.md", "criteria"))
    assert list(check_criteria(found, asked, policy)) == []
    kinds = {m.kind for criterion in found.criteria for m in criterion.measures}
    assert kinds == {"assessment", "answer", "options", "price"}


@pytest.mark.parametrize("word", [*get_args(Unranked), *LINED, *OPTIONED])
def test_every_reason_and_every_type_is_named(word: str) -> None:
    assert f"`{word}`" in PAGE


@pytest.mark.parametrize(
    "model",
    [
        records.Criteria,
        records.Criterion,
        records.AssessmentMeasure,
        records.AnswerMeasure,
        records.OptionMeasure,
        records.PriceMeasure,
    ],
)
def test_every_key_is_named(model: type[records.Measure]) -> None:
    missing = [n for n in model.model_fields if not re.search(rf"`{n}`|\b{n}:", PAGE)]
    assert missing == []
