"""Reads luma with FFmpeg and scales it as the detector does.

The rule (AreaScaler in Java repeats it): the picture is laid over 640 by 360 cells, its shape not
kept; each value is the mean of the samples under its cell, those at the edges counted by the part
that lies within. Black is 0, white is 1, nothing is beyond. Pictures on disk are 255 times that.
"""

from __future__ import annotations

import functools
import subprocess
from pathlib import Path

import numpy as np
from scipy import sparse

WIDTH, HEIGHT = 640, 360
CELL = 8
COLUMNS, ROWS = WIDTH // CELL, HEIGHT // CELL
BLACK, WHITE = 16, 235


@functools.lru_cache(maxsize=64)
def _weights(samples: int, values: int) -> sparse.csr_matrix:
    """Row i holds the part of each sample that lies under value i, by the length of the value."""
    step = samples / values
    rows, columns, parts = [], [], []
    for value in range(values):
        start, end = value * step, (value + 1) * step
        for sample in range(int(start), min(samples, int(np.ceil(end)))):
            part = min(end, sample + 1) - max(start, sample)
            if part > 1e-9:
                rows.append(value)
                columns.append(sample)
                parts.append(part / step)
    return sparse.csr_matrix((parts, (rows, columns)), (values, samples), dtype=np.float32)


def scale(luma: np.ndarray) -> np.ndarray:
    """From limited range at any size to 0..255 at 640 by 360."""
    height, width = luma.shape
    if height % HEIGHT == 0 and width % WIDTH == 0:
        down, across = height // HEIGHT, width // WIDTH
        rows = luma.reshape(HEIGHT, down, width).sum(axis=1, dtype=np.uint16)
        mean = rows.reshape(HEIGHT, WIDTH, across).sum(axis=2, dtype=np.float32) / (down * across)
    else:
        rows = _weights(height, HEIGHT) @ luma.astype(np.float32)
        mean = (_weights(width, WIDTH) @ np.ascontiguousarray(rows.T)).T
    full = (mean - BLACK) * (255 / (WHITE - BLACK))
    return np.clip(np.round(full), 0, 255).astype(np.uint8)


class Ffmpeg:
    """The program, and what is done with it."""

    def __init__(self, program: str):
        self.program = program

    def run(self, *arguments: str) -> None:
        command = [self.program, "-v", "error", "-nostdin", "-y", *arguments]
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode != 0:
            raise ValueError(f"ffmpeg: {done.stderr.decode(errors='replace')[-400:]}")

    def size(self, path: Path) -> tuple[int, int]:
        """Of the first picture."""
        command = [self.program, "-v", "error", "-nostdin", "-i", str(path), "-map", "0:v:0",
                   "-frames:v", "1", "-f", "yuv4mpegpipe", "-pix_fmt", "yuv420p", "-"]
        header = subprocess.run(command, capture_output=True, check=False).stdout[:80].split()
        if len(header) < 3:
            raise ValueError(f"{path}: no picture")
        return int(header[1][1:]), int(header[2][1:])

    def luma(self, path: Path, filters: str = "", before: list[str] | None = None,
             size: tuple[int, int] | None = None) -> np.ndarray:
        """All pictures, at 640 by 360."""
        width, height = size or self.size(path)
        chain = ",".join(filter(None, [filters, f"scale={width}:{height}:out_range=tv",
                                       "format=yuv420p", "extractplanes=y"]))
        command = [self.program, "-v", "error", "-nostdin", *(before or []), "-i", str(path),
                   "-map", "0:v:0", "-vf", chain, "-fps_mode", "passthrough", "-f", "rawvideo", "-"]
        pictures = []
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
            while len(raw := run.stdout.read(width * height)) == width * height:
                pictures.append(scale(np.frombuffer(raw, np.uint8).reshape(height, width)))
        if not pictures:
            return np.zeros((0, HEIGHT, WIDTH), np.uint8)
        return np.stack(pictures)
