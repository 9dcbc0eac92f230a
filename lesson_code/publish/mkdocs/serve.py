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
from lesson_code.publish.unchanged import configured
from lesson_code.publish.write.page import secure

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\s*')
ALERT = Template(Path(__file__).with_name("alert.html").read_text(encoding="utf-8"))
NO_PAGES_YET = Path(__file__).with_name("no_pages_yet.html")

Start = Callable[[str, list[tuple[str, str]]], Any]


class Preview:
    """The book as it was last built, and what is wrong with it since."""

    watch: Callable[[str], None]  # takes what is to be built again for

    def __init__(self, book: Book, build: Callable[[Book], float], address: str) -> None:
        """Build nothing yet."""
        self._book, self._build, self._address, self._wrong = book, build, address, ""

    def again(self) -> None:
        """Build, say how it went, and keep what is wrong; nothing that goes wrong ends the preview."""
        print(f"{time.strftime('%H:%M:%S')} 빌드합니다. 브라우저에서 여세요: {self._address}", flush=True)
        for path in configured(self._book.root / "mkdocs.yml"):
            if path.exists():
                self.watch(str(path))
        try:
            seconds = self._build(self._book)
            print(f"빌드했습니다 ({seconds:.1f} s)", flush=True)
            self._wrong = ""
        except BookError as error:
            self._wrong = str(error)
        except Exception as error:
            traceback.print_exc()
            self._wrong = str(
                fault_of(error, self._book.roots, Fault("mkdocs.yml", 1, "빌드하다 멈췄습니다. 적힌 이유를 보세요"))
            )
        if self._wrong:
            print(self._wrong, file=sys.stderr, flush=True)

    def shown(self, page: str) -> str:
        """Return a page with a policy that allows the script that reloads it, and with what is wrong."""
        alert = ALERT.substitute(wrong=html.escape(self._wrong)) if self._wrong else ""
        before, end, after = page.rpartition("</body>")
        return secure(POLICY.sub("", before + alert + end + after, count=1))

    def error_page(self, code: int) -> bytes:
        """Return what stands for a page that is not there."""
        path = self._book.site / f"{code}.html"
        return (path if path.is_file() else NO_PAGES_YET).read_bytes()


def serve(book: Book, port: int, build: Callable[[Book], float]) -> None:
    """Build, serve ``site/`` on 127.0.0.1 and reload open pages after each build, until interrupted.

    Raises BookError where the port cannot be had.
    """
    preview = Preview(book, build, f"http://127.0.0.1:{port}/")
    logging.getLogger("mkdocs.livereload").setLevel(logging.ERROR)
    server = LiveReloadServer(preview.again, "127.0.0.1", port, str(book.site), polling_interval=0.1)
    preview.watch, server.error_handler = server.watch, preview.error_page

    def app(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        head: list[tuple[str, list[tuple[str, str]]]] = []
        body = server.serve_request(environ, lambda *said: head.append(said))
        status, headers = head[0]
        if ("Content-Type", "text/html") in headers:
            page = preview.shown(b"".join(body).decode()).encode()
            headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))]
            body = [page]
        start(status, headers)
        return body

    server.set_app(app)
    for path in (book.docs, book.lessons, book.root / "mkdocs.yml"):
        server.watch(str(path))
    server._want_rebuild |= True  # at once, and while it watches: no edit made since is missed
    try:
        server.serve()
    except OSError as error:
        what = f"{port}번 포트를 열 수 없습니다: {error.strerror}. ‘make serve PORT=8001’처럼 다른 포트를 고르세요"
        raise BookError([Fault("PORT", 0, what)]) from error
    finally:
        server.shutdown()
