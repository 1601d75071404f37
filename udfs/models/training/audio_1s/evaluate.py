"""Figures of a trained network on a split: per class, per kind of programme, on clean sound."""

from dataclasses import dataclass, field

import numpy as np

from .dataset import Windows
from .features import CLASSES

STRONG = {"hum": 12, "hiss": 15, "distortion": -12, "click": 12, "dropout": 29.5}
STRONG_WORDS = {
    "hum": "12 dB over the programme near it",
    "hiss": "15 dB over the quiet of the programme",
    "distortion": "-12 dB of what is no programme",
    "click": "12 dB over the programme's own",
    "dropout": "30 ms",
}
K, N = 4, 5


def precision_recall(scores: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Precision, recall and threshold, thresholds falling."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(labels[order])
    last = np.append(np.diff(scores[order]) != 0, True)
    return (hits / np.arange(1, len(hits) + 1))[last], (hits / max(1, hits[-1]))[last], scores[order][last]


def average_precision(scores: np.ndarray, labels: np.ndarray) -> float:
    precision, recall, _ = precision_recall(scores, labels)
    return float(np.sum(np.diff(recall, prepend=0) * precision))


def f1(predicted: np.ndarray, labels: np.ndarray) -> tuple[float, float, float]:
    """F1, precision and recall."""
    hits = float((predicted & labels).sum())
    precision = hits / max(1.0, float(predicted.sum()))
    recall = hits / max(1.0, float(labels.sum()))
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def best_thresholds(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """For each class the middle of the thresholds whose F1 is within 0.005 of the best."""
    chosen = []
    candidates = np.linspace(0.05, 0.95, 91)
    for c in range(len(CLASSES)):
        known = labels[:, c] >= 0
        values = np.array([f1(scores[known, c] >= t, labels[known, c] == 1)[0] for t in candidates])
        chosen.append(float(np.median(candidates[values >= values.max() - 0.005])))
    return np.array(chosen)


@dataclass
class Figures:
    classes: dict[str, dict[str, float]] = field(default_factory=dict)
    none: dict[str, float] = field(default_factory=dict)
    macro_f1: float = 0
    mean_ap: float = 0
    curves: dict[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)


def figures(scores: np.ndarray, windows: Windows, threshold: float = 0.5) -> Figures:
    result = Figures()
    for c, name in enumerate(CLASSES):
        known = windows.labels[:, c] >= 0
        truth = windows.labels[known, c] == 1
        own = scores[known, c]
        strong = windows.strengths[known, c] >= STRONG[name]
        score, precision, recall = f1(own >= threshold, truth)
        weak_found = own[truth & ~strong] >= threshold
        strong_found = own[truth & strong] >= threshold
        result.classes[name] = {
            "positives": int(truth.sum()), "seconds": len(truth), "prevalence": float(truth.mean()),
            "ap": average_precision(own, truth), "f1": score, "precision": precision, "recall": recall,
            "weak": int(len(weak_found)), "weak_recall": float(weak_found.mean()) if len(weak_found) else float("nan"),
            "strong": int(len(strong_found)), "strong_recall": float(strong_found.mean()) if len(strong_found) else float("nan"),
        }
        precision, recall, _ = precision_recall(own, truth)
        result.curves[name] = precision, recall
    known = (windows.labels >= 0).all(1)
    truth = (windows.labels[known] == 0).all(1)
    score, precision, recall = f1((scores[known] < threshold).all(1), truth)
    result.none = {
        "positives": int(truth.sum()), "seconds": len(truth), "prevalence": float(truth.mean()),
        "f1": score, "precision": precision, "recall": recall,
    }
    result.macro_f1 = float(np.mean([score, *(v["f1"] for v in result.classes.values())]))
    result.mean_ap = float(np.mean([v["ap"] for v in result.classes.values()]))
    return result


def selected(windows: Windows, rows: np.ndarray) -> Windows:
    arrays = {k: v[rows] for k, v in vars(windows).items() if k != "about"}
    return Windows(**arrays, about=[windows.about[i] for i in np.flatnonzero(rows)])


def by(scores: np.ndarray, windows: Windows, key: str) -> dict[str, tuple[int, float, dict[str, float]]]:
    """For each value of a property: seconds, macro F1 and the F1 of classes with 8 positives or more."""
    values = np.array([str(row[key]) for row in windows.about])
    result = {}
    for value in sorted(set(values)):
        rows = values == value
        found = figures(scores[rows], selected(windows, rows))
        enough = {n: v["f1"] for n, v in found.classes.items() if v["positives"] >= 8}
        result[value] = int(rows.sum()), float(np.mean([*enough.values(), found.none["f1"]])), enough
    return result


@dataclass
class Alarms:
    hours: float
    seconds: dict[str, int]
    events: dict[str, int]
    worst: dict[str, list[tuple[str, int]]]


def alarms(scores: np.ndarray, windows: Windows, threshold: float = 0.5) -> Alarms:
    """On clean sound: seconds over the threshold, and times at which K of N seconds come to be."""
    sources = np.array([row["source"] for row in windows.about])
    over = (scores >= threshold) & (windows.labels == 0)
    events = dict.fromkeys(CLASSES, 0)
    for source in set(sources):
        rows = over[sources == source]
        for c, name in enumerate(CLASSES):
            held = np.convolve(rows[:, c], np.ones(N))[: len(rows)] >= K
            events[name] += int((np.diff(held.astype(int), prepend=0) == 1).sum())
    worst = {}
    for c, name in enumerate(CLASSES):
        found, counts = np.unique(sources[over[:, c]], return_counts=True)
        order = np.argsort(-counts)[:4]
        worst[name] = [(str(found[i]), int(counts[i])) for i in order]
    return Alarms(len(over) / 3600, {n: int(over[:, c].sum()) for c, n in enumerate(CLASSES)}, events, worst)


def held_recall(scores: np.ndarray, windows: Windows, threshold: float = 0.5) -> dict[str, tuple[int, float]]:
    """Of stretches of N seconds that all have a defect: the share in which K are found."""
    result = {}
    for c, name in enumerate(CLASSES):
        found = []
        for i in range(len(scores) - N + 1):
            if windows.about[i + N - 1]["second"] == windows.about[i]["second"] + N - 1:
                if (windows.labels[i : i + N, c] == 1).all():
                    found.append((scores[i : i + N, c] >= threshold).sum() >= K)
        result[name] = len(found), float(np.mean(found)) if found else float("nan")
    return result
