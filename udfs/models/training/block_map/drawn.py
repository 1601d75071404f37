"""Drawn pictures that have blocks, edges and sudden changes, and no damage.

Each is a function of a seed and the number of a picture to luma of 0..255 at 640 by 360. Those in
HELD_OUT are never trained with: they tell how the model does on kinds it has not seen.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from scipy import ndimage

from .pictures import HEIGHT, WIDTH

Draw = Callable[[int, int], np.ndarray]


@lru_cache(maxsize=8)
def _clouds(seed: int, softness: float = 12) -> np.ndarray:
    """Smooth noise, twice as wide and high as a picture."""
    rng = np.random.default_rng(seed)
    noise = ndimage.gaussian_filter(rng.standard_normal((HEIGHT // 2, WIDTH // 2)), softness / 2, mode="wrap")
    noise = ndimage.zoom(noise, 4, order=1, mode="grid-wrap")
    return (noise - noise.min()) / np.ptp(noise) * 255


def _moving(seed: int, number: int, softness: float = 12) -> np.ndarray:
    rng = np.random.default_rng(seed)
    down, across = (int(number * speed) for speed in rng.integers(-6, 7, 2))
    return np.roll(_clouds(seed, softness), (down, across), axis=(0, 1))[:HEIGHT, :WIDTH]


def _cut(values: np.ndarray) -> np.ndarray:
    return values[:HEIGHT, :WIDTH]


def confetti(seed: int, number: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    picture = _moving(seed, number // 4) * 0.4
    count = int(rng.choice([150, 500, 1200]))
    speed, drift = rng.uniform(2, 14, count), rng.normal(0, 3, count)
    top = (rng.uniform(0, HEIGHT, count) + speed * number) % HEIGHT
    left = (rng.uniform(0, WIDTH, count) + drift * number) % WIDTH
    turn = np.abs(np.sin(rng.uniform(0, 6, count) + number * rng.uniform(.1, .6, count)))
    size, level = rng.uniform(3, 12, count), rng.uniform(0, 255, count)
    for y, x, high, wide, value in zip(top.astype(int), left.astype(int), (size * turn + 1).astype(int), size.astype(int), level):
        picture[y:y + high, x:x + wide] = value
    return picture


def water(seed: int, number: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    down, across = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    total = np.zeros((HEIGHT, WIDTH), np.float32)
    for _ in range(5):
        direction, length = rng.uniform(0, 6.3), rng.uniform(8, 60)
        phase = (down * np.sin(direction) * 2 + across * np.cos(direction)) / length * 6.28 + number * rng.uniform(.1, .6)
        total += np.sin(phase + 1.5 * np.sin(phase * 0.37 + number * .05))
    glints = np.clip(total - 2.5, 0, 1) * 160
    return 110 + 22 * total + glints + np.random.default_rng((seed, number)).normal(0, 4, total.shape)


def led_wall(seed: int, number: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    side = int(rng.choice([4, 6, 8, 10, 16]))
    rows, columns = -(-HEIGHT // side), -(-WIDTH // side)
    cells = _moving(seed, number, 30)[::side, ::side][:rows, :columns]
    down, across = np.mgrid[:side, :side] - (side - 1) / 2
    dot = np.clip(side / 2.2 - np.hypot(down, across), 0, 1)
    return _cut(np.kron(cells, dot))


def mosaic(seed: int, number: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    side = int(rng.choice([6, 8, 12, 16, 20, 40]))
    picture = _moving(seed, number, 20).copy()
    coarse = np.kron(picture[side // 2::side, side // 2::side], np.ones((side, side)))
    if rng.random() < 0.5:
        return _cut(np.pad(coarse, ((0, side), (0, side)), mode="edge"))
    top, left = int(rng.integers(0, 150)), int((rng.integers(0, 300) + number * 3) % 400)
    picture[top:top + 160, left:left + 200] = np.pad(coarse, ((0, side), (0, side)), mode="edge")[top:top + 160, left:left + 200]
    return picture


def _words(rng: np.random.Generator, height: int, width: int, size: int) -> np.ndarray:
    """Rows of strokes that look like writing."""
    page = np.zeros((height, width), bool)
    for top in range(2, height - size, int(size * 1.6)):
        left = 4
        while left < width - size:
            for _ in range(rng.integers(2, 9)):
                glyph = rng.random((5, 4)) < 0.5
                drawn = np.kron(glyph, np.ones((max(1, size // 5), max(1, size // 7)), bool))
                part = page[top:top + drawn.shape[0], left:left + drawn.shape[1]]
                part |= drawn[:part.shape[0], :part.shape[1]]
                left += drawn.shape[1] + 2
            left += size
    return page


@lru_cache(maxsize=8)
def _page(seed: int, high: int, wide: int, size: int) -> np.ndarray:
    return _words(np.random.default_rng(seed), high, wide, size)


def ticker(seed: int, number: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    picture = _moving(seed, number // 2).copy()
    high, speed = int(rng.integers(20, 50)), int(rng.integers(1, 12))
    band = np.roll(_page(seed, high, 2 * WIDTH, high // 2), -number * speed, axis=1)[:, :WIDTH]
    top = int(rng.integers(200, HEIGHT - high))
    picture[top:top + high] = np.where(band, *((20, 235) if rng.random() < 0.5 else (240, 40)))
    return picture


def screen(seed: int, number: int) -> np.ndarray:
    """A page that scrolls by lines, windows that open, a pointer."""
    rng = np.random.default_rng(seed)
    dark = rng.random() < 0.5
    page = np.roll(_page(seed, 3 * HEIGHT, WIDTH, int(rng.integers(7, 14))), -(number // 12) * 24, axis=0)[:HEIGHT]
    picture = np.where(page, 220.0 if dark else 30.0, 30.0 if dark else 245.0)
    for _ in range(3):
        appears, top, left = rng.integers(0, 60), rng.integers(0, 220), rng.integers(0, 400)
        if (number + appears) % 60 < 40:
            picture[top:top + 110, left:left + 180] = rng.uniform(0, 255)
            picture[top:top + 12, left:left + 180] = rng.uniform(0, 255)
    top, left = int(180 + 150 * np.sin(number * .11)), int(320 + 300 * np.cos(number * .07))
    picture[top:top + 9, left:left + 6] = 0
    return picture


def cells_alive(seed: int, number: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    side = int(rng.choice([2, 4, 8]))
    board = np.random.default_rng(seed).random((HEIGHT // side, WIDTH // side)) < 0.3
    for _ in range(10 + number % 50):
        near = sum(np.roll(board, (down, across), (0, 1)) for down in (-1, 0, 1) for across in (-1, 0, 1)) - board
        board = (near == 3) | (board & (near == 2))
    return np.kron(board, np.full((side, side), 220.0)) + 16


def card(seed: int, number: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    side = int(rng.choice([8, 16, 20, 40]))
    down, across = np.mgrid[:HEIGHT, :WIDTH]
    picture = np.where((down // side + across // side) % 2, 200.0, 40.0)
    picture[:200] = np.repeat(np.linspace(235, 16, 8), WIDTH // 8)[None]
    left = number * int(rng.integers(2, 9)) % WIDTH
    picture[210:260, left:left + 60] = 255
    picture[280:320] = np.random.default_rng((seed, number)).integers(0, 255, (40, WIDTH))
    return picture


def snow(seed: int, number: int) -> np.ndarray:
    rng = np.random.default_rng((seed, number))
    grain = int(np.random.default_rng(seed).choice([1, 2, 4]))
    noise = rng.integers(0, 255, (HEIGHT // grain, WIDTH // grain))
    return np.kron(noise, np.ones((grain, grain)))


def strobe(seed: int, number: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    picture = _moving(seed, number)
    beams = _clouds(seed + 1, 6)[(number * 9) % HEIGHT:, :WIDTH][:HEIGHT]
    light = rng.uniform(.3, 1) if number % int(rng.integers(2, 6)) == 0 else 0
    return picture * 0.4 + light * 200 + 40 * (beams > 140)


def pan(seed: int, number: int) -> np.ndarray:
    """Stripes and edges that run through the picture."""
    rng = np.random.default_rng(seed)
    speed, period = int(rng.integers(10, 60)), int(rng.integers(6, 60))
    across = np.arange(WIDTH) + number * speed
    down = np.arange(HEIGHT)[:, None]
    stripes = ((across + down * int(rng.integers(0, 2))) // period % 2) * 120.0
    return stripes + _moving(seed, number) * 0.4


def tiles(seed: int, number: int) -> np.ndarray:
    """A game: a world of tiles that scrolls, figures of large pixels."""
    rng = np.random.default_rng(seed)
    side = int(rng.choice([8, 16, 20]))
    kinds = [np.kron(rng.integers(0, 255, (4, 4)), np.ones((side // 4, side // 4))) for _ in range(6)]
    world = rng.choice(6, (HEIGHT // side + 2, 80), p=[.5, .2, .1, .1, .05, .05])
    first = number * 3 // side
    columns = [np.concatenate([kinds[kind] for kind in world[:, (first + x) % 80]]) for x in range(WIDTH // side + 2)]
    picture = np.concatenate(columns, axis=1)[:HEIGHT, number * 3 % side:][:, :WIDTH].astype(np.float64)
    for figure in range(8):
        y, x = int(rng.integers(0, 320)), int((rng.integers(0, 600) + number * (figure - 4) * 2) % 600)
        picture[y:y + side, x:x + side] = np.kron(rng.integers(0, 2, (4, 4)) * 255, np.ones((side // 4, side // 4)))
    return picture


def charts(seed: int, number: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    picture = np.full((HEIGHT, WIDTH), rng.uniform(0, 255))
    bars = int(rng.integers(8, 40))
    wide = WIDTH // bars
    level = np.abs(np.sin(rng.uniform(0, 6, bars) + number * rng.uniform(.02, .5, bars))) * 300
    for bar in range(bars):
        step = 12 if seed % 2 else 1
        high = int(level[bar]) // step * step
        picture[HEIGHT - 20 - high:HEIGHT - 20, bar * wide + 2:(bar + 1) * wide - 2] = 200 if seed % 3 else 60
        if seed % 2:
            picture[HEIGHT - 20 - high:HEIGHT - 20:step] = picture[0, 0]
    return picture


def fireworks(seed: int, number: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    picture = np.full((HEIGHT, WIDTH), 12.0)
    for _ in range(7):
        start, y, x = rng.integers(0, 40), rng.uniform(60, 250), rng.uniform(80, 560)
        age = (number + start) % 40
        angle, speed = rng.uniform(0, 6.3, 160), rng.uniform(1, 7, 160)
        down = (y + np.sin(angle) * speed * age + .08 * age * age).astype(int)
        across = (x + np.cos(angle) * speed * age).astype(int)
        inside = (down >= 0) & (down < HEIGHT - 2) & (across >= 0) & (across < WIDTH - 2)
        for row, column in zip(down[inside], across[inside]):
            picture[row:row + 2, column:column + 2] = max(12, 255 - 6 * age)
    return ndimage.gaussian_filter(picture, 0.6)


FAMILIES: dict[str, Draw] = {f.__name__: f for f in (
    confetti, water, led_wall, mosaic, ticker, screen, cells_alive, card, snow, strobe, pan, tiles, charts, fireworks)}
HELD_OUT = ("tiles", "charts", "fireworks")


def pair(family: str, seed: int, number: int) -> np.ndarray:
    """A picture and the one before, [2, 360, 640], 8 bits; some softened, as scaling does."""
    softness = np.random.default_rng(seed).choice([0, 0, 0.5, 0.8])
    found = []
    for at in (number, number - 1):
        values = FAMILIES[family](seed, at)
        if softness:
            values = ndimage.gaussian_filter(values, softness)
        found.append(np.clip(np.round(values), 0, 255).astype(np.uint8))
    return np.stack(found)
