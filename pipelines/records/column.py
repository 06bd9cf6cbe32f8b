"""How a field of a record says what it means: Chinese and English text, key, SQL type.

Only the declaration helper and its reader belong here; what is done with it (DDL, comments, suites) is the warehouse's.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

SQL_TYPES: dict[Any, str] = {
    str: "VARCHAR",
    int: "INTEGER",
    bool: "BOOLEAN",
    Decimal: "DECIMAL(20,2)",
    float: "DOUBLE",
    date: "DATE",
    datetime: "TIMESTAMP",
}


def column(zh: str, en: str, *, key: bool = False, sql: str | None = None, default: Any = dataclasses.MISSING) -> Any:
    """Declare one field of a relation: its meaning in Chinese and English, whether it is part of the key, its SQL type.

    ``sql`` overrides the type that follows from the Python annotation (``Decimal`` is ``DECIMAL(20,2)`` in 元).
    """
    metadata = {"zh": zh, "en": en, "key": key, "sql": sql}
    if default is dataclasses.MISSING:
        return dataclasses.field(metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


@dataclasses.dataclass(frozen=True)
class Column:
    """One column of a relation as declared on its record."""

    name: str
    sql_type: str
    nullable: bool
    key: bool
    zh: str
    en: str


@cache
def columns_of(record: type) -> tuple[Column, ...]:
    """The columns of a record class in order; raises ``TypeError`` for a field that was not declared by ``column``."""
    hints = typing.get_type_hints(record)
    return tuple(_column(field, hints[field.name]) for field in dataclasses.fields(record))


def _column(field: dataclasses.Field[Any], hint: Any) -> Column:
    if "zh" not in field.metadata:
        raise TypeError(f"field {field.name} is not declared by column()")
    base, nullable = _unwrap(hint)
    sql_type = field.metadata["sql"] or _sql_type(base)
    return Column(field.name, sql_type, nullable, field.metadata["key"], field.metadata["zh"], field.metadata["en"])


def _unwrap(hint: Any) -> tuple[Any, bool]:
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        inner = [part for part in typing.get_args(hint) if part is not type(None)]
        return inner[0], True
    return hint, False


def _sql_type(base: Any) -> str:
    if typing.get_origin(base) is tuple:
        return _sql_type(typing.get_args(base)[0]) + "[]"
    return SQL_TYPES[base]
