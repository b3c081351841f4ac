"""Which keys a model knows at a path of the data; used only to word a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from audit.documents.resolve import follow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic import BaseModel


def known_keys(
    model_class: type[BaseModel], path: Sequence[str | int], data: Any
) -> tuple[str, ...]:
    """Return the keys that the model of the map at a path takes; empty if unclear."""
    models = list(_models(model_class))
    for depth, step in enumerate(path):
        here = _fitting(models, follow(data, path[:depth]))
        annotations = [a for model in here for a in _step(model, step)]
        models = [model for a in annotations for model in _models(a)]
    models = [m for m in _fitting(models, follow(data, path)) if _is_model(m)]
    names = (name for model in models for name in _fields(model))
    return tuple(dict.fromkeys(names))


def _models(annotation: Any) -> Iterator[Any]:
    """Yield the models and containers that an annotation is made of."""
    origin = get_origin(annotation)
    if _is_model(annotation) or origin in {tuple, list, dict}:
        yield annotation
    elif origin is not None and origin is not Literal:  # a union, Annotated
        for part in get_args(annotation):
            yield from _models(part)


def _step(model: Any, step: str | int) -> list[Any]:
    if _is_model(model):
        field = _fields(model).get(str(step))
        return [field.annotation] if field else []
    wanted = dict if isinstance(step, str) else (tuple, list)
    arguments = get_args(model)
    if not arguments or not issubclass(get_origin(model), wanted):
        return []
    # The values of a map; the items of a list or of a tuple of any length.
    return [arguments[-1] if wanted is dict else arguments[0]]


def _fitting(models: list[Any], data: Any) -> list[Any]:
    """Keep the union members whose literal fields, such as ``type``, fit the data."""
    if not isinstance(data, dict):
        return models
    return [m for m in models if not _is_model(m) or _fits(m, data)] or models


def _fits(model: type[BaseModel], data: dict[str, Any]) -> bool:
    for name, field in _fields(model).items():
        literal = get_origin(field.annotation) is Literal
        if literal and name in data and data[name] not in get_args(field.annotation):
            return False
    return True


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and hasattr(annotation, "model_fields")
