"""A soak: thousands of typeset documents refreshed, then a little of everything happens to them (``python -m tests.soak``).

Takes long and stands for itself; what it measured is in ``docs/soak.md``. That it does what it says is tested small in
``tests/test_soak.py``.
"""
