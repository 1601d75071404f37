"""Makes moving clips of still pictures: photographs, drawings and nights are easier to come by than videos of them."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

from .content import Clip
from .pictures import Ffmpeg

SUFFIXES = (".jpg", ".png", ".webp")
PICTURES = 60
WINDOW = "1280:720"

# Waves of a window of water: how far each sample is displaced, across and down.
WAVES = ("nullsrc=s=160x90:r=25,format=gray,geq=lum='128+{depth}*sin(X/{long}+N*{speed})*sin(Y/{high}+N*{speed}/2)',"
         "scale=1280:720,format=yuv444p")


def _motion(rng: random.Random) -> str:
    """Pans of all speeds, a hand that shakes, a slow zoom, and a page that is scrolled."""
    slow, fast = rng.uniform(0.01, 0.06), rng.uniform(0.1, 0.5)
    wander = "{0}='(i{1}-o{1})/2*(1+sin(n*{2}+{3}))'"
    return rng.choice((
        f"crop={WINDOW}:{wander.format('x', 'w', slow, 1)}:{wander.format('y', 'h', slow / 2, 2)}",
        f"crop={WINDOW}:x='mod(n*{rng.choice((3, 8, 20))},iw-ow)':y=(ih-oh)/2",
        f"crop={WINDOW}:x='(iw-ow)/2+4*sin(n*{fast})':y='(ih-oh)/2+3*sin(n*{fast * 1.7})'",
        f"scale=w='trunc(iw*(1+n*{slow / 20})/2)*2':h=-2:eval=frame,crop={WINDOW}",
        f"crop={WINDOW}:x=(iw-ow)/2:y='mod(floor(n/{rng.choice((1, 5, 12))})*{rng.choice((4, 24, 60))},ih-oh)'"))


def _graph(kind: str, rng: random.Random) -> str:
    """Loops the picture, moves a window over it, and makes it water, night and noise."""
    chain = f"[0:v]scale=1600:1200:force_original_aspect_ratio=increase,format=yuv444p,loop=-1:1,fps=25,{_motion(rng)}"
    if kind == "water":
        waves = [WAVES.format(depth=rng.randint(3, 12), long=rng.randint(2, 8), high=rng.randint(1, 4),
                              speed=round(rng.uniform(0.2, 0.8), 2)) for _ in range(2)]
        chain += f"[p];{waves[0]}[x];{waves[1]}[y];[p][x][y]displace=edge=mirror"
    if kind == "dark":
        chain += f",lutyuv=y='16+(val-16)*{rng.uniform(0.25, 0.7):.2f}'"
    noise = rng.choice((0, 0, 2, 5)) + (4 if kind == "dark" else 0)
    size = rng.choice(("1280:720", "960:540", "854:480", "640:360"))
    return f"{chain},scale={size},noise=alls={noise}:allf=t+u,format=yuv420p"


def moving(ffmpeg: Ffmpeg, content: list[Clip], folder: Path) -> list[Clip]:
    """The same clips, but those that are pictures lie in a folder as clips; what is there already stays."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_moving(ffmpeg, clip, folder) if clip.path.suffix in SUFFIXES else clip for clip in content]


def _moving(ffmpeg: Ffmpeg, clip: Clip, folder: Path) -> Clip:
    target = folder / f"{clip.name}.avi"
    if not target.exists():
        graph = _graph(clip.kind, random.Random(clip.name))
        ffmpeg.run("-i", str(clip.path), "-filter_complex", graph, "-frames:v", str(PICTURES),
                   "-c:v", "mpeg4", "-q:v", "2", str(target))
    return dataclasses.replace(clip, path=target)
