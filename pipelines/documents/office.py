"""Formats that only LibreOffice reads (.doc, .wps, .rtf, .odt, .ods, XML of Excel 2003): converted without a window, then
read as .docx or .xlsx.

LibreOffice is optional: without it these documents go to the quarantine with a reason that names it. Each conversion has its
own profile, its own process group, a time limit and a memory limit. No format is parsed here.
"""

from __future__ import annotations

import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from pipelines.documents import sheet, word
from pipelines.documents.errors import UnreadableDocument
from pipelines.documents.ole import OleContainer
from pipelines.documents.sniff import DOC, ODS, ODT, OLE, RTF, XML_SHEET, sniff
from pipelines.records.pages import Document

STAGE = "convert"
_PROGRAMS = ("soffice", "libreoffice")
# Where the installers put it without adding it to the path (macOS, Windows, Debian backports, the project's own packages).
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
)
_SECONDS = 180
_MOST_MEMORY_BYTES = 6 << 30
_MOST_RESULT_BYTES = 300_000_000
_ENCRYPTED = "EncryptedPackage"


class _Route(NamedTuple):
    """How a format is converted: the suffix LibreOffice knows it by, and the suffix it becomes."""

    suffix: str
    target: str
    reader: str = ""
    """The filter to read it with, where LibreOffice would otherwise take a broken file for plain text."""


_ROUTES = {
    DOC: _Route(".doc", "docx"),
    RTF: _Route(".rtf", "docx"),
    ODT: _Route(".odt", "docx"),
    ODS: _Route(".ods", "xlsx"),
    XML_SHEET: _Route(".xml", "xlsx", "MS Excel 2003 XML"),
}


def read(data: bytes, name: str, document_id: str) -> Document:
    """A document of an office format that is not read directly. ``name`` is for messages.

    Raises ``UnreadableDocument`` (stage ``convert``) when LibreOffice is missing, fails or takes too long, and when the file
    is encrypted or of no known kind.
    """
    media_type = sniff(data)
    route = _ROUTES.get(media_type)
    if media_type == OLE and _ENCRYPTED in _names_at_top(data, name):
        raise UnreadableDocument(f"{name}：文件设有打开密码", STAGE)
    if route is None:
        raise UnreadableDocument(f"{name}：不认识的 Office 文件（{media_type}）", STAGE)
    converted = _converted(data, name, route)
    found = (word if route.target == "docx" else sheet).read(converted, name, document_id)
    return Document(document_id, media_type, found.page_count, found.pages, found.faults)


def _names_at_top(data: bytes, name: str) -> frozenset[str]:
    try:
        return OleContainer(data).root_names()
    except (struct.error, IndexError) as error:
        raise UnreadableDocument(f"{name}：Office 文件结构损坏，可能被截断（{error}）", STAGE) from error


def find_office() -> str | None:
    """The LibreOffice program of this machine, or None."""
    found = next((path for program in _PROGRAMS if (path := shutil.which(program))), None)
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def _converted(data: bytes, name: str, route: _Route) -> bytes:
    office = find_office()
    if office is None:
        raise UnreadableDocument(f"{name}：{route.suffix} 格式需要 LibreOffice 转换，本机没有安装", STAGE)
    with tempfile.TemporaryDirectory(prefix="mingzhang-office-") as folder:
        source = Path(folder) / f"document{route.suffix}"
        source.write_bytes(data)
        _run(_command(office, folder, source, route), folder, name)
        result = Path(folder) / "out" / f"document.{route.target}"
        if not result.is_file():
            raise UnreadableDocument(f"{name}：LibreOffice 无法打开该文件，可能损坏或设有密码", STAGE)
        if result.stat().st_size > _MOST_RESULT_BYTES:
            raise UnreadableDocument(f"{name}：转换结果过大，疑为异常文件", STAGE)
        return result.read_bytes()


def _command(office: str, folder: str, source: Path, route: _Route) -> list[str]:
    profile = (Path(folder) / "profile").as_uri()
    return [
        office,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        *([f"--infilter={route.reader}"] if route.reader else []),
        "--convert-to",
        route.target,
        "--outdir",
        str(Path(folder) / "out"),
        str(source),
    ]


def _run(command: list[str], folder: str, name: str) -> None:
    """Run a conversion to its end; all its processes are stopped when the time is over."""
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            _limit_memory(process.pid)
            process.wait(_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise UnreadableDocument(f"{name}：LibreOffice 转换超过 {_SECONDS} 秒，已停止", STAGE) from error
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)


def _limit_memory(process_id: int) -> None:
    """A hostile file must not take the memory of the machine (only Linux can limit another process).

    A process that is limited already may not allow its children more.
    """
    if sys.platform == "linux":
        import resource

        _, most = resource.prlimit(process_id, resource.RLIMIT_AS)
        limit = _MOST_MEMORY_BYTES if most == resource.RLIM_INFINITY else min(_MOST_MEMORY_BYTES, most)
        resource.prlimit(process_id, resource.RLIMIT_AS, (limit, limit))
