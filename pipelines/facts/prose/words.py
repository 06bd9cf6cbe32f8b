"""From a piece of a sentence (a node of the grammar) to its tokens. What they mean is decided elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.facts.prose.peg import Node
from pipelines.facts.prose.tokens import Token

Tokens = Sequence[Token]


def token_of(part: Node | int | None, tokens: Tokens) -> Token | None:
    """The token that a labelled part is, or the first one in it."""
    if part is None:
        return None
    return tokens[part if isinstance(part, int) else part.start]


def words_of(part: Node | int | None, tokens: Tokens) -> Tokens:
    """The tokens of a phrase, without the thresholds in it."""
    if not isinstance(part, Node):
        return ()
    left_out = {index for limit in limits_of(part) for index in range(limit.start, limit.end)}
    words = [tokens[index] for index in range(part.start, part.end) if index not in left_out]
    return words[1:] if len(words) > 1 and words[0].kind == "VERSUS" else words  # 甲 5 万元和乙 6 万元


def limits_of(node: Node) -> list[Node]:
    """The thresholds in a phrase."""
    found = [node] if node.rule == "limit" else []
    for part in node.parts:
        if isinstance(part.value, Node):
            found += limits_of(part.value)
    return found
