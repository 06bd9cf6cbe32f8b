"""The only room that opens DuckDB: the store of readings, the relations, and the file that analysts query.

Belongs here: DDL derived from the records, loading readings, organisations and versions over years, the relations of
``sql/`` and the dictionary. Does not belong here: reading documents, judging figures (``checks``), pages for people.
"""

from pipelines.warehouse.connection import Connection, WarehouseError, open_reader

__all__ = ["Connection", "WarehouseError", "open_reader"]
