"""The network: three branches, one for each input, joined in a small head of five probabilities."""

import torch
from torch import Tensor, nn

from .features import BANDS, CLASSES, DSP, HOPS, HUM


def _conv(inputs: int, outputs: int, stride: tuple[int, int]) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()
    )


def _conv1d(inputs: int, outputs: int, width: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv1d(inputs, outputs, width, 1, width // 2, bias=False), nn.BatchNorm1d(outputs), nn.ReLU()
    )


class SoundNet(nn.Module):
    """mel [N, 1, 100, 64], dsp [N, 8, 100], hum [N, 60] to logits [N, 5]."""

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


class Probabilities(nn.Module):
    """The network as it is exported: with its sigmoid."""

    def __init__(self, net: SoundNet):
        super().__init__()
        self.net = net

    def forward(self, mel: Tensor, dsp: Tensor, hum: Tensor) -> Tensor:
        return torch.sigmoid(self.net(mel, dsp, hum))
