"""Clips of eight seconds, damaged and labelled, as arrays of features a second at a time."""

from dataclasses import dataclass
from math import gcd
from pathlib import Path

import numpy as np
from numpy.random import Generator
from scipy.signal import resample_poly

from . import content, defects, features, synthesis

SECONDS = 8
BLOCK = 16
_MIX = {"speech": 0.27, "music": 0.23, "ambience": 0.1, "effects": 0.1, "film": 0.03, "generated": 0.27}


@dataclass
class Windows:
    """One row per second."""

    mel: np.ndarray
    dsp: np.ndarray
    hum: np.ndarray
    labels: np.ndarray
    strengths: np.ndarray
    about: list[dict]

    def save(self, path: Path) -> None:
        np.savez(path, **{k: v for k, v in vars(self).items() if k != "about"}, about=np.array(self.about, dtype=object))

    @staticmethod
    def load(path: Path) -> "Windows":
        with np.load(path, allow_pickle=True) as stored:
            arrays = {k: stored[k] for k in stored.files if k != "about"}
            return Windows(**arrays, about=list(stored["about"]))


class Programme:
    """Draws programme from the recordings of one split and from generated sound."""

    def __init__(self, library: content.Library, split: str):
        self._library = library
        self._groups: dict[str, dict[str, list[content.Recording]]] = {}
        for recording in content.recordings(split):
            if library.has(recording):
                self._groups.setdefault(recording.kind, {}).setdefault(recording.group, []).append(recording)
        self._kinds = [k for k in _MIX if k == "generated" or k in self._groups]
        weights = np.array([_MIX[k] for k in self._kinds])
        self._weights = weights / weights.sum()

    def recordings(self) -> list[content.Recording]:
        return [r for groups in self._groups.values() for rs in groups.values() for r in rs]

    def sound(self, recording: content.Recording) -> tuple[np.ndarray, int]:
        return self._library.sound(recording)

    def draw(self, rng: Generator) -> tuple[np.ndarray, int, dict]:
        """Eight seconds, their rate, and what they are."""
        sound, rate, about = self._one(rng)
        if rng.random() < 0.3:
            other, other_rate, beside = self._one(rng)
            other = to_rate(other, other_rate, rate)[: len(sound)]
            level = 10 ** (-rng.uniform(3, 30) / 20) * _rms(sound) / _rms(other)
            sound[: len(other)] += other * level
            about = {**about, "beside": beside["kind"], "unscored": about["unscored"] + beside["unscored"]}
        return sound, rate, about

    def _one(self, rng: Generator) -> tuple[np.ndarray, int, dict]:
        kind = str(rng.choice(self._kinds, p=self._weights))
        if kind == "generated":
            rate = int(rng.choice([48000, 48000, 44100, 32000]))
            name = str(rng.choice(list(synthesis.KINDS), p=[0.45, 0.2, 0.1, 0.25]))
            sound = synthesis.KINDS[name](rng, SECONDS * rate, rate)
            sound = sound / (np.abs(sound).max() + 1e-9) * rng.uniform(0.2, 0.9)
            return sound, rate, {"kind": f"generated {name}", "source": "generated", "unscored": ()}
        groups = self._groups[kind]
        group = groups[str(rng.choice(sorted(groups)))]
        recording = group[rng.integers(len(group))]
        sound, rate = self._library.sound(recording)
        sound = excerpt(rng, sound, SECONDS * rate, rate)
        about = {"kind": kind, "source": recording.file, "unscored": recording.unscored}
        if rate < 32000 and rng.random() < 0.7:
            return to_rate(sound, rate, 48000), 48000, about
        return sound, rate, about


def _rms(x: np.ndarray) -> float:
    return float(np.sqrt(np.mean(x * x))) + 1e-6


def to_rate(sound: np.ndarray, rate: int, wanted: int) -> np.ndarray:
    step = gcd(rate, wanted)
    return sound if rate == wanted else resample_poly(sound, wanted // step, rate // step)


def excerpt(rng: Generator, sound: np.ndarray, count: int, rate: int) -> np.ndarray:
    """A random part; what is shorter comes again after a fade and up to half a second."""
    if len(sound) >= count:
        at = int(rng.integers(0, len(sound) - count + 1))
        return sound[at : at + count].astype(np.float64)
    fade = min(rate // 50, len(sound) // 2)
    once = sound.astype(np.float64)
    once[:fade] *= np.hanning(2 * fade)[:fade]
    once[-fade:] *= np.hanning(2 * fade)[fade:]
    result = np.zeros(count)
    at = 0
    while at < count:
        end = min(count, at + len(once))
        result[at:end] = once[: end - at]
        at = end + int(rng.uniform(0, 0.5) * rate)
    return result


@dataclass
class Clip:
    """Damaged sound before its features."""

    sound: np.ndarray
    rate: int
    labels: np.ndarray
    strengths: np.ndarray
    about: dict
    coded: bool

    def windows(self) -> "Windows":
        mel, dsp, hum = features.of(self.sound, self.rate)
        seconds = len(mel)
        rows = [{**self.about, "rate": self.rate, "second": s} for s in range(seconds)]
        halves = (a.astype(np.float16) for a in (mel, dsp, hum))
        return Windows(*halves, self.labels[:seconds], self.strengths[:seconds], rows)


def clip(rng: Generator, programme: Programme, chance: float) -> Clip:
    sound, rate, about = programme.draw(rng)
    hertz = rate / 2
    if rng.random() < 0.25:
        hertz = rng.uniform(5000, 16000)
        sound = defects.band_limit(sound, rate, hertz)
    sound = sound * min(10 ** (rng.uniform(-18, 6) / 20), 0.98 / (np.abs(sound).max() + 1e-9))
    limit = hertz if rng.random() < 0.5 else rate / 2
    damaged = defects.damage(rng, sound, rate, chance if rng.random() < 0.8 else 0, limit)
    after = damaged.sound * min(1, 0.99 / (np.abs(damaged.sound).max() + 1e-9))
    for name in about["unscored"]:
        damaged.labels[:, features.CLASSES.index(name)] = -1
    about = {**about, "kinds": damaged.kinds, "coding": "none"}
    return Clip(after, rate, damaged.labels, damaged.strengths, about, rng.random() < 0.5)


def code(rng: Generator, clips: list[Clip], ffmpeg: str) -> None:
    """Sends the clips that are to be coded through codecs: those of one rate through one, together."""
    for rate in sorted({c.rate for c in clips}):
        codec = str(rng.choice(["aac", "aac", "mp2"]))
        bits = int(rng.choice([32, 48, 64] if rate < 32000 else [48, 64, 96, 128]))
        chosen = [c for c in clips if c.coded and c.rate == rate]
        if not chosen:
            continue
        gap = np.zeros(rate // 4)
        before = np.concatenate([part for c in chosen for part in (c.sound, gap)])
        after = content.through_codec(ffmpeg, before, rate, codec, bits * 1000)
        at = 0
        for c in chosen:
            c.sound = after[at : at + len(c.sound)]
            c.about["coding"] = f"{codec} {bits}"
            at += len(c.sound) + len(gap)


def joined(parts: list[Windows]) -> Windows:
    arrays = {k: np.concatenate([vars(p)[k] for p in parts]) for k in vars(parts[0]) if k != "about"}
    return Windows(**arrays, about=[row for p in parts for row in p.about])


def draw(seed: int, clips: range, programme: Programme, ffmpeg: str, chance: float = 0.4) -> Windows:
    """Clips by number, in blocks that share codecs; each block depends on the seed and its place."""
    parts = []
    for block in range(clips.start, clips.stop, BLOCK):
        numbers = range(block, min(block + BLOCK, clips.stop))
        drawn = [clip(np.random.default_rng([seed, i]), programme, chance) for i in numbers]
        code(np.random.default_rng([seed, block, 1]), drawn, ffmpeg)
        parts += [c.windows() for c in drawn]
    return joined(parts)


def clean(programme: Programme, ffmpeg: str, seed: int) -> Windows:
    """Every recording of the split from its start, undamaged, every other one through a codec; else generated sound."""
    parts = []
    for i, recording in enumerate(programme.recordings()):
        sound, rate = programme.sound(recording)
        seconds = len(sound) // rate
        if seconds < 3:
            continue
        labels = np.zeros((seconds, len(features.CLASSES)), np.int8)
        for name in recording.unscored:
            labels[:, features.CLASSES.index(name)] = -1
        about = {"kind": recording.kind, "source": recording.file, "kinds": [""] * 5, "coding": "none"}
        whole = Clip(sound, rate, labels, np.full(labels.shape, -99.0, np.float32), about, i % 2 == 1)
        code(np.random.default_rng([seed, i]), [whole], ffmpeg)
        parts.append(whole.windows())
    return joined(parts) if parts else draw(seed, range(BLOCK), programme, ffmpeg, chance=0)
