"""Trains the networks on windows; unscored labels take no part."""

import time
from typing import Callable

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor, nn

from .dataset import Windows
from .features import BANDS
from .net import SoundNet, SummaryNet, summary

SOUND_BATCH, SUMMARY_BATCH = 64, 256
VARIANTS = 3


def _varied(rng: Generator, mel: Tensor, dsp: Tensor, hum: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """A gain on all levels and a mild tilt; features that are ratios stay."""
    count = len(mel)
    gain = torch.from_numpy(rng.uniform(-8, 4, (count, 1)).astype(np.float32))
    tilt = torch.from_numpy(rng.uniform(-4, 4, (count, 1)).astype(np.float32))
    across = torch.linspace(-0.5, 0.5, mel.shape[3])
    mel = torch.clamp(mel + (gain + tilt * across)[:, None, None, :], min=-90)
    dsp, hum = dsp.clone(), hum.clone()
    dsp[:, 4] = torch.clamp(dsp[:, 4] + gain, min=-90)
    hum[:, 40:] = torch.where(hum[:, 40:] < 0, torch.clamp(hum[:, 40:] + gain, min=-100), hum[:, 40:])
    return mel, dsp, hum


def _coloured(rng: Generator, mel: Tensor) -> Tensor:
    """A smooth curve over the bands, as of another microphone."""
    corners = torch.from_numpy(rng.normal(0, 2, (len(mel), 1, 6)).astype(np.float32))
    curve = nn.functional.interpolate(corners, BANDS, mode="linear", align_corners=True)
    return torch.clamp(mel + curve[:, :, None, :], min=-90)


def batch(windows: Windows, rows: np.ndarray) -> tuple[Tensor, Tensor, Tensor]:
    return tuple(
        torch.from_numpy(a[rows].astype(np.float32)) for a in (windows.mel, windows.dsp, windows.hum)
    )


def loss_of(logits: Tensor, labels: Tensor) -> Tensor:
    known = (labels >= 0).float()
    each = nn.functional.binary_cross_entropy_with_logits(logits, labels.clamp(min=0), reduction="none")
    return (each * known).sum() / known.sum()


def _parts(windows: Windows) -> list[np.ndarray]:
    return np.array_split(np.arange(len(windows.labels)), max(1, len(windows.labels) // 256))


def predict(net: nn.Module, windows: Windows) -> np.ndarray:
    net.eval()
    with torch.no_grad():
        return np.concatenate([torch.sigmoid(net(*batch(windows, r))).numpy() for r in _parts(windows)])


def summaries(windows: Windows, rng: Generator) -> Tensor:
    """Of each window, varied once."""
    found = []
    with torch.no_grad():
        for rows in _parts(windows):
            mel, dsp, hum = _varied(rng, *batch(windows, rows))
            found.append(summary(_coloured(rng, mel), dsp, hum))
    return torch.cat(found)


def fit_sound(windows: Windows, epochs: int, seed: int) -> SoundNet:
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    inputs = lambda epoch, rows: _varied(rng, *batch(windows, rows))
    return _fit(SoundNet(), inputs, windows.labels, epochs, SOUND_BATCH, rng, 4e-3)


def fit_summaries(variants: list[Tensor], labels: np.ndarray, epochs: int, seed: int) -> SummaryNet:
    """A variant of the windows an epoch, in turn."""
    torch.manual_seed(seed)
    inputs = lambda epoch, rows: (variants[epoch % len(variants)][torch.from_numpy(rows)],)
    net = SummaryNet(variants[0].shape[1])
    return _fit(net, inputs, labels, epochs, SUMMARY_BATCH, np.random.default_rng(seed), 3e-3)


def _fit(
    net: nn.Module,
    inputs: Callable[[int, np.ndarray], tuple[Tensor, ...]],
    labels: np.ndarray,
    epochs: int,
    size: int,
    rng: Generator,
    rate: float,
) -> nn.Module:
    torch.set_num_threads(1)
    steps = epochs * (len(labels) // size)
    optimiser = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, max(steps, 10), pct_start=0.2)
    for epoch in range(epochs):
        net.train()
        start = time.monotonic()
        total = 0.0
        order = rng.permutation(len(labels))
        for first in range(0, len(order) - size + 1, size):
            rows = order[first : first + size]
            loss = loss_of(net(*inputs(epoch, rows)), torch.from_numpy(labels[rows].astype(np.float32)))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / max(1, len(order) // size):.4f}, {time.monotonic() - start:.0f} s", flush=True)
    net.eval()
    return net
