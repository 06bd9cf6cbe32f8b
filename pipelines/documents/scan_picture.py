"""The picture of a page made ready for reading: grey without seals, black and white, straight. Knows no lines and no text.

All lengths are pixels; ``Measures`` turns lengths in points into pixels.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Grey levels, rows from the top, 0 is black."""

Mask = NDArray[np.uint8]
"""255 where something is, 0 elsewhere."""

# Degrees looked through for skew, and the steps of the two passes. A page fed askew is rarely off by more.
_MOST_SKEW = 5.0
_COARSE, _FINE = 0.25, 0.02
_SKEW_WIDTH = 900
# Red ink on paper is at least this bright in the red channel and this much brighter than in the others.
_SEAL_BRIGHTNESS, _SEAL_REDNESS = 120, 35
# Widths of the blur tried until the paper is quiet (in grey levels), and how much darker than its surroundings ink is.
_BLURS = (3, 5, 7)
_QUIET_PAPER, _LEAST_CONTRAST, _CONTRAST_PER_NOISE = 3.2, 18.0, 5.0
# Shares of a page that print can cover; a blank or black page has no direction.
_FEWEST_DARK, _MOST_DARK = 0.0003, 0.5


class Area(NamedTuple):
    """A rectangle of the picture, ends excluded."""

    x0: int
    y0: int
    x1: int
    y1: int


class Measures(NamedTuple):
    """Pixels per point of the picture."""

    scale: float

    def pixels(self, points: float) -> int:
        """A length in points as whole pixels, at least one."""
        return max(1, round(points * self.scale))


def grey_of(pixels: NDArray[np.uint8]) -> Picture:
    """Grey levels of a picture. Of a coloured one the red channel, and red on paper is paper: seals vanish, print stays."""
    if pixels.ndim == 2:
        return pixels
    red = pixels[:, :, 0]
    others = np.maximum(pixels[:, :, 1], pixels[:, :, 2])
    is_seal = (red > _SEAL_BRIGHTNESS) & (cv2.subtract(red, others) > _SEAL_REDNESS)
    return np.where(is_seal, np.uint8(255), red)


def ink_of(grey: Picture, measures: Measures) -> Mask:
    """Where ink is, with uneven lighting evened out; the noisier the paper, the darker ink has to be."""
    block = measures.pixels(12) | 1
    blurred, noise = grey, 0.0
    for size in _BLURS:
        blurred = cv2.GaussianBlur(grey, (size, size), 0)
        noise = _paper_noise(blurred)
        if noise <= _QUIET_PAPER:
            break
    darker = max(_LEAST_CONTRAST, _CONTRAST_PER_NOISE * noise)
    ink = cv2.adaptiveThreshold(blurred, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, darker)
    return np.asarray(ink, dtype=np.uint8)


def _paper_noise(grey: NDArray[np.uint8]) -> float:
    """The spread of the paper's grey level: ink is the lesser part of a page, so the median deviation is that of paper."""
    sample = grey[:: max(1, grey.shape[0] // 600), :: max(1, grey.shape[1] // 600)].astype(np.int16)
    return float(np.median(np.abs(sample - np.median(sample)))) * 1.4826


def skew_of(grey: Picture) -> float:
    """Degrees by which the picture has to be turned counter-clockwise to be straight."""
    factor = _SKEW_WIDTH / max(grey.shape)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else grey
    dark = np.asarray(cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1], dtype=np.uint8)
    if not _FEWEST_DARK < float(dark.mean()) / 255 < _MOST_DARK:
        return 0.0
    coarse = _sharpest(dark, np.arange(-_MOST_SKEW, _MOST_SKEW + _COARSE / 2, _COARSE))
    return _sharpest(dark, np.arange(coarse - _COARSE, coarse + _COARSE, _FINE))


def _sharpest(dark: NDArray[np.uint8], angles: NDArray[np.float64]) -> float:
    """The angle whose rows differ most from their neighbours; the smallest of equals."""
    best, best_score = 0.0, -1.0
    for angle in sorted(angles.tolist(), key=abs):
        rows = turned(dark, angle, 0).sum(axis=1, dtype=np.float64)
        score = float(np.square(np.diff(rows)).sum())
        if score > best_score * 1.0001:
            best, best_score = angle, score
    return best


def turned(picture: Picture, degrees: float, background: int = 255) -> Picture:
    """The picture turned counter-clockwise about its middle, of the same size."""
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    result = cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=background)
    return np.asarray(result, dtype=np.uint8)
