"""Looks at clean pictures as the detector does: two in a row, once a second; what would be reported."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from . import drawn, excess, scores
from .content import Clip
from .net import BlockMap
from .pictures import Ffmpeg
from .train import maps

LOOKS_OF_THREE = 2
QUIET_LOOKS = 5


@dataclasses.dataclass
class Watched:
    """Scores of one clip or drawing, a row for each phase of looking; each look is one second."""

    name: str
    kind: str
    scores: list[np.ndarray]

    def seconds(self) -> int:
        return sum(len(row) for row in self.scores)

    def incidents(self, threshold: float) -> int:
        return sum(incidents(row > threshold) for row in self.scores)

    def after_start(self, beyond_baseline: bool) -> Watched:
        """Without the looks that have no baseline yet; the others as they are, or beyond it."""
        beyond = excess.of_looks(self.scores)
        rows = [(part if beyond_baseline else row)[~np.isnan(part)] for row, part in zip(self.scores, beyond)]
        return dataclasses.replace(self, scores=rows)

    def looks_over(self, threshold: float) -> int:
        return sum(int((row > threshold).sum()) for row in self.scores)


def incidents(over: np.ndarray) -> int:
    """How many open: two of three looks over; each ends after five quiet ones."""
    found, open_since, quiet = 0, False, 0
    for at in range(len(over)):
        if open_since:
            quiet = 0 if over[at] else quiet + 1
            open_since = quiet < QUIET_LOOKS
        elif over[max(0, at - 2):at + 1].sum() >= LOOKS_OF_THREE:
            found, open_since, quiet = found + 1, True, 0
    return found


def _scores(net: BlockMap, pairs: Iterator[np.ndarray]) -> np.ndarray:
    found, waiting = [], []
    for pair in pairs:
        waiting.append(pair)
        if len(waiting) == 8:
            found.append(scores.score(maps(net, np.stack(waiting))))
            waiting = []
    if waiting:
        found.append(scores.score(maps(net, np.stack(waiting))))
    return np.concatenate(found) if found else np.zeros(0)


def watch_clip(net: BlockMap, ffmpeg: Ffmpeg, clip: Clip, phases: int, seconds: float = 40) -> Watched:
    """As it is, looked at in so many phases of a second."""
    pictures = ffmpeg.luma(clip.path, "fps=25", before=["-t", str(seconds)], size=ffmpeg.size(clip.path))
    rows = []
    for phase in range(phases):
        first = 1 + phase * 25 // phases
        rows.append(_scores(net, (np.stack([pictures[at], pictures[at - 1]]) for at in range(first, len(pictures), 25))))
    return Watched(clip.name, clip.kind, rows)


def watch_drawn(net: BlockMap, family: str, seeds: range, seconds: int) -> Watched:
    rows = [_scores(net, (drawn.pair(family, seed, 1 + 25 * at) for at in range(seconds))) for seed in seeds]
    return Watched(f"drawn {family}", "drawn, kind not trained with" if family in drawn.HELD_OUT else "drawn", rows)
