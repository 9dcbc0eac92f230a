"""The site's own scripts: bundled from ``live/`` and the npm packages by esbuild, once for each state of both."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from lesson_code.publish.book import MACHINERY, NODE_MODULES
from lesson_code.publish.cache import Cache, digest

LIVE = Path(__file__).parent / "live"
PAGE = ("book.js",)  # loaded by every page; what it imports on demand is split off
ALONE = ("worker.js",)  # a worker has a life, and so a file, of its own
OPTIONS = ("--bundle", "--minify", "--format=esm", "--target=es2022", "--charset=utf8", "--legal-comments=eof")


def bundle(entries: Cache) -> dict[str, str]:
    """Return the text of every script by file name, from the cache or from esbuild."""
    sources = [path.read_bytes() for path in sorted(LIVE.glob("*.js"))]
    identity = digest("bundles", *OPTIONS, *sources, (MACHINERY / "package-lock.json").read_bytes())
    known = entries.get(identity)
    if known is not None:
        return dict(known)
    with tempfile.TemporaryDirectory() as folder:
        _esbuild([*PAGE], folder, "--splitting", "--chunk-names=[name]-[hash]")
        _esbuild([*ALONE], folder)
        scripts = {path.name: path.read_text(encoding="utf-8") for path in sorted(Path(folder).iterdir())}
    entries.put(identity, [], scripts)
    return scripts


def _esbuild(names: list[str], folder: str, *more: str) -> None:
    """Bundle scripts of ``live/`` into ``folder``; the packages are found from this repository."""
    command = [
        str(NODE_MODULES / ".bin" / "esbuild"),
        *names,
        *OPTIONS,
        *more,
        f"--outdir={folder}",
        "--log-level=error",
    ]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    subprocess.run(command, cwd=LIVE, env=os.environ | {"PATH": path, "NODE_PATH": str(NODE_MODULES)}, check=True)
