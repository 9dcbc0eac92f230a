"""The command line: ``python -m lesson_code.publish`` builds the book; with ``serve`` it goes on while you edit."""

import sys

if __name__ == "__main__":
    sys.path.append(sys.path.pop(0))  # the book's folder: a file there must not be read in the place of Python's own

STOPPED = 130  # the exit status that shells give for Ctrl-C

try:
    import argparse
    import functools
    import io
    import os
    import re
    import signal
    from pathlib import Path

    from lesson_code.publish import unchanged
    from lesson_code.publish.book import Book, settings, whole_number
    from lesson_code.publish.faults import BookError, Fault
except KeyboardInterrupt:
    print("멈췄습니다", file=sys.stderr)
    sys.exit(STOPPED)

SCHEDULER = re.compile(r"(tcp|tls)://(?:[^\s/:]+|\[[\da-fA-F:.]+\]):\d{1,5}")


def main(arguments: list[str] | None = None) -> int:
    """Return the exit status: 0 if the book stands, 1 if something in it is wrong, 130 if it was stopped."""
    os.environ.pop("NODE_OPTIONS", None)  # the user's own are not for the book's Node
    try:
        _speak()
        options = _parser().parse_args(arguments)
        COMMANDS[options.command](_book(options.book.resolve()), options)
        sys.stdout.flush()
    except BookError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("멈췄습니다", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:  # as in `make site | head`: nobody is left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lesson_code.publish", description="책을 빌드합니다.")
    commands = "build: 한 번 빌드, serve: 고칠 때마다 빌드, accept: 계산한 값을 페이지에 적기, lesson: 단원 시작하기"
    parser.add_argument("command", choices=COMMANDS, nargs="?", default="build", help=commands)
    parser.add_argument("--book", type=Path, default=Path.cwd(), help="docs/와 lesson_code/가 있는 폴더")
    parser.add_argument("--port", default="8000", help="serve가 여는 포트")
    parser.add_argument("--only", default="", help="이 그림이나 페이지만 새로 실행해 site.only/에 빌드")
    parser.add_argument("--scheduler", default="", help="build가 일을 맡길 Dask 스케줄러의 주소 (tcp://host:8786)")
    parser.add_argument("--certificate", default="", help="tls:// 스케줄러와 나누어 가진 인증서와 열쇠의 파일 (PEM)")
    parser.add_argument("--name", default="", help="lesson이 만들 단원의 영어 이름")
    parser.add_argument("--title", default="", help="lesson이 만들 단원의 제목")
    parser.add_argument("--part", default="gradient-descent", help="lesson이 단원을 둘 docs/의 폴더")
    return parser


def _book(folder: Path) -> Book:
    book = Book(folder)
    for path in (book.root / "mkdocs.yml", book.docs, book.lessons):
        if not path.exists():
            what = "없습니다. 책의 폴더에서 실행하거나 --book 뒤에 그 폴더를 적으세요"
            raise BookError([Fault(book.relative(path), 0, what)])
    return book


def _speak() -> None:
    """Let messages come out whatever the terminal is thought to read: it most likely reads UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            try:
                "책".encode(stream.encoding)
            except UnicodeEncodeError:
                stream.reconfigure(encoding="utf-8")
            stream.reconfigure(errors="backslashreplace")


# each imports what it needs, which takes longer than the others take altogether


def _build(book: Book, options: argparse.Namespace) -> None:
    told = settings(os.environ)
    if not options.only and unchanged.holds(book, told, unchanged.date(book, told)):
        print(f"바뀐 것이 없어 {book.site.name}/를 그대로 둡니다")
        return
    from lesson_code.publish.build import build, say_what_ran

    start = None
    if options.scheduler:
        _check_scheduler(options.scheduler, options.certificate)
        from lesson_code.publish.execute.cluster import machines  # which alone needs Dask

        start = functools.partial(machines, options.scheduler, book.roots, certificate=options.certificate)
    seconds = build(book, start, say_what_ran if options.only else print, options.only)
    print(f"{(book.only if options.only else book.site).name}/를 빌드했습니다 ({seconds:.1f} s)")


def _check_scheduler(scheduler: str, certificate: str) -> None:
    """Raise BookError where a cluster is named that cannot be reached, or not as safely as its address says."""
    address = SCHEDULER.fullmatch(scheduler)
    if not address:
        what = f"스케줄러의 주소는 ‘tcp://host:8786’이나 ‘tls://host:8786’처럼 적으세요: {scheduler}"
        raise BookError([Fault("SCHEDULER", 0, what)])
    if (address[1] == "tls") != bool(certificate):
        what = "인증서는 tls://로 시작하는 스케줄러와 함께 적으세요: SCHEDULER=tls://host:8786 CERTIFICATE=book.pem"
        raise BookError([Fault("CERTIFICATE", 0, what)])
    if certificate and not Path(certificate).is_file():
        raise BookError([Fault("CERTIFICATE", 0, f"파일이 없습니다. 인증서의 자리를 확인하세요: {certificate}")])


def _serve(book: Book, options: argparse.Namespace) -> None:
    from lesson_code.publish.build import build, say_what_ran
    from lesson_code.publish.mkdocs.serve import serve

    if options.scheduler:
        raise BookError([Fault("SCHEDULER", 0, "make site에만 쓸 수 있습니다. SCHEDULER를 빼고 다시 실행하세요")])
    serve(book, whole_number("PORT", options.port, 1, 65535), functools.partial(build, report=say_what_ran))


def _accept(book: Book, options: argparse.Namespace) -> None:
    from lesson_code.publish.accept import accept

    accept(book)


def _lesson(book: Book, options: argparse.Namespace) -> None:
    from lesson_code.publish.scaffold import begin

    print("\n".join(begin(book, options.name, options.title, options.part)))
    print(f"make serve를 켜 두고 단원의 페이지와 그림부터 고쳐 쓰세요. 확인하려면: make text LESSON={options.name}")


COMMANDS = {"build": _build, "serve": _serve, "accept": _accept, "lesson": _lesson}

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
