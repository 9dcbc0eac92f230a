"""Weigh pages as a phone loads them, compressed, beside stock Material with client-side KaTeX and stock mkdocs-jupyter.

The peers get the same chapter text and the same notebook, built with their defaults; whatever they would load from a
CDN is given to them from a local package, so that it is counted. "First view" is what loads without scrolling, "whole"
after scrolling to the end; nothing is clicked. What the service worker keeps in the background is listed apart.
"""

import gzip
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from browser import FLAGS, chromium
from playwright.sync_api import Page, sync_playwright
from serving import served

ROOT = Path(__file__).resolve().parents[1]
KATEX = ROOT / "node_modules" / "katex" / "dist"
SCREEN = {"width": 390, "height": 844}
REST = 1000  # milliseconds
COME = """!document.getElementById("scripts") ||
  performance.getEntriesByType("resource").some((file) => file.name.includes("/live/book-"))"""  # ours, when painted
KINDS = ("Document", "Stylesheet", "Script", "Font", "Image", "other")
STOCK = """site_name: stock
theme: {name: material, font: false}
nav: [chapter.md, by_hand.ipynb]
plugins: [search, {mkdocs-jupyter: {include: ["*.ipynb"], custom_mathjax_url: ""}}]
markdown_extensions: [admonition, attr_list, footnotes, tables, pymdownx.details, pymdownx.superfences,
  {pymdownx.arithmatex: {generic: true}}]
extra_css: [katex/katex.min.css]
extra_javascript: [katex/katex.min.js, katex/contrib/auto-render.min.js, start.js]
"""


def stock(folder: Path) -> Path:
    """Build the chapter and the notebook the usual way and return the site."""
    docs = folder / "docs"
    shutil.copytree(KATEX, docs / "katex", ignore=shutil.ignore_patterns("*.mjs", "katex.js", "*.ttf", "*.woff"))
    shutil.copytree(ROOT / "site" / "figures", docs / "figures")
    text = (ROOT / "docs" / "gradient-descent" / "learning-rate.md").read_text(encoding="utf-8")
    text = re.sub(r"\$`(.+?)`\$", r"$\1$", text.replace("../figures", "figures"))
    text = re.sub(r"```math\n(.*?)\n *```", r"$$\n\1\n$$", text, flags=re.DOTALL)
    (docs / "chapter.md").write_text(text, encoding="utf-8")
    (docs / "start.js").write_text(
        "renderMathInElement(document.body,{delimiters:[{left:'\\\\(',right:'\\\\)'},{left:'\\\\[',right:'\\\\]',display:true}]})"
    )
    notebooks = ROOT / "site" / "practice" / "by_hand" / "by_hand.ipynb"
    shutil.copy(notebooks, docs / "by_hand.ipynb")
    (folder / "mkdocs.yml").write_text(STOCK, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=folder, check=True, capture_output=True)
    return folder / "site"


def weigh(page: Page, address: str) -> dict[str, Counter[str]]:
    """Return the transferred bytes by kind, at first sight and after scrolling to the end."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    kinds: dict[str, str] = {}
    total: Counter[str] = Counter()

    def answered(event: dict[str, Any]) -> None:
        search = "search_index" in event["response"]["url"]
        kinds[event["requestId"]] = "search" if search else event["type"]

    def finished(event: dict[str, Any]) -> None:
        kind = kinds.get(event["requestId"], "other")
        total[kind if kind in (*KINDS, "search") else "other"] += int(event["encodedDataLength"])

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    page.goto(address)
    while not page.evaluate(COME):
        page.wait_for_timeout(50)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(REST)  # what the scripts ask for
    first = total.copy()
    height = page.evaluate("document.documentElement.scrollHeight")
    for offset in range(0, height, 400):
        page.evaluate(f"scrollTo(0, {offset})")
        page.wait_for_timeout(30)
    page.wait_for_load_state("networkidle")
    return {"first view": first, "whole": total}


def kept_offline(site: Path) -> int:
    """Return the compressed bytes that the service worker fetches in the background of a first visit to a lesson."""
    worker = (site / "sw.js").read_text(encoding="utf-8")
    files = json.loads(worker[worker.index("[") : worker.index("];") + 1])
    (part,) = next(entry["parts"] for entry in files if entry["url"] == "gradient-descent/learning-rate/index.html")
    names = [entry["url"] for entry in files if part in entry.get("parts", [part])]
    return sum(len(gzip.compress((site / name).read_bytes(), 6)) for name in names)


def main() -> None:
    """Print the table, in kilobytes."""
    rows = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        peers = stock(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for name, site, path in (
            ("this book, chapter", ROOT / "site", "gradient-descent/learning-rate/"),
            ("this book, second chapter", ROOT / "site", "gradient-descent/choosing-learning-rate/"),
            ("this book, home", ROOT / "site", ""),
            ("stock Material, chapter, client-side KaTeX", peers, "chapter/"),
            ("this book, notebook", ROOT / "site", "practice/by_hand/"),
            ("stock mkdocs-jupyter, notebook", peers, "by_hand/"),
            ("this book, digits", ROOT / "site", "practice/digits/"),
            ("this book, edge of stability", ROOT / "site", "practice/edge_of_stability/"),
        ):
            with served(site) as address:
                context = browser.new_context(viewport=SCREEN, device_scale_factor=2, service_workers="block")
                for view, weights in weigh(context.new_page(), address + path).items():
                    rows.append((name, view, weights))
                context.close()
        browser.close()
    print(f"kB compressed, {SCREEN['width']} x {SCREEN['height']}; total without the search index")
    print("| page | view | total | " + " | ".join((*KINDS, "search index")) + " |")
    print("|---" * (len(KINDS) + 4) + "|")
    for name, view, weights in rows:
        shown = [round(weights[kind] / 1000) for kind in (*KINDS, "search")]
        total = round(sum(weights[kind] for kind in KINDS) / 1000)
        print(f"| {name} | {view} | {total} | {' | '.join(map(str, shown))} |")
    print(f"kept for offline reading, in the background: {round(kept_offline(ROOT / 'site') / 1000)} kB")


if __name__ == "__main__":
    main()
