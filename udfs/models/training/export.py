"""Writes a trained network as the folder of a model: model.onnx and its description model.yaml."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import nn

OPSET = 14
MASK = 2**32 - 1


@dataclass(frozen=True)
class Tensor:
    name: str
    shape: tuple[int, ...]


def self_test_input(shape: tuple[int, ...]) -> np.ndarray:
    """Value i is ((i * 2654435761 + 12345) mod 2^32) / 2^32 - 0.5."""
    count = int(np.prod(shape))
    values = [((i * 2654435761 + 12345) & MASK) / 2**32 - 0.5 for i in range(count)]
    return np.array(values, np.float32).reshape(shape)


def write_onnx(module: nn.Module, inputs: list[Tensor], output: str, path: Path, properties: dict[str, str]) -> None:
    module.eval()
    examples = tuple(torch.from_numpy(self_test_input(t.shape)) for t in inputs)
    torch.onnx.export(
        module, examples, str(path), opset_version=OPSET,
        input_names=[t.name for t in inputs], output_names=[output],
    )
    model = onnx.load(str(path))
    # A GPU is asked several questions at a time. PyTorch itself loses the sizes of normalised axes over that.
    for value in [*model.graph.input, *model.graph.output]:
        value.type.tensor_type.shape.dim[0].dim_param = "batch"
    model.doc_string = ""
    for key, value in properties.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def self_test(module: nn.Module, inputs: list[Tensor], count: int = 5) -> list[float]:
    """The first values of the output for the input of the self-test."""
    with torch.no_grad():
        answer = module(*(torch.from_numpy(self_test_input(t.shape)) for t in inputs))
    return [float(v) for v in answer.reshape(-1)[:count]]


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def tensors(key: str, specs: list[Tensor]) -> str:
    lines = (f"  - {{name: {t.name}, shape: [{', '.join(map(str, t.shape))}]}}" for t in specs)
    return key + ":\n" + "\n".join(lines) + "\n"
