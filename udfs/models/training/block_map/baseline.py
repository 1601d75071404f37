"""What classic rules say of a pair: steps on the grid of coding, times what changed since the picture before."""

from __future__ import annotations

import numpy as np

from .painted import SIDES


def _excess(picture: np.ndarray) -> np.ndarray:
    """How far each column steps from the one before, beyond the steps beside it."""
    step = np.abs(np.diff(picture, axis=1, prepend=picture[:, :1]))
    return np.maximum(0, step - np.maximum(np.roll(step, 1, axis=1), np.roll(step, -1, axis=1)))


def _strongest(sides: np.ndarray, change: np.ndarray, side: float) -> float:
    """Of blocks of a grid, the mean of the sixteen whose left side steps and changes most."""
    height, width = sides.shape
    rows = np.unique((np.arange(int(height / side)) * side).astype(int))
    columns = np.unique(np.round(np.arange(1, int(width / side)) * side).astype(int))
    lines = np.add.reduceat(sides, rows, axis=0)[:, columns] / side
    moved = np.add.reduceat(np.add.reduceat(change, rows, axis=0), columns, axis=1) / side ** 2
    return float(np.sort((lines * moved).ravel())[-16:].mean())


def score(pair: np.ndarray) -> float:
    """The most over the grids of usual sizes of pictures."""
    now, before = pair.astype(np.float32)
    change = np.abs(now - before)
    found = 0.0
    for lines, moved in ((_excess(now), change), (_excess(now.T), change.T)):
        for side in SIDES:
            found = max(found, _strongest(lines, moved, side))
    return found
