"""Time an edit until a reader sees it: this book's ``serve`` beside stock Material's, on the same generated book.

From the moment a file is written until a real browser shows the new text, in turn, medians. Printed, too: what the
book's server executed again after an edit of one picture.
"""

import argparse
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import generated
from browser import FLAGS, chromium
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
BUILT = 300_000  # milliseconds until a long book must be there
SHOWN = "번째 학습률입니다"  # the sentence of chapter 0 that is edited


@contextmanager
def served(command: list[str], folder: Path) -> Iterator[str]:
    """Run a server on a free port, its output in ``log`` beside the book, and give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"}
    with (folder.parent / f"{folder.name}.log").open("w") as log:
        process = subprocess.Popen(
            [word.format(port=port) for word in command], cwd=folder, env=environment, stdout=log, stderr=log
        )
        try:
            yield f"http://127.0.0.1:{port}/chapters/chapter-0/"
        finally:
            process.terminate()
            process.wait()


def opened(page: Page, address: str) -> None:
    """Open the chapter once the server answers, and wait for its first build."""
    for _ in range(1200):
        try:
            page.goto(address)
            page.get_by_text(SHOWN).first.wait_for(timeout=BUILT)
            return
        except Exception:
            time.sleep(0.1)
    raise TimeoutError(address)


def edited(page: Page, folder: Path, number: int) -> float:
    """Edit the chapter's prose and return the seconds until the browser shows it."""
    path = folder / "docs" / "chapters" / "chapter-0.md"
    text = re.sub(rf"\S+{SHOWN}", f"{number + 100}{SHOWN}", path.read_text(encoding="utf-8"))
    started = time.perf_counter()
    path.write_text(text, encoding="utf-8")
    page.wait_for_function(f"document.body && document.body.innerText.includes('{number + 100}{SHOWN}')", polling=10)
    return time.perf_counter() - started


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--counts", default="1,100")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    ours = [sys.executable, "-m", "lesson_code.publish", "serve", "--port", "{port}"]
    plain = [sys.executable, "-m", "mkdocs", "serve", "-q", "-a", "127.0.0.1:{port}"]
    print("| chapters | this book, s | plain Material, s | ratio, round by round |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for count in map(int, options.counts.split(",")):
            books = [Path(folder) / f"{name}-{count}" for name in ("ours", "plain")]
            generated.ours(books[0], count)
            generated.plain(books[1], count)
            with served(ours, books[0]) as one, served(plain, books[1]) as other:
                pages = [browser.new_context(service_workers="block", bypass_csp=True).new_page() for _ in books]
                for page, address in zip(pages, (one, other), strict=True):
                    opened(page, address)
                    page.wait_for_timeout(1500)
                rounds = [[edited(p, b, n) for p, b in zip(pages, books, strict=True)] for n in range(options.rounds)]
                log = books[0].parent / f"{books[0].name}.log"
                before = log.read_text(encoding="utf-8").count("\n")
                picture = books[0] / "lesson_code" / "chapter_0" / "curves.py"
                picture.write_text(picture.read_text("utf-8").replace("chapter 0", "chapter zero"), encoding="utf-8")
                while "빌드했습니다" not in "\n".join(log.read_text(encoding="utf-8").split("\n")[before:]):
                    time.sleep(0.05)
                lines = log.read_text(encoding="utf-8").split("\n")[before:]
            mine, theirs = (statistics.median(one[i] for one in rounds) for i in (0, 1))
            ratio = statistics.median(a / b for a, b in rounds)
            print(f"| {count} | {mine:.2f} | {theirs:.2f} | {ratio:.2f} |", flush=True)
            again = [line for line in lines if line.startswith("[") and "(cached)" not in line]
            print(f"edit of one picture among {count}: executed again: {again}", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
