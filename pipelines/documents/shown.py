"""The page as shown: from a page's own user space to points from the top left corner after rotation. Geometry only."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Matrix(NamedTuple):
    """An affine map as PDF writes it: x' = a x + c y + e, y' = b x + d y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, other: Matrix) -> Matrix:
        """This map followed by ``other``."""
        return Matrix(
            self.a * other.a + self.b * other.c,
            self.a * other.b + self.b * other.d,
            self.c * other.a + self.d * other.c,
            self.c * other.b + self.d * other.d,
            self.e * other.a + self.f * other.c + other.e,
            self.e * other.b + self.f * other.d + other.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where the point lands."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def boxes(self, corners: NDArray[Any]) -> NDArray[Any]:
        """Rows of (x, y, x, y), any two opposite corners, as rows of (x0, top, x1, bottom) after the map."""
        x = self.a * corners[:, 0::2] + self.c * corners[:, 1::2] + self.e
        y = self.b * corners[:, 0::2] + self.d * corners[:, 1::2] + self.f
        (x0, x1), (y0, y1) = x.T, y.T
        return np.stack([np.minimum(x0, x1), np.minimum(y0, y1), np.maximum(x0, x1), np.maximum(y0, y1)], axis=1)


def shown_matrix(box: tuple[float, float, float, float], rotation: int) -> Matrix:
    """From user space to the page as shown, for the visible box (left, bottom, right, top), turned clockwise by
    ``rotation`` degrees (0, 90, 180, 270)."""
    left, bottom, right, top = box
    return {
        0: Matrix(1, 0, 0, -1, -left, top),
        90: Matrix(0, 1, 1, 0, -bottom, -left),
        180: Matrix(-1, 0, 0, 1, right, -bottom),
        270: Matrix(0, -1, -1, 0, top, right),
    }[rotation % 360]


def shown_size(box: tuple[float, float, float, float], rotation: int) -> tuple[float, float]:
    """Width and height of the page as shown."""
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    return (height, width) if rotation % 180 else (width, height)
