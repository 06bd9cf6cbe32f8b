"""The machine a figure was measured on: without it a figure cannot be quoted."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("pypdfium2", "pdfplumber", "duckdb", "great-expectations", "pyarrow", "rapidocr", "onnxruntime")


def machine() -> dict[str, str]:
    """Cores, processor, memory, load, Python and the packages whose speed is measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
        "processor": _processor(),
        "memory": f"{memory / 2**30:.0f} GB",
        "load at start": f"{os.getloadavg()[0]:.1f}",
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        **{name: version(name) for name in PACKAGES},
    }


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text("utf-8").splitlines() if information.is_file() else []
    named = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())
