"""Trains the network on pairs, keeps the weights that do best on the clips for choosing."""

from __future__ import annotations

import copy
import json
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from . import labels, scores
from .net import BlockMap, inputs
from .painted import paint
from .pictures import CELL, COLUMNS, ROWS

SIDE = 192
PLAN = ("direct",) * 3 + ("recoded",) * 3 + ("painted",) * 3 + ("clean",) * 2 + ("hard",) * 5
BATCH = len(PLAN)
ENOUGH = 0.01
REMEMBERED = 0.999


class Pairs:
    """All pairs of a folder, or those that are not of certain clips, in memory."""

    def __init__(self, folder: Path, without: frozenset[str] = frozenset()):
        pictures, marks, self.about = [], [], []
        for path in sorted(folder.glob("*.npz")):
            with np.load(path) as take:
                about = json.loads(str(take["about"]))
                if about[0]["clip"] in without:
                    continue
                pictures.append(take["pictures"])
                marks.append(take["labels"])
                self.about += about
        self.pictures = np.concatenate(pictures)
        self.labels = np.concatenate(marks)
        self.area = (self.labels == labels.DAMAGED).mean(axis=(1, 2))
        self.touched = (self.labels != labels.CLEAN).mean(axis=(1, 2))
        self.kind = np.array([about["kind"] for about in self.about])
        self.clip = np.array([about["clip"] for about in self.about])

    def positive(self, area: float = ENOUGH) -> np.ndarray:
        return (self.area >= area) & (self.kind != "clean")

    def negative(self) -> np.ndarray:
        return self.kind == "clean"


class Crops:
    """Draws batches: real damage as it is and coded again, painted damage, clean ones that look like it."""

    def __init__(self, pairs: Pairs, seed: int):
        self.pairs = pairs
        self.rng = np.random.default_rng(seed)
        damaged = pairs.area >= 0.002
        self.direct = self._by_clip(damaged & (pairs.kind == "direct"))
        self.recoded = self._by_clip(damaged & (pairs.kind == "recoded"))
        self.clean = self._by_clip(pairs.negative())
        self.hard = np.flatnonzero(pairs.negative())
        self.suspicion = np.full(len(self.hard), 0.1)
        self.weights = np.full(len(self.hard), 1 / len(self.hard))

    def _by_clip(self, chosen: np.ndarray) -> list[np.ndarray]:
        """Clips count alike, however many pairs they have; roots, for the sake of the longer ones."""
        clips = self.pairs.clip
        return [np.flatnonzero(chosen & (clips == clip)) for clip in sorted(set(clips[chosen]))]

    def _one(self, groups: list[np.ndarray]) -> int:
        return int(self.rng.choice(groups[self.rng.integers(len(groups))]))

    def harden(self, net: BlockMap, at_most: int = 500) -> None:
        """Clean pairs with high scores come more often; looks at some of them anew."""
        chosen = self.rng.permutation(len(self.hard))[:at_most]
        self.suspicion[chosen] = scores.score(maps(net, self.pairs.pictures[self.hard[chosen]]))
        weights = 0.03 + self.suspicion
        self.weights = weights / weights.sum()

    def batch(self) -> tuple[torch.Tensor, torch.Tensor]:
        drawn = [self._crop(kind) for kind in PLAN]
        now, before, marks = (np.stack(part) for part in zip(*drawn))
        night = self.rng.random((BATCH, 1, 1)) < 0.2
        gain = np.where(night, self.rng.uniform(0.3, 0.75, night.shape), self.rng.uniform(0.75, 1.2, night.shape))
        offset = self.rng.uniform(-20, 20, night.shape)
        now, before = (np.clip(part * gain + offset, 0, 255).astype(np.float32) / 255 for part in (now, before))
        return inputs(torch.from_numpy(now), torch.from_numpy(before)), torch.from_numpy(marks.astype(np.int64))

    def _crop(self, kind: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        rng, pairs = self.rng, self.pairs
        groups = {"direct": self.direct, "recoded": self.recoded}.get(kind, self.clean)
        index = int(rng.choice(self.hard, p=self.weights)) if kind == "hard" else self._one(groups or self.clean)
        cells = SIDE // CELL
        row, column = int(rng.integers(ROWS - cells + 1)), int(rng.integers(COLUMNS - cells + 1))
        if kind in ("direct", "recoded"):
            at_row, at_column = rng.choice(np.argwhere(pairs.labels[index] == labels.DAMAGED)) \
                if (pairs.labels[index] == labels.DAMAGED).any() else (row, column)
            row = int(np.clip(at_row - rng.integers(cells), 0, ROWS - cells))
            column = int(np.clip(at_column - rng.integers(cells), 0, COLUMNS - cells))
        place = np.s_[row * CELL:row * CELL + SIDE, column * CELL:column * CELL + SIDE]
        now, before = (part[place].astype(np.float32) for part in pairs.pictures[index])
        marks = pairs.labels[index][row:row + cells, column:column + cells]
        if kind in ("clean", "hard", "painted") and rng.random() < 0.06:
            other = pairs.pictures[self._one(self.clean), 1]
            before = other[place].astype(np.float32)
        if kind == "painted":
            now, before, marks = paint(now, before, rng)
        if rng.random() < 0.5:
            now, before, marks = now[:, ::-1], before[:, ::-1], marks[:, ::-1]
        if rng.random() < 0.2:
            now, before, marks = now[::-1], before[::-1], marks[::-1]
        return now, before, marks


def loss_of(logits: torch.Tensor, marks: torch.Tensor) -> torch.Tensor:
    """By cell; for the overlap of areas; in clean crops, the strongest cells, which make
    alarms; in damaged ones, those that should."""
    logits = logits[:, 0]
    known = (marks != labels.IGNORED).float()
    truth = (marks == labels.DAMAGED).float()
    by_cell = functional.binary_cross_entropy_with_logits(
        logits, truth, pos_weight=torch.tensor(2.0), reduction="none")
    total = (by_cell * known).sum() / known.sum()
    probability = torch.sigmoid(logits) * known
    overlap = 1 - (2 * (probability * truth).sum() + 1) / (probability.sum() + (truth * known).sum() + 1)
    flat, clean = logits.flatten(1), (marks == labels.CLEAN).flatten(1).all(dim=1)
    strongest = functional.softplus(flat[clean].topk(scores.STRONGEST, dim=1).values).mean() if clean.any() else 0
    damaged = torch.where(truth.flatten(1) > 0, flat, torch.full_like(flat, -1e4))
    hit = truth.flatten(1).sum(dim=1) >= 8
    seen = functional.softplus(-damaged[hit].topk(8, dim=1).values).mean() if hit.any() else 0
    return total + 0.3 * overlap + 0.25 * strongest + 0.1 * seen


@torch.no_grad()
def maps(net: BlockMap, pictures: np.ndarray, batch: int = 8) -> np.ndarray:
    """Probabilities of pairs, [n, 45, 80]."""
    net.eval()
    found = []
    for start in range(0, len(pictures), batch):
        part = torch.from_numpy(pictures[start:start + batch].astype(np.float32) / 255)
        values = inputs(part[:, 0], part[:, 1]).contiguous(memory_format=torch.channels_last)
        found.append(torch.sigmoid(net(values))[:, 0].numpy())
    net.train()
    return np.concatenate(found) if found else np.zeros((0, ROWS, COLUMNS), np.float32)


def validate(net: BlockMap, pairs: Pairs, at_most: int = 400) -> dict[str, float]:
    """On as many damaged and clean pairs at most, always the same ones."""
    chosen = np.random.default_rng(1)
    damaged, clean = (np.flatnonzero(which) for which in (pairs.positive(), pairs.negative()))
    damaged = np.sort(chosen.permutation(damaged)[:at_most // 2])
    clean = np.sort(chosen.permutation(clean)[:at_most])
    positive, negative = (scores.score(maps(net, pairs.pictures[which])) for which in (damaged, clean))
    threshold, recall = scores.at_false_rate(positive, negative, 0.01)
    return {"roc": scores.roc(positive, negative), "ap": scores.average_precision(positive, negative),
            "f1": scores.best_f1(positive, negative)[1], "recall_at_1pc": recall, "threshold": threshold,
            "roc_3pc": scores.roc(positive[pairs.area[damaged] >= 0.03], negative)}


class Averaged:
    """A network whose weights are the running mean of another's: steadier than any one step."""

    def __init__(self, net: BlockMap):
        self.net = copy.deepcopy(net)
        self.steps = 0

    @torch.no_grad()
    def follow(self, net: BlockMap) -> None:
        self.steps += 1
        share = 1 - min(REMEMBERED, self.steps / (self.steps + 10))
        for own, other in zip(self.net.state_dict().values(), net.state_dict().values()):
            if own.is_floating_point():
                own.lerp_(other, share)
            else:
                own.copy_(other)


def train(train_folder: Path, val_folder: Path, target: Path, steps: int, minutes: float, seed: int,
          start: Path | None = None, without: frozenset[str] = frozenset()) -> None:
    """Up to so many steps; the schedule follows whichever of steps and minutes is nearer its end."""
    torch.manual_seed(seed)
    pairs, val = Pairs(train_folder, without), Pairs(val_folder)
    rate = 2e-3 if start else 3e-3
    print(f"train {len(pairs.about)} pairs, {pairs.positive().sum()} damaged; choose {len(val.about)}, "
          f"{val.positive().sum()} damaged", flush=True)
    net = BlockMap().to(memory_format=torch.channels_last)
    if start:
        net.load_state_dict(torch.load(start))
    averaged = Averaged(net)
    optimizer = torch.optim.AdamW(net.parameters(), rate, weight_decay=1e-2)
    crops = Crops(pairs, seed)
    best, begin, running, every = -1.0, time.process_time(), 0.0, max(20, min(1000, steps // 8))
    for step in range(steps):
        done = min(1.0, max(step / steps, (time.process_time() - begin) / 60 / minutes))
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / 200) * (0.5 * (1 + np.cos(np.pi * done)) + 0.005)
        values, marks = crops.batch()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = net(values.contiguous(memory_format=torch.channels_last))
        loss = loss_of(logits.float(), marks)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimizer.step()
        averaged.follow(net)
        running += float(loss.detach())
        if (step + 1) % every == 0 or step + 1 == steps or done >= 1:
            found = validate(averaged.net, val)
            merit = found["roc"] + found["ap"] + found["f1"]
            note = ""
            if merit > best:
                best, note = merit, " kept"
                torch.save(averaged.net.state_dict(), target)
            print(f"{step + 1} {(time.process_time() - begin) / 60:.1f} min loss {running / every:.4f} "
                  + " ".join(f"{name} {value:.3f}" for name, value in found.items()) + note, flush=True)
            running = 0.0
            crops.harden(averaged.net)
            if done >= 1:
                break
