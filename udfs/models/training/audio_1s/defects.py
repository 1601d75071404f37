"""Puts audio defects into programme and says for each second what can be heard of them.

A label is 1 where the defect is plain, 0 where it is absent or far below what covers it, and -1
(not scored, not learned from) between:

- hum: the second strongest of its harmonics (the first where it has one) against the programme
  within 4 Hz of it, 30th percentile of half-second frames over the 4 s that end with the second:
  1 from +3 dB, 0 below -9 dB. 1 needs -65 dBFS and two seconds of it; before that -1.
- hiss: in half octaves from 1 to 14 kHz against the 20th percentile of the programme's 32 ms frames
  in the second: 1 where two bands have +6 dB, 0 where none has -3 dB.
- distortion: the part of the second that is no scaled copy of the programme: 1 from -20 dB up, 0
  below -35 dB; programme below -50 dBFS is -1.
- click: its largest second difference over the programme's largest within 5 ms: 1 from 1.5, 0
  below 0.5.
- dropout: 4 ms or more (repeats 10 ms) in the second, of programme above -48 dBFS and at most 10 dB
  below that of the 400 ms around: 1; shorter or quieter: -1. A repeat that differs from what it
  covers by less than -6 dB is -1. Its edges click: click is -1 there unless there are clicks too.

The strength of a label is what the rule compares, in dB, for reports on weak and strong ones.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator
from scipy.signal import butter, sosfilt

from .features import CLASSES

HUM, HISS, DISTORTION, CLICK, DROPOUT = range(len(CLASSES))


@dataclass
class Damaged:
    """Sound and, per second and class, labels, strengths in dB and the kind of damage."""

    sound: np.ndarray
    labels: np.ndarray
    strengths: np.ndarray
    kinds: list[str] = field(default_factory=lambda: [""] * len(CLASSES))


def _rms(x: np.ndarray) -> float:
    return float(np.sqrt(np.mean(x * x) + 1e-20))


def _programme_level(x: np.ndarray, rate: int) -> float:
    """The level of its louder half of tenths of a second."""
    step = rate // 10
    levels = np.sort([_rms(x[i : i + step]) for i in range(0, len(x) - step + 1, step)])
    return max(float(_rms(levels[len(levels) // 2 :])), 3e-4)


def _frames(x: np.ndarray, length: int, step: int) -> np.ndarray:
    view = np.lib.stride_tricks.sliding_window_view(x, length)[::step]
    return np.abs(np.fft.rfft(view * np.hanning(length), axis=1)) ** 2


def _on(rng: Generator, seconds: int, whole: float) -> tuple[int, int]:
    if rng.random() < whole:
        return 0, seconds
    start = int(rng.integers(0, seconds - 1))
    return start, seconds


def add_hum(rng: Generator, d: Damaged, rate: int) -> None:
    seconds = len(d.sound) // rate
    mains = rng.choice([50, 60]) + rng.uniform(-0.15, 0.15)
    count = int(rng.integers(1, 12))
    weights = np.arange(1, count + 1.0) ** -rng.uniform(0, 2) * rng.uniform(0.2, 1, count)
    if rng.random() < 0.4:
        weights[::2] *= rng.uniform(0, 0.3)
        weights[0] = max(weights[0], 1e-3)
    t = np.arange(len(d.sound)) / rate
    tones = np.array([w * np.sin(2 * np.pi * mains * (h + 1) * t + rng.uniform(0, 6.3)) for h, w in enumerate(weights)])
    gain = _programme_level(d.sound, rate) * 10 ** (-rng.uniform(5, 30) / 20) / _rms(tones.sum(0))
    start, _ = _on(rng, seconds, 0.7)
    power = (weights * gain) ** 2 / 2
    frame = rate // 2
    spectrum = _frames(d.sound, frame, frame // 4) * (2 / np.hanning(frame).sum()) ** 2 / 2
    centres = np.arange(len(spectrum)) / 8 + 0.25
    ratios = np.empty((seconds, min(count, 10)))
    for second in range(seconds):
        near = spectrum[(centres > second - 3) & (centres < second + 1)]
        for h in range(ratios.shape[1]):
            middle = round(mains * (h + 1) / 2)
            floor = np.percentile(near[:, middle - 2 : middle + 3].sum(1), 30)
            ratios[second, h] = 10 * np.log10((power[h] + 1e-12) / (floor + 1e-12))
    counted = np.sort(ratios, 1)[:, -min(2, ratios.shape[1])]
    loud = 10 * np.log10(power.max()) >= -65
    for second in range(start, seconds):
        d.strengths[second, HUM] = counted[second]
        plain = counted[second] >= 3 and loud and (second - start >= 2 or start == 0 and second >= 2)
        d.labels[second, HUM] = 1 if plain else 0 if counted[second] < -9 else -1
    d.sound[start * rate :] += gain * tones.sum(0)[start * rate :]
    d.kinds[HUM] = f"{round(mains)} Hz, {count} harmonics"


def add_hiss(rng: Generator, d: Damaged, rate: int, band_limit: float) -> None:
    seconds = len(d.sound) // rate
    noise = np.fft.rfft(rng.standard_normal(len(d.sound)))
    hertz = np.fft.rfftfreq(len(d.sound), 1 / rate)
    noise *= np.maximum(hertz, 200) ** (rng.uniform(-4, 4) / 6) * (hertz > rng.choice([0, 300, 1000]))
    noise[hertz > band_limit] = 0
    hiss = np.fft.irfft(noise, len(d.sound))
    hiss *= _programme_level(d.sound, rate) * 10 ** (-rng.uniform(8, 32) / 20) / _rms(hiss)
    start, _ = _on(rng, seconds, 0.6)
    length = int(0.032 * rate)
    corners = 1000 * 2 ** (np.arange(9) / 2)
    bins = np.minimum(corners * length / rate, length // 2).astype(int)
    bins = bins[: 1 + np.searchsorted(corners[1:], min(band_limit, rate / 2) * 0.9)]
    for second in range(start, seconds):
        part = slice(second * rate, (second + 1) * rate)
        if len(bins) < 3:
            d.labels[second, HISS] = -1
            continue
        own = np.add.reduceat(_frames(hiss[part], length, length // 2), bins, axis=1)[:, :-1].mean(0)
        other = np.percentile(np.add.reduceat(_frames(d.sound[part], length, length // 2), bins, axis=1)[:, :-1], 20, axis=0)
        ratios = np.sort(10 * np.log10((own + 1e-12) / (other + 1e-9 * length)))
        d.strengths[second, HISS] = ratios[-2]
        d.labels[second, HISS] = 1 if ratios[-2] >= 6 else 0 if ratios[-1] < -3 else -1
    d.sound[start * rate :] += hiss[start * rate :]
    d.kinds[HISS] = "hiss"


def add_distortion(rng: Generator, d: Damaged, rate: int) -> None:
    seconds = len(d.sound) // rate
    start = int(rng.integers(0, seconds)) if rng.random() < 0.5 else 0
    end = min(seconds, start + int(rng.integers(1, seconds + 1)))
    part = d.sound[start * rate : end * rate]
    loud = np.abs(part)[np.abs(part) > 0.1 * _rms(part)]
    if len(loud) < rate // 10:
        return
    limit = max(float(np.quantile(loud, rng.uniform(0.8, 0.99))), 1e-4)
    kind = rng.choice(["hard", "hard", "soft", "one-sided"])
    if kind == "hard":
        after = np.clip(part, -limit, limit)
    elif kind == "soft":
        after = limit * np.tanh(part / limit)
    else:
        after = np.clip(part, -limit, None)
    gain = 1.0
    if rng.random() < 0.5:
        gain = min(np.abs(part).max() / limit, 4) * rng.uniform(0.8, 1)
    for second in range(start, end):
        at = slice((second - start) * rate, (second - start + 1) * rate)
        clean, dirty = part[at], after[at]
        scale = (clean @ dirty) / (clean @ clean + 1e-12)
        rest = 20 * np.log10((_rms(dirty - scale * clean) + 1e-9) / (_rms(dirty) + 1e-9))
        d.strengths[second, DISTORTION] = rest
        label = 1 if rest >= -20 else 0 if rest < -35 else -1
        d.labels[second, DISTORTION] = label if _rms(clean) > 3e-3 or label == 0 else -1
    d.sound[start * rate : end * rate] = gain * after
    d.kinds[DISTORTION] = kind + (" with make-up gain" if gain != 1 else "")


def _click(rng: Generator) -> np.ndarray:
    count = int(rng.integers(1, 17))
    kind = rng.integers(4)
    if kind == 0:
        x = np.ones(count)
    elif kind == 1:
        x = np.hanning(count + 2)[1:-1]
    elif kind == 2:
        x = rng.standard_normal(count)
    else:
        x = np.exp(-np.arange(count) / 3.0)
    return rng.choice([-1, 1]) * x / np.abs(x).max()


def add_clicks(rng: Generator, d: Damaged, rate: int) -> None:
    seconds = len(d.sound) // rate
    bends = np.abs(np.diff(d.sound, 2, prepend=[d.sound[0]] * 2))
    for second in rng.choice(seconds, int(rng.integers(2, min(6, seconds) + 1)), replace=False):
        strongest = -np.inf
        for _ in range(int(rng.choice([1, 1, 2, 4, 8]))):
            at = second * rate + int(rng.uniform(0.01, 0.985) * rate)
            around = np.abs(d.sound[max(0, at - rate // 50) : at + rate // 50]).max()
            click = _click(rng) * max(around * np.exp(rng.uniform(np.log(0.15), np.log(2.5))), 0.01)
            own = np.abs(np.diff(np.concatenate([[0, 0], click, [0, 0]]), 2)).max()
            covered = bends[max(0, at - rate // 200) : at + rate // 200].max()
            strongest = max(strongest, 20 * np.log10(own / (covered + 1e-5)))
            d.sound[at : at + len(click)] += click
        d.strengths[second, CLICK] = strongest
        d.labels[second, CLICK] = 1 if strongest >= 3.5 else 0 if strongest < -6 else -1
    d.kinds[CLICK] = "clicks"


def add_dropouts(rng: Generator, d: Damaged, rate: int) -> None:
    seconds = len(d.sound) // rate
    kind = str(rng.choice(["zero", "zero", "hold", "repeat"]))
    clean = d.sound.copy()
    for second in rng.choice(seconds, int(rng.integers(2, min(5, seconds) + 1)), replace=False):
        for _ in range(int(rng.choice([1, 1, 2, 3]))):
            count = int(np.exp(rng.uniform(np.log(0.004), np.log(0.15))) * rate)
            at = second * rate + int(rng.uniform(0.01, 0.99) * rate)
            _drop(rng, d, clean, rate, kind, at, min(at + count, len(clean)))
    d.kinds[DROPOUT] = kind


def _drop(rng: Generator, d: Damaged, clean: np.ndarray, rate: int, kind: str, at: int, end: int) -> None:
    x = d.sound
    lost = clean[at:end].copy()
    if kind == "zero":
        x[at:end] = 0
    elif kind == "hold":
        x[at:end] = x[at - 1]
    else:
        unit = min(int(rng.uniform(0.01, 0.04) * rate), at)
        x[at:end] = np.resize(x[at - unit : at], end - at)
    around = _rms(np.concatenate([clean[max(0, at - rate // 5) : at], clean[end : end + rate // 5]]))
    lost_db = 20 * np.log10(_rms(lost))
    changed = 20 * np.log10(_rms(lost - x[at:end]) / (_rms(lost) + 1e-9) + 1e-9)
    audible = lost_db > -48 and lost_db > 20 * np.log10(around) - 10
    if kind == "repeat":
        audible = audible and changed > -6
    for second in range(at // rate, (end - 1) // rate + 1):
        here = min(end, (second + 1) * rate) - max(at, second * rate)
        plain = audible and here >= (0.01 if kind == "repeat" else 0.004) * rate
        if plain:
            strength = 20 * np.log10(here / rate * 1000)
            d.strengths[second, DROPOUT] = max(d.strengths[second, DROPOUT], strength)
            d.labels[second, DROPOUT] = 1
        elif d.labels[second, DROPOUT] == 0:
            d.labels[second, DROPOUT] = -1
        if d.labels[second, CLICK] == 0:
            d.labels[second, CLICK] = -1


def damage(rng: Generator, sound: np.ndarray, rate: int, chance: float, band_limit: float) -> Damaged:
    """Each defect with the same chance, in the order in which a chain of devices adds them."""
    seconds = len(sound) // rate
    shape = (seconds, len(CLASSES))
    d = Damaged(sound.astype(np.float64).copy(), np.zeros(shape, np.int8), np.full(shape, -99.0, np.float32))
    picked = rng.random(len(CLASSES)) < chance
    if picked[DISTORTION]:
        add_distortion(rng, d, rate)
    if picked[HUM]:
        add_hum(rng, d, rate)
    if picked[HISS]:
        add_hiss(rng, d, rate, band_limit)
    if picked[CLICK]:
        add_clicks(rng, d, rate)
    if picked[DROPOUT]:
        add_dropouts(rng, d, rate)
    return d


def band_limit(sound: np.ndarray, rate: int, hertz: float) -> np.ndarray:
    """Programme without what lies above a frequency."""
    return sosfilt(butter(8, hertz, fs=rate, output="sos"), sound) if hertz < 0.48 * rate else sound
