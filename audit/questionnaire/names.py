"""The forms of the names that questionnaires use."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=80)]
Version = Annotated[str, Field(pattern=r"^[0-9]{1,5}(\.[0-9]{1,5}){2}$")]
ColumnId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
OptionCode = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$")]


def version_key(version: str) -> tuple[int, ...]:
    """Return the numbers of a version, in the order that versions have."""
    return tuple(int(part) for part in version.split("."))
