"""Python values <-> columns that read back alike from SQLite and PostgreSQL"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from knowledge.adapters.frozen_json import from_json, to_json


class Words(TypeDecorator[str]):
    """Text from outside. NUL and lone surrogates, which PostgreSQL or UTF-8 refuse, become U+FFFD."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or (value.isascii() and "\0" not in value):
            return value
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")


Key = Words().with_variant(Words(collation="C"), "postgresql")
"""Text that is sorted by code point on every database."""


class Kept(TypeDecorator[Any]):
    """A frozen value, or a tuple or mapping of them, as JSON that no query looks into."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, form: Any) -> None:
        super().__init__()
        self.form = form

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        return None if value is None else to_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else from_json(self.form, value)


class Moment(TypeDecorator[datetime]):
    """An aware time, kept in UTC and read back aware in UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a zone cannot be kept")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""A row's own number; SQLite counts up only where the type is INTEGER."""

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

required: Callable[..., sa.Column[Any]] = partial(sa.Column, nullable=False)
