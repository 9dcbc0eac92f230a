"""What only the whole book can tell: which files are pages, and where their links lead."""

import os
import shutil
import unicodedata
from functools import partial

import pytest

from lesson_code.publish.faults import BookError
from lesson_code.publish.read import checks, manuscript
from lesson_code.publish.read.manuscript import Term, read
from tests.publish.conftest import PICTURE, places, write_book

HEAD = "---\ndescription: 소개입니다.\n---\n"
NOTEBOOK = """# %% [markdown]
# <a id="top"></a>
#
# # 연습
#
# 글입니다.
#
# <a id="sweep"></a>
#
# ## 훑기
#
# $$x \\tag{1}$$
"""


@pytest.fixture
def book(tmp_path):
    book = write_book(tmp_path / "book")
    write(book, "docs/part/index.md", HEAD + "# 부 {#part}\n\n[단원](lesson.md) [연습](../practice/walk.ipynb)\n")
    write(book, "docs/part/lesson.md", HEAD + "# 단원 {#lesson}\n\n```math\nx \\tag{1}\n```\n")
    write(book, "lesson_code/practice/walk.py", NOTEBOOK)
    return book


def write(book, name, text):
    path = book.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def faults(book):
    return places(read(book).faults)


def test_book_of_a_part_a_lesson_and_a_notebook_is_without_fault(book):
    assert faults(book) == []


@pytest.fixture
def checked(monkeypatch):
    """The names of the pages that are checked, as they are."""
    names, check = [], checks.faults

    def faults(name, text):
        names.append(name)
        return check(name, text)

    monkeypatch.setattr(checks, "faults", faults)
    return names


def test_page_in_which_nothing_was_wrong_is_not_checked_again(book, checked):
    first = read(book)
    assert sorted(checked) == ["index.md", "part/index.md", "part/lesson.md", "small-lesson.md"]
    checked.clear()
    assert (read(book), checked) == (first, [])
    write(book, "docs/part/lesson.md", HEAD + "# 단원 {#lesson}\n\n==형광펜==\n\n```math\nx \\tag{1}\n```\n")
    told = faults(book)
    assert [line for _, line, _ in told] == [6] and checked == ["part/lesson.md"]
    assert faults(book) == told and checked == ["part/lesson.md"] * 2  # as long as it is wrong


def test_page_is_checked_again_under_another_name(book, checked):
    read(book)
    checked.clear()
    (book.docs / "small-lesson.md").rename(book.docs / "part" / "small.md")
    assert ("docs/part/small.md", 8) in [place[:2] for place in faults(book)]  # its picture's address
    assert checked == ["part/small.md"]


@pytest.mark.parametrize("what", ["checks", "surroundings", "cache", "folder"])
def test_pages_are_checked_again_after_a_change_of(book, checked, tmp_path, monkeypatch, what):
    read(book)
    checked.clear()
    if what == "checks":
        (tmp_path / "new.toml").write_text("")
        monkeypatch.setattr(manuscript, "CHECKS", [*manuscript.CHECKS, tmp_path / "new.toml"])
    elif what == "surroundings":
        monkeypatch.setattr(manuscript, "surroundings", lambda: "other packages")
    for path in book.cache.glob("entries/*") if what == "cache" else []:
        path.write_bytes(path.read_bytes() + b" ")
    if what == "folder":  # which can then not be written, either
        shutil.rmtree(book.cache)
        book.cache.write_text("")
    assert faults(book) == []
    assert len(checked) == 4


def test_all_that_reads_and_its_tables_count_among_the_checks():
    names = {path.name for path in manuscript.CHECKS}
    assert {"blocks.py", "checks.py", "checks.toml", "markup.py", "page.py"} <= names


LINKS = {  # a link on the first page, and what is said of it
    "[식](part/lesson.md#eq-1)": "",
    "[그림](small-lesson.md#fig-one-step)": "",
    "[앞의 그림](small-lesson.md#fig-one-step)": "",
    "[연습](practice/walk.ipynb#sweep)": "",
    "[연습](practice/walk.ipynb)": "",
    "[식](practice/walk.ipynb#eq-1)": "",
    "[식](practice/walk.ipynb#eq-4)": "식을",
    "[단원][a]\n\n[a]: part/lesson.md#lesson": "",
    "[위](#home) [각주](#fn:1) [밖](https://example.org/a.md#b) [글](mailto:a@b.c)": "",
    "[모듈](lesson_code/descent.py)": "",
    '[제목](part/lesson.md "단원")': "",
    "[빈칸](<part/lesson.md>)": "",
    "`[없음](none.md)` <!-- [없음](none.md) -->": "",
    "[식](part/lesson.md#eq-2)": "식을",
    "[그림](part/lesson.md#fig-one-step)": "그림을",
    "[그림](#fig-none)": "그림을",
    "[식](#eq-9)": "식을",
    "[앞의 그림](#fig-none)": "그림을",
    "[글](/none.md)": "",  # told by MkDocs
    "[없음](none.md)": "none.md",
    "[없음](part/none.md#lesson)": "part/none.md",
    "[없음](part/lesson.md#none)": "part/lesson.md#none",
    "[없음](#none)": "#none",
    "[연습](practice/walk.ipynb#none)": "walk.ipynb#none",
    "[연습](practice/none.ipynb)": "none.ipynb",
    "[단원][a]\n\n[a]: part/none.md": "none.md",
    "![그림][a]\n\n[a]: assets/favicon.svg": "![설명](주소)",
}


@pytest.mark.parametrize("link", LINKS)
def test_link_to_nothing_is_told_at_its_own_line(book, link):
    write(book, "docs/index.md", f"# 첫 페이지 {{#home}}\n\n글 `` {link.splitlines()[0]} ``\n\n글 {link}\n")
    told = faults(book)
    assert [(path, line in (5, 7)) for path, line, _ in told] == ([("docs/index.md", True)] if LINKS[link] else [])
    assert all(LINKS[link] in what for _, _, what in told)


def test_second_of_two_equal_texts_is_blamed_where_only_it_is_a_link(book):
    write(
        book, "docs/index.md", "# 첫 {#home}\n\n`(none.md)`\n\n[가](part/lesson.md)\n\n[나](none.md)\n\n[다](none.md)\n"
    )
    assert [line for _, line, _ in faults(book)] == [7, 9]


@pytest.mark.parametrize("name", ["small-lesson/one", "small_lesson/one-step", "small_lesson/One", "small_lesson/걸음"])
def test_name_that_python_or_an_address_has_not_is_told(book, name):
    (book.root / "docs/small-lesson.md").unlink()
    picture = book.root / "lesson_code/small_lesson/one_step.py"
    write(book, f"lesson_code/{name}.py", picture.read_text("utf-8"))
    told = [fault for fault in read(book).faults if "영어 소문자" in fault.what]
    assert [fault.path for fault in told] == [f"lesson_code/{name}.py"]


@pytest.mark.parametrize(
    ("link", "part"),
    [
        ("[식 (2)](../part/lesson.md#eq-1)", "식 (1)로 고치세요: 식 (2)"),
        ("[식](../part/lesson.md#eq-1)", ""),
        ("[식 (1)](../part/lesson.md#eq-1)", ""),
        ("[앞의 식](../part/lesson.md#eq-1)", ""),
        ("[식 (9)](../part/lesson.md#lesson)", ""),
    ],
)
def test_number_in_a_notebook_is_that_of_what_it_leads_to(book, link, part):
    write(book, "lesson_code/practice/walk.py", NOTEBOOK.replace("글입니다.", f"{link}입니다."))
    told = [fault.what for fault in read(book).faults]
    assert part in told[0] if part else told == []


def test_page_or_notebook_that_no_list_of_contents_names_is_told(book):
    write(book, "docs/part/index.md", HEAD + "# 부 {#part}\n")
    told = [(path, line) for path, line, what in faults(book) if "차례" in what]
    assert told == [("docs/part/lesson.md", 1), ("lesson_code/practice/walk.py", 1)]
    write(book, "docs/index.md", "# 첫 {#home}\n\n[단원](part/lesson.md#lesson) [연습](practice/walk.ipynb)\n")
    assert faults(book) == []


def test_picture_that_a_page_shows_is_not_missed_in_a_page_of_another_suffix(book):
    os.rename(book.docs / "small-lesson.md", book.docs / "small-lesson.markdown")
    assert faults(book) == [] and "small-lesson.markdown" in read(book).pages


@pytest.mark.parametrize("text", ["글\n", "## 둘 {#two}\n", "<!-- # 글 -->\n", "```text\n 글\n```\n"])
def test_page_without_a_title_is_told(book, text):
    write(book, "docs/more.md", HEAD + text)
    assert [(path, line, "제목이 없습니다" in what) for path, line, what in faults(book)] == [("docs/more.md", 1, True)]


def test_page_may_take_its_title_from_its_settings_or_from_code(book):
    write(book, "docs/more.md", HEAD.replace("---\n", "---\ntitle: 글\n", 1) + "글\n")
    write(book, "docs/code.md", HEAD + "::: lesson_code.descent\n")
    assert faults(book) == []


UNFIT = {
    "name in another encoding": (os.fsdecode("그림.png".encode("cp949")), 1, "영문 이름"),
    "name in its parts": (unicodedata.normalize("NFD", "그림.png"), 1, "영문 이름"),
    "notebook": ("walk.ipynb", 1, "lesson_code/practice/"),
    "page of HTML": ("page.html", 1, "마크다운 페이지로"),
    "old page of HTML": ("page.htm", 1, "마크다운 페이지로"),
    "large picture": ("large.PNG", 1_000_001, "1 MB"),
}


@pytest.mark.parametrize("case", UNFIT)
def test_file_that_no_page_can_use_is_told(book, case):
    name, size, part = UNFIT[case]
    write(book, f"docs/{name}", b"a" * size)
    assert [(path, line, part in what) for path, line, what in faults(book)] == [(f"docs/{name}", 1, True)]


NO_PICTURES = {
    "text.png": b"hello",
    "empty.gif": b"",
    "other.jpg": b"\x89PNG\r\n",
    "cut.svg": b"<svg xmlns='http://www.w3.org/2000/svg'>",
    "nameless.svg": b"<svg></svg>",
}
PICTURES = {
    "a.PNG": b"\x89PNG\r\n",
    "a.jpeg": b"\xff\xd8\xff",
    "a.webp": b"RIFF0000WEBP",
    "a.svg": b"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>",
}


@pytest.mark.parametrize("name", NO_PICTURES)
def test_picture_that_no_browser_could_open_is_told(book, name):
    for right, content in PICTURES.items():
        write(book, f"docs/{right}", content)
    write(book, f"docs/{name}", NO_PICTURES[name])
    assert [(path, line, "열 수 없는" in what) for path, line, what in faults(book)] == [(f"docs/{name}", 1, True)]


@pytest.mark.parametrize("make", [os.mkfifo, *(partial(os.symlink, to) for to in ("nowhere.md", "more.md"))])
def test_page_that_is_no_file_is_told_and_not_waited_for(book, make):
    make(book.docs / "more.md")
    assert [(path, line, "파일이 아니어서" in what) for path, line, what in faults(book)] == [("docs/more.md", 1, True)]


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, *(partial(os.symlink, to) for to in ("nowhere.py", "more.py"))])
def test_module_that_is_no_file_is_told_and_not_waited_for(book, make):
    make(book.lessons / "small_lesson" / "more.py")
    with pytest.raises(BookError, match=r"^lesson_code/small_lesson/more\.py:1: 파일이 아니거나"):
        read(book)


def test_files_that_pages_can_use_are_let_through(book):
    for name, size in (("그림.png", 4), ("small.png", 1_000_000), ("data.csv", 1_000_001)):
        write(book, f"docs/{name}", b"\x89PNG" + b"a" * (size - 4))
    assert faults(book) == []


@pytest.mark.parametrize("suffix", ["md", "markdown", "mdown", "mkdn", "mkd"])
def test_every_suffix_that_mkdocs_takes_for_a_page_is_checked(book, suffix):
    write(book, f"docs/more.{suffix}", HEAD + "# 제목\n")
    assert [(path, line) for path, line, _ in faults(book)] == [(f"docs/more.{suffix}", 4)]


@pytest.mark.parametrize("name", [".#a.md", "._a.md", ".hidden/a.md", "part/.ipynb_checkpoints/a.md"])
def test_what_mkdocs_leaves_out_is_not_read(book, name):
    write(book, f"docs/{name}", b"\xff\xfe# \x00")
    assert faults(book) == []


def test_lock_of_an_editor_is_not_read(book):
    (book.docs / ".#lesson.md").symlink_to("user@host.1234")
    assert faults(book) == []


@pytest.mark.parametrize("setting", ["exclude_docs", "draft_docs"])
def test_page_that_the_configuration_leaves_out_is_not_read(book, setting):
    write(book, "docs/drafts/a.md", "# 제목\n")
    configuration = book.root / "mkdocs.yml"
    configuration.write_text(configuration.read_text() + f"\n{setting}: |\n  drafts/\n")
    assert faults(book) == []


NAMES = {
    "학습률.md": "영문자",
    "a b.md": "영문자",
    "부/a.md": "영문자",
    "figures/small_lesson/one_step.svg": "다른 이름",
    "lesson_code/a.csv": "다른 이름",
    "assets.md": "다른 이름",
    "search/a.md": "다른 이름",
    "templates/a.md": "공개하지 않습니다",
    "more.MD": "소문자",
    "more.Markdown": "소문자",
    "README.md": "주소가 같습니다",
    "small-lesson/index.md": "주소가 같습니다",
    "Small-Lesson.md": "주소가 같습니다",
    "small-lesson.mkd": "주소가 같습니다",
}


@pytest.mark.parametrize("name", NAMES)
def test_name_that_cannot_be_a_page_is_told(book, name):
    write(book, f"docs/{name}", HEAD + "# 제목 {#a}\n")
    told = [what for _, line, what in faults(book) if line == 1 and "차례" not in what]
    assert len(told) == 1 and NAMES[name] in told[0]


@pytest.mark.parametrize("text", ["# 제목 {#a}".encode("cp949"), "# 제목 {#a}".encode("utf-16")])
def test_page_in_another_encoding_is_one_line(book, text):
    write(book, "docs/more.md", text)
    with pytest.raises(BookError, match=r"^docs/more\.md:1: .*UTF-8[^\n]*$"):
        read(book)


def test_configuration_in_another_encoding_is_one_line(book):
    write(book, "mkdocs.yml", "site_name: 학습률\n".encode("cp949"))
    with pytest.raises(BookError, match=r"^mkdocs\.yml:1: .*UTF-8[^\n]*$"):
        read(book)


def test_page_of_two_bytes_a_letter_without_a_mark_is_one_line(book):
    write(book, "docs/more.md", "# Title {#a}".encode("utf-16-be"))
    assert [(path, line) for path, line, what in faults(book) if "UTF-8" in what] == [("docs/more.md", 1)]


def test_link_of_the_file_system_within_the_book_is_read(book):
    (book.docs / "more").symlink_to(book.docs / "part")
    assert "more/lesson.md" in read(book).pages


@pytest.mark.parametrize("target", ["/etc", "..", ".", "../../outside"])
def test_link_of_the_file_system_out_of_the_book_is_told(book, target):
    (book.root.parent / "outside").mkdir()
    (book.docs / "more").symlink_to(target)
    assert [(path, line, "심볼릭" in what) for path, line, what in faults(book)] == [("docs/more", 1, True)]


@pytest.mark.parametrize("name", ["docs", "lesson_code/small_lesson", "lesson_code/small_lesson/one_step.py"])
def test_link_out_of_the_book_in_the_place_of_its_own_files_is_told(book, name):
    outside = book.root.parent / "outside"
    (book.root / name).rename(outside)
    (book.root / name).symlink_to(outside)
    assert [(path, line, "심볼릭" in what) for path, line, what in faults(book)] == [(name, 1, True)]


def test_pictures_of_one_name_from_two_lessons_are_told(book):
    write(book, "lesson_code/other/one_step.py", PICTURE)
    page = book.docs / "small-lesson.md"
    line = page.read_text().count("\n") + 2
    page.write_text(page.read_text() + "\n![다른](figures/other/one_step.svg)\n")
    assert [(line, "두 번" in what) for _, line, what in faults(book)] == [(line, True)]


def test_mark_of_a_merge_in_a_module_is_told(book):
    module = book.lessons / "small_lesson" / "one_step.py"
    module.write_text('"""\n<<<<<<< HEAD\n한 걸음\n=======\n걸음\n>>>>>>> b\n"""\n' + module.read_text())
    assert [(path, line) for path, line, _ in faults(book)] == [("lesson_code/small_lesson/one_step.py", 2)]


def test_page_without_a_description_is_told_and_the_first_page_needs_none(book):
    write(book, "docs/part/lesson.md", "# 단원 {#lesson}\n")
    assert [(path, line) for path, line, what in faults(book) if "소개" in what] == [("docs/part/lesson.md", 1)]


def test_page_with_a_mark_at_its_start_and_line_ends_of_windows_is_read(book):
    write(book, "docs/part/lesson.md", ("\ufeff" + HEAD + "# 단원 {#lesson}\n").replace("\n", "\r\n"))
    assert faults(book) == [] and read(book).pages["part/lesson.md"].meta == {"description": "소개입니다."}


def test_mark_of_a_merge_in_the_configuration_is_told(book):
    configuration = book.root / "mkdocs.yml"
    configuration.write_text("<<<<<<< HEAD\n" + configuration.read_text())
    assert [(path, line) for path, line, _ in faults(book)] == [("mkdocs.yml", 1)]


UNDRAWN = {  # the name of a picture's module, its text, and what is said at the picture's line
    "one_stpe": (None, "혹시 small_lesson/one_step인가요"),
    "none_like_it": (None, "모듈을 만드세요: lesson_code/small_lesson/none_like_it.py"),
    "two_steps": (PICTURE.replace("def figure", "def draw"), "figure()가 없습니다"),
    "three_steps": (PICTURE.replace("def figure", "def figures"), "혹시 figures인가요"),
    "no_python": ("def (:\n", "figure()가 없습니다"),
    "walk": (NOTEBOOK.replace("# 연습", "# 둘째 연습"), "노트북은 그림이 되지"),
}


@pytest.mark.parametrize("name", UNDRAWN)
def test_picture_that_no_module_draws_is_told_with_the_reason(book, name):
    module, what = UNDRAWN[name]
    if module:
        write(book, f"lesson_code/small_lesson/{name}.py", module)
    page = book.docs / "small-lesson.md"
    line = page.read_text().count("\n") + 2
    page.write_text(page.read_text() + f"\n![그림](figures/small_lesson/{name}.svg)\n")
    told = [(path, at, what in said, "혹시" in said) for path, at, said in faults(book) if "차례" not in said]
    assert told == [("docs/small-lesson.md", line, True, "혹시" in what)]


@pytest.mark.parametrize("way", ["one_step.svg", "small_lesson/one_step.svg", "assets/one_step.svg"])
def test_picture_named_without_its_folder_is_told_alone_and_with_its_address(book, way):
    page = book.docs / "small-lesson.md"
    page.write_text(page.read_text().replace("figures/small_lesson/one_step.svg", way))
    assert [(path, line, what.split(". ")[1]) for path, line, what in faults(book)] == [
        ("docs/small-lesson.md", 8, f"figures/small_lesson/one_step.svg로 고치세요: {way}")
    ]


def test_picture_named_without_its_folder_is_told_its_way_from_the_folder_of_the_page(book):
    write(book, "docs/part/lesson.md", HEAD + "# 단원 {#lesson}\n\n![골짜기](one_step.svg)\n")
    assert [(path, line, what.split(". ")[1]) for path, line, what in faults(book)] == [
        ("docs/part/lesson.md", 6, "../figures/small_lesson/one_step.svg로 고치세요: one_step.svg")
    ]


def test_picture_that_no_page_shows_is_told(book):
    write(book, "lesson_code/small_lesson/two_steps.py", PICTURE)
    (told,) = faults(book)
    assert told[:2] == ("lesson_code/small_lesson/two_steps.py", 8) and "보여 주지 않습니다" in told[2]


@pytest.mark.parametrize("text", ["글 $x$\n", "![그림](figures/small_lesson/two_step.svg)\n"])
def test_picture_is_not_missed_where_a_page_may_have_meant_it(book, text):
    write(book, "lesson_code/small_lesson/two_steps.py", PICTURE)
    page = book.docs / "small-lesson.md"
    page.write_text(page.read_text() + "\n" + text)
    assert [path for path, _, _ in faults(book)] == ["docs/small-lesson.md"]


def test_first_picture_of_a_page_stands_for_it(book):
    found = read(book)
    assert [found.cover(name) for name in ("small-lesson.md", "index.md", "none.md")] == [
        "small_lesson/one_step",
        "",
        "",
    ]


def test_description_of_another_name_is_told_with_the_near_one(book):
    write(book, "lesson_code/small_lesson/one_step.py", PICTURE.replace("def describe", "def describe_picture"))
    assert [(line, "혹시 describe_picture인가요" in what) for _, line, what in faults(book)] == [(8, True)]


GLOSSARY = HEAD + "# 용어 {#glossary}\n\n{entry}\n\n**손실**<sup>loss</sup> {: #loss }\n:   양입니다.\n"
ENTRIES = {  # an entry of the glossary on line 6, and what is said of it
    "**학습률**<sup>learning rate</sup> {: #rate }\n:   양입니다.": "",
    "**학습률**<sup>learning rate</sup>\n:   양입니다.": "{: #short-name }",
    "**학습률**<sup>learning rate</sup> {#rate}\n:   양입니다.": "{: #short-name }",
    "**학습률** {: #rate }\n:   양입니다.": "{: #short-name }",
    "**학습률**<sup>learning rate</sup> {: #rate }\n\n:   양입니다.": "{: #short-name }",
    "**학습률**<sup>learning rate</sup> {: #rate }\n양입니다.": "{: #short-name }",
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_entry_of_the_glossary_that_is_none_is_told_there_and_alone(book, entry):
    write(book, "docs/glossary.md", GLOSSARY.replace("{entry}", entry))
    write(book, "docs/part/lesson.md", HEAD + "# 단원 {#lesson}\n\n**학습률**<sup>learning rate</sup>\n")
    told = [(path, line, ENTRIES[entry] in what) for path, line, what in faults(book)]
    assert told == ([("docs/glossary.md", 6, True)] if ENTRIES[entry] else [])


def test_word_that_the_glossary_explains_twice_is_told_at_the_second(book):
    again = "**손실**<sup>loss</sup> {: #loss-again }\n:   또 적은 뜻입니다."
    text = GLOSSARY.replace("{entry}", "글").rstrip() + f"\n\n{again}\n"
    write(book, "docs/glossary.md", text)
    assert [(path, line, "두 번 나옵니다" in what) for path, line, what in faults(book)] == [
        ("docs/glossary.md", 11, True)
    ]


@pytest.mark.parametrize(("name", "told"), [("state", True), ("make", True), ("states", False)])
def test_states_of_a_chart_by_another_name_are_told(book, name, told):
    states = f"\n\ndef {name}():\n    from lesson_code.chart import State\n    return {{'a': State()}}\n"
    write(book, "lesson_code/small_lesson/one_step.py", PICTURE + states)
    assert ["states()입니다" in what for _, _, what in faults(book)] == [True] * told


def test_meaning_of_a_word_is_plain_text(book):
    entry = "**학습률**<sup>learning rate</sup> {: #rate }\n:   **걸음**의 `크기` $`\\eta`$."
    write(book, "docs/glossary.md", GLOSSARY.replace("{entry}", entry))
    assert read(book).terms["학습률"] == Term("rate", "걸음의 크기 \\eta.", "learning rate")


WORDS = {
    "**손실**<sup>loss</sup>": "",
    "**손실**<sup>lost</sup>": "loss로 적거나",
    "**손실**<sup>Loss</sup>": "loss로 적거나",
    "**손실률**<sup>loss</sup>": "혹시 손실인가요",
}


@pytest.mark.parametrize("word", WORDS)
def test_word_is_called_as_the_glossary_calls_it(book, word):
    write(book, "docs/glossary.md", GLOSSARY.replace("{entry}\n\n", ""))
    write(book, "docs/part/lesson.md", HEAD + f"# 단원 {{#lesson}}\n\n글\n\n{word}\n")
    told = [(path, line, WORDS[word] in what) for path, line, what in faults(book)]
    assert told == ([("docs/part/lesson.md", 8, True)] if WORDS[word] else [])


def test_title_that_is_none_is_not_told_again_where_a_link_leads_to_it(book):
    write(book, "docs/part/lesson.md", HEAD + "# 단원 {#lesson}\n\n## 둘\n\n[둘](#two)\n")
    write(book, "docs/index.md", "# 첫 {#home}\n\n[둘](part/lesson.md#two)\n")
    assert [(path, line) for path, line, _ in faults(book)] == [("docs/part/lesson.md", 6)]


def test_title_may_stand_behind_a_tab(book):
    write(book, "docs/more.md", HEAD + "#\t더 {#more}\n")
    assert not any("제목" in what for _, _, what in faults(book))
