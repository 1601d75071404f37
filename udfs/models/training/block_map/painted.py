"""Paints damage on clean pictures, so that training sees more of it than streams give."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from . import labels
from .pictures import CELL

# Sides of a macroblock of pictures 1920, 1440, 1280, 960, 854, 720 and 640 wide, scaled to 640.
SIDES = (5.333, 7.111, 8.0, 10.667, 12.0, 14.222, 16.0)


def _blocks(rng: np.random.Generator, height: int, width: int) -> list[tuple[int, int, int, int]]:
    """A run of blocks in the order of coding, or some strewn about: rows and columns of pixels."""
    side_y, side_x = rng.choice(SIDES), rng.choice(SIDES)
    if rng.random() < 0.7:
        side_y = side_x
    rows, columns = max(1, int(height / side_y)), max(1, int(width / side_x))
    if rng.random() < 0.7:
        first = rng.integers(rows * columns)
        count = int(rng.choice([3, 8, columns, 2 * columns, 5 * columns]) * rng.uniform(0.5, 1.5)) + 1
        numbers = range(first, min(rows * columns, first + count))
    else:
        numbers = rng.choice(rows * columns, min(rows * columns, rng.integers(1, 16)), replace=False)
    offset = rng.integers(0, max(1, int(side_x)))
    found = []
    for number in numbers:
        top, left = int(number) // columns * side_y, int(number) % columns * side_x + offset
        found.append((round(top), min(height, round(top + side_y)), round(left), min(width, round(left + side_x))))
    return [block for block in found if block[1] > block[0] and block[3] > block[2]]


def _texture(rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    """A few cosines: what wrong coefficients look like."""
    down, across = np.arange(height)[:, None] / height, np.arange(width)[None] / width
    total = np.zeros((height, width), np.float32)
    for _ in range(rng.integers(1, 4)):
        total += rng.normal(0, 40) * (np.cos(np.pi * rng.integers(0, 6) * down) * np.cos(np.pi * rng.integers(0, 6) * across))
    return total


def _displaced(target: np.ndarray, source: np.ndarray, blocks: list, rng: np.random.Generator) -> None:
    height, width = source.shape
    own = rng.random() < 0.4
    down, across = rng.integers(-60, 61, 2)
    for top, bottom, left, right in blocks:
        if own:
            down, across = rng.integers(-40, 41, 2)
        at_y = int(np.clip(top + down, 0, height - (bottom - top)))
        at_x = int(np.clip(left + across, 0, width - (right - left)))
        target[top:bottom, left:right] = source[at_y:at_y + bottom - top, at_x:at_x + right - left]


def _painted(target: np.ndarray, before: np.ndarray, rng: np.random.Generator) -> None:
    blocks = _blocks(rng, *target.shape)
    kind = rng.choice(["displaced", "displaced", "smear", "flat", "texture", "drift", "mixed"])
    if kind == "displaced":
        _displaced(target, (before if rng.random() < 0.5 else target).copy(), blocks, rng)
        return
    level, drift = rng.uniform(0, 255), rng.normal(0, 25)
    for top, bottom, left, right in blocks:
        part = target[top:bottom, left:right]
        how = rng.choice(["flat", "texture", "drift", "smear"]) if kind == "mixed" else kind
        if how == "flat":
            part[:] = level if rng.random() < 0.7 else part.mean()
        elif how == "texture":
            part += _texture(rng, *part.shape)
        elif how == "drift":
            drift = 0.9 * drift + rng.normal(0, 12)
            part += drift
        elif top > 0:
            part[:] = target[top - 1:top, left:right]


def paint(now: np.ndarray, before: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Both pictures, of 0..255 as floats, damaged; and labels of the first."""
    clean = now
    now, before = now.copy(), before.copy()
    for _ in range(rng.choice([1, 1, 2])):
        _painted(now, before, rng)
    if rng.random() < 0.4:
        softness = rng.uniform(0.3, 0.8)
        now = np.where(now != clean, ndimage.gaussian_filter(now, softness), clean)
    np.clip(now, 0, 255, out=now)
    if rng.random() < 0.6:
        before = np.where(np.abs(now - clean) > 2, now if rng.random() < 0.7 else np.roll(now, rng.integers(-3, 4), axis=1), before)
    rows, columns = now.shape[0] // CELL, now.shape[1] // CELL
    apart = np.abs(now - clean).reshape(rows, CELL, columns, CELL).mean(axis=(1, 3))
    marks = np.where(apart > 12, labels.DAMAGED, np.where(apart > labels.HARDLY_DIFFERENT, labels.IGNORED, labels.CLEAN))
    return now, before, marks.astype(np.uint8)
