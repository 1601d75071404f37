"""The network: convolutions down to a grid of cells of 8 by 8, and wider ones there."""

from __future__ import annotations

import torch
from torch import nn


def _convolution(inputs: int, outputs: int, size: int = 3, stride: int = 1, spread: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, size, stride, spread * (size // 2), spread, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True))


class _Residual(nn.Module):
    def __init__(self, channels: int, spread: int = 1):
        super().__init__()
        self.first = _convolution(channels, channels, spread=spread)
        self.second = nn.Sequential(
            nn.Conv2d(channels, channels, 3, 1, spread, spread, bias=False), nn.BatchNorm2d(channels))

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        return torch.relu(values + self.second(self.first(values)))


class BlockMap(nn.Module):
    """From luma, luma before and their distance to logits by cell."""

    def __init__(self, narrow: int = 16, middle: int = 24, wide: int = 40):
        super().__init__()
        self.body = nn.Sequential(
            _convolution(3, narrow, 5, 2),
            _convolution(narrow, middle, 3, 2),
            _Residual(middle),
            _convolution(middle, wide, 3, 2),
            _Residual(wide), _Residual(wide, 2), _Residual(wide, 4),
            nn.Conv2d(wide, 1, 1))
        nn.init.constant_(self.body[-1].bias, -3.0)

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        if not self.training:
            return self.body(values)
        # In bfloat16 the gradients of spread convolutions come out as NaN on processors with AMX.
        near = self.body[:5](values)
        with torch.autocast("cpu", enabled=False):
            return self.body[5:](near.float())


class Published(nn.Module):
    """What is exported: probabilities."""

    def __init__(self, net: BlockMap):
        super().__init__()
        self.net = net

    def forward(self, luma: torch.Tensor) -> torch.Tensor:
        return torch.sigmoid(self.net(luma))


def inputs(now: torch.Tensor, before: torch.Tensor) -> torch.Tensor:
    """From pictures of 0..1, [n, h, w]."""
    return torch.stack([now - 0.5, before - 0.5, 2 * (now - before).abs()], dim=1)
