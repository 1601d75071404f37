"""Writes what features.py makes of sound by a formula, for the test of the Java features.

The sound, sample n at a rate R, all in double precision and then rounded to single:
0.25 sin(2 pi 440 n / R) (1 + sin(2 pi 3 n / R)) / 2 + 0.02 sin(2 pi 50 n / R) + 0.01 (noise - 0.5),
noise being s / 2^31 with s = (1103515245 s + 12345) mod 2^31 from s = 1. From 1.2 s to 1.5 s it is
clipped at 0.1; 0 from 2.40 s to 2.43 s; 0.8 is added to the sample at 0.7 s and 3.3 s.

    python3 -m audio_1s.vectors FILE
"""

import sys
from pathlib import Path

import numpy as np

from . import features

RATES = (16000, 32000, 44100, 48000)
SECONDS = 4
STEPS = {"mel": 61, "dsp": 13, "hum": 1}


def sound(rate: int) -> np.ndarray:
    count = SECONDS * rate
    noise = np.empty(count)
    state = 1
    for n in range(count):
        state = (1103515245 * state + 12345) % 2**31
        noise[n] = state / 2**31
    n = np.arange(count)
    turn = 2 * np.pi * n / rate
    x = 0.25 * np.sin(440 * turn) * (1 + np.sin(3 * turn)) / 2
    x += 0.02 * np.sin(50 * turn) + 0.01 * (noise - 0.5)
    clipped = (n >= 1.2 * rate) & (n < 1.5 * rate)
    x[clipped] = np.clip(x[clipped], -0.1, 0.1)
    x[(n >= 2.4 * rate) & (n < 2.43 * rate)] = 0
    x[[int(0.7 * rate), int(3.3 * rate)]] += 0.8
    return x.astype(np.float32)


def write(path: Path) -> None:
    """Lines of rate, second, input, index and value."""
    with path.open("w") as out:
        for rate in RATES:
            values = dict(zip(STEPS, features.of(sound(rate), rate)))
            for second in range(SECONDS):
                for name, step in STEPS.items():
                    flat = values[name][second].reshape(-1)
                    for i in range(0, len(flat), step):
                        out.write(f"{rate} {second} {name} {i} {flat[i]:.5f}\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
