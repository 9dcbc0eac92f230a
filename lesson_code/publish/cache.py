"""What was executed before, kept only as long as it would come out the same.

An entry is found by what was run and by the digests of every ``lesson_code`` file that the run imported. Which files
those are is only known after a run, so each run also leaves a list of them, under what was run and which versions.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from platform import machine, python_version, system
from typing import Any

from lesson_code.publish.book import MACHINERY

DRAWN_WITH = ("numpy", "matplotlib", "pillow", "contourpy", "ipykernel", "nbclient", "jupytext")
STYLE = (
    "lesson_code/matplotlibrc",
    "node_modules/@expo-google-fonts/ibm-plex-sans-kr/package.json",
    "node_modules/katex/package.json",
)


def digest(*parts: str | bytes) -> str:
    """Return the hexadecimal SHA-256 of the parts, each with its length so that they cannot run together."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(b"%d:" % len(data))
        total.update(data)
    return total.hexdigest()


@cache
def surroundings() -> str:
    """Return the digest of what draws: interpreter, platform, packages, style, fonts, and this machinery."""
    packages = [f"{name} {version(name)}" for name in DRAWN_WITH]
    files = [MACHINERY / name for name in STYLE]
    files += [Path(__file__).parent / "svg.py", *sorted(Path(__file__).parent.glob("execute/*.py"))]
    contents = [file.read_bytes() if file.exists() else b"" for file in files]
    return digest(python_version(), system(), machine(), *packages, *contents)


@dataclass(frozen=True)
class Cache:
    """Entries in a folder; ``roots`` are where the names of imported files are looked up."""

    folder: Path
    roots: tuple[str, ...]

    def get(self, identity: str) -> Any:
        """Return what ``put`` stored, or None where it is missing, damaged or no longer true."""
        imported = self._read("imports", identity)
        return None if imported is None else self._read("entries", self._key(identity, imported))

    def put(self, identity: str, imported: Iterable[str], value: Any) -> None:
        """Store a JSON value of a run that imported the given files (names like lesson_code/descent.py)."""
        names = sorted(imported)
        self._write("entries", self._key(identity, names), value)
        self._write("imports", identity, names)

    def _key(self, identity: str, imported: list[str]) -> str:
        parts = [identity]
        for name in imported:
            parts += [name, next((_file_digest(root, name) for root in self.roots if (Path(root) / name).exists()), "")]
        return digest(*parts)

    def _read(self, kind: str, key: str) -> Any:
        try:
            checksum, _, body = (self.folder / kind / key).read_text(encoding="utf-8").partition("\n")
            return json.loads(body) if checksum == digest(body) else None
        except (OSError, ValueError):
            return None

    def _write(self, kind: str, key: str, value: Any) -> None:
        body = json.dumps(value, ensure_ascii=False)
        write_atomically(self.folder / kind / key, f"{digest(body)}\n{body}".encode())


def _file_digest(root: str, name: str) -> str:
    return digest((Path(root) / name).read_bytes())


def write_atomically(path: Path, data: bytes) -> None:
    """Write beside and rename, so that a reader sees the old file, the new one, or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
