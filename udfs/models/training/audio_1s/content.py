"""The recordings of content.tsv: where they come from, under which licence, and how they are split.

A file is looked for below the content folder by the first column: owner/repository/path for what is
cloned from public repositories, a plain name for the shared media set. The split is by group (a
speaker, an album, a kind of object), never by clip. Missing files are left out.
"""

import csv
import hashlib
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.io import wavfile

LIST = Path(__file__).with_name("content.tsv")
LONGEST_SECONDS = 90


@dataclass(frozen=True)
class Recording:
    file: str
    commit: str
    licence: str
    kind: str
    group: str
    split: str
    sha256: str
    unscored: tuple[str, ...]


def recordings(split: str) -> list[Recording]:
    with LIST.open(newline="") as rows:
        found = [
            Recording(
                row["file"], row["commit"], row["licence"], row["class"], row["group"], row["split"],
                row["sha256"], tuple(row["unscored"].split()),
            )
            for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    return [r for r in found if r.split == split]


class Library:
    """Decoded sound, mono at its own rate, kept in the work folder."""

    def __init__(self, content: Path | None, work: Path, ffmpeg: str):
        self._content = content
        self._cache = work / "decoded"
        self._ffmpeg = ffmpeg
        self._cache.mkdir(parents=True, exist_ok=True)

    def has(self, recording: Recording) -> bool:
        return self._content is not None and (self._content / recording.file).is_file()

    def sound(self, recording: Recording) -> tuple[np.ndarray, int]:
        kept = self._cache / f"{recording.sha256[:20]}.npz"
        if not kept.exists():
            path = self._content / recording.file
            if hashlib.sha256(path.read_bytes()).hexdigest() != recording.sha256:
                raise ValueError(f"{path} is not the file of content.tsv: its SHA-256 differs")
            sound, rate = decode(self._ffmpeg, path)
            np.savez(kept, sound=sound, rate=rate)
        with np.load(kept) as stored:
            return stored["sound"], int(stored["rate"])


def decode(ffmpeg: str, path: Path) -> tuple[np.ndarray, int]:
    with tempfile.NamedTemporaryFile(suffix=".wav") as wav:
        options = ["-v", "error", "-nostdin", "-y", "-i", str(path.resolve()), "-map", "0:a:0"]
        options += ["-t", str(LONGEST_SECONDS), "-c:a", "pcm_f32le", wav.name]
        subprocess.run([ffmpeg, *options], check=True)
        rate, samples = wavfile.read(wav.name)
    return (samples if samples.ndim == 1 else samples.mean(1)).astype(np.float32), rate


def through_codec(ffmpeg: str, sound: np.ndarray, rate: int, codec: str, bits: int) -> np.ndarray:
    """The sound after lossy coding, in time with the sound before."""
    with tempfile.TemporaryDirectory() as folder:
        before, coded, after = (str(Path(folder) / name) for name in ("a.wav", f"b.{codec}", "c.wav"))
        wavfile.write(before, rate, np.clip(sound, -1, 1).astype(np.float32))
        quiet = [ffmpeg, "-v", "error", "-nostdin", "-y", "-i"]
        coder = ["-c:a", codec, "-b:a", str(bits), "-f", "adts" if codec == "aac" else codec]
        subprocess.run([*quiet, before, *coder, coded], check=True)
        subprocess.run([*quiet, coded, "-c:a", "pcm_f32le", after], check=True)
        decoded = wavfile.read(after)[1].astype(np.float64)
    size = 1 << (len(decoded) + len(sound)).bit_length()
    match = np.fft.irfft(np.fft.rfft(decoded, size) * np.conj(np.fft.rfft(sound, size)), size)
    delay = int(np.argmax(match[:4000]))
    decoded = decoded[delay : delay + len(sound)]
    return np.pad(decoded, (0, len(sound) - len(decoded)))
