"""Documents without and with a fault, read in several processes: one source document per task."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from pipelines import documents
from pipelines.flow.reading import read_document
from pipelines.intake import read_bytes, scan_raw
from pipelines.records.pages import RawFile
from tests.documents.typeset.facts import Sample, samples
from tests.faults import published
from tests.faults import samples as seeding
from tests.faults.fault import Place, Variant

NO_PLACE = Place()
PUBLISHED = 12
"""Published documents in which faults are put: each costs about a second per fault."""
PUBLISHED_EACH = 1


def sample_variants(sample: Sample, each: int) -> list[Variant]:
    """A sample set and read without a fault and with each of its faults."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        path, raw = seeding.set_sample(sample, sample.flow, folder, "clean")
        clean = read_document(path, raw)
        variants = [Variant(sample.file, None, NO_PLACE, "", clean)]
        for number, seeded in enumerate(seeding.seed(sample, clean, each)):
            path, raw = seeding.set_sample(sample, seeded.flow, folder, f"{seeded.kind}{number}")
            variants.append(Variant(sample.file, seeded.kind, seeded.place, seeded.what, read_document(path, raw)))
            path.unlink()
    return variants


def published_variants(path: Path, raw: RawFile, each: int) -> list[Variant]:
    """A published document read as it is and with each of its faults."""
    document = documents.read(read_bytes(path, raw.path), raw.path, raw.document_id)
    clean = published.read_changed(document, raw, path, 0, {})
    variants = [Variant(raw.path, None, NO_PLACE, "", clean)]
    for kind, place, what, page, changes in published.seed(document, clean, each):
        reading = published.read_changed(document, raw, path, page, changes)
        variants.append(Variant(raw.path, kind, place, what, reading))
    return variants


def texts_and_tables() -> list[Sample]:
    """The samples in which faults are put: scans are left out, they take a quarter of a minute each."""
    return [sample for sample in samples() if "scan" not in sample.look]


def published_files(shared: Path) -> list[tuple[Path, RawFile]]:
    """Published PDFs whose stage the manifest knows, spread over the folder."""
    chosen = [raw for raw in scan_raw(shared).files if raw.path.endswith(".pdf") and raw.stage in ("budget", "final")]
    return [(shared / raw.path, raw) for raw in seeding.spread(chosen, PUBLISHED)]


def read_all(each: int, shared: Path | None, workers: int = 2) -> Iterator[list[Variant]]:
    """The variants of every source document, samples first."""
    with ProcessPoolExecutor(workers) as pool:
        tasks = [pool.submit(sample_variants, sample, each) for sample in texts_and_tables()]
        for path, raw in published_files(shared) if shared else ():
            tasks.append(pool.submit(published_variants, path, raw, PUBLISHED_EACH))
        for task in tasks:
            yield task.result()
