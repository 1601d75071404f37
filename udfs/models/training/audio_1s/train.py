"""Trains the network on windows; unscored labels take no part."""

import time

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor, nn

from .dataset import Windows
from .net import SoundNet

BATCH = 64


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


def batch(windows: Windows, rows: np.ndarray) -> tuple[Tensor, Tensor, Tensor]:
    return tuple(
        torch.from_numpy(a[rows].astype(np.float32)) for a in (windows.mel, windows.dsp, windows.hum)
    )


def loss_of(logits: Tensor, labels: Tensor) -> Tensor:
    known = (labels >= 0).float()
    each = nn.functional.binary_cross_entropy_with_logits(logits, labels.clamp(min=0), reduction="none")
    return (each * known).sum() / known.sum()


def predict(net: SoundNet, windows: Windows) -> np.ndarray:
    net.eval()
    with torch.no_grad():
        rows = np.array_split(np.arange(len(windows.labels)), max(1, len(windows.labels) // 256))
        return np.concatenate([torch.sigmoid(net(*batch(windows, r))).numpy() for r in rows])


def fit(windows: Windows, epochs: int, seed: int) -> SoundNet:
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    rng = np.random.default_rng(seed)
    net = SoundNet()
    steps = epochs * (len(windows.labels) // BATCH)
    optimiser = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, max(steps, 10), pct_start=0.2)
    for epoch in range(epochs):
        net.train()
        start = time.monotonic()
        total = 0.0
        order = rng.permutation(len(windows.labels))
        for first in range(0, len(order) - BATCH + 1, BATCH):
            rows = order[first : first + BATCH]
            inputs = _varied(rng, *batch(windows, rows))
            loss = loss_of(net(*inputs), torch.from_numpy(windows.labels[rows].astype(np.float32)))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / max(1, len(order) // BATCH):.4f}, {time.monotonic() - start:.0f} s", flush=True)
    net.eval()
    return net
