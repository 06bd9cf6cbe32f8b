"""``python -m tests.documents.typeset [FOLDER]``: sets every sample document anew and writes the manifest.

Which writer sets a sample follows from the ending of its file name; scans are set as PDFs first.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.documents.typeset import facts, flow, manifest, scan, sheet, webpage

WRITERS = {".pdf": flow.write, ".xlsx": sheet.write, ".html": webpage.write}
RAW = Path(__file__).resolve().parents[3] / "data" / "raw"


def write(sample: facts.Sample, folder: Path) -> None:
    """Write one sample into ``folder``. Raises ``FactsError`` naming the sample when its facts cannot be set."""
    try:
        writer = scan.write if "scan" in sample.look else WRITERS[Path(sample.file).suffix]
        writer(sample, folder / sample.file)
    except facts.FactsError as fault:
        raise facts.FactsError(f"{sample.file}: {fault}") from fault


def main(folder: Path = RAW) -> None:
    """Write all samples and the manifest into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    samples = facts.samples()
    for sample in samples:
        write(sample, folder)
    manifest.write(samples, folder)


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:]))
