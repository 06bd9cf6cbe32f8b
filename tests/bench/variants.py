"""Many documents for one refresh: the samples typeset again for as many bodies as are wanted, each a file of its own."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from tests.documents.typeset import facts, manifest
from tests.documents.typeset.__main__ import WRITERS


def write_variants(folder: Path, count: int) -> None:
    """``count`` documents with their manifest; scans are left out (their cost is measured by itself)."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [numbered(number) for number in range(count)]
    for sample in made:
        WRITERS[Path(sample.file).suffix](sample, folder / sample.file)
    manifest.write(made, folder)


@cache
def originals() -> tuple[facts.Sample, ...]:
    """The samples that are varied."""
    return tuple(sample for sample in facts.samples() if "scan" not in sample.look)


def numbered(number: int) -> facts.Sample:
    """The document of this number: the samples in turn, each turn for other bodies."""
    turn, place = divmod(number, len(originals()))
    return variant(originals()[place], turn)


def variant(sample: facts.Sample, number: int) -> facts.Sample:
    """The sample for another body: the name of the publisher has a number wherever it is printed."""
    if number == 0:
        return sample
    name = sample.manifest["publisher"]
    changed = f"{name}{number}"
    return replace(
        sample,
        file=f"{number:05d}-{sample.file}",
        manifest={key: value.replace(name, changed) for key, value in sample.manifest.items()},
        flow=tuple(_renamed(block, name, changed) for block in sample.flow),
    )


def _renamed(value: Any, name: str, changed: str) -> Any:
    if isinstance(value, str):
        return value.replace(name, changed)
    if isinstance(value, dict):
        return {key: _renamed(one, name, changed) for key, one in value.items()}
    return [_renamed(one, name, changed) for one in value] if isinstance(value, list) else value
