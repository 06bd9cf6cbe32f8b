"""The fault benchmark: documents changed in one place, read and checked like any other; what the rules then find.

``python -m tests.faults`` (``make faults``) prints recall and false findings per kind and rule and rewrites
``docs/faults.md``. Nothing here knows a rule: a fault counts as found when a finding appears that the same document
without the fault does not have.
"""
