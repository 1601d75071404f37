"""Says which cells of a damaged picture look damaged.

Concealment mostly looks natural: a block that only differs from the clean picture is no example of
damage. A cell is visibly damaged where it differs and blocks' edges step there that do not step in the
clean picture, and around such edges where it differs and is nowhere to be found in the clean pictures
before and after.
"""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from .pictures import CELL, COLUMNS, ROWS

CLEAN, DAMAGED, IGNORED = 0, 1, 2

DIFFERENT = 8.0
HARDLY_DIFFERENT = 3.0
UNKNOWN = 7.0
STEP = 14.0
NEIGHBOURS = (-12, -8, -5, -3, -2, -1, 0, 1, 2)
AROUND = 2


def cells(values: np.ndarray) -> np.ndarray:
    """Means by cell."""
    rows, columns = values.shape[0] // ROWS, values.shape[1] // COLUMNS
    return values.reshape(ROWS, rows, COLUMNS, columns).mean(axis=(1, 3), dtype=np.float32)


def difference(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Mean difference by cell."""
    return cells(np.abs(one.astype(np.int16) - other))


def _half(picture: np.ndarray) -> np.ndarray:
    return picture.reshape(180, 2, 320, 2).mean(axis=(1, 3), dtype=np.float32)


def _best_match(damaged: np.ndarray, clean: np.ndarray, at: int) -> np.ndarray:
    """How far each cell is from the nearest place in the clean pictures around, at half size."""
    look = _half(damaged)
    best = np.full((ROWS, COLUMNS), 255, np.float32)
    for number in {min(len(clean) - 1, max(0, at + apart)) for apart in NEIGHBOURS}:
        padded = np.pad(_half(clean[number]), 2, mode="edge")
        for down in range(5):
            for across in range(5):
                moved = padded[down:down + 180, across:across + 320]
                np.minimum(best, cells(np.abs(look - moved)), out=best)
    return best


def _steps(picture: np.ndarray) -> np.ndarray:
    """By cell, the farthest mean step across any column or row of it, beyond the steps beside it."""
    values = picture.astype(np.float32)
    result = np.zeros((ROWS, COLUMNS), np.float32)
    for lines in (values, values.T):
        step = np.abs(np.diff(lines, axis=1, prepend=lines[:, :1]))
        beside = np.maximum(np.roll(step, 1, axis=1), np.roll(step, -1, axis=1))
        out = np.maximum(step - beside, 0)
        by_rows = out.reshape(out.shape[0] // CELL, CELL, out.shape[1]).mean(axis=1)
        most = by_rows.reshape(by_rows.shape[0], out.shape[1] // CELL, CELL).max(axis=2)
        result = np.maximum(result, most if most.shape == result.shape else most.T)
    return result


def label(damaged: np.ndarray, clean: np.ndarray, at: int) -> np.ndarray:
    """Of picture `at`, by cell."""
    apart = difference(damaged, clean[at])
    result = np.where(apart > HARDLY_DIFFERENT, IGNORED, CLEAN).astype(np.uint8)
    if not (apart > DIFFERENT).any():
        return result
    torn = (_steps(damaged) - _steps(clean[at]) > STEP) & (apart > DIFFERENT)
    near = ndimage.binary_dilation(torn, np.ones((3, 3)), iterations=AROUND)
    if not near.any():
        return result
    unknown = _best_match(damaged, clean, at) > UNKNOWN
    result[torn | ((apart > DIFFERENT) & near & unknown)] = DAMAGED
    return result
