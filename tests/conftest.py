"""What all tests share: where the published documents are, and skipping with a reason when they are not there."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip tests marked ``real`` when the published documents are absent."""
    if SHARED.is_dir():
        return
    absent = pytest.mark.skip(reason="the published documents in ../shared are not here")
    for item in items:
        if "real" in item.keywords:
            item.add_marker(absent)


@pytest.fixture
def shared() -> Path:
    """The folder of published documents (only for tests marked ``real``)."""
    return SHARED
