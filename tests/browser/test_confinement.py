"""What a reader's example cannot reach: other hosts, what the browser keeps, and code out of a text."""

import json

import pytest

from tests.browser.reader import Example, until

CHAPTER = "gradient-descent/learning-rate/"
IN_PYTHON = {
    "js": "import js",
    "js.document": "from js import document",
    "js by name": "import importlib; importlib.import_module('js')",
    "js kept": "import sys; sys.modules['js'].fetch",
    "js in a thread": """
import threading
def reach():
    import js
    got.append(js)
got = []
thread = threading.Thread(target=reach)
thread.start()
thread.join()
got[0]""",
    "pyodide_js": "import pyodide_js",
    "pyodide.http": "from pyodide.http import pyfetch",
    "run_js": "from pyodide.code import run_js; run_js('1')",
    "pyodide.ffi": "from pyodide.ffi import JsProxy",
    "_pyodide_core": "import _pyodide_core",
    "micropip": "import micropip",
    "finders": """
import sys
sys.meta_path[:] = [finder for finder in sys.meta_path if finder.__name__ != 'Refusal']
try:
    from pyodide.code import run_js
    run_js('1')
finally:
    sys.meta_path.insert(0, refusal)""",
    "constructor": "sys.stdout._write.constructor('return 1')()",
    "call": "sys.stdout._write.call.constructor('return 1')()",
    "what Python holds": """
import gc
every = gc.get_objects()
every += [value for space in every if type(space) is dict for value in list(space.values())]
held = [value for value in every if type(value).__name__ == 'JsProxy']
held += [getattr(value, name) for value in held for name in ('_api', '_module', 'self') if hasattr(value, name)]
powers = ('fetch', 'caches', 'indexedDB', 'eval', 'runPython', 'loadPackage')
[value for value in held if any(hasattr(value, name) for name in powers)][0]""",
    "urllib": "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
    "socket": "import socket; socket.create_connection(('127.0.0.1', 9), 1).sendall(b'x')",
    "subprocess": "import subprocess; subprocess.run(['true'])",
    "timer": "import asyncio; asyncio.new_event_loop().call_later(1, print)",
    "task": "import asyncio; asyncio.new_event_loop().call_soon(print)",
}
POISONS = {
    "print": "import builtins; builtins.print = lambda *values: None",
    "import": "import builtins; builtins.__import__ = None",
    "echo": "import sys; sys.displayhook = lambda value: None",
    "math": "import math; math.sqrt = abs",
    "finders": "import sys; sys.meta_path.clear(); sys.path_hooks.clear(); sys.path_importer_cache.clear()",
    "modules": "import sys, types; sys.modules.update(math=types.ModuleType('math'), lesson_code=sys)",
    "console": "import sys; vars(sys.modules['console']).update(run=None, _forget=None, Output=None)",
    "frame": "import sys; sys._getframe(1).f_globals['_explain'] = None",
    "parser": "import ast; ast.parse = lambda *given: ast.Module([], [])",
    "core": "import lesson_code.descent as d; file = open(d.__file__, 'w'); file.close()",
    "folder": "import shutil; shutil.rmtree('/book')",
    "shadow": "with open('random.py', 'w') as file: file.write('1 / 0'); file.close()",
}
PROBE = """
import math, sys
del sys.modules['random']
import random
from lesson_code.descent import step
print(step(1.0, float, 0.5), math.sqrt(4.0), random.Random(1).random() < 1, sum([1, 2]))
40 + 2"""
TRY = """
import sys
refusal = sys.meta_path[0]
for name, code in WAYS.items():
    try:
        exec(code, {'sys': sys, 'refusal': refusal})
    except BaseException:
        continue
    print(name)
"""
IN_THE_WORKER = [
    "caches.keys()",
    "Object.getPrototypeOf(Object.getPrototypeOf(self)).caches.keys()",
    "indexedDB.open('a')",
    "eval('1')",
    "(0, globalThis.eval)('1')",
    "Function('return 1')()",
    "(() => 1).constructor('return 1')()",
    "(async () => 1).constructor('return 1')()",
    "(function* () {}).constructor('return 1')()",
    "(async function* () {}).constructor('return 1')()",
    "setTimeout('1')",
    "setInterval('1')",
    "importScripts('https://example.org/a.js')",
    "fetch('https://example.org/')",
    "new Request('https://example.org/').url",
    "new XMLHttpRequest().open('GET', 'https://example.org/')",
    "new WebSocket('wss://example.org/').url",
    "new EventSource('https://example.org/').url",
    "new WebTransport('https://example.org/').ready",
    "new FontFace('a', 'url(https://example.org/a.woff2)').load()",
    "navigator.storage.getDirectory()",
    "navigator.serviceWorker.register('a.js')",
    "navigator.locks.query()",
    "cookieStore.getAll()",
    "new Worker('a.js').url",
    "new BroadcastChannel('a').name",
    "webkitRequestFileSystem(0, 1, () => 1)",
    "URL.createObjectURL(new Blob(['1']))",
    "postMessage({ type: 'done' })",
    "close()",
]


@pytest.fixture(scope="module")
def example(keep_page):
    """The chapter's first example, run once."""
    first = Example(keep_page(CHAPTER))
    first.run()
    return first


@pytest.fixture(scope="module")
def reached(example):
    """A function that evaluates an expression in the worker, as code there could, and returns what came of it."""
    page, answers, workers = example.page, {}, []
    session = page.context.new_cdp_session(page)

    def hear(event):
        message = json.loads(event["message"])
        if "id" in message:
            answers[message["id"]] = "exceptionDetails" not in message["result"]

    session.on("Target.receivedMessageFromTarget", hear)
    session.on("Target.attachedToTarget", lambda event: workers.append(event))
    session.send("Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": False})
    until(page, lambda: any("/worker-" in event["targetInfo"]["url"] for event in workers), "the worker is known")
    name = next(event["sessionId"] for event in workers if "/worker-" in event["targetInfo"]["url"])

    def evaluate(expression):
        number = len(answers) + 1
        asked = {"expression": f"(async () => (0, await ({expression})))()", "awaitPromise": True}
        message = {"id": number, "method": "Runtime.evaluate", "params": asked}
        session.send("Target.sendMessageToTarget", {"sessionId": name, "message": json.dumps(message)})
        until(page, lambda: number in answers, expression)
        return answers[number]

    yield evaluate
    session.detach()


def test_ways_out_of_python_are_closed(example):
    example.write(f"WAYS = {IN_PYTHON!r}\n{TRY}")
    assert example.run() == ""
    assert example.note == "출력 없이 끝났습니다"


def test_ways_out_of_the_worker_are_closed(reached):
    assert reached("1") and reached("Promise.resolve(Math.PI)") and not reached("missing")
    assert [way for way in IN_THE_WORKER if reached(way)] == []


@pytest.mark.parametrize(
    ("code", "last"),
    [
        ("import js", "ModuleNotFoundError: js: 예제에서는 브라우저를 다루는 모듈을 쓸 수 없습니다."),
        ("from pyodide.http import pyfetch", "ModuleNotFoundError: pyodide: 예제에서는 브라우저를"),
        ("import numpy as np", "ModuleNotFoundError: numpy: 브라우저의 파이썬에 없는 패키지입니다. 리스트와 math로"),
    ],
)
def test_what_an_example_cannot_have_is_said_in_a_line(example, code, last):
    example.write(code)
    assert example.run().startswith(last) and example.printed.count("\n") == 0
    assert "console.py" not in example.trace.locator("pre").text_content()


@pytest.mark.parametrize("poison", POISONS)
def test_nothing_that_an_example_changed_is_left_for_the_next(example, poison):
    example.write(POISONS[poison])
    example.run()
    example.write(PROBE)
    assert example.run() == "0.5 2.0 True 3\n42\n"
    example.write("1 / 0")
    assert example.run() == "ZeroDivisionError: division by zero"


def test_example_that_goes_around_its_prompt_fills_no_page_and_writes_into_no_other(example):
    example.write("import sys, pathlib\nwrite = sys.stdout._write\nfor n in range(200): write('x' * 10_000) and None")
    example.run()
    assert 200_000 < len(example.printed) < 600_000
    example.write("import sys, pathlib\npathlib.Path.write = staticmethod(sys.stdout._write)")
    example.run()
    example.write("import pathlib\nwritten = pathlib.Path.write('x')")
    assert example.run() == ""
    example.button("멈춤").evaluate("button => dispatchEvent(new Event('pagehide'))")  # a new Python for what follows


def test_python_that_ran_out_of_memory_is_replaced(example):
    example.write("import lesson_code\nlesson_code.kept = 1\nraise MemoryError")
    assert "MemoryError" in example.run()
    example.write("import lesson_code\nprint(hasattr(lesson_code, 'kept'))")
    assert example.run() == "False\n"
