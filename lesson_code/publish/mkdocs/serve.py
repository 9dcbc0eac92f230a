"""Serve the book while it is edited: build again on every change, keep the last good pages when that fails."""

import logging
import re
import socket
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from lesson_code.publish.book import Book
from lesson_code.publish.faults import BookError, Fault

Build = Callable[[Book], float]
POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')  # forbids the script that reloads a page


def serve(book: Book, port: int, build: Build) -> None:
    """Build, then serve ``site/`` on 127.0.0.1 and reload open pages after each build, until interrupted.

    Raises BookError where the port cannot be had.
    """
    _try(port)
    _try_to(build, book)
    logging.getLogger("mkdocs.livereload").setLevel(logging.ERROR)
    server = LiveReloadServer(lambda: _try_to(build, book), "127.0.0.1", port, str(book.site), polling_interval=0.1)
    server.set_app(lambda environ, start_response: _without_policy(server.serve_request(environ, start_response)))
    server.error_handler = lambda code: _error_page(book.site / f"{code}.html")
    for path in (book.docs, book.lessons, book.root / "mkdocs.yml"):
        server.watch(str(path))
    print(f"http://127.0.0.1:{port}/ 에서 볼 수 있습니다. Ctrl+C로 멈춥니다.", flush=True)
    try:
        server.serve()
    except KeyboardInterrupt:
        print("멈췄습니다.")
    finally:
        server.shutdown()


def _try(port: int) -> None:
    """Raise BookError where the port cannot be had, before a whole build is waited for."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as error:
            what = f"포트 {port}을 열 수 없습니다: {error.strerror}. make serve PORT=8001 처럼 다른 포트를 고르세요"
            raise BookError([Fault("PORT", 1, what)]) from error


def _try_to(build: Build, book: Book) -> None:
    try:
        print(f"지었습니다 ({build(book):.1f} s)", flush=True)
    except BookError as error:
        print(error, file=sys.stderr, flush=True)


def _error_page(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _without_policy(body: Iterable[bytes]) -> list[bytes]:
    """Return a response in which blanks stand for the policy, so that its announced length stays true."""
    return [POLICY.sub(lambda policy: b" " * len(policy.group()), b"".join(body))]
