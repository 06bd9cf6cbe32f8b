"""Rules and verdicts: what must hold between printed amounts, tried on every document, nothing skipped in silence.

Belongs here: loading ``expectations/*.yml`` as Great Expectations suites (``suites``), compiling an entry's equation to a
query that returns one row per case with both sides (``equations``), validating the cases with Great Expectations
(``validate``, the only place that imports it) and writing findings and coverage (``findings``). Does not belong here: how
documents are read, and pages for people.
"""

from pipelines.checks.run import CheckSummary, run_rules
from pipelines.checks.structure import structure_faults
from pipelines.checks.suites import Rule, Suite, SuiteError, load_suites
from pipelines.checks.validate import ValidationBrokeError

__all__ = [
    "CheckSummary",
    "Rule",
    "Suite",
    "SuiteError",
    "ValidationBrokeError",
    "load_suites",
    "run_rules",
    "structure_faults",
]
