"""Pictures of pages with the cells of a finding boxed; kept by content, so that an unchanged finding is drawn once.

Only asking for pictures and naming them belongs here; drawing is ``documents.picture``. Formats without geometry have no
picture: their pages show an excerpt of the grid instead.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from pipelines.documents.errors import UnreadableDocument
from pipelines.documents.picture import DRAWN, page_picture
from pipelines.records.pages import Box
from pipelines.reports.queries import Row

LOG = logging.getLogger(__name__)
SCALE = 1.6


class Pictures:
    """Writes pictures into one folder; ``read`` gives the bytes of a raw file by its path."""

    def __init__(self, folder: Path, read: Callable[[str], bytes]) -> None:
        self.folder = folder
        self.read = read
        self.used: set[str] = set()
        self._last: tuple[str, bytes] | None = None

    def of(self, document: Row, page: int, facts: Sequence[Row]) -> str | None:
        """The file name of the picture of a page with the facts' cells boxed; None where there is nothing to draw."""
        boxes = [
            Box(f["x0"], f["top"], f["x1"], f["bottom"]) for f in facts if f["page"] == page and f["x0"] is not None
        ]
        if not boxes or document["media_type"] not in DRAWN:
            return None
        key = hashlib.sha256(repr((document["document_id"], page, sorted(boxes), SCALE)).encode()).hexdigest()[:12]
        name = f"{document['document_id'][:12]}-p{page}-{key}.png"
        self.used.add(name)
        target = self.folder / name
        if not target.exists():
            try:
                picture = page_picture(self._bytes(document), page, boxes, SCALE)
            except (UnreadableDocument, OSError) as error:
                LOG.warning("%s 第 %s 页无法绘图：%s", document["path"], page, error)
                return None
            target.write_bytes(picture)
        return name

    def remove_unused(self) -> None:
        """Delete pictures that no page of this report shows any more."""
        for path in self.folder.glob("*.png"):
            if path.name not in self.used:
                path.unlink()

    def _bytes(self, document: Row) -> bytes:
        if self._last is None or self._last[0] != document["document_id"]:
            self._last = (document["document_id"], self.read(document["path"]))
        return self._last[1]
