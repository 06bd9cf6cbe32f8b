"""The audit annex (Great Expectations' Data Docs) made to open from disk without a network.

Only links are changed: what the pages would load from elsewhere is served from the copies in ``annex_assets``, and what
there is no copy of (charts, pictures with a time stamp, newsletters) is taken out. No result is touched.
"""

from __future__ import annotations

import os
import re
import shutil
from functools import partial
from pathlib import Path

ASSETS = Path(__file__).resolve().parent / "annex_assets"
COPIES = {
    "jquery-": "jquery.min.js",
    "bootstrap.min.js": "bootstrap.min.js",
    "bootstrap.min.css": "bootstrap.min.css",
    "popper.min.js": "popper.min.js",
    "bootstrap-datepicker.min.js": "bootstrap-datepicker.min.js",
    "bootstrap-datepicker.min.css": "bootstrap-datepicker.min.css",
    "bootstrap-table.min.js": "bootstrap-table.min.js",
    "bootstrap-table.min.css": "bootstrap-table.min.css",
    "bootstrap-table-filter-control.min.js": "bootstrap-table-filter-control.min.js",
    "bootstrap-table-filter-control": "bootstrap-table-filter-control.min.css",
    "font-awesome": "fontawesome.min.css",
}
"""A part of the address, and the copy that takes its place; the first that fits counts."""
_LOADED = re.compile(
    r'(<(?:script|link|img)\b[^>]*?)(src|href)="(https?://[^"]+)"([^>]*>)(?:\s*</script>)?', re.IGNORECASE
)
_ATTRIBUTES = re.compile(r'\s(?:integrity|crossorigin)="[^"]*"', re.IGNORECASE)


def make_offline(folder: Path) -> None:
    """Copy the assets into ``folder`` and point every page below it at them."""
    shutil.copytree(ASSETS, folder / "assets", dirs_exist_ok=True, ignore=shutil.ignore_patterns("README.md"))
    for page in folder.rglob("*.html"):
        assets = Path(os.path.relpath(folder / "assets", page.parent)).as_posix()
        page.write_text(_LOADED.sub(partial(_local, assets), page.read_text("utf-8")), "utf-8")


def _local(assets: str, found: re.Match[str]) -> str:
    """The tag with the address of the copy, or nothing where there is no copy."""
    before, attribute, address, after = found.groups()
    copy = next((name for part, name in COPIES.items() if part in address), None)
    if copy is None:
        return ""
    close = "</script>" if before.lower().startswith("<script") else ""
    return _ATTRIBUTES.sub("", f'{before}{attribute}="{assets}/{copy}"{after}') + close
