"""Breaks coded pictures the way transmission does: in elementary streams of H.264, MPEG-2 and MPEG-4."""

from __future__ import annotations

import random

KINDS = ("flip", "overwrite", "zero", "packets", "truncate", "drop")


def slices(stream: bytes, codec: str) -> list[tuple[int, int, bool]]:
    """Where each slice (MPEG-4: each picture) begins and ends, and whether it is the first of a picture."""
    starts = []
    at = stream.find(b"\0\0\1")
    while at >= 0:
        starts.append(at)
        at = stream.find(b"\0\0\1", at + 3)
    found = []
    for start, end in zip(starts, starts[1:] + [len(stream)]):
        if end - start < 12:
            continue
        code = stream[start + 3]
        if codec == "h264" and code & 31 in (1, 5):
            found.append((start, end, bool(stream[start + 4] & 0x80)))
        elif codec == "mpeg2" and 1 <= code <= 0xAF:
            found.append((start, end, code == 1))
        elif codec == "mpeg4" and code == 0xB6:
            found.append((start, end, True))
    return found


def _packets(payload: bytearray, rng: random.Random) -> bytearray:
    """Takes transport packets' worth out."""
    count = rng.choice([1, 1, 2, 3, 7])
    start = rng.randrange(max(1, len(payload) - 184))
    return payload[:start] + payload[start + 184 * count:]


def _broken(payload: bytearray, kind: str, rng: random.Random) -> bytearray:
    """A slice without its start code and header, broken."""
    if kind == "flip":
        for _ in range(rng.choice([1, 2, 4, 12])):
            payload[rng.randrange(len(payload))] ^= 1 << rng.randrange(8)
        return payload
    if kind in ("overwrite", "zero"):
        length = min(len(payload), rng.randint(20, 600))
        start = rng.randrange(len(payload) - length + 1)
        filling = bytes(length) if kind == "zero" else rng.randbytes(length)
        payload[start:start + length] = filling.replace(b"\0\0\1", b"\0\0\0")
        return payload
    if kind == "packets":
        return _packets(payload, rng)
    if kind == "truncate":
        return payload[:rng.randrange(max(1, len(payload) * 3 // 4))]
    return bytearray()


def damage(stream: bytes, codec: str, rng: random.Random) -> tuple[bytes, str]:
    """Breaks some slices after the first fifth, in one to three bursts.

    The first slice of a picture is never dropped whole: counts of pictures stay in step."""
    parts = slices(stream, codec)
    if len(parts) < 6:
        raise ValueError("too few slices")
    chosen: dict[int, str] = {}
    for _ in range(rng.choice([1, 2, 3])):
        kind = rng.choice(KINDS)
        first = rng.randrange(len(parts) // 5, len(parts))
        for number in range(first, min(len(parts), first + rng.choice([1, 1, 2, 4, 8]))):
            chosen[number] = kind
    pieces, at = [], 0
    for number, kind in sorted(chosen.items()):
        start, end, is_first = parts[number]
        header = start + (5 if codec == "mpeg2" else 10)
        if kind == "drop" and is_first:
            kind = "truncate"
        pieces.append(stream[at:start if kind == "drop" else header])
        pieces.append(bytes(_broken(bytearray(stream[header:end]), kind, rng)))
        at = end
    pieces.append(stream[at:])
    return b"".join(pieces), "+".join(sorted(set(chosen.values())))
