"""What a chart takes to answer: the first touch after loading, then a move of its slider, calm and six times slower.

A move is measured twice: what its handlers take (the page's clock around the event), and until the frame that shows it.
"""

import functools
import http.server
import statistics
import threading
from pathlib import Path

from browser import FLAGS, chromium
from first_output import Quiet
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PAGE = "gradient-descent/learning-rate/"
MOVES, SLOWER, REST = 60, (1, 6), 3_000  # REST: milliseconds

FIRST = """
() => new Promise((tell) => {
  const slider = document.querySelector("#fig-playground input[type=range]");
  const state = document.querySelector("#fig-playground .state");
  const began = performance.now();
  new MutationObserver(() => requestAnimationFrame(() => tell(performance.now() - began)))
    .observe(state, { childList: true, characterData: true, subtree: true });
  slider.stepUp(8);
  slider.dispatchEvent(new Event("input", { bubbles: true }));
})
"""
MOVE = """
async (moves) => {
  const slider = document.querySelector("#fig-playground input[type=range]");
  const handlers = [], frames = [];
  for (let move = 0; move < moves; move++) {
    slider.value = Number(slider.min) + (move * 7) % (Number(slider.max) - Number(slider.min));
    const began = performance.now();
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    handlers.push(performance.now() - began);
    await new Promise((shown) => requestAnimationFrame(() => setTimeout(shown)));
    frames.push(performance.now() - began);
  }
  return [handlers, frames];
}
"""


def measured(browser: Browser, address: str, slower: int) -> str:
    """Return a row of the table."""
    page = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True).new_page()
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(address)
    page.locator("#fig-playground input[type=range]").first.wait_for()
    first = page.evaluate(FIRST)
    page.wait_for_timeout(REST)  # what follows is asked of a page that has come to rest
    handlers, frames = page.evaluate(MOVE, MOVES)
    page.context.close()
    spread = [
        f"{statistics.median(times):.1f} ({statistics.quantiles(times, n=20)[-1]:.1f})" for times in (handlers, frames)
    ]
    return f"| {slower}× | {first:.0f} | {spread[0]} | {spread[1]} |"


def main() -> None:
    """Print the table, in milliseconds."""
    serve = functools.partial(Quiet, directory=str(ROOT / "site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print("| slower | first touch | handlers: median (95 %) | until shown |\n|---|---|---|---|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for slower in SLOWER:
            print(measured(browser, f"http://127.0.0.1:{server.server_port}/{PAGE}", slower), flush=True)
    server.shutdown()


if __name__ == "__main__":
    main()
