"""The dictionary: every relation and column in Chinese and English, written from the same declarations as the comments.

Only its text belongs here; a test compares it with ``sql/DICTIONARY.md`` and with the warehouse.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.warehouse.layers import load_relations
from pipelines.warehouse.relations import SCHEMAS, StoredRelation, stored_relations

HEAD = """# Dictionary of the warehouse 数据字典

Written by `mingzhang dictionary` from the records and the headers in `sql/`; do not edit. The same Chinese text stands in the
warehouse as `COMMENT` on every relation and column. Amounts are in 元 (yuan), exact decimals; times are UTC.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One relation as the dictionary shows it; columns as (name, type, Chinese, English)."""

    schema: str
    name: str
    kind: str
    zh: str
    en: str
    grain: str
    columns: tuple[tuple[str, str, str, str], ...]


def entries(folder: Path) -> tuple[Entry, ...]:
    """Every relation, by schema in the order of the flow; ``folder`` is ``sql/``."""
    stored = [_stored(relation) for relation in stored_relations()]
    queries = [
        Entry(
            relation.schema,
            relation.name,
            relation.kind,
            relation.zh,
            relation.en,
            f"{', '.join(relation.key)}（{relation.grain_zh} {relation.grain_en}）",
            tuple((c.name, "", c.zh, c.en) for c in relation.columns),
        )
        for relation in load_relations(folder)
    ]
    order = list(SCHEMAS)
    return tuple(sorted([*stored, *queries], key=lambda entry: order.index(entry.schema)))


def _stored(relation: StoredRelation) -> Entry:
    columns = tuple((c.name, c.sql_type + ("" if c.nullable else " not null"), c.zh, c.en) for c in relation.columns)
    grain = ", ".join(relation.key)
    return Entry(relation.schema, relation.name, "table", relation.zh, relation.en, grain, columns)


def dictionary(folder: Path) -> str:
    """The whole text of ``DICTIONARY.md``."""
    found = entries(folder)
    parts = [HEAD]
    for schema, (zh, en) in SCHEMAS.items():
        mine = [entry for entry in found if entry.schema == schema]
        parts.append(f"## `{schema}` {zh} · {en}\n")
        parts.extend(line for entry in mine for line in _section(entry))
    return "\n".join(parts) + "\n"


def _section(entry: Entry) -> Iterator[str]:
    yield f"### `{entry.schema}.{entry.name}` ({entry.kind})\n"
    yield f"{entry.zh} · {entry.en}  "
    yield f"粒度 grain: {entry.grain}\n"
    typed = any(sql_type for _, sql_type, _, _ in entry.columns)
    yield "| column | type | 中文 | English |\n|--|--|--|--|" if typed else "| column | 中文 | English |\n|--|--|--|"
    for name, sql_type, zh, en in entry.columns:
        cells = [f"`{name}`", *([sql_type] if typed else []), _cell(zh), _cell(en)]
        yield f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
