"""What sentences state: the running text of a document as claims, and the claims that are facts.

``body_lines`` -> ``paragraphs`` -> ``outline`` and ``context`` (headings) -> ``tokens`` -> ``peg`` (the grammar) ->
``figures`` and ``changes`` over ``discourse`` (what binds to what) -> ``claims`` (records). The vocabulary, the items and
the grammar are lists in ``reference``; no name of a body and no wording of one document belongs in code.
"""

from __future__ import annotations

from pipelines.facts.prose.facts import prose_facts
from pipelines.facts.prose.reading import read_claims as claims_of

__all__ = ["claims_of", "prose_facts"]
