"""Time from the click on 실행 to the output: the first of a cold browser, and the second of the same page.

The built site is served from 127.0.0.1 by Python's plain server; each round is a browser context of its own, so that
nothing is cached. The page's clock is read at the click and at the change of the note, not by polling from outside.
"""

import functools
import http.server
import statistics
import threading
from pathlib import Path

from browser import FLAGS, chromium
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PAGE = "gradient-descent/learning-rate/"
ROUNDS = 5

CLICK_AND_WAIT = """
() => new Promise((tell) => {
  const example = document.querySelector(".language-pycon.highlight");
  const note = example.querySelector(".run-note");
  const began = performance.now();
  new MutationObserver((_, watcher) => {
    if (note.textContent !== "실행했습니다") return;
    watcher.disconnect();
    tell([performance.now() - began, example.querySelector(".run-output").textContent]);
  }).observe(note, { childList: true, characterData: true, subtree: true });
  example.querySelector(".run-start").click();
})
"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves without a word."""

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


def one_round(browser: Browser, address: str) -> list[float]:
    """Return milliseconds to the output of the first and of the second click in a cold context."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.locator(".run-start").first.wait_for()
    page.wait_for_load_state("networkidle")
    measured = [page.evaluate(CLICK_AND_WAIT) for _ in range(2)]
    context.close()
    assert {output for _, output in measured} == {"6.0\n"}, measured
    return [milliseconds for milliseconds, _ in measured]


def main() -> None:
    """Print the table."""
    serve = functools.partial(Quiet, directory=str(ROOT / "site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        rounds = [one_round(browser, f"http://127.0.0.1:{server.server_port}/{PAGE}") for _ in range(ROUNDS)]
        browser.close()
    server.shutdown()
    print(f"click to output of an unchanged example, {ROUNDS} cold contexts: median (fastest-slowest)")
    for name, times in zip(("first run", "second run"), zip(*rounds, strict=True), strict=True):
        print(f"  {name:<12}{statistics.median(times):7.0f} ms  ({min(times):.0f}-{max(times):.0f})")


if __name__ == "__main__":
    main()
