"""The network: a convolutional one and one on a summary of the second, averaged.

The convolutions find shapes; the summary has what they are poor at: ranks of values, what is beside
the most conspicuous hops, and how like a hop is to those before it (dropouts that repeat).
"""

import numpy as np
import torch
from torch import Tensor, nn

from .features import BANDS, CLASSES, DSP, HOPS, HUM

HIDDEN = 224
_RANKS = (0, 1, 2, 4, 8, 16, 32, 50, 66, 83, 95, 99)
_CLOSEST = (0, 1, 2, 4, 8, 16)
_LAGS = 16
_LOUD = 30


def _conv(inputs: int, outputs: int, stride: tuple[int, int]) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()
    )


def _conv1d(inputs: int, outputs: int, width: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv1d(inputs, outputs, width, 1, width // 2, bias=False), nn.BatchNorm1d(outputs), nn.ReLU()
    )


class SoundNet(nn.Module):
    """mel [N, 1, 100, 64], dsp [N, 8, 100], hum [N, 60] to logits [N, 5], a branch for each input."""

    def __init__(self) -> None:
        super().__init__()
        self.mel_scale = nn.BatchNorm1d(BANDS, affine=False)
        self.dsp_scale = nn.BatchNorm1d(DSP, affine=False)
        self.hum_scale = nn.BatchNorm1d(HUM, affine=False)
        self.picture = nn.Sequential(
            _conv(1, 16, (2, 2)), _conv(16, 24, (1, 2)), _conv(24, 32, (2, 2)), _conv(32, 48, (2, 2))
        )
        self.instants = nn.Sequential(_conv1d(BANDS + DSP, 32, 1), _conv1d(32, 32, 5), _conv1d(32, 48, 3))
        self.smooth = nn.AvgPool1d(5, 5)
        self.floor = nn.Sequential(nn.Linear(3 * BANDS, 48), nn.ReLU())
        self.lines = nn.Sequential(nn.Linear(HUM, 48), nn.ReLU(), nn.Linear(48, 32), nn.ReLU())
        self.head = nn.Sequential(nn.Linear(96 + 96 + 48 + 32, 96), nn.ReLU(), nn.Dropout(0.2), nn.Linear(96, len(CLASSES)))

    def forward(self, mel: Tensor, dsp: Tensor, hum: Tensor) -> Tensor:
        bands = self.mel_scale(mel.reshape(-1, HOPS, BANDS).transpose(1, 2))
        picture = self.picture(bands.transpose(1, 2).unsqueeze(1))
        picture = torch.cat([picture.mean((2, 3)), picture.amax((2, 3))], 1)
        instants = self.instants(torch.cat([bands, self.dsp_scale(dsp)], 1))
        instants = torch.cat([instants.mean(2), instants.amax(2)], 1)
        smooth = self.smooth(bands)
        floor = self.floor(torch.cat([-(-smooth).amax(2), smooth.mean(2), smooth.amax(2)], 1))
        lines = self.lines(self.hum_scale(hum))
        return self.head(torch.cat([picture, instants, floor, lines], 1))


def _ranked(rows: Tensor, ranks: tuple[int, ...]) -> Tensor:
    return rows.sort(2, descending=True)[0][:, :, list(ranks)]


def _where_largest(key: Tensor, count: int, rows: Tensor) -> Tensor:
    """Columns of rows at the largest of the key; of equal ones the first."""
    at = (key - 1e-5 * torch.arange(HOPS)).topk(count, 1)[1]
    return torch.gather(rows, 2, at.unsqueeze(1).repeat(1, rows.shape[1], 1))


def _later(rows: Tensor, hops: int, value: float = 0) -> Tensor:
    """With a value before its own, put so that the exporter keeps the sizes."""
    return torch.cat([rows[..., :hops] * 0 + value, rows], -1)


def _distances(bands: Tensor) -> Tensor:
    """ln of how far each hop is from those before it: small where sound comes again."""
    changes = [
        _later((bands[:, :, lag:] - bands[:, :, :-lag]).abs().mean(1), lag, 6.0)
        for lag in range(1, _LAGS + 1)
    ]
    return torch.log(torch.stack(changes, 1) + 0.3)


def summary(mel: Tensor, dsp: Tensor, hum: Tensor) -> Tensor:
    """What a second is like whatever the order of its hops, [N, M]; nothing in it is learned."""
    bands = mel.reshape(-1, HOPS, BANDS).transpose(1, 2)
    change = _later(bands[:, :, 1:] - bands[:, :, :-1], 1)
    parts = (change, change[:, :16], change[:, 16:40], change[:, 40:], change.abs())
    hops = torch.cat([dsp, torch.stack([part.mean(1) for part in parts], 1)], 1)
    after = torch.cat([hops[:, :, 1:], hops[:, :, :1] * 0], 2)
    around = torch.cat([hops, _later(hops[:, :, :-1], 1), after], 1)
    distances = _distances(bands)
    loud = _where_largest(dsp[:, 4], _LOUD, torch.cat([bands, dsp], 1))
    smooth = nn.functional.avg_pool1d(bands, 5)
    rough = bands[:, 1:-1] - (bands[:, 2:] + bands[:, :-2]) / 2
    found = [
        _ranked(hops, _RANKS),
        _ranked(-distances, _CLOSEST),
        _ranked(distances.mean(1, keepdim=True) - distances, _CLOSEST),
        _where_largest(dsp[:, 0], 4, around),
        _where_largest(dsp[:, 1], 3, around),
        _where_largest(dsp[:, 2], 3, around),
        _where_largest(-dsp[:, 3], 3, around),
        _where_largest((-distances[:, 1:]).amax(1), 2, around),
        loud.mean(2), loud[:, BANDS:].amax(2), (-loud[:, BANDS:]).amax(2),
        (-smooth).amax(2), smooth.mean(2), smooth.amax(2), smooth.std(2),
        change.abs().mean(2), change.amax(2), rough.abs().mean(2), rough.mean(2), hum,
    ]
    return torch.cat([part.flatten(1) for part in found], 1)


class SummaryNet(nn.Module):
    """A summary [N, M] to logits [N, 5]."""

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.scale = nn.BatchNorm1d(inputs, affine=False)
        self.layers = nn.Sequential(
            nn.Dropout(0.15), nn.Linear(inputs, HIDDEN), nn.BatchNorm1d(HIDDEN), nn.ReLU(),
            nn.Dropout(0.5), nn.Linear(HIDDEN, 64), nn.BatchNorm1d(64), nn.ReLU(),
            nn.Dropout(0.25), nn.Linear(64, len(CLASSES)),
        )

    def forward(self, summaries: Tensor) -> Tensor:
        return self.layers(self.scale(summaries).clamp(-5, 5))


class Pair(nn.Module):
    """The mean of both networks' logits, less those of the thresholds."""

    def __init__(self, sound: SoundNet, summaries: SummaryNet):
        super().__init__()
        self.sound = sound
        self.summaries = summaries
        self.register_buffer("thresholds", torch.zeros(len(CLASSES)))

    def cut_at(self, probabilities: np.ndarray) -> None:
        """Moves the answers so that each threshold becomes 0.5."""
        self.thresholds += torch.from_numpy(np.log(probabilities / (1 - probabilities)).astype(np.float32))

    def forward(self, mel: Tensor, dsp: Tensor, hum: Tensor) -> Tensor:
        return (self.sound(mel, dsp, hum) + self.summaries(summary(mel, dsp, hum))) / 2 - self.thresholds


class Probabilities(nn.Module):
    """The network as it is exported: with its sigmoid."""

    def __init__(self, net: nn.Module):
        super().__init__()
        self.net = net

    def forward(self, mel: Tensor, dsp: Tensor, hum: Tensor) -> Tensor:
        return torch.sigmoid(self.net(mel, dsp, hum))
