"""Whatever is wrong with a book is one line, path:line: what, and the last good site stays as it was."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import Template

from benchmarks import generated
from lesson_code.publish.__main__ import main
from lesson_code.publish.book import MACHINERY, Book
from lesson_code.publish.build import build, restore
from lesson_code.publish.faults import BookError
from lesson_code.publish.mkdocs import converted
from lesson_code.publish.write import formulas, scripts
from lesson_code.publish.write.offline import GONE
from lesson_code.publish.write.search import INDEX, PAGES
from tests.conftest import built_once, copy_book, difference
from tests.publish.conftest import PICTURE as PICTURE_OF_A_LESSON
from tests.publish.conftest import write_book

PAGE = "docs/small-lesson.md"
PICTURE = "lesson_code/small_lesson/one_step.py"

# each sets a style of its own, and one takes matplotlib's
OWN_STYLE = """
import matplotlib
from matplotlib.figure import Figure

if {0}:
    matplotlib.rcParams["lines.linewidth"] = {0}


def figure():
    picture = Figure()
    picture.subplots().plot([0, 1], [{0}, 1])
    return picture


def describe():
    return "선 하나입니다."
"""


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def edit(book: Book, name: str, old: str, new: str) -> None:
    text = (book.root / name).read_text(encoding="utf-8")
    assert old in text
    (book.root / name).write_text(text.replace(old, new), encoding="utf-8")


WRONG = {
    "formula with a missing brace": (PAGE, "$`\\eta`$", "$`\\frac{1}{`$", f"{PAGE}:6", "수식 오류"),
    "wrong output": (PAGE, "2\n\n```", "3\n\n```", f"{PAGE}:11", "실행: 2"),
    "wrong claim": (PAGE, "0.5<", "0.7<", f"{PAGE}:6", "계산: 0.5"),
    "exception in figure()": (PICTURE, "    axes.set", "    1 / 0\n    axes.set", f"{PICTURE}:11", "ZeroDivisionError"),
    "empty describe()": (PICTURE, "포물선 골짜기 하나가 가운데에 있습니다.", " ", f"{PICTURE}:15", "describe()"),
    "missing describe()": (PICTURE, "def describe", "def explain", f"{PICTURE}:8", "describe()"),
    "glyph the font lacks": (PICTURE, '"골짜기"', '"골짜기 𠀋"', f"{PICTURE}:11", "U+2000B"),
    "picture nobody makes": (PAGE, "one_step.svg", "two_steps.svg", f"{PAGE}:8", "two_steps"),
    "picture nobody shows": (PAGE, "![골짜기](figures/small_lesson/one_step.svg)", "", f"{PICTURE}:8", "보여 주지"),
    "dead link": (PAGE, "입니다.\n", "입니다. [없음](none.md)\n", f"{PAGE}:6", "none.md"),
    "dead anchor": (PAGE, "입니다.\n", "입니다. [없음](index.md#none)\n", f"{PAGE}:6", "index.md#none"),
    "example nobody executes": (PAGE, "```pycon\n", "```python\n", f"{PAGE}:11", "pycon"),
    "fence never closed": (PAGE, "2\n\n```", "2\n\n", f"{PAGE}:10", "닫히지"),
    "fence in a quotation": (PAGE, "입니다.\n", "입니다.\n\n> ```math\n> x\n> ```\n", f"{PAGE}:8", "인용문"),
    "picture in a paragraph": (PAGE, "입니다.\n\n!", "입니다.\n!", f"{PAGE}:7", "빈 줄"),
    "picture shown twice": (
        PAGE,
        "one_step.svg)\n",
        "one_step.svg)\n\n![골짜기](figures/small_lesson/one_step.svg)\n",
        f"{PAGE}:10",
        "두 번",
    ),
    "figure() that exits": (
        PICTURE,
        "    axes.set",
        "    raise SystemExit(0)\n    axes.set",
        f"{PICTURE}:11",
        "SystemExit",
    ),
    "example that exits": (PAGE, "1 + 1\n2\n", "raise SystemExit(0)\n", f"{PAGE}:11", "SystemExit"),
    "claim of the wrong sign": (PAGE, "0.5<", "-0.5<", f"{PAGE}:6", "계산: 0.5"),
    "fence swallowing another": (PAGE, "2\n\n```", "2\n\n```math\nx\n```", f"{PAGE}:10", "닫히지 않은 채"),
    "formula in bare dollars": (PAGE, "입니다.\n", " 그리고 $\\eta$입니다.\n", f"{PAGE}:6", "달러"),
    "letter in bare dollars": (PAGE, "입니다.\n", " 그리고 $x$입니다.\n", f"{PAGE}:6", "달러"),
    "formula between double dollars": (PAGE, "입니다.\n", "입니다.\n\n$$\nx^2\n$$\n", f"{PAGE}:8", "```math 코드 블록"),
    "picture before a sentence": (PAGE, "one_step.svg)", "one_step.svg) 보세요.", f"{PAGE}:8", "혼자"),
    "picture behind a sentence": (PAGE, "![골짜기]", "보세요: ![골짜기]", f"{PAGE}:8", "혼자"),
    "picture without a caption": (PAGE, "![골짜기]", "![]", f"{PAGE}:8", "아래의 글"),
    "formula number used twice": (
        PAGE,
        "입니다.\n",
        "입니다.\n\n```math\nx \\tag{1}\n```\n\n```math\ny \\tag{1}\n```\n",
        f"{PAGE}:13",
        "두 번",
    ),
    "word the glossary lacks": (PAGE, "입니다.\n", "**없는말**<sup>none</sup>입니다.\n", f"{PAGE}:6", "없는말"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_one_line_and_the_site_stays(rebuilt, case, capsys):
    name, old, new, place, what = WRONG[case]
    if "glossary" in case:
        text = "---\ndescription: 용어입니다.\n---\n# 용어 {#g}\n\n"
        text += "**손실**<sup>loss</sup> {: #loss }\n:   작을수록 좋습니다.\n"
        (rebuilt.docs / "glossary.md").write_text(text, encoding="utf-8")
        edit(rebuilt, "mkdocs.yml", "small-lesson.md]", "small-lesson.md, glossary.md]")
    before = files(rebuilt.site)
    edit(rebuilt, name, old, new)
    status = main(["--book", str(rebuilt.root)])
    error = capsys.readouterr().err.splitlines()
    places = [line for line in error if line.startswith(f"{place}: ")]
    assert (status, len(places)) == (1, 1), error
    assert what in places[0]
    assert len(error) == 1
    assert files(rebuilt.site) == before
    assert not list(rebuilt.root.glob("site.*"))


def test_page_that_is_not_text_is_told(rebuilt):
    (rebuilt.root / PAGE).write_bytes("# 제목".encode("euc-kr"))
    with pytest.raises(BookError, match=rf"^{PAGE}:1: .*UTF-8"):
        build(rebuilt)


def test_command_with_a_wrong_formula_ends_each_time(rebuilt):
    edit(rebuilt, PAGE, "$`\\eta`$", "$`\\frac{1}{`$")
    command = [sys.executable, "-m", "lesson_code.publish", "--book", str(rebuilt.root)]
    for _ in range(3):
        run = subprocess.run(command, cwd=MACHINERY, capture_output=True, timeout=100)
        assert run.returncode == 1


def test_two_builds_at_once_leave_one_whole_site(rebuilt):
    before = files(rebuilt.site)
    command = [sys.executable, "-m", "lesson_code.publish", "--book", str(rebuilt.root)]
    builds = [subprocess.Popen(command, cwd=MACHINERY, stdout=subprocess.DEVNULL) for _ in range(3)]
    assert [one.wait(100) for one in builds] == [0, 0, 0]
    assert files(rebuilt.site) == before
    assert not list(rebuilt.root.glob("site.*"))


def test_leftover_of_a_killed_build_is_removed(rebuilt):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (rebuilt.root / f"site.new-{gone.pid}").mkdir()
    (rebuilt.root / f"site.new-{os.getpid()}").mkdir()
    restore(rebuilt)
    assert [path.name for path in rebuilt.root.glob("site.new-*")] == [f"site.new-{os.getpid()}"]


def test_page_edited_while_the_book_is_built_is_published_as_it_was_checked(rebuilt):
    page = rebuilt.root / PAGE
    edited = f"import os\nos.system(\"perl -pi -e 's/0.5</0.7</' {page}\")\n"
    (rebuilt.root / PICTURE).write_text(edited + PICTURE_OF_A_LESSON, encoding="utf-8")
    build(rebuilt)
    assert "0.7<" in page.read_text(encoding="utf-8")
    assert (
        "값은 0.7"
        not in (rebuilt.site / "small-lesson" / "index.html").read_text(encoding="utf-8").split("<article")[1]
    )


def test_edit_of_the_style_redraws_the_pictures_also_while_the_book_is_served(rebuilt):
    style = (MACHINERY / "lesson_code" / "matplotlibrc").read_text(encoding="utf-8")
    drawing = rebuilt.site / "figures" / "small_lesson" / "one_step.svg"
    before = drawing.read_text(encoding="utf-8")
    own = rebuilt.lessons / "matplotlibrc"
    own.write_text(style.replace("axes.titlesize: 10.5", "axes.titlesize: 20"), encoding="utf-8")
    shutil.copy(MACHINERY / "lesson_code" / "drawing.py", rebuilt.lessons)
    (rebuilt.root / "node_modules").symlink_to(MACHINERY / "node_modules")
    build(rebuilt)
    larger = drawing.read_text(encoding="utf-8")
    own.write_text(style, encoding="utf-8")
    build(rebuilt)
    assert before != larger and drawing.read_text(encoding="utf-8") == before


def test_cache_that_cannot_be_made_is_one_line_and_leaves_the_last_site(rebuilt):
    before = files(rebuilt.site)
    shutil.rmtree(rebuilt.cache)
    rebuilt.cache.write_text("in its place", encoding="utf-8")
    with pytest.raises(BookError, match=r"^\.cache: 파일을 쓰거나 읽을 수 없습니다: [^\n]*$"):
        build(rebuilt)
    assert files(rebuilt.site) == before


def test_all_faults_are_told_at_once(rebuilt):
    edit(rebuilt, PAGE, "# 작은 단원 {#small-lesson}", "# 작은 단원\n\n$`\\frac{`$")
    edit(rebuilt, PICTURE, "def describe", "def explain")
    with pytest.raises(BookError) as error:
        build(rebuilt)
    assert [(fault.path, fault.line) for fault in error.value.faults] == [(PAGE, 4), (PAGE, 6), (PICTURE, 8)]


def test_module_of_the_core_that_cannot_be_read_is_told_once(rebuilt):
    (rebuilt.lessons / "stability.py").write_text("def edge(:\n", encoding="utf-8")
    edit(rebuilt, PAGE, "값은 0.5", "값은 0.5<!--= edge(4.0) --> 또는 0.5")
    with pytest.raises(
        BookError, match=r"^lesson_code/stability\.py:1: 코드를 읽을 수 없습니다\. 이 줄의 문법을 고치세요: [^\n]*$"
    ):
        build(rebuilt)


def test_page_outside_the_navigation_is_told(rebuilt):
    (rebuilt.docs / "lost.md").write_text(
        "---\ndescription: 길을 잃었습니다.\n---\n# 길 잃은 페이지 {#lost}\n", encoding="utf-8"
    )
    with pytest.raises(BookError, match=r"lost\.md"):
        build(rebuilt)


def test_page_that_the_navigation_alone_knows_is_told_with_its_line(rebuilt):
    edit(rebuilt, "mkdocs.yml", "nav: [index.md,", "nav: [index.md, lost.md,")
    line = (rebuilt.root / "mkdocs.yml").read_text("utf-8").split("lost.md")[0].count("\n") + 1
    with pytest.raises(BookError, match=rf"^mkdocs\.yml:{line}: nav가 가리키는 파일이 없습니다\. .*: lost\.md$"):
        build(rebuilt)


def test_configuration_that_cannot_be_read_is_told_with_its_line(rebuilt):
    edit(rebuilt, "mkdocs.yml", "strict: true", "strict: [")
    with pytest.raises(BookError, match=r"^mkdocs\.yml:([2-9]|\d\d+): 설정을 읽을 수 없습니다\. .*: ") as error:
        build(rebuilt)
    assert str(rebuilt.root) not in str(error.value)


def test_command_line_says_what_it_did(book, capsys):
    assert main(["--book", str(book.root)]) == 0
    shown = capsys.readouterr().out
    assert "[1/2]" in shown and "site/" in shown and (book.site / "small-lesson" / "index.html").exists()


def test_builds_give_the_same_bytes_cold_and_warm_in_two_folders_with_one_worker_and_with_many(tmp_path, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://example.org/book")  # so that there is a sitemap, which is dated
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    first, second = write_book(tmp_path / "one" / "book"), write_book(tmp_path / "other" / "folder")
    for book in (first, second):
        for n in range(3):
            (book.lessons / "small_lesson" / f"more_{n}.py").write_text(OWN_STYLE.format(n), encoding="utf-8")
        pictures = "".join(f"\n![골짜기](figures/small_lesson/more_{n}.svg)\n" for n in range(3))
        edit(book, PAGE, "값은 0.5", pictures + "\n값은 0.5")
    monkeypatch.setenv("JOBS", "1")
    build(first)
    shutil.copytree(first.site, tmp_path / "cold")
    build(first)
    monkeypatch.setenv("JOBS", "3")
    build(second)
    assert (first.site / "sitemap.xml.gz").exists()
    assert [difference(tmp_path / "cold", site) for site in (first.site, second.site)] == ["", ""]


@pytest.fixture
def conversions(monkeypatch):
    """The names of the pages that Markdown converts, as they come."""
    convert, seen = converted._without_warning, []

    def counted(render, config, files):
        seen.append(render.__self__.file.src_uri)
        return convert(render, config, files)

    monkeypatch.setattr(converted, "_without_warning", counted)
    return seen


def test_page_whose_text_changed_is_converted_and_no_other(rebuilt, conversions):
    edit(rebuilt, PAGE, "작은 단원", "고친 단원")
    build(rebuilt)
    assert conversions == ["small-lesson.md"]
    assert "고친 단원" in (rebuilt.site / "small-lesson" / "index.html").read_text(encoding="utf-8")


def test_page_is_converted_again_when_an_option_changes(rebuilt, conversions):
    edit(rebuilt, "mkdocs.yml", "permalink_title: 이 자리의 주소", "permalink_title: 여기")
    build(rebuilt)
    assert sorted(conversions) == ["index.md", "small-lesson.md"]


def test_page_is_converted_again_when_a_file_comes_to_which_it_could_link(rebuilt, conversions):
    (rebuilt.docs / "notes.txt").write_text("새 파일\n", encoding="utf-8")
    build(rebuilt)
    assert sorted(conversions) == ["index.md", "small-lesson.md"]


def test_page_is_not_converted_again_when_the_scripts_change(rebuilt, conversions, monkeypatch):
    before = {path.name for path in rebuilt.site.glob("assets/live/book-*.js")}
    monkeypatch.setattr(scripts, "OPTIONS", (*scripts.OPTIONS, "--footer:js=//"))
    build(rebuilt)
    (after,) = rebuilt.site.glob("assets/live/book-*.js")
    assert conversions == [] and after.name not in before
    assert after.name in (rebuilt.site / "index.html").read_text(encoding="utf-8")


def test_page_of_docstrings_is_converted_again_when_the_code_changes_and_only_then(rebuilt, conversions):
    edit(rebuilt, "docs/index.md", "{#home}\n", "{#home}\n\n::: lesson_code.small_lesson.one_step\n")
    build(rebuilt)
    build(rebuilt)
    assert conversions == ["index.md"]
    edit(rebuilt, PICTURE, "한 걸음을 봅니다", "두 걸음을 봅니다")
    build(rebuilt)
    assert conversions == ["index.md"] * 2
    assert "두 걸음을 봅니다" in (rebuilt.site / "index.html").read_text(encoding="utf-8")


@pytest.fixture
def filled(monkeypatch):
    """The addresses of the pages whose templates are filled, as they come."""
    render, seen = Template.render, []

    def counted(template, *given, **named):
        if template.name == "main.html":
            seen.append(given[0]["page"].url)
        return render(template, *given, **named)

    monkeypatch.setattr(Template, "render", counted)
    return seen


FILLED = {  # what is edited, and the pages that are made anew
    "text": ("docs/index.md", "{#home}\n", "{#home}\n\n글입니다.\n", {""}),
    "title, which the other shows, too": (PAGE, "# 작은 단원", "# 고친 단원", {"", "small-lesson/"}),
    "front matter": (PAGE, "description: 작은", "status: new\ndescription: 작은", {"", "small-lesson/"}),
    "picture": (PICTURE, "가운데에 있습니다", "왼쪽에 있습니다", {"small-lesson/"}),
    "size of a picture": (PICTURE, "return picture", "picture.set_figheight(5)\n    return picture", {"small-lesson/"}),
    "style": ("docs/assets/book.css", ":focus-visible {", ":focus {", {"", "small-lesson/"}),
    "configuration": ("mkdocs.yml", "copyright: ", "copyright: 새 ", {"", "small-lesson/"}),
}


@pytest.mark.parametrize("case", FILLED)
def test_only_the_pages_of_which_something_changed_are_made_anew(rebuilt, filled, case):
    build(rebuilt)
    filled.clear()
    *edited, pages = FILLED[case]
    edit(rebuilt, *edited)
    build(rebuilt)
    assert set(filled) == pages
    reused = rebuilt.site.rename(rebuilt.root / "reused")
    build(rebuilt)
    assert difference(reused, rebuilt.site) == ""


@pytest.mark.parametrize(
    "told",
    [
        {"SITE_URL": "https://example.org/book", "SOURCE_DATE_EPOCH": "0"},
        {"REPO_URL": "https://github.com/a/b"},
        {"SOURCE_DATE_EPOCH": "1"},
    ],
)
def test_every_page_is_made_anew_when_the_surroundings_say_otherwise(rebuilt, filled, monkeypatch, told):
    build(rebuilt)
    filled.clear()
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    build(rebuilt)
    assert sorted(filled) == ["", "small-lesson/"]


def test_page_of_the_last_site_that_somebody_changed_is_made_anew(rebuilt):
    build(rebuilt)
    page = rebuilt.site / "index.html"
    good = page.read_bytes()
    page.write_bytes(good + b"<p>more")
    build(rebuilt)
    assert page.read_bytes() == good


def test_hook_of_the_book_has_its_say_on_every_page_of_every_build(rebuilt):
    edit(rebuilt, "mkdocs.yml", "hooks: [", "hooks: [own.py, ")
    said = rebuilt.root / "said.txt"
    own = "from pathlib import Path\n\n\ndef on_post_page(output, page, config):\n"
    own += f"    return output.replace('</body>', Path({str(said)!r}).read_text())\n"
    (rebuilt.root / "own.py").write_text(own, encoding="utf-8")
    for word in ("one", "other"):
        said.write_text(f"<p>{word}</p></body>", encoding="utf-8")
        build(rebuilt)
        assert f"<p>{word}</p>" in (rebuilt.site / "index.html").read_text(encoding="utf-8")


def test_plain_mkdocs_builds_the_same_site(rebuilt):
    edit(rebuilt, PAGE, "수식은", "다시, 수식은")  # a page that is converted anew
    build(rebuilt)
    shutil.rmtree(rebuilt.cache)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(rebuilt.root / "plain")]
    environment = os.environ | {"SOURCE_DATE_EPOCH": "0", "PYTHONPATH": str(MACHINERY), "PATH": ""}  # and no npx
    run = subprocess.run(command, cwd=rebuilt.root, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    assert difference(rebuilt.site, rebuilt.root / "plain") == ""


def test_kept_page_is_converted_again_when_the_marks_of_its_formulas_change(built, tmp_path, monkeypatch):
    config = SimpleNamespace(markdown_extensions=[], mdx_configs={}, config_file_path=built.root / "mkdocs.yml")
    before = converted.context(config, [])
    (tmp_path / "formulas.py").write_text("other marks")
    monkeypatch.setattr(formulas, "__file__", str(tmp_path / "formulas.py"))
    assert converted.context(config, []) != before


def test_link_to_code_follows_it_to_another_page(rebuilt):
    edit(rebuilt, "mkdocs.yml", "small-lesson.md]", "small-lesson.md, links.md]")
    link = '<autoref identifier="lesson_code.small_lesson.one_step">코드</autoref>'
    links = f"---\ndescription: 링크\n---\n# 링크 {{#links}}\n\n{link}\n"
    (rebuilt.docs / "links.md").write_text(links, encoding="utf-8")
    code = "\n\n::: lesson_code.small_lesson.one_step\n"
    for name, old, place in (("docs/index.md", "{#home}\n", "../#"), (PAGE, "입니다.\n", "../small-lesson/#")):
        text = (rebuilt.root / name).read_text(encoding="utf-8")
        edit(rebuilt, name, old, old + code)
        build(rebuilt)
        (rebuilt.root / name).write_text(text, encoding="utf-8")
        shown = (rebuilt.site / "links" / "index.html").read_text(encoding="utf-8")
        assert f'href="{place}lesson_code.small_lesson.one_step"' in shown


def test_search_reads_the_pages_that_changed_and_no_other(rebuilt, monkeypatch):
    from material.plugins.search.plugin import SearchIndex

    read, seen = SearchIndex.add_entry_from_context, []
    monkeypatch.setattr(
        SearchIndex, "add_entry_from_context", lambda index, page: (seen.append(page.url), read(index, page))
    )
    build(rebuilt)
    seen.clear()
    edit(rebuilt, PAGE, "값은 0.5", "그 값은 0.5")
    build(rebuilt)
    assert seen == ["small-lesson/"]


def test_search_of_an_edited_book_finds_what_it_would_find_anew(rebuilt):
    edit(rebuilt, PAGE, "작은 단원", "고친 단원")
    build(rebuilt)
    found = [(rebuilt.site / name).read_text(encoding="utf-8") for name in (INDEX, PAGES)]
    assert "고친 단원" in "".join(found)
    shutil.rmtree(rebuilt.cache)
    build(rebuilt)
    assert found == [(rebuilt.site / name).read_text(encoding="utf-8") for name in (INDEX, PAGES)]


def test_book_that_is_not_to_be_kept_offline_publishes_the_worker_that_takes_it_away(rebuilt, monkeypatch):
    monkeypatch.setenv("OFFLINE", "0")
    build(rebuilt)
    assert (rebuilt.site / "sw.js").read_bytes() == GONE.read_bytes()
    assert not (rebuilt.site / "offline.html").exists()


def test_more_than_is_kept_stops_the_build(rebuilt, monkeypatch):
    from mkdocs.structure.pages import Page

    convert = Page.render

    def leaves_more(page, config, files):
        convert(page, config, files)
        page.more = "news"

    monkeypatch.setattr(Page, "render", leaves_more)
    edit(rebuilt, PAGE, "작은 단원", "고친 단원")
    with pytest.raises(BookError, match=r"Page\.render가 남기는 것이 달라졌습니다.*more"):
        build(rebuilt)


def test_page_that_was_not_converted_again_still_has_its_links_checked(rebuilt):
    edit(rebuilt, PAGE, "입니다.\n", "입니다. [첫](index.md#home)\n")
    build(rebuilt)
    edit(rebuilt, "docs/index.md", "{#home}", "{#house}")
    with pytest.raises(BookError, match=rf"^{PAGE}:6: .*index\.md#home"):
        build(rebuilt)


def test_page_with_a_warning_is_told_each_time(rebuilt):
    edit(rebuilt, PAGE, "입니다.\n", "입니다. [없음](none.md)\n")
    for _ in range(2):
        with pytest.raises(BookError, match=rf"^{PAGE}:6: .*none\.md"):
            build(rebuilt)


def test_time_of_the_site_is_the_one_that_is_given(rebuilt, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://example.org/book")
    for epoch, day in (("86400", "1970-01-02"), ("172800", "1970-01-03")):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        build(rebuilt)
        assert f"<lastmod>{day}</lastmod>" in (rebuilt.site / "sitemap.xml").read_text("utf-8")


def test_lesson_of_a_stranger_appears_with_a_folder_a_page_a_link_and_a_line_of_nav(whole, tmp_path):
    copy_book(tmp_path / "book")
    shutil.copytree(whole.cache, tmp_path / "book" / whole.cache.name)
    book = Book(tmp_path / "book")
    before = files(book.root)
    added = {
        "lesson_code/my_lesson/first_walk.py": PICTURE_OF_A_LESSON,
        "docs/gradient-descent/my-lesson.md": (
            "---\ndescription: 내 단원입니다.\n---\n# 내 단원 {#mine}\n\n"
            "![골짜기](../figures/my_lesson/first_walk.svg)\n"
        ),
    }
    for name, text in added.items():
        (book.root / name).parent.mkdir(exist_ok=True)
        (book.root / name).write_text(text, encoding="utf-8")
    line = "      - 학습률에 따른 성질: gradient-descent/learning-rate.md\n"
    edit(book, "docs/gradient-descent/index.md", "## 연습 {", "[내 단원](my-lesson.md)\n\n## 연습 {")
    edit(book, "mkdocs.yml", line, line + "      - 내 단원: gradient-descent/my-lesson.md\n")
    build(book)
    sources = {name: data for name, data in files(book.root).items() if not name.startswith(("site/", ".cache/"))}
    touched = {name for name, data in sources.items() if before.get(name) != data}
    page = (book.site / "gradient-descent" / "my-lesson" / "index.html").read_text(encoding="utf-8")
    assert touched == {*added, "mkdocs.yml", "docs/gradient-descent/index.md"}
    assert "figures/my_lesson/first_walk.svg" in page and "내 단원" in (book.site / "index.html").read_text("utf-8")
    assert (book.site / "figures" / "my_lesson" / "first_walk.dark.svg").exists()


def test_site_set_aside_by_a_build_that_was_stopped_comes_back(rebuilt):
    before = files(rebuilt.site)
    rebuilt.site.rename(rebuilt.root / "site.old")
    restore(rebuilt)
    assert files(rebuilt.site) == before and not (rebuilt.root / "site.old").exists()


def test_leftover_of_a_finished_swap_is_removed(rebuilt):
    (rebuilt.root / "site.old").mkdir()
    restore(rebuilt)
    assert rebuilt.site.exists() and not (rebuilt.root / "site.old").exists()


def test_book_builds_from_any_folder_by_its_command(book, tmp_path):
    command = [sys.executable, "-m", "lesson_code.publish", "--book", str(book.root)]
    environment = os.environ | {"PYTHONPATH": str(MACHINERY)}
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")


def test_book_that_cannot_be_built_fails_every_test_that_asks_for_it(tmp_path):
    def written(folder):
        page = write_book(folder).root / PAGE
        page.write_text(page.read_text(encoding="utf-8").replace("0.5<", "0.6<"), encoding="utf-8")

    for _ in range(2):
        with pytest.raises(BookError, match=f"{PAGE}:6: 본문의 값이 다릅니다"):
            built_once(tmp_path, written)


def test_book_that_is_generated_to_be_timed_can_be_built(tmp_path):
    generated.ours(tmp_path, 2)
    assert main(["--book", str(tmp_path)]) == 0
