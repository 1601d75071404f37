"""Writes the model's folder: model.onnx and model.yaml; checks what was written against the network."""

from __future__ import annotations

import textwrap
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

import export

from .net import BlockMap, Published
from .pictures import COLUMNS, HEIGHT, ROWS, WIDTH

INPUT = export.Tensor("luma", (1, 3, HEIGHT, WIDTH))
OUTPUT = export.Tensor("probability", (1, 1, ROWS, COLUMNS))
TOLERANCE = 1e-4

TRAINING = """\
Clips under open licences, clips of permissively licensed repositories and moving clips made of still pictures of Debian's
packages, all listed with licence and source in udfs/models/training/block_map/content.tsv, and drawn pictures. Their streams (H.264, MPEG-2, MPEG-4) were broken by
flipped bits, overwritten bytes, missing packets and slices, decoded with and without concealment and half of them coded again;
damage was painted on clean pictures too. Split by clip. The damage is synthetic: nothing is known of real reception."""

DESCRIPTION = """\
id: block-map
version: {version}
detector: video.block_corruption_learned
contract: block-map/1
sha256: {sha256}
{inputs}{outputs}metrics:
  - name: block_corruption_learned_ratio
    unit: ratio
    fold: max
    meaning: Share of 45 by 80 cells of the picture that look damaged, by the block-map model.
  - name: block_corruption_learned_score
    unit: ratio
    fold: max
    meaning: Mean of the probabilities of damage of the 16 cells that look most damaged, by the block-map model.
threshold: {cell:.2f}
looks: {{usual: 0.2, suspicious: 4}}
budget: 50 ms
licence: Apache-2.0
training: >
{training}
self-test:
  first-values: [{first}]
  tolerance: {tolerance}
"""


def publish(weights: Path, folder: Path, version: int, cell: float) -> str:
    """Returns the SHA-256 of the ONNX file."""
    net = BlockMap()
    net.load_state_dict(torch.load(weights))
    net.eval()
    published = Published(net)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "model.onnx"
    export.write_onnx(published, [INPUT], OUTPUT.name, path, {
        "av.contract": "block-map/1", "av.name": "block-map", "av.version": str(version), "av.license": "Apache-2.0"})
    check(path, published)
    first = ", ".join(f"{value:.7f}" for value in export.self_test(published, [INPUT]))
    (folder / "model.yaml").write_text(DESCRIPTION.format(
        version=version, sha256=export.sha256(path), inputs=export.tensors("inputs", [INPUT]),
        outputs=export.tensors("outputs", [OUTPUT]), cell=cell, first=first, tolerance=TOLERANCE,
        training=textwrap.indent(TRAINING, "  ")), encoding="utf-8")
    return export.sha256(path)


def check(path: Path, published: Published) -> None:
    """Runs the graph that was written, node by node, and compares; the operators are few."""
    values = torch.from_numpy(export.self_test_input(INPUT.shape))
    with torch.no_grad():
        expected = published(values).numpy()
    actual = interpret(onnx.load(str(path)), values.numpy())
    apart = float(np.abs(actual - expected).max())
    if apart > TOLERANCE or actual.shape != OUTPUT.shape:
        raise ValueError(f"{path} gives {actual.shape}, up to {apart} apart from the network")


def interpret(model: onnx.ModelProto, values: np.ndarray) -> np.ndarray:
    """What a graph of convolutions, sums and activations gives."""
    known = {weights.name: torch.from_numpy(numpy_helper.to_array(weights).copy())
             for weights in model.graph.initializer}
    known[model.graph.input[0].name] = torch.from_numpy(values)
    for node in model.graph.node:
        of = [known[name] for name in node.input]
        attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
        if node.op_type == "Conv":
            down, across = attributes["pads"][:2]
            result = torch.nn.functional.conv2d(
                of[0], of[1], of[2] if len(of) > 2 else None, attributes["strides"], (down, across),
                attributes["dilations"], attributes["group"])
        elif node.op_type in ("Relu", "Sigmoid"):
            result = getattr(torch, node.op_type.lower())(of[0])
        elif node.op_type == "Identity":
            result = of[0]
        elif node.op_type == "Add":
            result = of[0] + of[1]
        else:
            raise ValueError(f"{node.op_type} is not expected in this graph")
        known[node.output[0]] = result
    return known[model.graph.output[0].name].numpy()
