"""Generated programme: music, tones, noises and speech-like sound, all from one random generator.

It is there for what recordings of a few minutes lack: bass lines and drones near mains lines, dense
drums, steady tones, noises that are meant, and any number of voices.
"""

from typing import Callable

import numpy as np
from numpy.random import Generator
from scipy.signal import butter, lfilter, sosfilt


def _band(x: np.ndarray, rate: int, low: float, high: float, order: int = 2) -> np.ndarray:
    high = min(high, 0.49 * rate)
    return sosfilt(butter(order, [low, high], "band", fs=rate, output="sos"), x)


def _tone(rng: Generator, hertz: float, count: int, rate: int, harmonics: int, slope: float) -> np.ndarray:
    t = np.arange(count) / rate
    vibrato = rng.choice([0, 0, 0.003, 0.008]) * np.sin(2 * np.pi * rng.uniform(3, 7) * t)
    phase = 2 * np.pi * hertz * np.cumsum(1 + vibrato) / rate
    x = np.zeros(count)
    for h in range(1, harmonics + 1):
        if h * hertz < 0.45 * rate:
            x += h**-slope * np.sin(h * phase + rng.uniform(0, 6.3)) * rng.uniform(0.5, 1)
    return x


def _envelope(rng: Generator, count: int, rate: int, attack: float, decay: float) -> np.ndarray:
    t = np.arange(count) / rate
    envelope = np.minimum(1, t / attack) * np.exp(-t / decay)
    return envelope * np.minimum(1, (count - np.arange(count)) / (0.01 * rate))


def _note(rng: Generator, semitone: float, seconds: float, rate: int, plucked: bool) -> np.ndarray:
    count = int(seconds * rate)
    hertz = 440 * 2 ** ((semitone - 69) / 12)
    x = _tone(rng, hertz, count, rate, int(rng.integers(1, 14)), rng.uniform(0.6, 2))
    attack = rng.uniform(0.002, 0.01) if plucked else rng.uniform(0.01, 0.15)
    return x * _envelope(rng, count, rate, attack, rng.uniform(0.1, 0.6) if plucked else 5)


def _put(x: np.ndarray, part: np.ndarray, at: int) -> None:
    end = min(len(x), at + len(part))
    if at < end:
        x[at:end] += part[: end - at]


def _drum(rng: Generator, rate: int) -> np.ndarray:
    count = int(rng.uniform(0.04, 0.3) * rate)
    t = np.arange(count) / rate
    kind = rng.integers(3)
    if kind == 0:
        sweep = rng.uniform(40, 60) + rng.uniform(50, 150) * np.exp(-t * 40)
        return np.sin(2 * np.pi * np.cumsum(sweep) / rate) * np.exp(-t * rng.uniform(8, 25))
    noise = rng.standard_normal(count)
    low = (180, 5000)[kind - 1] * rng.uniform(0.7, 1.4)
    return 0.5 * _band(noise, rate, low, 15000) * np.exp(-t * rng.uniform(20, 80))


def music(rng: Generator, count: int, rate: int) -> np.ndarray:
    """Chords, a bass line, drums and a melody, each with a chance, at one tempo."""
    x = np.zeros(count)
    beat = 60 / rng.uniform(60, 180)
    root = rng.integers(40, 52) + rng.normal(0, 0.1)
    scale = np.array([0, 2, 4, 5, 7, 9, 11] if rng.random() < 0.5 else [0, 2, 3, 5, 7, 8, 10])
    beats = int(count / rate / beat) + 1
    for b in range(beats):
        at = int(b * beat * rate)
        if b % 4 == 0 and rng.random() < 0.9:
            chord = scale[(rng.integers(7) + np.array([0, 2, 4])) % 7]
            plucked = rng.random() < 0.4
            for note in chord:
                _put(x, 0.25 * _note(rng, root + 12 + note, 4 * beat, rate, plucked), at)
        if rng.random() < 0.7:
            length = beat * rng.choice([0.5, 1, 2, 4])
            _put(x, 0.5 * _note(rng, root - 12 + rng.choice(scale), length, rate, rng.random() < 0.5), at)
        if rng.random() < 0.6:
            _put(x, 0.3 * _note(rng, root + 24 + rng.choice(scale), beat * 0.9, rate, True), at)
    if rng.random() < 0.7:
        hits = [_drum(rng, rate) * rng.uniform(0.2, 0.8) for _ in range(3)]
        for step in range(beats * 4):
            if rng.random() < 0.6:
                _put(x, hits[rng.integers(3)], int(step * beat / 4 * rate))
    return x


def drones(rng: Generator, count: int, rate: int) -> np.ndarray:
    """Steady tones and sweeps, low ones among them, none within 0.7 Hz of a mains line."""
    x = np.zeros(count)
    for _ in range(rng.integers(1, 5)):
        hertz = np.exp(rng.uniform(np.log(35), np.log(4000)))
        if min(abs(hertz - m * max(1, round(hertz / m))) for m in (50, 60)) < 0.7:
            hertz += 1.5
        x += rng.uniform(0.1, 1) * _tone(rng, hertz, count, rate, int(rng.integers(1, 8)), rng.uniform(1, 2.5))
    if rng.random() < 0.3:
        t = np.arange(count) / rate
        x += np.sin(2 * np.pi * np.cumsum(rng.uniform(50, 300) * 2 ** (t * rng.uniform(0.1, 0.8))) / rate)
    slow = np.interp(np.arange(count), np.linspace(0, count, 12), rng.uniform(0.3, 1, 12))
    return x * slow


def noises(rng: Generator, count: int, rate: int) -> np.ndarray:
    """What is meant to be noise: wind, surf, rain, applause; it moves, or is dense with drops."""
    noise = rng.standard_normal(count)
    kind = rng.integers(3)
    if kind == 0:
        level = np.interp(np.arange(count), np.linspace(0, count, 20), rng.uniform(0.1, 1, 20) ** 2)
        return _band(noise, rate, rng.uniform(60, 400), rng.uniform(800, 6000), 1) * level
    drops = np.zeros(count)
    places = rng.integers(0, count, int(count / rate * rng.uniform(40, 3000)))
    np.add.at(drops, places, rng.exponential(1, len(places)) * rng.choice([-1, 1], len(places)))
    ring = np.exp(-np.arange(int(0.01 * rate)) / rate * rng.uniform(300, 2000))
    ring *= rng.standard_normal(len(ring)) if kind == 1 else 1
    return _band(lfilter(ring, 1, drops), rate, rng.uniform(300, 1500), rng.uniform(4000, 15000), 1)


def voices(rng: Generator, count: int, rate: int) -> np.ndarray:
    """Syllables of glottal pulses or breath through formants, with pauses."""
    x = np.zeros(count)
    at = int(rng.uniform(0, 0.4) * rate)
    pitch = rng.uniform(80, 260)
    while at < count:
        length = int(rng.uniform(0.06, 0.3) * rate)
        bend = np.interp(np.arange(length), [0, length], rng.uniform(0.85, 1.15, 2))
        if rng.random() < 0.75:
            phase = np.cumsum(pitch * bend) / rate
            source = np.diff(np.floor(phase), prepend=0) - pitch / rate
            source = lfilter([1], [1, -0.95], source) + 0.003 * rng.standard_normal(length)
            part = sum(
                _band(source, rate, f * 0.93, f * 1.07, 1) * g
                for f, g in zip(rng.uniform([250, 800, 2200, 3200], [850, 2200, 3000, 4200]), (1, 0.6, 0.3, 0.2))
            )
        else:
            part = 0.05 * _band(rng.standard_normal(length), rate, rng.uniform(1500, 5000), rng.uniform(6000, 12000), 1)
        _put(x, part / (np.abs(part).max() + 1e-9) * rng.uniform(0.2, 1) * np.hanning(length) ** 0.5, at)
        at += length + int((rng.uniform(0.2, 1.2) if rng.random() < 0.15 else rng.uniform(0, 0.08)) * rate)
    return x + 10 ** (-rng.uniform(3, 4.5)) * rng.standard_normal(count)


KINDS: dict[str, Callable[[Generator, int, int], np.ndarray]] = {
    "music": music,
    "drones": drones,
    "noises": noises,
    "voices": voices,
}
