"""What was executed before, kept only as long as it would come out the same.

An entry is found by what was run and by the digests of every ``lesson_code`` file that the run imported. Which files
those are is only known after a run, so each run also leaves a list of them, under what was run and which versions. No
key holds an absolute path: a cache is as good in another folder or on another machine of the same kind.
"""

import contextlib
import hashlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from platform import machine, python_version, system
from typing import Any

from lesson_code.publish.book import MACHINERY

FONTS = MACHINERY / "node_modules/@expo-google-fonts/ibm-plex-sans-kr/package.json"
FORMAT = "2"  # of the files in the cache; those of another count as missing
KEPT_UNUSED = 14 * 86_400  # seconds after which an entry that no build has used is removed
USED_TODAY = 86_400  # seconds within which a use need not be noted again


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
    """Return the digest of what draws: interpreter, platform, every installed package, the fonts, this machinery.

    All packages count, since a lesson may import any of them, and they others; a lock pins them, so they rarely change.
    """
    folders = [Path(folder) for folder in sys.path if Path(folder).is_dir()]
    packages = sorted({path.name for folder in folders for path in folder.glob("*.dist-info")})
    contents = [file.read_bytes() for file in [FONTS, *sorted(Path(__file__).parent.rglob("*.py"))] if file.exists()]
    return digest(python_version(), system(), machine(), *packages, *contents)


@dataclass(frozen=True)
class Entry:
    """A JSON value, and the digest of each file that its run imported (names like lesson_code/descent.py)."""

    value: Any
    imported: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cache:
    """Entries in a folder; ``roots`` are where the names of imported files are looked up."""

    folder: Path
    roots: tuple[str, ...]

    def get(self, identity: str) -> Entry | None:
        """Return what ``put`` stored, or None where it is missing, damaged or no longer true."""
        names = self._read("imports", digest(FORMAT, identity))
        if names is None:
            return None
        imported = {name: file_digest(name, self.roots) for name in names}
        value = self._read("entries", _key(identity, imported))
        return None if value is None else Entry(value["value"], imported)

    def put(self, identity: str, entry: Entry) -> None:
        """Store what came of a run."""
        self._write("entries", _key(identity, entry.imported), {"value": entry.value})
        self._write("imports", digest(FORMAT, identity), sorted(entry.imported))

    def evict(self) -> None:
        """Remove what no build has used for two weeks; what an edit taken back could want again stays."""
        limit = time.time() - KEPT_UNUSED
        for path in (path for kind in ("entries", "imports", "runs") for path in self.folder.glob(f"{kind}/*")):
            try:
                if path.stat().st_mtime < limit:
                    path.unlink()
            except FileNotFoundError:
                continue  # another build was first

    def _read(self, kind: str, key: str) -> Any:
        path = self.folder / kind / key
        try:
            checksum, _, body = path.read_text(encoding="utf-8").partition("\n")
            if checksum != digest(body):
                return None
            value = json.loads(body)
        except (OSError, ValueError):
            return None
        with contextlib.suppress(OSError):  # a cache that cannot be written can still be read
            if time.time() - path.stat().st_mtime > USED_TODAY:
                os.utime(path)
        return value

    def _write(self, kind: str, key: str, value: Any) -> None:
        body = json.dumps(value, ensure_ascii=False)
        write_atomically(self.folder / kind / key, f"{digest(body)}\n{body}".encode())


def _key(identity: str, imported: Mapping[str, str]) -> str:
    return digest(FORMAT, identity, *(part for name in sorted(imported) for part in (name, imported[name])))


def file_digest(name: str, roots: Iterable[str]) -> str:
    """Return the digest of a lesson file in the first root that has it, "" where none does."""
    for root in roots:
        path = Path(root) / name
        try:
            known = path.stat()
        except FileNotFoundError:
            continue
        return _content_digest(path, known.st_mtime_ns, known.st_ctime_ns, known.st_size)
    return ""


@cache
def _content_digest(path: Path, *state: int) -> str:
    """Return the digest of a file, read once for each ``state`` of it."""
    return digest(path.read_bytes())


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
