"""Serve the book while it is edited: build on every change; while one fails, the last good pages say what is wrong."""

import html
import logging
import re
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from string import Template
from typing import Any

from mkdocs.livereload import LiveReloadServer

from lesson_code.publish.book import Book
from lesson_code.publish.faults import BookError, Fault, fault_of
from lesson_code.publish.read.files import configured
from lesson_code.publish.write.page import secure

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\s*')
ALERT = Template(Path(__file__).with_name("alert.html").read_text(encoding="utf-8"))
NO_PAGES_YET = Path(__file__).with_name("no_pages_yet.html")


def serve(book: Book, port: int, build: Callable[[Book], float]) -> None:
    """Build, serve ``site/`` on 127.0.0.1 and reload open pages after each build, until interrupted.

    Raises BookError where the port cannot be had.
    """
    wrong = ""  # with the book since it was last built

    def again() -> None:
        nonlocal wrong
        print(f"{time.strftime('%H:%M:%S')} 빌드합니다. 브라우저에서 여세요: {server.url}", flush=True)
        for path in configured(book.root / "mkdocs.yml"):
            if path.exists():
                server.watch(str(path))
        wrong = _built(book, build)

    def app(environ: dict[str, Any], start: Callable[[str, list[tuple[str, str]]], Any]) -> Iterable[bytes]:
        head: list[tuple[str, list[tuple[str, str]]]] = []
        body = server.serve_request(environ, lambda *said: head.append(said))
        status, headers = head[0]
        if ("Content-Type", "text/html") in headers:
            page = _shown(b"".join(body).decode(), wrong).encode()
            headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))]
            body = [page]
        start(status, headers)
        return body

    def error_page(code: int) -> bytes:
        path = book.site / f"{code}.html"
        return (path if path.is_file() else NO_PAGES_YET).read_bytes()

    logging.getLogger("mkdocs.livereload").setLevel(logging.ERROR)
    server = LiveReloadServer(again, "127.0.0.1", port, str(book.site), polling_interval=0.1)
    server.error_handler = error_page
    server.set_app(app)
    for folder in (book.docs, book.lessons):
        server.watch(str(folder))
    server._want_rebuild |= True  # at once, and while it watches: no edit made since is missed
    try:
        server.serve()
    except OSError as error:
        what = f"{port}번 포트를 열 수 없습니다: {error.strerror}. ‘make serve PORT=8001’처럼 다른 포트를 고르세요"
        raise BookError([Fault("PORT", 0, what)]) from error
    finally:
        server.shutdown()


def _built(book: Book, build: Callable[[Book], float]) -> str:
    """Build, say how it went, and return what is wrong, or "": nothing that goes wrong ends the preview."""
    try:
        print(f"빌드했습니다 ({build(book):.1f} s)", flush=True)
        return ""
    except BookError as error:
        wrong = str(error)
    except Exception as error:
        traceback.print_exc()
        otherwise = Fault("mkdocs.yml", 1, "빌드하다 멈췄습니다. 적힌 이유를 보세요")
        wrong = str(fault_of(error, book.roots, otherwise))
    print(wrong, file=sys.stderr, flush=True)
    return wrong


def _shown(page: str, wrong: str) -> str:
    """Return a page with a policy that allows the script that reloads it, and with what is wrong."""
    alert = ALERT.substitute(wrong=html.escape(wrong)) if wrong else ""
    before, end, after = page.rpartition("</body>")
    return secure(POLICY.sub("", before + alert + end + after, count=1))
