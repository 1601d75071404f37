"""Features of contract audio-1s/1, a whole second at a time.

The Java class io.sightline.model.sound.SoundFeatures computes the same; the vectors that vectors.py
writes hold both to it. All positions below count from the start of a second. What lies before the
start of the sound is 0, and nothing after the end of the second is needed.

Sound is the mean of the channels. Most features are computed from it at 32 kHz:

- Resampling: output n of a second is the sound at position n * rate / 32000 - W, in samples, with
  W = ceil(16 * max(1, rate / 32000)); 2 W taps of a sinc with its cutoff (-6 dB) at 14.4 kHz, or
  0.45 of the rate where that is lower, Kaiser window with beta 7; the taps of each phase sum to 1.
  Rates whose ratio to 32 kHz needs more than 640 phases are not accepted.

mel [1, 1, 100, 64], dB: frame h is the 512 samples that end at 320 (h + 1), Hann window, power such
that a full-scale sine is 1. 64 triangles that overlap by half, corners at
2500 (7^(i / 65) - 1) Hz for i = 0 to 65. 10 log10(power + 1e-9).

dsp [1, 8, 100], per 10 ms, hop h being samples floor(h rate / 100) to floor((h + 1) rate / 100) at
the rate of the source for rows 2 to 7:

- 0, 1: how far a click stands out of what linear prediction leaves. Blocks of 640 samples at
  32 kHz: coefficients of order 12 from the autocorrelation of the 1280 samples (Hann) that end
  where the block does, r[0] raised by 3e-5 and 1e-7; error e for the 800 samples that end at the
  block's end. Of each half of the block, moved 96 samples back, the largest |e|: row 0 is
  ln(largest / mean |e| of all 800), row 1 is ln(largest / mean |e| of the samples 17 to 80 away).
  1e-7 is added to numerator and denominator.
- 2: the longest run that ends in or passes the hop in which neighbours differ by less than
  0.002 of the level (the root of the mean square of the 10 hops before) + 1e-6: ln(1 + ms), ms at
  most 200.
- 3: the least of 10 levels of 1 ms (parts of the hop, as hops of a second), less the level of the
  10 hops before, dB; levels are 10 log10(mean square + 1e-9).
- 4: level of the hop, dB.
- 5: share of samples of at least 0.985 of the largest magnitude of the hop: ln(1 + 100 share).
- 6, 7: share of samples beyond 0.95, and 0.85, of the highest sample of the second, or of the
  lowest where negative: ln(1 + 100 share).

hum [1, 60]: lines at 50 and 60 Hz and their first ten harmonics, in that order. 32 kHz brought down
by 20 (320 taps, cutoff 800 Hz, Kaiser, beta 6). Parts of 1/8 s; each line demodulated over the
part and the one before (Hann, amplitude). Over the last 32 parts, or as many as there are; all 0
before the first 16: magnitudes limited to their median, then spectra at 1/8 Hz (Hann):

- 0 to 19: the strongest within 0.375 Hz over the median of 0.75 to 3 Hz at both sides, power, dB,
  between 0 and 40.
- 20 to 39: the least magnitude of the strongest bin in a quarter of the parts over their mean.
- 40 to 59: level of the strongest bin, dB relative to a full-scale sine, at least -100.
"""

from math import ceil, gcd

import numpy as np

RATE = 32000
HOPS = 100
BANDS = 64
DSP = 8
LINES = 20
HUM = 3 * LINES
CLASSES = ("hum", "hiss", "distortion", "click", "dropout")

_FRAME = 512
_ORDER = 12
_BLOCK = 640
_PARTS = 32


def _phase_taps(rate: int) -> np.ndarray:
    step = gcd(RATE, rate)
    phases = RATE // step
    if phases > 640:
        raise ValueError(f"sound of {rate} Hz cannot be brought to 32 kHz")
    half = ceil(16 * max(1.0, rate / RATE))
    cutoff = min(14400.0 / rate, 0.45)
    at = np.arange(2 * half)[None, :] - (half - 1) - np.arange(phases)[:, None] / phases
    edge = np.clip(1 - (at / half) ** 2, 0, None)
    taps = 2 * cutoff * np.sinc(2 * cutoff * at) * np.i0(7.0 * np.sqrt(edge)) / np.i0(7.0)
    return taps / taps.sum(1, keepdims=True)


def _low_pass() -> np.ndarray:
    at = np.arange(320) - 159.5
    edge = 1 - (at / 160) ** 2
    taps = np.sinc(2 * 800 / RATE * at) * np.i0(6.0 * np.sqrt(edge))
    return taps / taps.sum()


def _triangles() -> np.ndarray:
    corners = 2500 * (7 ** (np.arange(BANDS + 2) / (BANDS + 1)) - 1)
    hertz = np.arange(_FRAME // 2 + 1) * RATE / _FRAME
    low, middle, high = corners[:-2, None], corners[1:-1, None], corners[2:, None]
    return np.clip(np.minimum((hertz - low) / (middle - low), (high - hertz) / (high - middle)), 0, None)


_TRIANGLES = _triangles()
_LOW_PASS = _low_pass()
_HANN = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_FRAME) / _FRAME)
_BLOCK_HANN = 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(2 * _BLOCK) + 0.5) / (2 * _BLOCK))
_LINE_HERTZ = np.array([50 * h for h in range(1, 11)] + [60 * h for h in range(1, 11)])
_PART_HANN = 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(400) + 0.5) / 400)
_WAVES = (
    2 / _PART_HANN.sum() * _PART_HANN[:, None]
    * np.exp(-2j * np.pi * np.arange(400)[:, None] * _LINE_HERTZ[None, :] / 1600)
)


def resample(sound: np.ndarray, rate: int) -> np.ndarray:
    """Whole seconds of sound at 32 kHz, single precision."""
    seconds = len(sound) // rate
    taps = _phase_taps(rate)
    phases, length = taps.shape
    half = length // 2
    padded = np.concatenate([np.zeros(length, np.float32), sound[: seconds * rate].astype(np.float32)])
    n = np.arange(RATE, dtype=np.int64)
    whole = n * rate // RATE
    phase = (n * rate % RATE) * phases // RATE
    result = np.empty(seconds * RATE, np.float32)
    for second in range(seconds):
        first = whole + second * rate + 1 - half - half + length
        for chunk in range(0, RATE, 8000):
            s = slice(chunk, chunk + 8000)
            gathered = padded[first[s, None] + np.arange(length)[None, :]]
            result[second * RATE + chunk : second * RATE + chunk + len(gathered)] = np.einsum(
                "ij,ij->i", gathered, taps[phase[s]]
            )
    return result


def mel(at32k: np.ndarray) -> np.ndarray:
    """[seconds, 100, 64]"""
    padded = np.concatenate([np.zeros(_FRAME - 320), at32k])
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FRAME)[::320]
    spectrum = np.fft.rfft(frames * _HANN, axis=1) * (4 / _FRAME)
    power = (spectrum.real**2 + spectrum.imag**2) @ _TRIANGLES.T
    return (10 * np.log10(power + 1e-9)).astype(np.float32).reshape(-1, HOPS, BANDS)


def _prediction(r: np.ndarray) -> np.ndarray:
    """Levinson and Durbin's recursion for many blocks: the filter whose output is the error."""
    blocks = len(r)
    a = np.zeros((blocks, _ORDER + 1))
    a[:, 0] = 1
    error = r[:, 0].copy()
    for i in range(1, _ORDER + 1):
        k = -np.einsum("bj,bj->b", a[:, :i], r[:, i:0:-1]) / error
        a[:, 1 : i + 1] += k[:, None] * a[:, i - 1 :: -1][:, :i] if i > 1 else k[:, None] * a[:, :1]
        error *= 1 - k * k
    return a


def clicks(at32k: np.ndarray) -> np.ndarray:
    """[2, hops]"""
    padded = np.concatenate([np.zeros(2 * _BLOCK), at32k.astype(np.float64)])
    blocks = len(at32k) // _BLOCK
    view = np.lib.stride_tricks.sliding_window_view(padded, 2 * _BLOCK)[_BLOCK :: _BLOCK][:blocks]
    windowed = view * _BLOCK_HANN
    r = np.stack(
        [np.einsum("bi,bi->b", windowed[:, k:], windowed[:, : 2 * _BLOCK - k]) for k in range(_ORDER + 1)], 1
    )
    r[:, 0] = r[:, 0] * (1 + 3e-5) + 1e-7
    a = _prediction(r)
    error = np.zeros((blocks, 800))
    for k in range(_ORDER + 1):
        error += a[:, k : k + 1] * view[:, 480 - k : 1280 - k]
    error = np.abs(error)
    sums = np.concatenate([np.zeros((blocks, 1)), np.cumsum(error, 1)], 1)
    mean = sums[:, -1] / 800
    result = np.empty((2, 2 * blocks))
    rows = np.arange(blocks)
    for half in range(2):
        start = 64 + 320 * half
        at = start + np.argmax(error[:, start : start + 320], 1)
        peak = error[rows, at]
        low, high = np.maximum(at - 80, 0), np.minimum(at + 81, 800)
        near = sums[rows, high] - sums[rows, low] - (sums[rows, at + 17] - sums[rows, at - 16])
        near /= high - low - 33
        result[0, half::2] = np.log((peak + 1e-7) / (mean + 1e-7))
        result[1, half::2] = np.log((peak + 1e-7) / (near + 1e-7))
    return result


def _longest_runs(still: np.ndarray, hops: np.ndarray) -> np.ndarray:
    at = np.arange(len(still))
    last = np.maximum.accumulate(np.where(still, -1, at))
    return np.maximum.reduceat(at - last, hops[:-1])


def amplitudes(sound: np.ndarray, rate: int) -> np.ndarray:
    """Rows 2 to 7: [6, hops]"""
    seconds = len(sound) // rate
    x = sound[: seconds * rate].astype(np.float32).astype(np.float64)
    edges = np.concatenate(
        [[s * rate + h * rate // HOPS for h in range(HOPS)] for s in range(seconds)] + [[seconds * rate]]
    ).astype(np.int64)
    parts = np.concatenate(
        [[s * rate + h * rate // 1000 for h in range(1000)] for s in range(seconds)] + [[seconds * rate]]
    ).astype(np.int64)
    counts = np.diff(edges)
    square = np.add.reduceat(x * x, edges[:-1])
    mean = square / counts
    before = np.concatenate([np.zeros(10), mean])
    level = np.convolve(before, np.full(10, 0.1))[9 : 9 + len(mean)]
    hop = np.repeat(np.arange(len(counts)), counts)
    still = np.abs(np.diff(x, prepend=0)) < (0.002 * np.sqrt(np.maximum(level, 0)) + 1e-6)[hop]
    run = _longest_runs(still, edges)
    least = np.minimum.reduceat(
        np.add.reduceat(x * x, parts[:-1]) / np.diff(parts), np.arange(0, len(parts) - 1, 10)
    )
    db = lambda power: 10 * np.log10(power + 1e-9)
    magnitude = np.abs(x)
    peak = np.maximum.reduceat(magnitude, edges[:-1])
    rounded = np.add.reduceat((magnitude >= 0.985 * peak[hop]).astype(np.float64), edges[:-1])
    rounded[peak < 1e-4] = 0
    by_second = x.reshape(seconds, rate)
    highest = np.maximum(by_second.max(1), 1e-4).repeat(rate)
    lowest = np.minimum(by_second.min(1), -1e-4).repeat(rate)
    beyond = [
        np.add.reduceat(((x >= share * highest) | (x <= share * lowest)).astype(np.float64), edges[:-1])
        for share in (0.95, 0.85)
    ]
    share = lambda count: np.log(1 + 100 * count / counts)
    return np.stack(
        [
            np.log(1 + np.minimum(run * 1000 / rate, 200)),
            db(least) - db(np.maximum(level, 0)),
            db(mean),
            share(rounded),
            share(beyond[0]),
            share(beyond[1]),
        ]
    )


def hum(at32k: np.ndarray) -> np.ndarray:
    """[seconds, 60]"""
    padded = np.concatenate([np.zeros(300, np.float32), at32k])
    slow = np.lib.stride_tricks.sliding_window_view(padded, 320)[::20] @ _LOW_PASS
    slow = np.concatenate([np.zeros(200), slow.astype(np.float32)])
    parts = np.lib.stride_tricks.sliding_window_view(slow, 400)[::200] @ _WAVES
    turns = np.exp(-2j * np.pi * (np.arange(8)[:, None] * _LINE_HERTZ[None, :] / 8))
    parts *= np.resize(turns, parts.shape)
    seconds = len(parts) // 8
    result = np.zeros((seconds, HUM), np.float32)
    for second in range(1, seconds):
        end = 8 * (second + 1)
        result[second] = _lines(parts[max(0, end - _PARTS) : end])
    return result


def _lines(parts: np.ndarray) -> np.ndarray:
    count = len(parts)
    magnitude = np.abs(parts)
    limit = np.sort(magnitude, 0)[count // 2]
    kept = parts * np.where(magnitude > limit, limit / np.maximum(magnitude, 1e-30), 1)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(count) + 0.5) / count)
    bins = np.concatenate([np.arange(-24, -5), np.arange(-3, 4), np.arange(6, 25)])
    waves = np.exp(-2j * np.pi * bins[:, None] * np.arange(count)[None, :] / 64)
    power = np.abs(waves @ (kept * window[:, None]) * (2 / count)) ** 2
    inner = power[19:26]
    strongest = np.argmax(inner, 0)
    most = inner.max(0)
    floor = np.median(np.concatenate([power[:19], power[26:]]), 0)
    prominence = np.clip(10 * np.log10((most + 1e-12) / (floor + 1e-12)), 0, 40)
    steady = np.zeros(LINES)
    for line in range(LINES):
        wave = waves[19 + strongest[line]] * kept[:, line]
        quarters = np.abs(wave.reshape(4, -1).sum(1))
        steady[line] = (quarters.min() + 1e-9) / (quarters.mean() + 1e-9)
    level = np.maximum(10 * np.log10(most + 1e-12), -100)
    return np.concatenate([prominence, steady, level]).astype(np.float32)


def of(sound: np.ndarray, rate: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """mel [seconds, 1, 100, 64], dsp [seconds, 8, 100] and hum [seconds, 60] of mono sound."""
    at32k = resample(sound, rate)
    seconds = len(at32k) // RATE
    dsp = np.concatenate([clicks(at32k), amplitudes(sound, rate)])
    return (
        mel(at32k)[:, None],
        dsp.reshape(DSP, seconds, HOPS).transpose(1, 0, 2).astype(np.float32),
        hum(at32k),
    )
