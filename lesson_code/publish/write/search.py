"""The theme's search, loaded with the first query: its worker stands behind ours, the pages beside an empty index."""

import json
from importlib.metadata import distribution
from pathlib import Path

from lesson_code.publish.write.page import changed, exchanged

INDEX, PAGES = "search/search_index.json", "search/pages.json"  # what the theme fetches, and what our worker does
LUNR = "assets/javascripts/lunr/"
SEGMENTED = {"ja", "hi", "th"}  # languages whose words are found by tinyseg.js or wordcut.js


def theme_worker() -> str:
    """Return the name of the theme's own search worker. Raises BookError where it is not where it was."""
    theme = Path(str(distribution("mkdocs-material").locate_file("material/templates")))
    found = [path.name for path in theme.glob("assets/javascripts/workers/search.*.min.js")]
    if len(found) != 1:
        raise changed("workers/search.*.min.js", "search.py")
    return found[0]


def behind(page_html: str, worker: str) -> str:
    """Return the page with our worker, named ``worker``, for the theme's own. Raises BookError where none is named."""
    return exchanged(page_html, f'assets/javascripts/workers/{theme_worker()}"', f'assets/live/{worker}"', "search.py")


def split(index: str) -> tuple[str, str]:
    """Return the theme's index without its pages, and these. Raises BookError where it holds something else."""
    held = json.loads(index)
    if set(held) != {"config", "docs"}:
        raise changed("search_index.json: config, docs", "search.py")
    pages = held.pop("docs")
    return json.dumps({**held, "docs": []}), json.dumps(pages, ensure_ascii=False, separators=(",", ":"))


def unused(name: str, languages: list[str]) -> bool:
    """Return whether a file of the site is a source map, or serves the search of a language that the book has not."""
    wanted = ["stemmer.support", *languages, *(["multi"] if len(languages) > 1 else [])]
    needed = [f"{LUNR}min/lunr.{part}.min.js" for part in wanted]
    if SEGMENTED.intersection(languages):
        needed += [f"{LUNR}tinyseg.js", f"{LUNR}wordcut.js"]
    return name.endswith((".js.map", ".css.map")) or (name.startswith(LUNR) and name not in needed)
