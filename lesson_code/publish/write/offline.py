"""What a reader can keep for reading without a network: which files, for which parts of the book, of what weight."""

import json
import posixpath
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lesson_code.publish.cache import Cache, Entry, digest

SERVICE_WORKER = "sw.js"
GONE = Path(__file__).parents[1] / "live" / "gone.js"  # in its place for readers who are to keep nothing
KEPT = re.compile(r".*\.(?:html|css|js|woff2|svg|json)$")
STATES = re.compile(r"figures/.+/.*\.json$")  # of a chart
# what is kept once it was used; of it a reader can ask for the states of all charts beforehand
USED = re.compile(
    rf"assets/(?:live/(?!book-|chunk-|search-|whole-)|pyodide-)|figures/manifest|{STATES.pattern}"
    r"|lesson_code/|practice/.*\.py$"
)
ALWAYS = ("assets/", "search/")
PACKED = digest("travelling bytes by revision")
NAMED = re.compile(r'="(?:(?<=\bsrc=")|(?<=\bsrcset=")|(?<=\bhref="))([^"?#: ]+)')


def service_worker(script: str, site: Path, names: Iterable[str], parts: Mapping[str, int], cache: Cache) -> str:
    """Return ``sw.js`` with what it may keep, and the names of what is kept once it was used.

    ``parts`` maps the pages of a part of the book to its number; those alone in the navigation have none. The cache
    knows what the files of the last build weighed.
    """
    names = sorted(names, key=lambda name: (not name.endswith(".html"), name))  # text first
    wanted = [name for name in names if KEPT.match(name) and (STATES.match(name) or not USED.match(name))]
    files = {name: (site / name).read_bytes() for name in wanted}
    known = cache.get(PACKED)
    entries = list(_entries(files, parts, known.value if known else {}))
    cache.put(PACKED, Entry({entry["revision"]: entry["size"] for entry in entries}))
    return f"self.FILES={_dense(entries)};\nself.USED={_dense([name for name in names if USED.match(name)])};\n{script}"


def _dense(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _entries(
    files: Mapping[str, bytes], parts: Mapping[str, int], sizes: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    """Yield address, digest and travelling bytes of each file, and the parts for which it is kept.

    A file without ``parts`` is kept for every page, one of no part for a reader of the whole book alone; one that no
    page names, for nobody.
    """
    named: dict[str, set[int | None]] = defaultdict(set)
    for page in (name for name in files if name.endswith(".html")):
        for address in NAMED.findall(files[page].decode()):
            named[posixpath.normpath(posixpath.join(posixpath.dirname(page), address))].add(parts.get(page))
    for name, data in files.items():
        revision = digest(data)[:16]
        # as a server packs it, give or take a tenth: to pack it as well would take three times as long
        entry = {"url": name, "revision": revision, "size": sizes.get(revision) or len(zlib.compress(data, 2))}
        users = {parts.get(name)} if name.endswith(".html") else named[name]
        if name.startswith(ALWAYS) or None in users:
            yield entry
        elif users or STATES.match(name):
            yield entry | {"parts": sorted(part for part in users if part is not None)}
