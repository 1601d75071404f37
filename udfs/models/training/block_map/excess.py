"""How far a score is beyond what a stream's own pictures usually get, in log-odds.

Dark, water and drawn content reads high all the time; damage comes and goes.
"""

from __future__ import annotations

from collections import deque

import numpy as np

LOOKS = 60
LEAST = 3
CERTAIN = 1e-6


def log_odds(scores: np.ndarray) -> np.ndarray:
    within = np.clip(scores, CERTAIN, 1 - CERTAIN)
    return np.log(within / (1 - within))


def of_looks(rows: list[np.ndarray]) -> list[np.ndarray]:
    """Of all looks at one clip, phase after phase, as if it were played again and again; the first few have none."""
    before: deque[float] = deque(maxlen=LOOKS)
    found = []
    for row in rows:
        beyond = np.full(len(row), np.nan)
        for at, value in enumerate(log_odds(row)):
            if len(before) >= LEAST:
                beyond[at] = value - np.median(before)
            before.append(float(value))
        found.append(beyond)
    return found


def of_pairs(scores: np.ndarray, clips: np.ndarray, usual: np.ndarray) -> np.ndarray:
    """Of pairs of pictures: beyond the median of the usual ones of their clip, without themselves."""
    found, values = np.full(len(scores), np.nan), log_odds(scores)
    for clip in sorted(set(clips)):
        own = np.flatnonzero(usual & (clips == clip))
        for at in np.flatnonzero(clips == clip):
            others = values[own[own != at]]
            if len(others) >= LEAST:
                found[at] = values[at] - np.median(others)
    return found
