"""Three browsers behind one small face: Chromium by Playwright, Firefox by WebDriver BiDi, WebKit by its own driver.

Each has the same few methods: ``open``, ``evaluate`` (a JavaScript expression, awaited), ``pointer`` (press at the
first point, move through the others, lift), ``keys``, ``resize``, ``screenshot``, ``pdf``, and ``console`` (what its
console complained of since the last look). What it cannot do raises ``CannotHere``. All its processes are below
``process``.
"""

import base64
import contextlib
import json
import os
import shutil
import subprocess
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil
import websocket
from playwright.sync_api import Error, sync_playwright
from selenium import webdriver
from selenium.webdriver.common.keys import Keys

from tests.conftest import QUIET, installed

Point = tuple[float, float]
MINIBROWSER = next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"), None)
PACKAGES = {  # what each engine needs, and the Debian package that brings it
    "chromium": [(installed(), "chromium")],
    "firefox": [(shutil.which("firefox-esr") or shutil.which("firefox"), "firefox-esr")],
    "webkit": [
        (shutil.which("WebKitWebDriver") and MINIBROWSER, "webkit2gtk-driver"),
        (shutil.which("Xvfb"), "xvfb"),
    ],
    "safari": [(shutil.which("safaridriver"), "safaridriver(macOS)")],
}
NAMED = {
    "Enter": Keys.ENTER,
    "Escape": Keys.ESCAPE,
    **{f"Arrow{way}": getattr(Keys, f"ARROW_{way.upper()}") for way in ("Right", "Down")},
}
HELD = {"Control": Keys.CONTROL, "Shift": Keys.SHIFT}
AS_TEXT = "Promise.resolve({}).then((value) => JSON.stringify(value ?? null))"


class CannotHere(Exception):
    """This engine's driver has no such command."""


def missing(name: str) -> str | None:
    """Return the packages that are not there for an engine, or None."""
    return " ".join(package for found, package in PACKAGES[name] if not found) or None


def pointing(points: Sequence[Point], kind: str) -> list[dict[str, Any]]:
    """Return W3C actions that press at the first point, move through the others and lift."""
    moves = [
        {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 40 * bool(n)}
        for n, (x, y) in enumerate(points)
    ]
    down, up = {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}
    actions = [moves[0], down, *moves[1:], up]
    return [{"type": "pointer", "id": kind, "parameters": {"pointerType": kind}, "actions": actions}]


def split(keys: str) -> tuple[str, str, bool]:
    """Return the key that is held (or ""), what is pressed with it, and whether that is a key's name."""
    held, _, last = keys.partition("+")
    held, last = (held, last) if held in HELD else ("", keys)
    return held, last, last in NAMED


def typing(keys: str) -> list[dict[str, Any]]:
    """Return W3C actions that press keys: one by its name, as ``Control+a`` or ``ArrowDown``, or letters."""
    held, last, named = split(keys)
    press = [
        {"type": kind, "value": key} for key in ([NAMED[last]] if named else last) for kind in ("keyDown", "keyUp")
    ]
    down, up = ([{"type": kind, "value": HELD[held]}] if held else [] for kind in ("keyDown", "keyUp"))
    return [{"type": "key", "id": "keys", "actions": [*down, *press, *up]}]


class Chromium:
    """Chromium, by Playwright."""

    def __init__(self, folder: Path) -> None:
        self.playwright = sync_playwright().start()
        options = {"executable_path": installed(), "args": QUIET, "has_touch": True}
        self.context = self.playwright.chromium.launch_persistent_context(folder, **options)
        self.page = self.context.pages[0]
        self.version = self.context.browser.version if self.context.browser else ""
        self.complaints: list[str] = []
        self.page.on("console", lambda it: it.type in ("error", "warning") and self.complaints.append(it.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.process = psutil.Process()

    def open(self, address: str) -> None:
        self.page.goto(address)

    def evaluate(self, expression: str) -> Any:
        try:
            return json.loads(self.page.evaluate(AS_TEXT.format(expression)))
        except Error as error:  # the page went away meanwhile
            if "context was destroyed" not in str(error):
                raise
            self.page.wait_for_load_state()
            return json.loads(self.page.evaluate(AS_TEXT.format(expression)))

    def pointer(self, points: Sequence[Point], touch: bool = False) -> None:
        if touch:
            session = self.context.new_cdp_session(self.page)
            for kind, place in [
                ("touchStart", points[0]),
                *(("touchMove", each) for each in points[1:]),
                ("touchEnd", None),
            ]:
                where = [{"x": place[0], "y": place[1]}] if place else []
                session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})
            return
        self.page.mouse.move(*points[0])
        self.page.mouse.down()
        for point in points[1:]:
            self.page.mouse.move(*point)
        self.page.mouse.up()

    def keys(self, keys: str) -> None:
        held, _, named = split(keys)
        (self.page.keyboard.press if held or named else self.page.keyboard.type)(keys)

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def screenshot(self) -> bytes:
        return self.page.screenshot()

    def pdf(self) -> bytes:
        return self.page.pdf()

    def console(self) -> list[str]:
        self.page.wait_for_timeout(1)  # let the page's events come in
        found, self.complaints[:] = self.complaints.copy(), []
        return found

    def close(self) -> None:
        self.context.close()
        self.playwright.stop()


class Firefox:
    """Firefox, by WebDriver BiDi over its own websocket: no driver stands between."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        command = [str(PACKAGES["firefox"][0][0]), "--headless", "--remote-debugging-port=0", "--profile", str(folder)]
        self.started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.process = psutil.Process(self.started.pid)
        told, end = folder / "WebDriverBiDiServer.json", time.monotonic() + 60
        while not told.exists() or not told.read_text():
            assert time.monotonic() < end and self.started.poll() is None, "Firefox did not open its port"
            time.sleep(0.1)
        port = json.loads(told.read_text())["ws_port"]
        self.socket = websocket.create_connection(f"ws://127.0.0.1:{port}/session", timeout=120, suppress_origin=True)
        self.number, self.complaints = 0, list[str]()
        self.version = self.send("session.new", capabilities={})["capabilities"]["browserVersion"]
        self.send("session.subscribe", events=["log.entryAdded"])
        self.context = self.send("browsingContext.getTree")["contexts"][0]["context"]

    def send(self, method: str, **parameters: Any) -> Any:
        """Return what the browser answers, and keep what its console says meanwhile."""
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            heard = json.loads(self.socket.recv())
            if heard.get("method") == "log.entryAdded" and heard["params"]["level"] in ("error", "warn"):
                self.complaints.append(heard["params"]["text"])
            if heard.get("id") == self.number:
                assert heard["type"] == "success", heard
                return heard["result"]

    def open(self, address: str) -> None:
        self.send("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def evaluate(self, expression: str) -> Any:
        target = {"context": self.context}
        found = self.send("script.evaluate", expression=AS_TEXT.format(expression), target=target, awaitPromise=True)
        assert found["type"] == "success", found["exceptionDetails"]["text"]
        return json.loads(found["result"]["value"])

    def perform(self, actions: list[dict[str, Any]]) -> None:
        self.send("input.performActions", context=self.context, actions=actions)

    def pointer(self, points: Sequence[Point], touch: bool = False) -> None:
        self.perform(pointing(points, "touch" if touch else "mouse"))

    def keys(self, keys: str) -> None:
        self.perform(typing(keys))

    def resize(self, width: int, height: int) -> None:
        size = {"width": width, "height": height}
        self.send("browsingContext.setViewport", context=self.context, viewport=size)

    def screenshot(self) -> bytes:
        return base64.b64decode(self.send("browsingContext.captureScreenshot", context=self.context)["data"])

    def pdf(self) -> bytes:
        return base64.b64decode(self.send("browsingContext.print", context=self.context)["data"])

    def console(self) -> list[str]:
        self.send("session.status")  # what was said before its answer has come then
        found, self.complaints[:] = self.complaints.copy(), []
        return found

    def close(self) -> None:
        self.socket.close()
        self.started.terminate()
        self.started.wait()


class Selenium:
    """An engine that only a WebDriver of its own drives: WebKitGTK's MiniBrowser, and Safari."""

    def __init__(self, make: Callable[[], Any]) -> None:
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # of Selenium, at itself
            self.driver = driver = make()
        self.version = driver.capabilities["browserVersion"]
        self.process = psutil.Process(driver.service.process.pid)
        driver.set_script_timeout(120)

    def open(self, address: str) -> None:
        self.driver.get(address)

    def evaluate(self, expression: str) -> Any:
        settle = "then(arguments[0], (error) => arguments[0]({wrong: String(error)}))"
        found = self.driver.execute_async_script(f"{AS_TEXT.format(expression)}.{settle}")
        assert isinstance(found, str), found
        return json.loads(found)

    def perform(self, actions: list[dict[str, Any]]) -> None:
        self.driver.execute("actions", {"actions": actions})

    def pointer(self, points: Sequence[Point], touch: bool = False) -> None:
        if touch:
            raise CannotHere("touch")
        self.perform(pointing(points, "mouse"))

    def keys(self, keys: str) -> None:
        self.perform(typing(keys))

    def resize(self, width: int, height: int) -> None:
        self.driver.set_window_size(width, height)

    def screenshot(self) -> bytes:
        return bytes(self.driver.get_screenshot_as_png())

    def pdf(self) -> bytes:
        raise CannotHere("print")

    def console(self) -> list[str]:
        return []  # these drivers pass nothing on: what the page itself hears must do

    def close(self) -> None:
        self.driver.quit()


def webkit(folder: Path) -> Iterator[Selenium]:
    """Yield WebKitGTK's MiniBrowser on a screen of its own."""
    folder.mkdir()
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    screen = subprocess.Popen(command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    display = os.read(read, 16).decode().strip()
    options = webdriver.WebKitGTKOptions()
    options.binary_location = str(MINIBROWSER)
    options.add_argument("--automation")
    environment = os.environ | {"DISPLAY": f":{display}", "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    service = webdriver.WebKitGTKService(shutil.which("WebKitWebDriver"), env=environment)
    try:
        with contextlib.closing(Selenium(lambda: webdriver.WebKitGTK(options, service))) as engine:
            yield engine
    finally:
        screen.terminate()
        screen.wait()


Engine = Chromium | Firefox | Selenium


@contextlib.contextmanager
def start(name: str, folder: Path) -> Iterator[Engine]:
    """Yield an engine by its name; its profile is put in ``folder``, which is not there yet."""
    if name == "webkit":
        yield from webkit(folder)
        return
    makers = {"chromium": Chromium, "firefox": Firefox, "safari": lambda _: Selenium(webdriver.Safari)}
    with contextlib.closing(makers[name](folder)) as engine:
        yield engine
