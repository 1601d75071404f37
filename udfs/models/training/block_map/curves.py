"""Draws precision over recall, and recall over false pictures, as SVG."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from . import scores

COLOURS = ("#1f5fbf", "#e08a1e", "#2a8c4a", "#8a4ab0")
SIDE, LEFT, TOP, GAP = 300, 50, 60, 90
LEAST_RATE = 0.001


def _polyline(across: np.ndarray, down: np.ndarray, left: float, colour: str, dashed: bool) -> str:
    points = " ".join(f"{left + SIDE * x:.1f},{TOP + SIDE * (1 - y):.1f}" for x, y in zip(across, down))
    dash = ' stroke-dasharray="6 4"' if dashed else ""
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>'


def _text(across: float, down: float, text: str, anchor: str = "middle") -> str:
    return f'<text x="{across:.0f}" y="{down:.0f}" text-anchor="{anchor}" font-size="11" fill="#24292f">{text}</text>'


def _frame(left: float, title: str, below: str, ticks: list[tuple[float, str]]) -> list[str]:
    parts = [f'<rect x="{left}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#8c959f"/>',
             _text(left + SIDE / 2, TOP - 10, title), _text(left + SIDE / 2, TOP + SIDE + 32, below)]
    parts += [_text(left + SIDE * at, TOP + SIDE + 15, label) for at, label in ticks]
    for value in (0, 0.25, 0.5, 0.75, 1):
        down = TOP + SIDE * (1 - value)
        parts.append(f'<line x1="{left}" x2="{left + SIDE}" y1="{down}" y2="{down}" stroke="#d0d7de"/>')
        parts.append(_text(left - 6, down + 4, f"{value:g}", "end"))
    return parts


def draw(path: Path, lines: list[tuple[str, np.ndarray, np.ndarray, bool]]) -> None:
    """Each line: its name, scores of damaged and of clean pictures, whether it is dashed."""
    width, height = 2 * SIDE + LEFT + GAP + 20, TOP + SIDE + 50 + 16 * len(lines)
    second = LEFT + SIDE + GAP
    decades = [(x / 3, f"{10 ** (x - 3) * 100:g} %") for x in range(4)]
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
             f'height="{height}" font-family="sans-serif">', f'<rect width="{width}" height="{height}" fill="white"/>']
    parts += _frame(LEFT, "precision over recall", "recall", [(x, f"{x:g}") for x in (0, 0.5, 1)])
    parts += _frame(second, "recall over false pictures", "share of clean pictures over the threshold", decades)
    for number, (name, positive, negative, dashed) in enumerate(lines):
        curve = scores.precision_recall(positive, negative)
        if len(curve) > 400:
            curve = curve[np.unique(np.linspace(0, len(curve) - 1, 400).astype(int))]
        colour = COLOURS[number // 2 % len(COLOURS)]
        parts.append(_polyline(curve[:, 2], curve[:, 1], LEFT, colour, dashed))
        rate = 1 + np.log10(np.maximum(curve[:, 3], LEAST_RATE)) / 3
        parts.append(_polyline(rate, curve[:, 2], second, colour, dashed))
        down = TOP + SIDE + 52 + 16 * number
        dash = ' stroke-dasharray="6 4"' if dashed else ""
        parts.append(f'<line x1="{LEFT}" x2="{LEFT + 30}" y1="{down}" y2="{down}" stroke="{colour}" stroke-width="2"{dash}/>')
        parts.append(_text(LEFT + 38, down + 4, name, "start"))
    path.write_text("\n".join([*parts, "</svg>"]) + "\n", encoding="utf-8")
