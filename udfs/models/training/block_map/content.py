"""The clips, and which of them are for training, choosing and testing."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

from .pictures import Ffmpeg

TABLE = Path(__file__).with_name("content.tsv")


@dataclasses.dataclass(frozen=True)
class Clip:
    """One clip, or a picture to make one of; `file` is what was fetched, `path` what is coded and watched."""

    name: str
    split: str
    kind: str
    licence: str
    source: str
    pairs: str
    file: Path
    path: Path

    def sha256(self) -> str:
        return hashlib.sha256(self.file.read_bytes()).hexdigest()


# Sources of FFmpeg, for a run that only shows that everything works: nothing is learnt from them.
SOURCES = {
    "train": ("testsrc2", "mandelbrot=maxiter=200", "gradients=speed=0.05:n=5"),
    "val": ("testsrc", "life=mold=10:ratio=0.2:death_color=gray:life_color=white"),
    "test": ("smptehdbars", "cellauto=rule=110", "mandelbrot=start_scale=0.3:maxiter=150"),
}


def clips(folder: Path) -> list[Clip]:
    """Those of the table, which must all be in a folder; what is missing is named together."""
    found, missing = [], []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        name, split, kind, licence, source, pairs = line.split("\t")
        path = folder / name
        if path.exists():
            found.append(Clip(name, split, kind, licence, source, pairs, path, path))
        else:
            missing.append(name)
    if missing:
        raise FileNotFoundError(f"Not in {folder}: {', '.join(missing)}")
    return found


def drawn_clips(ffmpeg: Ffmpeg, folder: Path) -> list[Clip]:
    """Four seconds of each of the sources."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for split, sources in SOURCES.items():
        for number, source in enumerate(sources):
            path = folder / f"{split}-{number}.mp4"
            graph = f"{source}{':' if '=' in source else '='}size=640x360:rate=25"
            ffmpeg.run("-f", "lavfi", "-i", graph, "-t", "4", "-vf", "format=yuv420p", "-c:v", "mpeg4", "-q:v", "2", str(path))
            found.append(Clip(path.name, split, "drawn", "none needed", source.split("=")[0], "many", path, path))
    return found


def of_split(content: list[Clip], split: str) -> list[Clip]:
    return [clip for clip in content if clip.split == split]
