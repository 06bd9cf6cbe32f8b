"""Settings: what an operator may set, where resources lie, and when the reader is another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines import READER_VERSION
from pipelines import settings as settings_module
from pipelines.settings import SettingsError, digest_of, load, reader_version, resource


def test_without_environment_everything_lies_below_data() -> None:
    settings = load({})
    assert settings.raw == Path("data/raw")
    assert settings.warehouse == Path("data/warehouse/fiscal.duckdb")
    assert settings.readings == Path("data/warehouse/readings")
    assert settings.report == Path("data/warehouse/report")
    assert settings.workers >= 1


def test_environment_is_taken() -> None:
    settings = load(
        {
            "MINGZHANG_RAW": "/a", "MINGZHANG_WAREHOUSE": "/b/c.duckdb", "MINGZHANG_EXPECTATIONS": "/x:/y",
            "MINGZHANG_WORKERS": "3", "MINGZHANG_SECONDS": "7", "MINGZHANG_MEMORY_MB": "512",
            "MINGZHANG_WAREHOUSE_MB": "2048",
            "MINGZHANG_SCHEDULE": "0 1 * * 1", "MINGZHANG_SNAPSHOTS": "9", "MINGZHANG_WEBHOOK": "https://example.org/hook",
        }
    )  # fmt: skip
    assert (settings.raw, settings.warehouse) == (Path("/a"), Path("/b/c.duckdb"))
    assert settings.rule_folders == (resource("expectations"), Path("/x"), Path("/y"))
    assert (settings.workers, settings.limits.seconds) == (3, 7)
    assert settings.limits.memory_bytes == 512 * 1024**2
    assert settings.warehouse_bytes == 2048 * 1024**2
    assert (settings.schedule, settings.snapshots) == ("0 1 * * 1", 9)
    assert settings.webhook == "https://example.org/hook"


@pytest.mark.parametrize("text", ["0", "-1", "many", "1.5", ""])
def test_a_number_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="MINGZHANG_WORKERS"):
        load({"MINGZHANG_WORKERS": text})


def test_resources_are_found_and_a_missing_one_is_an_error() -> None:
    assert (resource("sql") / "README.md").is_file()
    with pytest.raises(SettingsError, match="no-such-folder"):
        resource("no-such-folder")


def test_the_reader_version_depends_on_every_file_that_reading_does() -> None:
    left_out = {
        path.name
        for room in settings_module.READING_ROOMS
        for path in (settings_module.PACKAGE / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not settings_module._is_source(path)
    }
    assert left_out == {"LAYOUTS.md", "SOURCES.md", "corrections.yml"}


def test_digest_follows_names_and_contents_and_nothing_else(tmp_path: Path) -> None:
    first, second = tmp_path / "a.py", tmp_path / "b.py"
    first.write_text("1")
    second.write_text("2")
    before = digest_of([first, second], tmp_path)
    assert digest_of([second, first], tmp_path) == before
    second.write_text("3")
    assert digest_of([first, second], tmp_path) != before
    second.write_text("2")
    second.rename(tmp_path / "c.py")
    assert digest_of([first, tmp_path / "c.py"], tmp_path) != before


def test_reader_version_names_the_release_and_the_code() -> None:
    release, digest = reader_version().split(".")
    assert release == READER_VERSION
    assert len(digest) == 8
