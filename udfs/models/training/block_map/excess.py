"""How far a score is beyond what a stream's own pictures usually get.

Dark, water and drawn content reads high all the time; damage comes and goes.
"""

from __future__ import annotations

from collections import deque

import numpy as np

LOOKS = 60
LEAST = 5


class Baseline:
    """The median of a stream's last looks; nothing is said before there are a few."""

    def __init__(self) -> None:
        self.looks: deque[float] = deque(maxlen=LOOKS)

    def excess(self, score: float) -> float:
        """Of one look, which then belongs to those of the stream."""
        found = score - float(np.median(self.looks)) if len(self.looks) >= LEAST else float("nan")
        self.looks.append(score)
        return found


def of_looks(rows: list[np.ndarray]) -> list[np.ndarray]:
    """Of all looks at one clip, phase after phase, as if it were played again and again."""
    baseline = Baseline()
    return [np.array([baseline.excess(score) for score in row]) for row in rows]


def of_pairs(scores: np.ndarray, clips: np.ndarray, usual: np.ndarray) -> np.ndarray:
    """Of pairs of pictures: beyond the median of the usual ones of their clip, without themselves."""
    found = np.full(len(scores), np.nan)
    for clip in sorted(set(clips)):
        own = np.flatnonzero(usual & (clips == clip))
        for at in np.flatnonzero(clips == clip):
            others = scores[own[own != at]]
            if len(others) >= LEAST:
                found[at] = scores[at] - np.median(others)
    return found
