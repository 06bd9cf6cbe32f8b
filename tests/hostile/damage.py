"""The sample documents cut, flipped, blanked and misnamed: everything a broken download or disk does to a real file."""

from __future__ import annotations

from pathlib import Path

from tests.hostile.case import EITHER, QUARANTINED, READ, TOLD, Case, dice, of

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "raw"
KEPT = (0.02, 0.25, 0.5, 0.9)
"""Shares of a file that are kept when it is cut."""
FLIPS = (1, 1, 1, 16, 16, 256, 4096)
"""Bytes changed at random places, one case each."""
FAST = ("county-unit-2023-budget.pdf", "county-department-2023-goals.xlsx", "city-unit-2024-budget.html")
"""Samples of which some damaged copies belong to the short selection: one of each format."""


def _cut(path: Path, share: float) -> bytes:
    data = path.read_bytes()
    return data[: int(len(data) * share)]


def _flipped(path: Path, count: int, name: str) -> bytes:
    data, chance = bytearray(path.read_bytes()), dice(name)
    for _ in range(count):
        data[chance.randrange(len(data))] ^= chance.randrange(1, 256)
    return bytes(data)


def _blanked(path: Path, name: str) -> bytes:
    """A block of 4,096 bytes is zeros, as after a failed disk."""
    data = bytearray(path.read_bytes())
    begin = dice(name).randrange(max(1, len(data) - 4096))
    data[begin : begin + 4096] = bytes(min(4096, len(data) - begin))
    return bytes(data)


def _doubled(path: Path) -> bytes:
    """The beginning of the file once more after its end, as after a resumed download."""
    data = path.read_bytes()
    return data + data[: len(data) // 2]


def _of(path: Path) -> list[Case]:
    stem, ending, name = path.stem, path.suffix, path.name
    kept = None if ending == ".html" else name  # a web page carries no checksum: other letters are another page
    fast = name in FAST
    cases = [
        Case(f"cut/{stem}-{share:.0%}{ending}", lambda s=share: _cut(path, s), TOLD, (), name, fast and share == 0.5)
        for share in KEPT
    ]
    cases.append(Case(f"cut/{stem}-20-bytes{ending}", lambda: path.read_bytes()[:-20], EITHER, (), name, fast))
    for number, count in enumerate(FLIPS):
        key = f"{name} {number}"
        cases.append(
            Case(
                f"flip/{stem}-{number}-{count}{ending}",
                lambda c=count, k=key: _flipped(path, c, k),
                EITHER,
                (),
                kept,
                fast and number == 0,
            )
        )
    other = ".pdf" if ending != ".pdf" else ".xlsx"
    return [
        *cases,
        Case(f"blank/{stem}{ending}", lambda: _blanked(path, name), TOLD, (), name, fast),
        Case(f"blank/{stem}-again{ending}", lambda: _doubled(path), EITHER, (), kept),
        Case(f"ending/{stem}{other}", lambda: path.read_bytes() + b"\n", EITHER, (), name),
        Case(f"ending/{stem}", lambda: path.read_bytes() + b"\n\n", EITHER, (), name),
    ]


def cases() -> list[Case]:
    """All samples, damaged in every way; and lies about what a file is."""
    samples = sorted(path for path in SAMPLES.iterdir() if path.suffix in {".pdf", ".xlsx", ".html"})
    noise = dice("noise of a megabyte").randbytes(1 << 20)
    return [
        *(case for path in samples for case in _of(path)),
        Case("ending/zeros.pdf", lambda: bytes(100_000), QUARANTINED, ("格式", "PDF"), fast=True),
        Case("ending/noise.xlsx", lambda: noise, QUARANTINED, ("格式",), fast=True),
        Case("ending/program.pdf", lambda: b"\x7fELF\x02\x01\x01" + noise[:9_000], QUARANTINED, ("格式",), fast=True),
        Case("ending/text.pdf", of("某局2024年部门预算\n".encode()), READ, fast=True),
        Case("ending/one-byte.html", lambda: b"<", EITHER, fast=True),
        Case("ending/space.txt", lambda: b" ", EITHER, fast=True),
        Case("ending/newlines.txt", lambda: b"\n" * 2_000_000, EITHER),
    ]
