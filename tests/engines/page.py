"""A page of the book as its reader sees it, in whichever engine."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psutil

from tests.browser.conftest import READY
from tests.engines.engine import Engine, Point

PATIENCE = 120
# what goes wrong in a page is heard from its first script on, which stands before its policy
RECORDER = f"""<script>window.troubles = [];
{READY};
for (const level of ["error", "warn"]) console[level] = (...all) => troubles.push(all.join(" "));
addEventListener("error", (event) => troubles.push(event.message || "not loaded: " + event.target.outerHTML), true);
addEventListener("unhandledrejection", (event) => troubles.push(String(event.reason)));
addEventListener("securitypolicyviolation", (told) => troubles.push(told.violatedDirective + ": " + told.blockedURI));
</script>"""
UNKEPT = "<script>delete Navigator.prototype.serviceWorker</script>"
CENTRE = """(() => {{
const found = [...document.querySelectorAll({!r})].filter((each) => each.getClientRects().length)[{}];
if (!found) return null;
found.scrollIntoView({{block: 'center', inline: 'center', behavior: 'instant'}});
const box = found.getClientRects()[0]; return [box.x + box.width / 2, box.y + box.height / 2] }})()"""

HALF_TOLD = "Incorrect number of children for <m"
HALF_FORMULA = """
["mfrac mroot msub msup munder mover", "msubsup munderover"].some((names, more) =>
  [...document.querySelectorAll(names.replaceAll(" ", ","))].some(({ children }) => children.length != 2 + more))
"""


def spent(process: psutil.Process) -> float:
    """Return the processor time of a process and all that it started, in seconds."""
    total = 0.0
    for each in [process, *process.children(recursive=True)]:
        with contextlib.suppress(psutil.NoSuchProcess):
            total += sum(each.cpu_times()[:2])
    return total


@dataclass(frozen=True)
class Page:
    """What a reader does with an open page; CSS selectors name places in it."""

    engine: Engine
    address: str

    def open(self, path: str = "", width: int = 1280, height: int = 900) -> "Page":
        """Open a page of the book as one who was never there."""
        self.engine.resize(width, height)
        self.engine.open(self.address + "blank.html")  # where nothing is kept meanwhile
        self.get("[localStorage, sessionStorage].forEach((kept) => kept.clear())")
        self.engine.open(self.address + path)
        self.until("window.ready", "the scripts have come")
        return self

    def get(self, expression: str) -> Any:
        """Return the value of a JavaScript expression."""
        return self.engine.evaluate(expression)

    def text(self, selector: str) -> str:
        """Return the text of the first such element, "" where there is none."""
        return str(self.get(f"document.querySelector({selector!r})?.textContent ?? ''"))

    def centre(self, selector: str, number: int = 0) -> Point:
        """Scroll the element of that number among the visible ones into view, once it is there; return its centre."""
        self.until(CENTRE.format(selector, number), f"{selector} is seen")
        x, y = self.get(CENTRE.format(selector, number))
        return x, y

    def click(self, selector: str, number: int = 0) -> None:
        """Click the element of that number among the visible ones."""
        self.engine.pointer([self.centre(selector, number)])

    def focus(self, selector: str) -> None:
        """Let the first such element have the keyboard."""
        self.get(f"document.querySelector({selector!r}).focus()")

    def keys(self, keys: str) -> None:
        """Press a key by its name, or type a text."""
        self.engine.keys(keys)

    def write(self, code: str) -> None:
        """Type lines of code, none of them indented, in the place of the first example's."""
        self.click(".cm-content")
        self.keys("Control+a")
        for number, line in enumerate(code.splitlines()):
            if number:
                self.keys("Enter")
            self.keys(line)

    def until(self, holds: str | Callable[[], object], what: str = "", patience: float = PATIENCE) -> None:
        """Wait until a JavaScript expression or a function holds."""
        end, pause = time.monotonic() + patience, 0.02
        while not (self.get(f"Boolean({holds})") if isinstance(holds, str) else holds()):
            assert time.monotonic() < end, f"waited in vain until {what or holds}; troubles: {self.troubles()}"
            time.sleep(pause)
            pause = min(1.5 * pause, 0.3)

    def troubles(self) -> list[str]:
        """Return what went wrong so far, as the page and as the browser's console have it.

        Firefox complains of a formula of which a half has come, too: that counts where a half is all there is.
        """
        told = [*self.get("window.troubles ?? []"), *self.engine.console()]
        return told if self.get(HALF_FORMULA) else [text for text in told if HALF_TOLD not in text]

    def processor(self, seconds: float = 1.0) -> float:
        """Return how many cores' worth of time the browser takes, over a while."""
        before = spent(self.engine.process)
        time.sleep(seconds)
        return (spent(self.engine.process) - before) / seconds
