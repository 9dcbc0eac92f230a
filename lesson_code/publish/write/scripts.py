"""The site's own scripts: bundled from ``live/`` and the npm packages by esbuild, once for each state of both."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from lesson_code.publish.book import MACHINERY, NODE_MODULES
from lesson_code.publish.cache import Cache, Entry, digest
from lesson_code.publish.execute.examples import CORE
from lesson_code.publish.write import assets, search

LIVE = Path(__file__).parents[1] / "live"
OPTIONS = (
    "--bundle",
    "--minify",
    "--format=esm",
    "--target=es2022",
    "--charset=utf8",
    "--legal-comments=eof",
    "--log-level=error",
    '--define:process.env.NODE_ENV="production"',
)
OFFLINE = "sw.js"
ADDRESS = "assets/live/"  # in the site


def bundle(entries: Cache) -> dict[str, str]:
    """Return the text of every script by file name, from the cache or from esbuild.

    ``book-<hash>.js`` is what every page loads; ``sw.js`` still lacks its list of files. The names of all others but
    that one change with their content.
    """
    sources = [path.read_bytes() for path in sorted(LIVE.glob("*.js"))]
    python = {"home": f"../../{assets.pyodide_folder()}", "sizes": assets.pyodide_sizes(), "core": CORE}
    define = f"--define:PYTHON={json.dumps(python)}"
    theme = f"--define:THEME={json.dumps(f'../javascripts/workers/{search.theme_worker()}')}"
    identity = digest("bundles", define, theme, *OPTIONS, *sources, (MACHINERY / "package-lock.json").read_bytes())
    known = entries.get(identity)
    if known is not None:
        return dict(known.value)
    with tempfile.TemporaryDirectory() as folder:
        _esbuild("sw.js", folder)
        _esbuild("worker.js", folder, "--entry-names=[name]-[hash]", define)
        _esbuild("search.js", folder, "--entry-names=[name]-[hash]", theme)
        (worker,) = Path(folder).glob("worker-*.js")
        worker_name = f"--define:WORKER={json.dumps(worker.name)}"
        _esbuild(
            *("book.js", folder, "--entry-names=[name]-[hash]", "--splitting", "--chunk-names=[name]-[hash]"),
            *(worker_name, define),
        )
        scripts = {path.name: path.read_text(encoding="utf-8") for path in sorted(Path(folder).iterdir())}
    entries.put(identity, Entry(scripts))
    return scripts


def service_worker(script: str, files: Mapping[str, bytes], used: list[str]) -> str:
    """Return ``sw.js`` with the addresses and digests of the files that a reader keeps, and the names of those used."""
    listed = [{"url": name, "revision": digest(data)[:16]} for name, data in sorted(files.items())]
    kept = json.dumps(listed, separators=(",", ":"), ensure_ascii=False)
    return f"self.FILES={kept};\nself.USED={json.dumps(used, separators=(',', ':'), ensure_ascii=False)};\n{script}"


def _esbuild(name: str, folder: str, *more: str) -> None:
    """Bundle a script of ``live/`` into ``folder``; the packages are found from this repository."""
    command = [str(NODE_MODULES / ".bin" / "esbuild"), name, *OPTIONS, *more, f"--outdir={folder}"]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    subprocess.run(command, cwd=LIVE, env=os.environ | {"PATH": path, "NODE_PATH": str(NODE_MODULES)}, check=True)
