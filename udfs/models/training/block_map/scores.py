"""From maps to frames: scores, thresholds, curves."""

from __future__ import annotations

import numpy as np

STRONGEST = 16


def score(probability: np.ndarray) -> np.ndarray:
    """The mean of the 16 largest cells of each map, [n, cells...] to [n]."""
    flat = probability.reshape(len(probability), -1)
    return np.sort(flat, axis=1)[:, -STRONGEST:].mean(axis=1)


def roc(positive: np.ndarray, negative: np.ndarray) -> float:
    """The chance that a damaged picture has the higher score."""
    if not len(positive) or not len(negative):
        return float("nan")
    values = np.sort(negative)
    below = np.searchsorted(values, positive, "left")
    not_above = np.searchsorted(values, positive, "right")
    return float((below + not_above).mean() / 2 / len(negative))


def at_false_rate(positive: np.ndarray, negative: np.ndarray, rate: float) -> tuple[float, float]:
    """The threshold that this share of clean pictures exceeds, and the recall there."""
    threshold = float(np.quantile(negative, 1 - rate, method="higher"))
    return threshold, float((positive > threshold).mean())


def precision_recall(positive: np.ndarray, negative: np.ndarray) -> np.ndarray:
    """Rows of threshold, precision, recall, false rate, from the highest threshold down."""
    values = np.concatenate([positive, negative])
    truth = np.concatenate([np.ones(len(positive)), np.zeros(len(negative))])
    order = np.argsort(-values, kind="stable")
    right = np.cumsum(truth[order])
    wrong = np.cumsum(1 - truth[order])
    last = np.append(np.diff(values[order]) != 0, True)
    return np.stack([values[order], right / (right + wrong), right / max(1, len(positive)),
                     wrong / max(1, len(negative))], axis=1)[last]


def average_precision(positive: np.ndarray, negative: np.ndarray) -> float:
    curve = precision_recall(positive, negative)
    return float(np.sum(np.diff(curve[:, 2], prepend=0) * curve[:, 1]))


def best_f1(positive: np.ndarray, negative: np.ndarray) -> tuple[float, float]:
    """The threshold at which F1 is best, and F1 there."""
    curve = precision_recall(positive, negative)
    f1 = 2 * curve[:, 1] * curve[:, 2] / np.maximum(1e-9, curve[:, 1] + curve[:, 2])
    best = int(np.argmax(f1))
    return float(curve[best, 0]), float(f1[best])


def f1_at(positive: np.ndarray, negative: np.ndarray, threshold: float) -> tuple[float, float, float]:
    """F1, precision and recall at a threshold."""
    right, wrong = (positive > threshold).sum(), (negative > threshold).sum()
    precision, recall = right / max(1, right + wrong), right / max(1, len(positive))
    return float(2 * precision * recall / max(1e-9, precision + recall)), float(precision), float(recall)
