"""The site's own scripts: bundled from ``live/`` and the npm packages by esbuild, once for each state of both."""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from lesson_code.publish.book import MACHINERY, NODE_MODULES, Book
from lesson_code.publish.cache import Cache, Entry, digest
from lesson_code.publish.execute.examples import CORE
from lesson_code.publish.write import assets, offline, search
from lesson_code.publish.write.page import integrity

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
NAMED = "--entry-names=[name]-[hash]"
ADDRESS = "assets/live/"  # in the site


def core(book: Book) -> dict[str, bytes]:
    """Return what Python gets of the book, by address: ``console.py``, and the core that the examples imported."""
    files = {f"{ADDRESS}console.py": LIVE / "console.py"}
    for name in (f"lesson_code/{module}.py" for module in CORE):
        files[name] = next(path for root in book.roots if (path := Path(root) / name).exists())
    return {name: path.read_bytes() for name, path in files.items()}


def bundle(entries: Cache, core: Mapping[str, bytes]) -> dict[str, str]:
    """Return the text of every script by file name, from the cache or from esbuild.

    ``book-<hash>.js`` is what every page loads; ``sw.js`` still lacks its list of files. The names of all others but
    that one change with their content.
    """
    sources = [path.read_bytes() for path in sorted(LIVE.glob("*.js"))]
    whole = {name: integrity(data) for name, data in core.items()}
    sizes = {name: (assets.PYODIDE / name).stat().st_size for name in assets.PYODIDE_FILES}  # uncompressed
    python = {"home": f"../../{assets.pyodide_folder()}", "sizes": sizes, "core": whole}
    define = f"--define:PYTHON={json.dumps(python)}"
    theme = f"--define:THEME={json.dumps(f'../javascripts/workers/{search.theme_worker()}')}"
    identity = digest("bundles", define, theme, *OPTIONS, *sources, (MACHINERY / "package-lock.json").read_bytes())
    known = entries.get(identity)
    if known is not None:
        return dict(known.value)
    with tempfile.TemporaryDirectory() as folder:
        _esbuild([offline.SERVICE_WORKER], folder)
        worker = f"--define:WORKER={json.dumps(_esbuild(['worker.js'], folder, NAMED, define)[0])}"
        editor, landscape = _esbuild(
            ["editor.js", "landscape.js"], folder, NAMED, "--splitting", "--chunk-names=[name]-[hash]", worker, define
        )
        _, keeping = _esbuild(["search.js", "whole.js"], folder, NAMED, theme)
        late = {"EDITOR": editor, "LANDSCAPE": landscape, "WHOLE": keeping}
        names = [f"--define:{name}={json.dumps(file)}" for name, file in late.items()]
        _esbuild(["book.js"], folder, NAMED, *names)
        scripts = {path.name: path.read_text(encoding="utf-8") for path in sorted(Path(folder).iterdir())}
    entries.put(identity, Entry(scripts))
    return scripts


def _esbuild(entries: list[str], folder: str, *more: str) -> list[str]:
    """Bundle scripts of ``live/`` into ``folder`` and return their new names; packages are found in this repository."""
    program = next((NODE_MODULES / "@esbuild").glob("*/**/esbuild*"))  # that of this platform alone is installed
    command = [str(program), *entries, *OPTIONS, *more, f"--outdir={folder}"]
    subprocess.run(command, cwd=LIVE, env=os.environ | {"NODE_PATH": str(NODE_MODULES)}, check=True)
    return [next(Path(folder).glob(f"{Path(entry).stem}*.js")).name for entry in entries]
