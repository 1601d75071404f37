"""Makes pairs of pictures that follow each other, with labels, out of the clips of a split.

One .npz for each take of a clip: `pictures` [n, 2, 360, 640] (the picture, the one before), `labels`
[n, 45, 80], `numbers` [n], and `about`, JSON: clip, class, kind (clean, direct, recoded), coding, damage.
"""

from __future__ import annotations

import json
import random
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from . import drawn, labels
from .content import Clip
from .damage import damage
from .pictures import COLUMNS, ROWS, Ffmpeg

PICTURES = 50
MUXERS = {"h264": "h264", "mpeg2": "mpeg2video", "mpeg4": "m4v"}

# What looks like damage to a careless eye and is none; {} are chosen at random.
LOOKALIKES = {
    "mosaic": lambda rng: f"pixelize=w={(n := rng.choice([8, 10, 16, 24, 40]))}:h={n}",
    "mosaic_part": lambda rng: (
        f"split[a][b];[b]crop=iw*{rng.uniform(.15, .5):.2f}:ih*{rng.uniform(.15, .5):.2f}"
        f":iw*{rng.uniform(0, .5):.2f}:ih*{rng.uniform(0, .5):.2f},pixelize=w={(n := rng.choice([8, 12, 16, 24]))}:h={n}[c];"
        f"[a][c]overlay=W*{rng.uniform(0, .5):.2f}:H*{rng.uniform(0, .5):.2f}"),
    "noise": lambda rng: f"noise=alls={rng.choice([8, 16, 30])}:allf=t+u",
    "pan": lambda rng: (
        f"crop=iw/2:ih/2:x='mod(n*{rng.choice([12, 24, 48])},iw/2)':y=ih/4"),
    "flash": lambda rng: (
        f"drawbox=t=fill:color=white@{rng.uniform(.3, .9):.2f}:enable='lt(mod(n,{rng.randint(5, 12)}),2)'"),
    "ticker": lambda rng: (
        "drawbox=y=ih*0.85:h=ih*0.1:t=fill:color=" + rng.choice(["navy", "white", "red@0.7"])
        + f",drawtext=fontsize=h/14:fontcolor={rng.choice(['yellow', 'black', 'white'])}:y=h*0.86"
        f":x=w-mod(n*{rng.randint(3, 14)}\\,2*w):text='{ticker(rng)}'"),
    "subtitles": lambda rng: (
        "drawtext=fontsize=h/16:fontcolor=white:borderw=2:x=(w-tw)/2:y=h*0.85"
        f":enable='lt(mod(n,30),{rng.randint(8, 25)})':text='{ticker(rng)[:36]}'"),
    "letterbox": lambda rng: f"crop=iw:ih*{rng.uniform(.6, .8):.2f},pad=iw:ih/0.7:0:(oh-ih)/2",
    "combing": lambda rng: rng.choice(["telecine=pattern=2332", "weave", "telecine=pattern=23"]),
    "small": lambda rng: f"scale=iw/{(n := rng.choice([4, 6, 8]))}:-2:flags=neighbor,scale=iw*{n}:-2:flags=neighbor",
    "grid": lambda rng: f"drawgrid=w={(n := rng.choice([16, 24, 32, 48]))}:h={n}:t=2:c=black@0.6",
    "skipped": lambda rng: f"select='not(mod(n,{rng.choice([3, 6, 10])}))'",
    "blur": lambda rng: f"avgblur=sizeX={rng.choice([5, 15, 25])}:sizeY=1",
}


def ticker(rng: random.Random) -> str:
    words = ["RESULTS", "weather", "41.7", "LATEST", "market", "+0.3 %", "traffic", "NEWS", "12-08", "live", "score"]
    return "  ".join(rng.choice(words) for _ in range(14)).replace("%", "pct")


class Take:
    """Some seconds of a clip, coded, and what is made of them."""

    def __init__(self, ffmpeg: Ffmpeg, clip: Clip, folder: Path, seed: int):
        self.ffmpeg = ffmpeg
        self.clip = clip
        self.folder = folder
        self.rng = random.Random(f"{clip.name} {seed}")
        self.work = Path(tempfile.mkdtemp(dir=folder))
        self.seed = seed
        self.pictures: list[np.ndarray] = []
        self.labels: list[np.ndarray] = []
        self.about: list[dict] = []

    def make(self, damaged: int, of_clean: int) -> int:
        """Writes the file; how many pairs are in it."""
        try:
            self._source()
            for _ in range(damaged):
                self._damaged()
            self._clean(self.clean, of_clean, "clean", self.coding)
            self._lookalikes(of_clean)
        finally:
            for left in self.work.iterdir():
                left.unlink()
            self.work.rmdir()
        name = f"{self.clip.name.replace('/', '_')}-{self.seed}.npz"
        if self.pictures:
            np.savez(self.folder / name, pictures=np.stack(self.pictures), labels=np.stack(self.labels),
                     about=json.dumps(self.about))
        return len(self.pictures)

    def _source(self) -> None:
        """Cuts the take, scales it at times, codes it; or takes the stream as it is."""
        width, height = self.ffmpeg.size(self.clip.path)
        self.size = width, height
        if self._keep_stream():
            return
        limit = self.rng.choice([640, 720, 960, 1280, 1280, 1920 if self.seed % 3 == 0 else 1280])
        if width > limit:
            width, height = limit, max(2, round(height * limit / width))
        self.size = width // 2 * 2, height // 2 * 2
        self.raw = self.work / "take.y4m"
        start = self.rng.uniform(0, 4) if self.seed else 0
        for begin in (start + 6 * self.seed, start, 0):
            self.ffmpeg.run("-ss", f"{begin:.2f}", "-i", str(self.clip.path), "-map", "0:v:0", "-vf",
                            f"scale={self.size[0]}:{self.size[1]}:out_range=tv,format=yuv420p",
                            "-frames:v", str(PICTURES), "-fps_mode", "passthrough", str(self.raw))
            self.plain = self.ffmpeg.luma(self.raw, size=self.size)
            if len(self.plain) >= 20:
                break
        self.codec = self.rng.choice(["h264", "h264", "mpeg2", "mpeg2", "mpeg4"])
        self.stream = self.work / "take.es"
        self.coding = self._code(self.raw, self.stream, self.codec, low=False)
        self.clean = self._decode(self.stream, self.codec)

    def _keep_stream(self) -> bool:
        """The stream as its author coded it, where it is H.264: other coders than those here."""
        if self.rng.random() > 0.35:
            return False
        self.codec, self.stream, self.coding = "h264", self.work / "take.es", "as it was"
        try:
            self.ffmpeg.run("-ss", str(5 * self.seed), "-i", str(self.clip.path), "-map", "0:v:0", "-c", "copy",
                            "-frames:v", str(PICTURES), "-f", "h264", str(self.stream))
        except ValueError:
            return False
        self.clean = self._decode(self.stream, self.codec) if self.stream.stat().st_size > 1000 else []
        if len(self.clean) < 20:
            return False
        self.plain = self.clean
        self.raw = self.stream
        return True

    def _code(self, source: Path, target: Path, codec: str, low: bool, before: tuple[str, ...] = (),
              filters: str = "null") -> str:
        """Codes at a rate of every day, or at one that is too low."""
        rng = self.rng
        if codec == "h264":
            bits = rng.uniform(0.01, 0.03) if low else rng.uniform(0.04, 0.25)
            rate = max(60_000, int(bits * self.size[0] * self.size[1] * 25))
            options = ["-c:v", "libopenh264", "-b:v", str(rate), "-slices", str(rng.choice([1, 1, 4, 8])),
                       "-coder", rng.choice(["cabac", "cavlc"])]
        else:
            quantiser = rng.randint(14, 31) if low else rng.randint(2, 10)
            options = ["-c:v", "mpeg2video" if codec == "mpeg2" else "mpeg4", "-q:v", str(quantiser),
                       "-bf", str(rng.choice([0, 0, 2]))]
        options += ["-g", str(rng.choice([12, 25, 50, 100]))]
        self.ffmpeg.run("-threads", "1", *before, "-r", "25", "-i", str(source), "-map", "0:v:0", "-vf",
                        f"{filters},scale=out_range=tv,format=yuv420p", "-fps_mode", "passthrough", *options,
                        "-f", MUXERS[codec], str(target))
        return f"{codec} {' '.join(options[2:])}"

    def _decode(self, path: Path, codec: str, before: tuple[str, ...] = ()) -> np.ndarray:
        return self.ffmpeg.luma(path, before=["-threads", "1", *before, "-f", MUXERS[codec].replace(
            "mpeg2video", "mpegvideo")], size=self.size)

    def _damaged(self) -> None:
        """One way of breaking the stream, shown as it is and coded again."""
        broken = self.work / "broken.es"
        stream, how = damage(self.stream.read_bytes(), self.codec, self.rng)
        broken.write_bytes(stream)
        conceal = self.rng.choice([(), (), ("-ec", "0"), ("-ec", "favor_inter+deblock+guess_mvs")])
        shown = self._decode(broken, self.codec, conceal)
        if len(shown) != len(self.clean):
            return
        differing = np.array([(labels.difference(a, b) > labels.DIFFERENT).sum()
                              for a, b in zip(shown, self.clean)])
        candidates = np.flatnonzero(differing >= 4)
        candidates = candidates[candidates > 0]
        if not len(candidates):
            return
        ranked = sorted(candidates, key=lambda n: -differing[n])
        numbers = sorted({*self.rng.sample(ranked[:max(4, len(ranked) // 2)], min(4, len(ranked[:max(4, len(ranked) // 2)]))),
                          *self.rng.sample(list(candidates), min(2, len(candidates)))})
        again = self._recoded(broken, conceal, len(shown))
        for number in numbers:
            marks = labels.label(shown[number], self.clean, number)
            self._add(shown, number, marks, "direct", how)
            if again is not None:
                faded = labels.difference(again[number], self.clean[number]) < labels.UNKNOWN
                marks = np.where((marks == labels.DAMAGED) & faded, labels.IGNORED, marks)
                self._add(again, number, marks, "recoded", how)

    def _recoded(self, broken: Path, conceal: tuple[str, ...], count: int) -> np.ndarray | None:
        target, codec = self.work / "again.es", self.rng.choice(["h264", "h264", "mpeg2"])
        try:
            form = MUXERS[self.codec].replace("mpeg2video", "mpegvideo")
            self._code(broken, target, codec, low=False, before=(*conceal, "-f", form))
        except ValueError:
            return None
        again = self._decode(target, codec)
        return again if len(again) == count else None

    def _clean(self, pictures: np.ndarray, count: int, kind: str, how: str) -> None:
        if len(pictures) < 3:
            return
        blank = np.zeros((ROWS, COLUMNS), np.uint8)
        for number in sorted(self.rng.sample(range(1, len(pictures)), min(count, len(pictures) - 1))):
            self._add(pictures, number, blank, kind, how)

    def _lookalikes(self, count: int) -> None:
        """Clean, but starved of bits, or with effects that look like damage, coded or not."""
        target = self.work / "low.es"
        codec = self.rng.choice(["h264", "mpeg2", "mpeg4"])
        try:
            form = ("-f", "h264") if self.raw == self.stream else ()
            coding = self._code(self.raw, target, codec, low=True, before=form)
            self._clean(self._decode(target, codec), count, "clean", f"low {coding}")
        except ValueError:
            pass
        for name in self.rng.sample(sorted(LOOKALIKES), 3):
            filters = LOOKALIKES[name](self.rng)
            try:
                if self.rng.random() < 0.5:
                    self._code(self.raw, target, "h264", low=False, before=form, filters=f"{filters},crop=trunc(iw/2)*2:trunc(ih/2)*2")
                    size = self.ffmpeg.size(target)
                    pictures = self.ffmpeg.luma(target, before=["-f", "h264"], size=size)
                else:
                    pictures = self.ffmpeg.luma(self.raw, filters, before=list(form), size=self.size)
            except ValueError:
                continue
            self._clean(pictures, max(2, count // 2), "clean", f"effect {name}")

    def _add(self, pictures: np.ndarray, number: int, marks: np.ndarray, kind: str, how: str) -> None:
        self.pictures.append(np.stack([pictures[number], pictures[number - 1]]))
        self.labels.append(marks)
        self.about.append({"clip": self.clip.name, "class": self.clip.kind, "kind": kind, "how": how,
                           "coding": self.coding, "number": int(number)})


def make(ffmpeg: Ffmpeg, chosen: list[Clip], folder: Path, takes: int, damaged: int, of_clean: int,
         seed: int, jobs: int) -> None:
    """Several takes of each clip; those that are there already stay."""
    folder.mkdir(parents=True, exist_ok=True)

    def one(task: tuple[int, Clip]) -> None:
        number, clip = task
        if (folder / f"{clip.name.replace('/', '_')}-{seed + number}.npz").exists():
            return
        try:
            count = Take(ffmpeg, clip, folder, seed + number).make(damaged, of_clean)
            print(f"{clip.name} take {number}: {count} pairs", flush=True)
        except ValueError as problem:
            print(f"{clip.name} take {number}: {problem}", flush=True)

    tasks = [(number, clip) for number in range(takes) for clip in chosen]
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(one, tasks))


def make_drawn(folder: Path, families: list[str], seeds: range, each: int) -> None:
    """Drawn pictures, clean; one file for each kind."""
    folder.mkdir(parents=True, exist_ok=True)
    for family in families:
        if (folder / f"drawn_{family}.npz").exists():
            continue
        pictures, about = [], []
        for seed in seeds:
            for number in random.Random(f"{family} {seed}").sample(range(1, 120), each):
                pictures.append(drawn.pair(family, seed, number))
                about.append({"clip": f"drawn {family}", "class": "drawn", "kind": "clean", "how": f"drawn {family}",
                              "coding": "none", "number": number})
        np.savez(folder / f"drawn_{family}.npz", pictures=np.stack(pictures), about=json.dumps(about),
                 labels=np.zeros((len(pictures), ROWS, COLUMNS), np.uint8))
