"""Pictures of single lines -> text with confidence: the recognition model, and nothing about pages.

The model is PP-OCRv6 small as it lies in the wheel of ``rapidocr``; it is run by onnxruntime directly, so nothing is ever
downloaded. One session per process, one thread. Where lines are on a page is found in ``scan_layout``.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.documents.errors import UnreadableDocument
from pipelines.documents.plain import clean_text
from pipelines.documents.scan_picture import Picture

_PACKAGE = "rapidocr"
_MODEL = "models/PP-OCRv6_rec_small.onnx"
# The height the model was trained on, in pixels, and the widest picture worth recognising in one piece.
_HEIGHT = 48
_WIDEST = 3200
_NARROWEST = 16
_BLANK = 0
# A second look that reads otherwise makes a number doubtful: below the limit that marks a cell (0.5).
DISPUTED = 0.4
_NUMERIC = re.compile(r"^[-+(]?[\d.,\s]*\d[\d.,\s]*[)%]?$")
_NEARLY_NUMERIC = re.compile(r"^(?=.*[\d.,]|.{1,2}$)[-+(]?[\dOoQDIilSsBZz|.,:·\s]+[)%]?$")
_SEPARATOR_SPACE = re.compile(r"(?<=[\d.,])\s+(?=[\d.,])")


class Reading(NamedTuple):
    """What a picture of a line says, and the least probability of any of its characters."""

    text: str
    confidence: float


class _Model(NamedTuple):
    session: Any
    input_name: str
    alphabet: tuple[str, ...]


def read_line(picture: Picture) -> Reading:
    """The text of one line. Raises ``UnreadableDocument`` when the model is not installed."""
    return _decoded(_probabilities(_scaled(picture)))


def read_number_twice(picture: Picture, first: Reading) -> Reading:
    """The first reading of a number, confirmed by a second look at another scale and in pure black and white.

    Numbers are the only text where one wrong character changes the meaning and no dictionary helps. When the looks differ
    the confidence is ``DISPUTED``.
    """
    second = _decoded(_probabilities(_scaled(_sharpened(picture))))
    if digits_of(second.text) == digits_of(first.text):
        return Reading(first.text, max(first.confidence, min(second.confidence, 0.99)))
    better = second if is_numeric(second.text) and not is_numeric(first.text) else first
    return Reading(better.text, min(better.confidence, DISPUTED))


def is_numeric(text: str) -> bool:
    """Whether a reading is a number: digits, separators, a sign or brackets around them."""
    return bool(_NUMERIC.match(text))


def may_be_number(text: str) -> bool:
    """Whether a reading is a number or could be one in which digits were taken for letters (``O.00``, ``l2``)."""
    return is_numeric(text) or bool(_NEARLY_NUMERIC.match(text))


def digits_of(text: str) -> str:
    """A reading without what does not change its worth as a number: spaces between digits."""
    return _SEPARATOR_SPACE.sub("", text.strip())


def _scaled(picture: Picture) -> NDArray[np.float32]:
    """The picture at the height of the model, in its range of values, as a batch of one."""
    height, width = picture.shape
    wanted = int(np.clip(round(width * _HEIGHT / max(1, height)), _NARROWEST, _WIDEST))
    method = cv2.INTER_AREA if height > _HEIGHT else cv2.INTER_CUBIC
    resized = cv2.resize(picture, (wanted, _HEIGHT), interpolation=method).astype(np.float32)
    plane = (resized / 255.0 - 0.5) / 0.5
    return np.repeat(plane[np.newaxis, np.newaxis], 3, axis=1)


def _sharpened(picture: Picture) -> Picture:
    """The picture enlarged and in pure black and white, with a margin of its own."""
    large = cv2.resize(picture, None, fx=2.0, fy=2.0, interpolation=cv2.INTER_CUBIC)
    _, bilevel = cv2.threshold(cv2.GaussianBlur(large, (3, 3), 0), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    margin = max(4, large.shape[0] // 12)
    bordered = cv2.copyMakeBorder(bilevel, margin, margin, 2 * margin, 2 * margin, cv2.BORDER_CONSTANT, value=255)
    return np.asarray(bordered, dtype=np.uint8)


def _probabilities(batch: NDArray[np.float32]) -> NDArray[np.float32]:
    model = _model()
    output: NDArray[np.float32] = model.session.run(None, {model.input_name: batch})[0][0]
    return output


def _decoded(steps: NDArray[np.float32]) -> Reading:
    """Best character of every step, repetitions and blanks dropped; cleaned like all other text."""
    best = steps.argmax(axis=1)
    keep = (best != _BLANK) & (best != np.concatenate(([_BLANK], best[:-1])))
    if not keep.any():
        return Reading("", 0.0)
    alphabet = _model().alphabet
    text = "".join(alphabet[index] for index in best[keep])
    least = float(steps.max(axis=1)[keep].min())
    return Reading(clean_text(text).strip(), round(least, 3))


@lru_cache(maxsize=1)
def _model() -> _Model:
    """The model, loaded once per process. Workers are processes, each with one thread."""
    import onnxruntime  # type: ignore[import-untyped]  # it ships no types

    cv2.setNumThreads(1)
    found = importlib.util.find_spec(_PACKAGE)
    path = Path((found.submodule_search_locations or [""])[0]) / _MODEL if found is not None else None
    if path is None or not path.is_file():
        raise UnreadableDocument(f"识别模型 {_MODEL} 不在 {_PACKAGE} 包内，无法识别扫描件", "ocr")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    characters: Sequence[str] = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return _Model(session, session.get_inputs()[0].name, ("", *characters, " "))
