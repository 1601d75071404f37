"""Writes the model's description and its card from measured figures."""

from pathlib import Path

import export

from . import content, features
from .dataset import Windows
from .evaluate import K, N, STRONG_WORDS, Alarms, Figures

ID = "audio-artifacts"
VERSION = 2
INPUTS = [
    export.Tensor("mel", (1, 1, features.HOPS, features.BANDS)),
    export.Tensor("dsp", (1, features.DSP, features.HOPS)),
    export.Tensor("hum", (1, features.HUM)),
]
OUTPUT = export.Tensor("probability", (1, len(features.CLASSES)))
_MEANINGS = {
    "hum": "mains hum in the last seconds",
    "hiss": "hiss over what the programme has itself",
    "distortion": "clipping or other distortion",
    "click": "clicks",
    "dropout": "dropouts of 4 ms to 150 ms",
}


def training_statement(windows: Windows, recordings: list[content.Recording], seed: int) -> str:
    repositories = sorted({"/".join(r.file.split("/")[:2]) for r in recordings})
    generated = sum(row["source"] == "generated" for row in windows.about) / max(1, len(windows.about))
    return (
        f"{len(windows.labels)} seconds of damaged and of clean sound, seed {seed}: {len(recordings)} recordings under"
        f" CC0, CC BY, MIT or in the public domain from {', '.join(repositories) or 'nowhere'}, and generated sound"
        f" ({generated:.0%}). Hum, hiss, distortion, clicks and dropouts are injected, half of the clips go"
        " through AAC or MP2 afterwards. Split by speaker, album or kind of object, never by clip;"
        " udfs/models/training/audio_1s/content.tsv lists every file with its licence, split and SHA-256."
    )


def write_description(path: Path, sha256: str, first_values: list[float], statement: str) -> None:
    lines = [f"id: {ID}\nversion: {VERSION}\ndetector: audio.artifacts\ncontract: audio-1s/1\nsha256: {sha256}\n"]
    lines.append(export.tensors("inputs", INPUTS))
    lines.append(export.tensors("outputs", [OUTPUT]))
    lines.append("metrics:\n")
    for name in features.CLASSES:
        meaning = f"How likely a second of sound has {_MEANINGS[name]}; plain from 0.5."
        lines.append(f"  - {{name: {name}_learned, unit: ratio, fold: max, meaning: {meaning}}}\n")
    lines.append("licence: Apache-2.0\n")
    lines.append(f"training: >\n  {statement}\n")
    values = ", ".join(f"{v:.6f}" for v in first_values)
    lines.append(f"self-test: {{first-values: [{values}], tolerance: 0.0001}}\n")
    path.write_text("".join(lines))


def _class_table(found: Figures) -> str:
    rows = [
        "| class | seconds with it | prevalence | AP | F1 | precision | recall | recall, weak | recall, strong |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, v in found.classes.items():
        rows.append(
            f"| {name} | {v['positives']} of {v['seconds']} | {v['prevalence']:.3f} | {v['ap']:.3f} | {v['f1']:.3f} |"
            f" {v['precision']:.3f} | {v['recall']:.3f} | {v['weak_recall']:.2f} ({v['weak']}) |"
            f" {v['strong_recall']:.2f} ({v['strong']}) |"
        )
    v = found.none
    rows.append(
        f"| none | {v['positives']} of {v['seconds']} | {v['prevalence']:.3f} | | {v['f1']:.3f} | {v['precision']:.3f} | {v['recall']:.3f} | | |"
    )
    return "\n".join(rows)


def _by_table(title: str, groups: dict) -> str:
    rows = [f"| {title} | seconds | macro F1 | " + " | ".join(features.CLASSES) + " |"]
    rows.append("| --- " * (3 + len(features.CLASSES)) + "|")
    for value, (seconds, macro, each) in groups.items():
        cells = " | ".join(f"{each[n]:.2f}" if n in each else "" for n in features.CLASSES)
        rows.append(f"| {value} | {seconds} | {macro:.2f} | {cells} |")
    return "\n".join(rows)


def _alarm_table(found: Alarms, held: dict[str, tuple[int, float]]) -> str:
    rows = [
        f"| class | seconds over the threshold | per hour | {K} of {N}: alarms | per hour | stretches of {N} s with it | found by {K} of {N} |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name in features.CLASSES:
        seconds, events = found.seconds[name], found.events[name]
        count, recall = held[name]
        rows.append(
            f"| {name} | {seconds} | {seconds / found.hours:.0f} | {events} | {events / found.hours:.1f} | {count} |"
            f" {recall:.2f} |"
        )
    return "\n".join(rows)


def write_card(
    path: Path,
    sha256: str,
    statement: str,
    found: Figures,
    kinds: dict,
    codings: dict,
    media: Figures | None,
    clean: dict[float, tuple[Alarms, dict[str, tuple[int, float]]]],
    thresholds: list[float],
    repeated: list[float],
) -> None:
    strong = "; ".join(f"{name}: {STRONG_WORDS[name]}" for name in features.CLASSES)
    usual = clean[0.5][0]
    tables = "\n\n".join(
        f"Threshold {threshold}:\n\n{_alarm_table(found, held)}" for threshold, (found, held) in clean.items()
    )
    offenders = "\n".join(
        f"- {name}: " + (", ".join(f"`{source}` ({count} s)" for source, count in usual.worst[name]) or "none")
        for name in features.CLASSES
    )
    cut = ", ".join(f"{n} {t:.2f}" for n, t in zip(features.CLASSES, thresholds))
    shared = (
        f"On the shared media set alone (other publishers than anything in training): macro F1 {media.macro_f1:.3f}, mean AP {media.mean_ap:.3f}.\n"
        if media
        else ""
    )
    path.write_text(
        f"""# Model card: {ID}

A network that gives, for each second of sound, the probabilities of hum, hiss, distortion, clicks
and dropouts. None of them at or above 0.5 means none. It is a reference model: trained and tested
on injected damage, advisory by default. It is the mean of two networks: one that convolves over the
second, and one that is given a summary of it. This page is written by
`udfs/models/training/audio_1s` from what it measured.

SHA-256 of model.onnx: `{sha256}`.

## Content and damage

{statement}

What counts as audible, and what is not scored because it is neither plain nor absent, is in
`udfs/models/training/audio_1s/defects.py`; the inputs are in `features.py` beside it.

## Figures on held-out content

Macro F1 over the five classes and none: **{found.macro_f1:.3f}**. Mean AP: {found.mean_ap:.3f}.
{shared}Trained again with other seeds for the network on summaries: macro F1 {", ".join(f"{v:.3f}" for v in repeated)}.

{_class_table(found)}

Weak and strong (number of seconds in brackets); strong means {strong}. The seconds of a clip before
the third have no hum that counts: the features of hum need two seconds.

![Precision and recall]({ID}.svg)

The thresholds are those of the best F1 on the validation split, and are part of the network: its
answers are shifted so that each is 0.5 (before: {cut}).

{_by_table("programme", kinds)}

{_by_table("coding after the damage", codings)}

## False alarms on clean sound

Every recording of the test split from its start, half of them through a codec: {usual.hours:.2f} hours.
No alarm in that time would prove fewer than {3 / usual.hours:.1f} an hour (95 %).

{tables}

Where the seconds over 0.5 come from:

{offenders}

## Limits

- Injected damage only. What the figures say about defects of real broadcasts is not known.
- Hiss, crackle and distortion that are meant (old film, vinyl, rock guitar, rain) look like defects.
- Clicks and dropouts are short: {K} of {N} seconds finds only those that come again and again.
- Channels are added up: a defect in one of many channels is as much weaker, and one in opposite
  phase in two is not there.
"""
    )
