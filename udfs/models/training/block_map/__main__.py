"""Makes the pairs, trains, writes the model's folder and its card.

    python3 -m block_map --content FOLDER --work FOLDER
    python3 -m block_map --small --work FOLDER

content.tsv says which files FOLDER holds and where they come from. Training has two parts: with the clips that many
pairs are made of, then, slower, with all. A small run draws its own clips, trains for two minutes and leaves the
repository alone. What is in --work already stays.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from . import drawn, make_pairs, stills
from .content import clips, drawn_clips, of_split
from .evaluate import evaluate
from .pictures import Ffmpeg
from .publish import publish
from .train import Pairs, train

REPOSITORY = Path(__file__).resolve().parents[4]
MODEL = REPOSITORY / "udfs/models/src/main/resources/io/sightline/model/block-map"
CARD = REPOSITORY / "docs/reference/models/block-map.md"
VERSION = 2
CELL_THRESHOLD = 0.5


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="block_map", description=__doc__.splitlines()[0])
    parser.add_argument("--content", type=Path, help="folder of clips; not for a small run")
    parser.add_argument("--work", type=Path, required=True, help="folder for pairs and weights")
    parser.add_argument("--ffmpeg", default="ffmpeg", help="the program")
    parser.add_argument("--jobs", type=int, default=1, help="takes made at a time")
    parser.add_argument("--minutes", type=float, default=35, help="of the first part of training, CPU time")
    parser.add_argument("--more-minutes", type=float, default=15, help="of the second")
    parser.add_argument("--steps", type=int, default=24_000, help="of each part of training, at most")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--small", action="store_true", help="to see that it runs; writes into --work")
    given = parser.parse_args()
    if not (given.small or given.content):
        parser.error("--content is needed")
    return given


def main() -> None:
    given = arguments()
    torch.set_num_threads(1)
    ffmpeg = Ffmpeg(given.ffmpeg)
    small = given.small
    content = drawn_clips(ffmpeg, given.work / "content") if small else clips(given.content)
    content = stills.moving(ffmpeg, content, given.work / "moving")
    for split, takes in (("val", 1), ("test", 2), ("train", 2)):
        for many, of in (("many", (1 if small else takes, 3, 6)), ("few", (1, 2, 4))):
            chosen = [clip for clip in of_split(content, split) if clip.pairs == many]
            make_pairs.make(ffmpeg, chosen, given.work / split, *of, given.seed, given.jobs)
    families = [family for family in drawn.FAMILIES if family not in drawn.HELD_OUT]
    make_pairs.make_drawn(given.work / "train", families, range(1, 3 if small else 26), 2)
    make_pairs.make_drawn(given.work / "val", families, range(401, 402 if small else 404), 2)
    first, weights = given.work / "first.pt", given.work / "weights.pt"
    steps = 60 if small else given.steps
    few = frozenset(clip.name for clip in content if clip.pairs == "few")
    if not first.exists():
        train(given.work / "train", given.work / "val", first, steps, 1 if small else given.minutes, given.seed, without=few)
    train(given.work / "train", given.work / "val", weights, steps, 1 if small else given.more_minutes, given.seed, start=first)
    sha256 = publish(weights, given.work / "model" if small else MODEL, VERSION, CELL_THRESHOLD)
    pairs = Pairs(given.work / "train")
    evaluate(weights, given.work, content, ffmpeg, given.work / "block-map.md" if small else CARD, VERSION, sha256,
             (len(pairs.about), int((pairs.area > 0).sum())), 10 if small else 60)


if __name__ == "__main__":
    main()
