"""What MkDocs complains of, in the book's words: where, what, and what to do."""

import os
import re
import tomllib
from pathlib import Path

from lesson_code.publish.book import MACHINERY
from lesson_code.publish.faults import Fault
from lesson_code.publish.read.addresses import Link
from lesson_code.publish.read.manuscript import Manuscript

SAYS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["row"]
IN_YAML = re.compile(r'\s*in "[^"]*", line (?P<line>\d+), column \d+')


def faults(manuscript: Manuscript, message: str, page: str = "") -> list[Fault]:
    """Return what MkDocs complains of, with its places and without the paths of this machine.

    ``page`` is the one that it was about where the message does not say.
    """
    book = manuscript.book
    lines = [*IN_YAML.finditer(message)]  # what is wrong with a block is where it ends, with a bracket where it begins
    line = lines[-1 if "a block" in message else 0] if lines else None
    said = IN_YAML.sub("", message)
    for root in (book.root, MACHINERY):
        said = said.replace(f"{root}{os.sep}", "")
    found, what = next((f, row["what"]) for row in SAYS if (f := re.search(row["pattern"], said, re.DOTALL)))
    parts = {name: " ".join((value or "").replace("\n  - ", "\n").split()) for name, value in found.groupdict().items()}
    at = parts.get("at", "nav" if "pages" in parts else "")
    known = manuscript.pages.get(parts.get("page", page))
    if ":::" in what:
        known = next((page for page in manuscript.pages.values() if f"::: {at}\n" in f"{page.text}\n"), known)
    known = known or next((page for page in manuscript.pages.values() if at and page.meta.get("icon") == at), None)
    place = known.path if known else "mkdocs.yml"
    numbers = [link.line for link in known.all(Link) if link.target == at] if known else []
    if not numbers:
        numbers = [int(line["line"]) if line else line_of(book.root / place, at)]
    return [Fault(place, number, what.format(**parts)) for number in numbers]


def line_of(path: Path, part: str, times: int = 1) -> int:
    """Return the line that holds a part, as a setting of its own or a whole word; 1 if none does.

    ``times`` is 2 for the line that holds it again.
    """
    if not part:
        return 1
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    for pattern in (rf"^(?:  - )?{re.escape(part)}:", rf"(?<![\w/.-]){re.escape(part)}(?![\w/.-])"):
        places = [n for n, line in enumerate(lines, 1) for _ in re.finditer(pattern, line.split(" # ")[0])]
        if len(places) >= times:
            return places[times - 1]
    return 1
