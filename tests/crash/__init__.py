"""Killing refreshes: a refresh in a process of its own (``zygote``), killed at chosen moments (``rounds``), what a reader saw
and what came out compared row for row (``states``). ``python -m tests.crash`` is the long form of ``tests/test_crash.py``.
"""
