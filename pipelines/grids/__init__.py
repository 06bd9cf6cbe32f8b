"""From pages to grids: tables found by geometry alone, joined over page breaks, with the text that stands around them.

Small stages in a row: ``edges`` -> ``lattice`` -> ``fill`` (one page), ``join`` (several), ``around`` (text above and
below). Reads no Chinese and opens no file; what a grid means is decided in ``statements``.
"""

from __future__ import annotations

from pipelines.grids.finder import find_grids

__all__ = ["find_grids"]
