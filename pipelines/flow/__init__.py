"""What "run the pipeline" means, without Dagster: one function per step; each reads the store, calls a room, writes the store.

Belongs here: the order of the rooms (``reading``), many documents at once (``workers``), what has changed (``plan``),
the refresh itself, and showing where a number stands. Does not belong here: what any room decides, and how a command
line or Dagster looks. Import from the modules: this file stays empty so that a worker loads only what it needs.
"""
