"""Draws precision against recall as SVG."""

from pathlib import Path

import numpy as np

from .evaluate import Figures

_COLOURS = {"hum": "#1b6ca8", "hiss": "#d1495b", "distortion": "#66a182", "click": "#8d5fa8", "dropout": "#c98a1b"}
_LEFT, _TOP, _SIDE = 56, 24, 360


def _point(recall: float, precision: float) -> str:
    return f"{_LEFT + _SIDE * recall:.1f},{_TOP + _SIDE * (1 - precision):.1f}"


def _thinned(precision: np.ndarray, recall: np.ndarray) -> list[str]:
    """One point for each step of recall of 1/200 at most: the best precision from there on."""
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    points = [_point(0, float(envelope[0]))]
    for step in np.linspace(0, 1, 201):
        at = int(np.searchsorted(recall, step))
        if at < len(recall):
            points.append(_point(float(step), float(envelope[at])))
    return points


def write(found: Figures, path: Path, title: str) -> None:
    ticks = np.linspace(0, 1, 6)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 560 440" font-family="sans-serif" font-size="12">',
        f"<title>{title}</title>",
        '<rect width="560" height="440" fill="#ffffff"/>',
    ]
    for tick in ticks:
        x, y = _LEFT + _SIDE * tick, _TOP + _SIDE * (1 - tick)
        parts.append(f'<path d="M{x:.0f} {_TOP}V{_TOP + _SIDE}M{_LEFT} {y:.0f}H{_LEFT + _SIDE}" stroke="#dddddd"/>')
        parts.append(f'<text x="{x:.0f}" y="{_TOP + _SIDE + 18}" text-anchor="middle">{tick:.1f}</text>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.0f}" text-anchor="end">{tick:.1f}</text>')
    parts.append(f'<text x="{_LEFT + _SIDE / 2}" y="{_TOP + _SIDE + 40}" text-anchor="middle">recall</text>')
    parts.append(f'<text transform="translate(16 {_TOP + _SIDE / 2}) rotate(-90)" text-anchor="middle">precision</text>')
    for i, (name, (precision, recall)) in enumerate(found.curves.items()):
        figures, colour, y = found.classes[name], _COLOURS[name], _TOP + 20 + 24 * i
        line = " ".join(_thinned(precision, recall))
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        x, _, here = _point(figures["recall"], figures["precision"]).partition(",")
        parts.append(f'<circle cx="{x}" cy="{here}" r="4" fill="{colour}"/>')
        parts.append(f'<path d="M430 {y - 4}h20" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="456" y="{y}">{name} {figures["ap"]:.2f}</text>')
    parts.append(f'<text x="430" y="{_TOP + 20 + 24 * len(found.curves)}" fill="#555555">dots: as shipped</text>')
    path.write_text("\n".join([*parts, "</svg>"]) + "\n")
