"""What a crosswalk file holds: pairs of question ids, values for certain answers."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from audit.questionnaire.model import Slug, Version
from audit.questionnaire.types.base import Model

Release = Annotated[str, Field(pattern=r"^[0-9]{1,5}(\.[0-9]{1,5}){0,2}$")]
Line = Annotated[str, Field(min_length=1, max_length=300)]


class Foreign(Model):
    """The imported questionnaire; ``4.1`` stands for every 4.1.x."""

    id: Slug
    version: Release

    def covers(self, questionnaire: str, version: str) -> bool:
        """Tell whether answers to a questionnaire can be read by this crosswalk."""
        same = version == self.version or version.startswith(f"{self.version}.")
        return questionnaire == self.id and same


class Own(Model):
    """The questionnaire of ours that gets the drafts."""

    id: Slug
    version: Version


class Meaning(Model):
    """Values here for answers there; an answer that is left out decides nothing."""

    yes: Any = None
    no: Any = None

    @model_validator(mode="after")
    def _something(self) -> Meaning:
        if self.yes is None and self.no is None:
            raise ValueError("say what Yes or No means here, or leave 'when' out")
        return self

    @property
    def values(self) -> dict[str, Any]:
        """Return the values that are given, by the answer they are for."""
        said = {"yes": self.yes, "no": self.no}
        return {answer: value for answer, value in said.items() if value is not None}


class Pair(Model):
    """A question there that tells something about a question here."""

    from_: Annotated[Line, Field(alias="from")]
    to: Slug
    when: Meaning | None = None

    def value(self, answer: str) -> Any:
        """Return what an answer there certainly means here; None for nothing."""
        return self.when.values.get(answer) if self.when else None


class Crosswalk(Model):
    """Pairs of questions between two questionnaires (YAML)."""

    from_: Annotated[Foreign, Field(alias="from")]
    to: Own
    pairs: Annotated[tuple[Pair, ...], Field(min_length=1, max_length=2000)]

    @model_validator(mode="after")
    def _once(self) -> Crosswalk:
        seen = [(pair.from_, pair.to) for pair in self.pairs]
        twice = sorted({f"{a} → {b}" for a, b in seen if seen.count((a, b)) > 1})
        if twice:
            raise ValueError(f"these pairs stand twice: {', '.join(twice)}")
        return self
