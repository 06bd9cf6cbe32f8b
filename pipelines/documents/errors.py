"""What goes wrong when a document is opened. Reasons are Chinese sentences a person can act on; nothing else belongs here."""

from __future__ import annotations


class UnreadableDocument(Exception):  # noqa: N818 - a document, in the words of the house
    """A document of which no page can be read: says at which stage (sniff, open, convert) and why, for the quarantine."""

    def __init__(self, reason: str, stage: str = "open") -> None:
        super().__init__(reason)
        self.reason = reason
        self.stage = stage
