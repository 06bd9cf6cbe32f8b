"""What things cost: ``python -m tests.bench``. Figures are measured in one run on this machine and printed with it.

No figure decides a test: a test that measures time fails on a busy machine. Correctness is measured by ``tests.accuracy``.
"""
