"""frozen value -> JSON text -> the same frozen value

A field that the text lacks takes its default, a field that the class lacks is passed over: what an older
or a newer version wrote can be read.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

Reader = Callable[[Any], Any]


def to_json(value: object) -> str:
    # ASCII escapes carry what a database's text cannot hold: NUL and lone surrogates.
    return json.dumps(_plain(value), ensure_ascii=True, separators=(",", ":"))


def from_json(form: Any, text: str) -> Any:
    """`form` is a type as annotated: a dataclass, `tuple[str, ...]`, `Mapping[str, float]`, …"""
    return reader(form)(json.loads(text))


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form here")


@cache
def reader(form: Any) -> Reader:
    """What makes a value of `form` from parsed JSON."""
    if isinstance(form, NewType):
        return reader(form.__supertype__)
    if is_dataclass(form):
        return _dataclass_reader(form)
    if form in (str, int, bool) or get_origin(form) is Literal:
        return _as_it_is
    if form is float:
        return float
    if form is datetime:
        return datetime.fromisoformat
    return _compound_reader(form)


def _compound_reader(form: Any) -> Reader:
    origin, inner = get_origin(form), get_args(form)
    if origin is tuple and inner[1:] == (Ellipsis,):
        item = reader(inner[0])
        return tuple if item is _as_it_is else lambda values: tuple(map(item, values))
    if origin in (Union, UnionType) and len(inner) == 2 and NoneType in inner:
        known = reader(next(kind for kind in inner if kind is not NoneType))
        return lambda value: None if value is None else known(value)
    if isinstance(origin, type) and issubclass(origin, Mapping) and inner[0] is str:
        read = reader(inner[1])
        return lambda values: {key: read(value) for key, value in values.items()}
    raise TypeError(f"{form} has no JSON form here")


def _dataclass_reader(form: Any) -> Reader:
    hints = get_type_hints(form)
    readers = {field.name: reader(hints[field.name]) for field in fields(form)}
    return lambda values: form(**{name: readers[name](it) for name, it in values.items() if name in readers})


def _as_it_is(value: Any) -> Any:
    return value
