"""While the book is served, an edit shows; an error stands above the last good page; mending it heals."""

import contextlib
import html
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from lesson_code.publish.book import MACHINERY

PATIENCE = 60  # seconds until a change must have come through on a busy machine


@pytest.fixture
def served(rebuilt):
    with serving(rebuilt) as address:
        yield rebuilt, f"{address}small-lesson/", rebuilt.root / "log"


@contextlib.contextmanager
def serving(book):
    """Serve the book and give its address; at the end it must stop at once when told to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "lesson_code.publish", "serve", "--book", str(book.root), "--port", str(port)]
    environment = os.environ | {"PYTHONPATH": str(MACHINERY), "PYTHONUNBUFFERED": "1"}
    with open(book.root / "log", "w+", encoding="utf-8") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(PATIENCE) == 130


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


def alert(page):
    """What the page says is wrong."""
    found = re.search(r'<div role="alert".*?<pre[^>]*>(.*?)</pre>', page, re.DOTALL)
    return html.unescape(found[1]) if found else ""


def test_edits_show_errors_do_not_and_mending_heals(served):
    book, address, log = served
    page = book.docs / "small-lesson.md"
    good = page.read_text(encoding="utf-8")
    until(lambda: "작은 단원" in get(address), "the first build")
    page.write_text(good.replace("작은 단원", "고친 단원"), encoding="utf-8")
    until(lambda: "고친 단원" in get(address), "the edit")

    page.write_text(good.replace("0.5<", "0.7<"), encoding="utf-8")
    until(lambda: re.search(r"small-lesson\.md:6: ", log.read_text(encoding="utf-8")), "the error in the terminal")
    begun = re.compile(r"^\d\d:\d\d:\d\d 빌드합니다\. .*http://127\.0\.0\.1:.*\n", re.MULTILINE)
    before, *_, last = begun.split(log.read_text(encoding="utf-8"))
    assert before == "" and "small-lesson.md:6" in last and "빌드했습니다" not in last
    assert "고친 단원" in get(address) and "docs/small-lesson.md:6: 본문의 값이" in alert(get(address))

    page.write_text(good.replace("작은 단원", "나은 단원"), encoding="utf-8")
    until(lambda: "나은 단원" in get(address), "the healed page")
    assert alert(get(address)) == ""


def test_edit_of_a_picture_executes_it_alone_and_a_syntax_error_leaves_the_last_good_one(served):
    book, address, log = served
    drawing = address.replace("small-lesson/", "figures/small_lesson/one_step.svg")
    picture = book.lessons / "small_lesson" / "one_step.py"
    good = picture.read_text(encoding="utf-8")
    until(lambda: "작은 단원" in get(address), "the first build")
    first, said = get(drawing), len(log.read_text(encoding="utf-8"))

    picture.write_text(good.replace("-1, 1)", "-2, 2)"), encoding="utf-8")
    until(lambda: get(drawing) != first, "the edited picture")
    until(lambda: "빌드했습니다" in log.read_text(encoding="utf-8")[said:], "the end of the build")
    executed = [line for line in log.read_text(encoding="utf-8")[said:].splitlines() if line.startswith("[")]
    assert [line.split()[1] for line in executed] == ["small_lesson/one_step"]
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


def in_cp949(book):
    path = book.lessons / "small_lesson" / "one_step.py"
    path.write_bytes(path.read_text("utf-8").encode("cp949"))


def unforeseen(book):
    """What no part of the machinery expects: a folder where it reads a file."""
    (book.root / "mkdocs.yml").unlink()
    (book.root / "mkdocs.yml").mkdir()


BROKEN = {
    "a module that is no text": (in_cp949, r"lesson_code/small_lesson/one_step\.py:1: .*UTF-8"),
    "an error nobody foresaw": (unforeseen, r"mkdocs\.yml:1: "),
    "markup in a message": (
        lambda book: (book.docs / "small-lesson.md").write_text(
            "---\ndescription: 글\n---\n# 제목 {#a}\n\n<script>$`\\<x`$\n", encoding="utf-8"
        ),
        r"docs/small-lesson\.md:6: ",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_whatever_goes_wrong_at_the_start_is_shown_and_the_preview_goes_on(book, built, case):
    spoil, line = BROKEN[case]
    shutil.copytree(built.cache, book.cache)
    good = {path: path.read_bytes() for path in book.root.rglob("*") if path.is_file()}
    spoil(book)
    with serving(book) as address:
        until(lambda: alert(unavailable(address)), "a page that says so")
        assert re.match(line, alert(unavailable(address))) and unavailable(address).count("<script>") == 0
        if (book.root / "mkdocs.yml").is_dir():
            (book.root / "mkdocs.yml").rmdir()
        for path, data in good.items():
            path.write_bytes(data)
        until(lambda: "첫 페이지" in get(address), "the healed book")


def unavailable(address):
    """What stands where there is no page."""
    try:
        get(address)
    except urllib.error.HTTPError as error:
        return error.read().decode()
    return ""


def test_new_renamed_and_deleted_pages_and_the_configuration_are_seen(served):
    book, address, _ = served
    root, configuration = address.removesuffix("small-lesson/"), book.root / "mkdocs.yml"
    good = configuration.read_text(encoding="utf-8")
    until(lambda: "작은 단원" in get(address), "the first build")
    (book.docs / "new.md").write_text("---\ndescription: 새 글\n---\n# 새 페이지 {#new}\n", encoding="utf-8")
    until(lambda: "new.md" in alert(get(address)), "the page that nav does not have")
    configuration.write_text(good.replace("small-lesson.md]", "small-lesson.md, new.md]"), encoding="utf-8")
    until(lambda: "새 페이지" in get(f"{root}new/"), "the page in nav")
    (book.docs / "new.md").rename(book.docs / "newer.md")
    until(lambda: "mkdocs.yml:" in alert(get(address)) and "new.md" in alert(get(address)), "the name that is gone")
    (book.docs / "newer.md").unlink()
    until(lambda: "newer.md" not in alert(get(address)), "the page that is gone")
    (book.root / "other").write_text(good, encoding="utf-8")
    (book.root / "other").replace(configuration)  # as many editors save
    until(lambda: alert(get(address)) == "", "the healed book")


def test_page_is_read_again_in_the_browser_under_the_policy_that_is_published(served, browser):
    book, address, _ = served
    path = book.docs / "small-lesson.md"
    good = path.read_text(encoding="utf-8")
    until(lambda: "작은 단원" in get(address), "the first build")
    page = browser.new_context(service_workers="block").new_page()
    said = []
    page.on("console", lambda message: said.append(message.text) if "Playwright" not in message.text else None)
    page.goto(address)
    path.write_text(good.replace("0.5<", "0.7<"), encoding="utf-8")
    expect(page.get_by_role("alert")).to_contain_text("docs/small-lesson.md:6: 본문의 값이", timeout=PATIENCE * 1000)
    path.write_text(good.replace("값은", "나은"), encoding="utf-8")
    # an alert is gone as soon as the page is being read again: what shows it mended is the text
    expect(page.locator("article")).to_contain_text("나은", timeout=PATIENCE * 1000)
    expect(page.get_by_role("alert")).to_have_count(0)
    assert set(said) == {"Enabled live reload"}
    page.evaluate(
        "new Promise(done => { const i = new Image(); i.onerror = done; i.src = 'https://example.org/a.png' })"
    )
    blocked = [text for text in said if "Content Security Policy" in text]
    assert len(blocked) == 1 and "example.org" in blocked[0]
    page.context.close()


def test_file_of_the_theme_is_seen(served):
    book, address, _ = served
    until(lambda: "작은 단원" in get(address), "the first build")
    footer = book.root.parent / "own" / "partials" / "footer.html"
    footer.parent.mkdir(parents=True)
    footer.write_text("<footer>첫 끝</footer>", encoding="utf-8")
    configuration = book.root / "mkdocs.yml"
    text = configuration.read_text(encoding="utf-8")
    configuration.write_text(text.replace("theme:\n", "theme:\n  custom_dir: ../own\n", 1), encoding="utf-8")
    until(lambda: "첫 끝" in get(address), "the theme")
    footer.write_text("<footer>다른 끝</footer>", encoding="utf-8")
    until(lambda: "다른 끝" in get(address), "the edit of the theme")
