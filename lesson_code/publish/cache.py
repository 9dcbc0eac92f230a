"""What was executed before, kept only as long as it would come out the same.

An entry is found by what was run and by the digests of every ``lesson_code`` file that the run imported. Which files
those are is only known after a run, so each run also leaves a list of them, under what was run and which versions. Of
an imported file counts what its code does; of one that the result shows, named with SHOWN before it, every letter. No
key holds an absolute path: a cache is as good in another folder or on another machine of the same kind.
"""

import contextlib
import hashlib
import json
import os
import re
import runpy
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from platform import machine, python_version, system
from typing import Any

from lesson_code.publish.book import MACHINERY

FONTS = MACHINERY / "node_modules/@expo-google-fonts/ibm-plex-sans-kr/package.json"
SHOWN = "text:"  # before the name of a file whose text is part of the result
TELLS = re.compile(rb"__doc__|__code__|\binspect\b|\blinecache\b|\bhelp\(")  # what can read a module's text
FORMAT = "3"  # of the files in the cache; those of another count as missing
KEPT_UNUSED = 14 * 86_400  # seconds after which an entry that no build has used is removed
USED_TODAY = 86_400  # seconds within which a use need not be noted again


def digest(*parts: str | bytes) -> str:
    """Return the hexadecimal SHA-256 of the parts, each with its length so that they cannot run together."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode(errors="surrogateescape") if isinstance(part, str) else part
        total.update(b"%d:" % len(data))
        total.update(data)
    return total.hexdigest()


@cache
def surroundings() -> str:
    """Return the digest of what draws: interpreter, platform, every installed package, the fonts, what executes.

    All packages count, since a lesson may import any of them, and they others; a lock pins them, so they rarely change.
    """
    folders = [Path(folder) for folder in sys.path if Path(folder).is_dir()]
    packages = sorted({path.name for folder in folders for path in folder.glob("*.dist-info")})
    fonts = [FONTS.read_bytes()] if FONTS.exists() else []
    here = Path(__file__).parent
    executes = [file.read_bytes() for file in (*sorted((here / "execute").glob("*.py")), here / "read" / "percent.py")]
    kept = (MACHINERY / "lesson_code/kept.py").read_bytes()  # says what of a module's text counts
    return digest(python_version(), system(), machine(), *packages, *fonts, *executes, kept)


Digests = tuple[str, str]  # of a file's text, and of what its code does


@dataclass(frozen=True)
class Entry:
    """A JSON value, and the digests of each file that its run imported (names like lesson_code/descent.py)."""

    value: Any
    imported: Mapping[str, Digests] = field(default_factory=dict)


@dataclass(frozen=True)
class Cache:
    """Entries in a folder; ``roots`` are where the names of imported files are looked up."""

    folder: Path
    roots: tuple[str, ...]

    def get(self, identity: str) -> Entry | None:
        """Return what ``put`` stored, or None where it is missing, damaged or no longer true."""
        known = self._read("imports", digest(FORMAT, identity))
        if known is None:
            return None
        return self._entry(identity, {name: file_digests(name, self.roots, known[name]) for name in known})

    def last(self, identity: str) -> Entry | None:
        """Return what ``put`` stored last, true or no longer true, or None where it is missing or damaged."""
        known = self._read("imports", digest(FORMAT, identity))
        return None if known is None else self._entry(identity, known)

    def _entry(self, identity: str, imported: Mapping[str, Digests]) -> Entry | None:
        value = self._read("entries", _key(identity, imported))
        return None if value is None else Entry(value["value"], imported)

    def put(self, identity: str, entry: Entry) -> None:
        """Store what came of a run."""
        self._write("entries", _key(identity, entry.imported), {"value": entry.value})
        self._write("imports", digest(FORMAT, identity), dict(sorted(entry.imported.items())))

    def evict(self) -> None:
        """Remove what no build has used for two weeks; what an edit taken back could want again stays."""
        limit = time.time() - KEPT_UNUSED
        for path in (path for kind in ("entries", "imports", "runs") for path in self.folder.glob(f"{kind}/*")):
            with contextlib.suppress(FileNotFoundError):  # another build was first
                if path.stat().st_mtime < limit:
                    path.unlink()

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


def _key(identity: str, imported: Mapping[str, Digests]) -> str:
    counts = {name: text if name.startswith(SHOWN) else code for name, (text, code) in imported.items()}
    return digest(FORMAT, identity, *(part for name in sorted(counts) for part in (name, counts[name])))


def file_digests(name: str, roots: Iterable[str], known: Sequence[str] = ("", "")) -> Digests:
    """Return the digests of a lesson file in the first root that has it, empty where none does.

    ``known`` are those of one state of it: they spare reading the code where the text is that one.
    """
    for root in roots:
        path = Path(root) / name.removeprefix(SHOWN)
        try:
            state = path.stat()
        except OSError:
            continue
        text = _text_digest(path, state.st_mtime_ns, state.st_ctime_ns, state.st_size)
        return text, known[1] if text == known[0] else _code_digest(path, text)
    return "", ""


@cache
def _text_digest(path: Path, *state: int) -> str:
    """Return the digest of a file, read once for each ``state`` of it."""
    return digest(path.read_bytes())


@cache
def _code_digest(path: Path, text: str) -> str:
    """Return the digest of what a module's code does; of its text where it is none, or can read its own text."""
    source = path.read_bytes()
    if path.suffix != ".py" or TELLS.search(source):
        return text
    try:
        return _digest_of_code()(source.decode())
    except (SyntaxError, ValueError):
        return text


@cache
def _digest_of_code() -> Callable[[str], str]:
    """Return that of ``lesson_code.kept``, which no job finds loaded: a job reads what its file says by then."""
    function: Callable[[str], str] = runpy.run_path(str(MACHINERY / "lesson_code" / "kept.py"))["code_digest"]
    return function


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
