"""Records as Arrow tables, exactly: amounts are ``decimal128``, never floats; a value that does not fit is an error.

Only the crossing from records to columns belongs here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import pyarrow as pa

from pipelines.records.column import columns_of

TYPES: dict[str, Any] = {
    "VARCHAR": pa.string(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "DOUBLE": pa.float64(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
}


@cache
def schema_of(record: type) -> Any:
    """The Arrow schema of a record class."""
    return pa.schema([pa.field(c.name, arrow_type(c.sql_type), c.nullable) for c in columns_of(record)])


def arrow_type(sql_type: str) -> Any:
    """The Arrow type of a declared SQL type; raises ``KeyError`` for one that has none."""
    if sql_type.endswith("[]"):
        return pa.list_(arrow_type(sql_type[:-2]))
    decimal = re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", sql_type)
    return pa.decimal128(int(decimal[1]), int(decimal[2])) if decimal else TYPES[sql_type]


def table_of(record: type, rows: Sequence[Any]) -> Any:
    """Records of one class as an Arrow table.

    Raises ``ValueError`` naming relation and column for a value of another type, a missing value where there must be
    one, or an amount with more decimals than the column keeps.
    """
    arrays = []
    for field in schema_of(record):
        values = [getattr(row, field.name) for row in rows]
        if not field.nullable and any(value is None for value in values):
            raise ValueError(f"{record.__name__}.{field.name}: a value is missing")
        arrays.append(_array(record, field, values))
    return pa.Table.from_arrays(arrays, schema=schema_of(record))


def _array(record: type, field: Any, values: list[Any]) -> Any:
    try:
        return pa.array(values, type=field.type)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise ValueError(f"{record.__name__}.{field.name}: {error}") from error
