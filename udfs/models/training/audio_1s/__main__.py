"""Makes data, trains, exports and evaluates the model of audio artifacts, in one go.

    python3 -m audio_1s --content DIR --work DIR [--seed N] [--ffmpeg PROGRAM] [--out DIR]
    python3 -m audio_1s --small --work DIR

DIR of --content holds the recordings of content.tsv; those that are missing are left out, down to
generated sound alone. --small needs none, takes minutes, leaves the repository alone and gives a network
that is good for nothing.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

import export

from . import card, curves, dataset, evaluate, train
from .content import Library
from .dataset import Programme, Windows
from .features import CLASSES
from .net import Pair, Probabilities

ROOT = Path(__file__).resolve().parents[4]
SIZES = {"train": 3072, "validation": 160, "test": 256}
SMALL = {"train": 32, "validation": 16, "test": 16}
EPOCHS = {"sound": 20, "summaries": 30}
REPEATS = 3


def shard(work: Path, programme: Programme, split: str, seed: int, clips: range, ffmpeg: str) -> Windows:
    path = work / f"{split}-{seed}-{clips.start}-{clips.stop}.npz"
    if not path.exists():
        number = 10 * seed + list(SIZES).index(split)
        dataset.draw(number, clips, programme, ffmpeg).save(path)
        print(f"{split}: {clips.stop} clips", flush=True)
    return Windows.load(path)


def windows(work: Path, programme: Programme, split: str, seed: int, clips: int, ffmpeg: str) -> Windows:
    """Drawn a shard at a time, each kept in the work folder."""
    size = 2 * dataset.BLOCK
    ranges = [range(i, min(i + size, clips)) for i in range(0, clips, size)]
    return dataset.joined([shard(work, programme, split, seed, r, ffmpeg) for r in ranges])


def networks(train_on: Windows, validation: Windows, epochs: dict[str, int], seed: int) -> list[Pair]:
    """The one that is published, then those that differ in the seed of the network on summaries."""
    sound = train.fit_sound(train_on, epochs["sound"], seed)
    variants = [train.summaries(train_on, np.random.default_rng([seed, k])) for k in range(train.VARIANTS)]
    pairs = []
    for repeat in range(REPEATS):
        pair = Pair(sound, train.fit_summaries(variants, train_on.labels, epochs["summaries"], seed + repeat))
        pair.cut_at(evaluate.best_thresholds(train.predict(pair, validation), validation.labels))
        pairs.append(pair)
    return pairs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--content", type=Path, help="needed but for a small run")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ffmpeg", default="ffmpeg")
    parser.add_argument("--out", type=Path, help="default: the repository's own places; --work for a small run")
    options = parser.parse_args()
    if not (options.small or options.content):
        parser.error("--content is needed")
    sizes, epochs = (SMALL, dict.fromkeys(EPOCHS, 2)) if options.small else (SIZES, EPOCHS)
    options.work.mkdir(parents=True, exist_ok=True)
    library = Library(options.content, options.work, options.ffmpeg)
    programmes = {split: Programme(library, split) for split in sizes}
    data = {
        split: windows(options.work, programmes[split], split, options.seed, clips, options.ffmpeg)
        for split, clips in sizes.items()
    }
    pairs = networks(data["train"], data["validation"], epochs, options.seed)
    torch.save(pairs[0].state_dict(), options.work / "net.pt")
    statement = card.training_statement(data["train"], programmes["train"].recordings(), options.seed)
    clean_path = options.work / f"clean-{options.seed}.npz"
    if not clean_path.exists():
        dataset.clean(programmes["test"], options.ffmpeg, options.seed).save(clean_path)
    out = options.out or (options.work if options.small else None)
    publish(out, pairs, statement, data["test"], Windows.load(clean_path))


def publish(out: Path | None, pairs: list[Pair], statement: str, test: Windows, clean: Windows) -> None:
    model = (out or ROOT / "udfs/models/src/main/resources/io/sightline/model") / card.ID
    docs = out or ROOT / "docs/reference/models"
    model.mkdir(parents=True, exist_ok=True)
    docs.mkdir(parents=True, exist_ok=True)
    net = pairs[0]
    on_clean = train.predict(net, clean)
    scores = train.predict(net, test)
    found = evaluate.figures(scores, test)
    repeated = [evaluate.figures(train.predict(pair, test), test).macro_f1 for pair in pairs[1:]]
    properties = {
        "av.contract": "audio-1s/1", "av.name": card.ID, "av.version": str(card.VERSION), "av.labels": ",".join(CLASSES),
        "av.threshold.raise": "0.5", "av.audio.rate": "32000", "av.train.data": statement, "av.license": "Apache-2.0",
        "av.metrics": json.dumps({"macro_f1": round(found.macro_f1, 3), "mean_ap": round(found.mean_ap, 3)}),
    }
    exported = Probabilities(net)
    file = model / "model.onnx"
    export.write_onnx(exported, card.INPUTS, card.OUTPUT.name, file, properties)
    digest = export.sha256(file)
    card.write_description(model / "model.yaml", digest, export.self_test(exported, card.INPUTS), statement)
    shared = np.array(["/" not in row["source"] or row["source"].split("/")[0].startswith(("hls_", "dash_")) for row in test.about])
    shared &= np.array([row["source"] != "generated" for row in test.about])
    media = evaluate.figures(scores[shared], evaluate.selected(test, shared)) if shared.sum() > 100 else None
    card.write_card(
        docs / f"{card.ID}.md", digest, statement, found,
        evaluate.by(scores, test, "kind"), evaluate.by(scores, test, "coding"), media,
        {t: (evaluate.alarms(on_clean, clean, t), evaluate.held_recall(scores, test, t)) for t in (0.5, 0.9)},
        torch.sigmoid(net.thresholds).tolist(), repeated,
    )
    curves.write(found, docs / f"{card.ID}.svg", "Precision and recall of audio artifacts, a second at a time")
    print(f"macro F1 {found.macro_f1:.3f}, mean AP {found.mean_ap:.3f}, model {file}")


if __name__ == "__main__":
    main()
