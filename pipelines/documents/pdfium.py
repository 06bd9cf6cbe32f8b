"""pdfium through its C functions: opening documents, pages and text pages, and the calls made once per character or path.

Only handles and raw calls; what the numbers mean is decided in ``pdf``, ``pdf_text`` and ``pdf_paths``. pdfium is not
thread-safe: one process reads one document at a time, and every handle is closed by its context manager.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import PYFUNCTYPE, c_float, c_int, c_uint, c_void_p
from typing import Any

from pypdfium2 import raw

from pipelines.documents.errors import UnreadableDocument

OBJECT_TEXT, OBJECT_PATH, OBJECT_IMAGE, OBJECT_SHADING, OBJECT_FORM = 1, 2, 3, 4, 5
SEGMENT_LINE, SEGMENT_BEZIER, SEGMENT_MOVE = 0, 1, 2
RENDER_INVISIBLE = 3
_MOST_ANNOTATIONS = 2000

_REASONS = {
    raw.FPDF_ERR_FILE: "PDF 文件无法打开",
    raw.FPDF_ERR_FORMAT: "不是完整的 PDF 或结构损坏，可能被截断",
    raw.FPDF_ERR_PASSWORD: "PDF 设有打开密码",
    raw.FPDF_ERR_SECURITY: "PDF 的加密方式不支持",
    raw.FPDF_ERR_PAGE: "PDF 的页面目录损坏",
}


def _call(name: str, result: Any, *arguments: Any) -> Any:
    """A C function with plain addresses as arguments: about a third of the cost of the typed binding, per character."""
    return PYFUNCTYPE(result, *arguments)(ctypes.cast(getattr(raw, name), c_void_p).value or 0)


text_unicode = _call("FPDFText_GetUnicode", c_uint, c_void_p, c_int)
text_loose_box = _call("FPDFText_GetLooseCharBox", c_int, c_void_p, c_int, c_void_p)
text_map_error = _call("FPDFText_HasUnicodeMapError", c_int, c_void_p, c_int)
text_angle = _call("FPDFText_GetCharAngle", c_float, c_void_p, c_int)
text_matrix = _call("FPDFText_GetMatrix", c_int, c_void_p, c_int, c_void_p)
text_object = _call("FPDFText_GetTextObject", c_void_p, c_void_p, c_int)
text_render_mode = _call("FPDFTextObj_GetTextRenderMode", c_int, c_void_p)
page_object = _call("FPDFPage_GetObject", c_void_p, c_void_p, c_int)
form_object = _call("FPDFFormObj_GetObject", c_void_p, c_void_p, ctypes.c_ulong)
form_count = _call("FPDFFormObj_CountObjects", c_int, c_void_p)
object_type = _call("FPDFPageObj_GetType", c_int, c_void_p)
object_bounds = _call("FPDFPageObj_GetBounds", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
object_clip = _call("FPDFPageObj_GetClipPath", c_void_p, c_void_p)
clip_count = _call("FPDFClipPath_CountPaths", c_int, c_void_p)
clip_segment_count = _call("FPDFClipPath_CountPathSegments", c_int, c_void_p, c_int)
clip_segment = _call("FPDFClipPath_GetPathSegment", c_void_p, c_void_p, c_int, c_int)
object_matrix = _call("FPDFPageObj_GetMatrix", c_int, c_void_p, c_void_p)
object_fill = _call("FPDFPageObj_GetFillColor", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
object_stroke = _call("FPDFPageObj_GetStrokeColor", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
object_stroke_width = _call("FPDFPageObj_GetStrokeWidth", c_int, c_void_p, c_void_p)
path_mode = _call("FPDFPath_GetDrawMode", c_int, c_void_p, c_void_p, c_void_p)
path_count = _call("FPDFPath_CountSegments", c_int, c_void_p)
path_segment = _call("FPDFPath_GetPathSegment", c_void_p, c_void_p, c_int)
segment_point = _call("FPDFPathSegment_GetPoint", c_int, c_void_p, c_void_p, c_void_p)
segment_type = _call("FPDFPathSegment_GetType", c_int, c_void_p)
segment_close = _call("FPDFPathSegment_GetClose", c_int, c_void_p)


def address(handle: Any) -> int:
    """The address behind a typed pdfium handle."""
    value = ctypes.cast(handle, c_void_p).value
    return value or 0


@contextmanager
def opened_document(data: bytes) -> Iterator[Any]:
    """An open document; raises ``UnreadableDocument`` with pdfium's reason. ``data`` must outlive the handle."""
    handle = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not handle:
        raise UnreadableDocument(_REASONS.get(raw.FPDF_GetLastError(), "PDF 无法打开，原因不明"))
    try:
        yield handle
    finally:
        raw.FPDF_CloseDocument(handle)


@contextmanager
def opened_page(document: Any, index: int) -> Iterator[Any]:
    """An open page (0-based) or ``None`` when pdfium cannot load it. Text typed into forms and notes is part of it."""
    handle = raw.FPDF_LoadPage(document, index)
    if (
        handle
        and _has_typed_text(handle)
        and raw.FPDFPage_Flatten(handle, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS
    ):
        raw.FPDF_ClosePage(handle)
        handle = raw.FPDF_LoadPage(document, index)
    try:
        yield handle or None
    finally:
        if handle:
            raw.FPDF_ClosePage(handle)


def _has_typed_text(page: Any) -> bool:
    """Whether a page has form fields or text notes: pdfium reads them only once they are made part of the page."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if annotation:
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            raw.FPDFPage_CloseAnnot(annotation)
            if kind in (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_WIDGET):
                return True
    return False


@contextmanager
def opened_text(page: Any) -> Iterator[Any]:
    """The text page of an open page or ``None``."""
    handle = raw.FPDFText_LoadPage(page)
    try:
        yield handle or None
    finally:
        if handle:
            raw.FPDFText_ClosePage(handle)


def page_box(page: Any) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of the visible part of a page (CropBox within MediaBox) in its own user space, unrotated."""
    box = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page, box):
        return 0.0, 0.0, raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
    return box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top)
