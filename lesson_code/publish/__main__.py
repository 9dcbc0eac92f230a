"""The command line: ``python -m lesson_code.publish`` builds the book; with ``serve`` it goes on while you edit."""

import argparse
import functools
import importlib
import sys
from pathlib import Path

from lesson_code.publish.book import Book
from lesson_code.publish.build import build
from lesson_code.publish.execute.pool import Start
from lesson_code.publish.faults import BookError


def main(arguments: list[str] | None = None) -> int:
    """Return the exit status: 0 if the book stands, 1 if something in it is wrong."""
    parser = argparse.ArgumentParser(prog="lesson_code.publish", description="책을 짓습니다.")
    parser.add_argument(
        "command",
        choices=["build", "serve"],
        nargs="?",
        default="build",
        help="build: 한 번 짓기, serve: 고칠 때마다 짓기",
    )
    parser.add_argument("--book", type=Path, default=Path.cwd(), help="docs/와 lesson_code/가 있는 폴더")
    parser.add_argument("--port", type=int, default=8000, help="serve가 여는 포트")
    parser.add_argument(
        "--engine",
        choices=["mkdocs", "properdocs"],
        default="mkdocs",
        help="properdocs: MkDocs를 이어 가는 ProperDocs로 짓기 (따로 설치해야 합니다)",
    )
    parser.add_argument("--scheduler", default="", help="build가 일을 맡길 Dask 스케줄러의 주소 (tcp://host:8786)")
    options = parser.parse_args(arguments)
    if options.engine == "properdocs":
        try:
            importlib.import_module("properdocs.replacement")  # from here on, mkdocs is properdocs
        except ModuleNotFoundError:
            print("ProperDocs가 없습니다. .venv/bin/python -m pip install properdocs로 설치하세요", file=sys.stderr)
            return 1
    book = Book(options.book.resolve())
    if options.command == "serve" and options.scheduler:
        parser.error("--scheduler는 build에만 쓸 수 있습니다")
    try:
        if options.command == "serve":
            from lesson_code.publish.mkdocs.serve import serve

            serve(book, options.port, build)
            return 0
        seconds = build(book, _workers(options.scheduler, book))
    except BookError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{book.site.name}/를 지었습니다 ({seconds:.1f} s)")
    return 0


def _workers(scheduler: str, book: Book) -> Start | None:
    """Return how to start the workers of a cluster, which alone needs Dask; None for processes here."""
    if not scheduler:
        return None
    from lesson_code.publish.execute.cluster import machines

    return functools.partial(machines, scheduler, book.roots)


if __name__ == "__main__":
    sys.exit(main())
