"""While the book is served, an edit shows; an error leaves the last good page; mending it heals."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from lesson_code.publish.book import MACHINERY

PATIENCE = 60  # seconds until a change must have come through on a busy machine


@pytest.fixture
def served(rebuilt):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "lesson_code.publish", "serve", "--book", str(rebuilt.root), "--port", str(port)]
    environment = os.environ | {"PYTHONPATH": str(MACHINERY), "PYTHONUNBUFFERED": "1"}
    with open(rebuilt.root / "log", "w+", encoding="utf-8") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield rebuilt, f"http://127.0.0.1:{port}/small-lesson/", rebuilt.root / "log"
        finally:
            process.send_signal(2)
            assert process.wait(PATIENCE) == 0


def until(condition, what):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if condition():
                return
        except OSError:
            pass
        time.sleep(0.1)
    pytest.fail(f"never came: {what}")


def get(address):
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return answer.read().decode()


def test_edits_show_errors_do_not_and_mending_heals(served):
    book, address, log = served
    page = book.docs / "small-lesson.md"
    good = page.read_text(encoding="utf-8")
    until(lambda: "작은 단원" in get(address), "the first build")
    assert "livereload" in get(address) and "Content-Security-Policy" not in get(address)

    page.write_text(good.replace("작은 단원", "고친 단원"), encoding="utf-8")
    until(lambda: "고친 단원" in get(address), "the edit")

    page.write_text(good.replace("0.5<", "0.7<"), encoding="utf-8")
    until(lambda: re.search(r"small-lesson\.md:6: ", log.read_text(encoding="utf-8")), "the error in the terminal")
    assert "고친 단원" in get(address)

    page.write_text(good.replace("작은 단원", "나은 단원"), encoding="utf-8")
    until(lambda: "나은 단원" in get(address), "the healed page")


def test_edit_of_a_picture_executes_it_alone_and_a_syntax_error_leaves_the_last_good_one(served):
    book, address, log = served
    drawing = address.replace("small-lesson/", "figures/small_lesson/one_step.svg")
    picture = book.lessons / "small_lesson" / "one_step.py"
    good = picture.read_text(encoding="utf-8")
    until(lambda: "작은 단원" in get(address), "the first build")
    first, said = get(drawing), len(log.read_text(encoding="utf-8"))

    picture.write_text(good.replace("-1, 1)", "-2, 2)"), encoding="utf-8")
    until(lambda: get(drawing) != first, "the edited picture")
    until(lambda: "지었습니다" in log.read_text(encoding="utf-8")[said:], "the end of the build")
    executed = [line for line in log.read_text(encoding="utf-8")[said:].splitlines() if line.startswith("[")]
    assert [line.split()[1] for line in executed if "(cached)" not in line] == ["small_lesson/one_step"]
    edited = get(drawing)

    picture.write_text(good.replace("def figure():", "def figure(:"), encoding="utf-8")
    until(lambda: re.search(r"one_step\.py:\d+: .*SyntaxError", log.read_text(encoding="utf-8")), "the syntax error")
    assert get(drawing) == edited

    picture.write_text(good, encoding="utf-8")
    until(lambda: get(drawing) == first, "the healed picture")


def test_unknown_address_shows_the_404_page(served):
    _, address, _ = served
    until(lambda: "작은 단원" in get(address), "the first build")
    with pytest.raises(urllib.error.HTTPError) as error:
        get(address + "none/")
    assert error.value.code == 404 and "찾는 페이지가 없습니다" in error.value.read().decode()
