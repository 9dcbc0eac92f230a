"""Every kind of fault that once passed in silence, hung, or was blamed on another place: one line, and the site stays.

Each is tried by the real command on a copy of a small book. What can be read is told before anything is executed.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lesson_code.publish.__main__ import main
from lesson_code.publish.book import MACHINERY, Book
from tests.publish.conftest import PICTURE as MODULE

PAGE, PICTURE, HOME = "docs/small-lesson.md", "lesson_code/small_lesson/one_step.py", "docs/index.md"
NOTEBOOK = "lesson_code/small_lesson/walk.py"
CELLS = """# %% [markdown]
# <a id="walk"></a>
#
# # 걷기
#
# 한 걸음 걷습니다.

# %%
print(1 + 1)
"""
DRAWING = """
# %% alt="글자 하나입니다."
# %matplotlib inline
# %config InlineBackend.figure_formats = ["svg"]
from matplotlib.figure import Figure

picture = Figure(figsize=(3, 2))
picture.subplots().set_title("학습률")
picture
"""
pytestmark = pytest.mark.usefixtures("warm")

PROSE = "값은 0.5<!--= edge(4.0) -->입니다."  # on line 6 of the page
FIGURE = "def figure():"  # on line 8 of the module

ON_A_PAGE = {  # what stands in the place of the prose: the line, and a part of what is said
    "proof with a blank": ("값은 0.5<!-- = edge(4.0) -->", 6, "<!--= 계산식 -->"),
    "proof with one dash": ("값은 0.5<!-= edge(4.0) -->", 6, "<!--= 계산식 -->"),
    "proof over two lines": ("값은 0.5<!--= edge(\n4.0) -->", 6, "<!--= 계산식 -->"),
    "proof in backticks": ("값은 `0.5<!--= edge(4.0) -->`", 6, "백틱"),
    "proof of a part of a number": ("값은 9,819<!--= 819 -->", 6, "본문의 값이 다릅니다"),
    "proof of the end of a decimal": ("값은 10.5<!--= edge(4.0) -->", 6, "본문의 값이 다릅니다"),
    "figure of the same name": ("![다시](figures/small_lesson/one_step.svg)", 8, "두 번 나옵니다"),
    "marker of a conflict": ("<<<<<<< HEAD\n글\n=======\n말\n>>>>>>> other", 6, "합치다 만"),
    "fold with two signs": ('?? note "접힌 글"\n    글', 6, "!!! note"),
    "misspelt admonition": ("!!! wraning\n    글", 6, "wraning"),
    "picture without alternative text": ("![](assets/favicon.svg)", 6, "설명"),
    "Mermaid": ("```mermaid\ngraph TD\n```", 6, "mermaid"),
    "marked text": ("이것은 ==중요합니다==.", 6, "형광펜"),
    "heading without a blank": ("#제목", 6, "제목은 #"),
    "underlined heading": ("제목\n====", 7, "밑줄"),
    "picture by reference": ("![그림][r]\n\n[r]: figures/small_lesson/one_step.svg", 6, "그림은"),
    "frame": ('<iframe src="https://example.org"></iframe>', 6, "보안 정책"),
    "video": ('<video src="a.mp4"></video>', 6, "보안 정책"),
    "figure that there is not": ("[앞의 그림](#fig-none)", 6, "fig-none"),
    "formula that there is not": ("[식](index.md#eq-3)", 6, "eq-3"),
    "formula of a division": ("값은 $2/\\lambda$", 6, "달러 기호"),
    "formula of a power": ("값은 $10^{-3}$", 6, "달러 기호"),
    "formula of a range": ("값은 $0<\\eta<1$", 6, "달러 기호"),
    "formula in round brackets": ("값은 \\(\\eta\\)", 6, "수식은"),
    "formula in square brackets": ("\\[x^2\\]", 6, "수식은"),
    "list without a blank line": ("다음과 같습니다.\n- 하나\n- 둘", 7, "빈 줄"),
    "list of two blanks": ("글\n\n- 하나\n  - 둘", 9, "네 칸"),
    "command that KaTeX does not know": ("$`\\foo`$", 6, "모르는 명령입니다"),
    "formula of several lines": ("```math\nx\n\\foo\n```", 8, "모르는 명령입니다"),
    "formula left open": ("```math\n\\frac{\n", 6, "닫히지"),
    "language that there is not": ("```pycno\n>>> 1\n1\n>>> 2\n2\n\n```", 6, "혹시 pycon인가요"),
    "prompts in another fence": ("```python\n>>> 1\n1\n>>> 2\n2\n```", 7, "실행되지 않는"),
    "number that begins with 2": ("```math\nx \\tag{2}\n```", 7, "\\tag{1}로"),
    "figure without its folder": ("![다시](figures/one_step.svg)", 6, "figures/단원_폴더/그림.svg"),
    "figure that no module draws": ("![다시](figures/small_lesson/one_stpe.svg)", 6, "혹시 small_lesson/one_step"),
    "figure of a notebook": ("![다시](figures/small_lesson/walk.svg)", 6, "노트북은 그림이 되지"),
    "star left open": ("**굵게 글", 6, "별표"),
    "first number that is lost": ("3. 하나\n4. 둘", 6, "1.로 시작"),
    "cell that is lost": ("| 가 | 나 |\n|---|---|\n| 1 | 2 | 3 |", 8, "칸"),
    "footnote that nobody calls": ("글\n\n[^1]: 뜻", 8, "부르지 않는"),
    "mistyped example": ("```pycon\n>>> x = 1\n>>> y = stpe(x)\n>>> y\n2\n\n```", 8, "NameError"),
    "endless claim": ("값은 0.5<!--= [0 for _ in iter(int, 1)] -->", 6, "time_limit"),
    "claim that ends its process": ("값은 0<!--= __import__('os')._exit(0) -->", 6, "종료 코드 0"),
    "example that ends its process": ("```pycon\n>>> import os\n>>> os._exit(0)\n\n```", 7, "종료 코드 0"),
    "example that writes into the book": ("```pycon\n>>> f = open('docs/x.txt', 'w')\n\n```", 7, "쓸 수 없습니다"),
    "claim that writes into the book": ("값은 3<!--= open('docs/x.txt', 'w').write('abc') -->", 6, "쓸 수 없습니다"),
    "output without an end": ("```pycon\n>>> print('a' * 1000)\n1\n\n```", 7, "…(1,000글자)"),
    "output that no page can show": ("```pycon\n>>> 1\n1\n>>> print('...')\n...\n\n```", 9, r"출력하세요: '...\n'"),
    "value that is half a letter": ("값은 3<!--= '\\ud800' -->", 6, r"'\ud800'"),
    "output that is half a letter": ("```pycon\n>>> print('\\ud800')\na\n\n```", 7, r"'\ud800'"),
    "output that looks the same": ("```pycon\n>>> print('가 나')\n가\u00a0나\n\n```", 7, "글자부터 다릅니다"),
}
AT_THE_HEAD = {  # the page's first lines: the line, and a part of what is said
    "colon in a description": ("---\ndescription: 학습률: 크면 발산합니다\n---\n", 2, "따옴표"),
    "quote left open": ('---\ndescription: "작은 단원\n---\n', 2, "따옴표"),
    "nothing": ("---\n---\n", 1, "비어 있습니다"),
    "no end": ("---\ndescription: 작은 단원\n\n", 1, "---"),
    "no description": ("---\ntime_limit: 60\n---\n", 1, "description"),
    "misspelt description": ("---\ndescripton: 작은 단원\n---\n", 2, "description"),
    "limit that is none": ("---\ndescription: 작은 단원\ntime_limit: soon\n---\n", 3, "제한 시간"),
    "line that disappears": ("Tip: 이 글은 사라집니다.\n\n", 1, "Tip:"),
}
DRAWS = "def figure():\n    picture, (axes,) = drawing.panels()\n    {}\n    return picture\n\n\ndef other():"
IN_A_PICTURE = {  # what stands in the place of ``def figure():``: the line, and a part of what is said
    "picture that ends its process": ("def figure():\n    import os\n    os._exit(0)", 8, "종료 코드 0"),
    "picture without an end": ("TIME_LIMIT = 0.5\n\ndef figure():\n    while True: pass", 11, "0.5초"),
    "chance without a seed": ("import numpy as np\nx = np.random.rand()\n\ndef figure():", 9, "시드"),
    "limit that is none": ("TIME_LIMIT = 'x'\n\ndef figure():", 8, "제한 시간"),
    "limit of a year": ("TIME_LIMIT = 31_536_000\n\ndef figure():", 8, "1,000,000"),
    "limit without an end": ("TIME_LIMIT = 1e999\n\ndef figure():", 8, "1,000,000"),
    "interrupt": (DRAWS.format("raise KeyboardInterrupt"), 10, "KeyboardInterrupt"),
    "value below a logarithm": (
        DRAWS.format("# of a logarithm\n    axes.plot([1, 2], [0, 1])\n    axes.set_yscale('log')"),
        12,
        "symlog 눈금을",
    ),
    "phone's drawing that is none": ("def narrow():\n    pass\n\n\ndef figure():", 12, "narrow()가"),
    "phone's drawing of nothing": (
        "def narrow():\n    return drawing.panels()[0]\n\n\ndef figure():",
        12,
        "narrow()가 돌려주는 그림에",
    ),
    "time of the build": ("import time\n\n\ndef figure():\n    time.time()", 12, "빌드할 때마다"),
    "name of the machine": ("import socket\n\n\ndef figure():\n    socket.gethostname()", 12, "빌드할 때마다"),
    "nothing drawn": (DRAWS.format("pass"), 8, "그려진 것이 없습니다"),
    "nothing to be drawn": (DRAWS.format("axes.plot([1, 2], [float('nan')] * 2)"), 8, "그려진 것이 없습니다"),
    "size of a wall": (DRAWS.format("axes.plot([1, 2]), picture.set_size_inches(40, 3)"), 8, "40 × 3인치"),
    "writing into the book": (DRAWS.format("open('docs/x.txt', 'w').close()"), 10, "쓸 수 없습니다"),
    "picture saved by itself": (DRAWS.format("picture.savefig('a.png')"), 10, "쓰세요: a.png"),
    "folder in the book": (DRAWS.format("__import__('os').mkdir('docs/x')"), 10, "쓰세요: docs/x"),
    "file moved into the book": (DRAWS.format("__import__('os').rename('/x', 'docs/y')"), 10, "쓰세요: docs/y"),
    "file of the book renamed": (DRAWS.format("__import__('os').rename('docs/index.md', '/x')"), 10, "docs/index.md"),
    "points without number": (DRAWS.format("axes.scatter(range(20_000), range(20_000))"), 8, "1 MB를 넘습니다"),
    "money": (DRAWS.format("axes.plot([1, 2]), axes.set_title('from $5 to $10')"), 10, "돈이라면"),
    "formula left open": (DRAWS.format(r"axes.plot([1, 2]), axes.set_title('$\\eta')"), 10, "하나뿐"),
    "half a letter": (DRAWS.format(r"axes.plot([1, 2]), axes.set_title('\ud800')"), 8, "글자가 아닌 것"),
    "formula that cannot be read": (
        DRAWS.format(r"axes.plot([1, 2]), axes.set_title('$x \\foo$')"),
        10,
        r"$x \foo$의 3",
    ),
    "formula without an end": (DRAWS.format("axes.plot([1, 2]), axes.set_title('$x^$')"), 10, "$x^$의 3번째"),
    "font that there is not": (
        DRAWS.format("axes.plot([1, 2]), axes.set_title('a', family='NanumGothic')"),
        10,
        "책에 없는 글꼴",
    ),
    "fonts that there are not": ("import matplotlib.pyplot as p\np.xkcd()\n\n\ndef figure():", 9, "책에 없는 글꼴"),
    "words that are half a letter": (
        DRAWS.format(r"axes.plot([1, 2]), globals().update(describe=lambda: '\ud800 골짜기')"),
        8,
        r"'\ud800'",
    ),
    "Hangul in a formula": (DRAWS.format(r"axes.plot([1, 2]), axes.set_title(r'$\mathrm{한}$')"), 10, "그림 속 수식"),
}
IN_A_NOTEBOOK = {  # the script: the line, and a part of what is said
    "cell that ends its process": (CELLS.replace("print(1 + 1)", "import os\nos._exit(0)"), 9, "프로세스"),
    "kind that there is not": (CELLS.replace("[markdown]", "[markdwon]"), 1, "[markdwon]"),
    "head without a blank": (CELLS.replace("# %%\n", "#%%\n"), 8, "칸을 나누는 줄이 아닙니다"),
    "description left open": (CELLS.replace("# %%\n", '# %% alt="선\n'), 8, 'alt="…"'),
    "Hangul in a drawing": (CELLS + DRAWING, 12, "font.family"),
    "writing into the book": (CELLS.replace("print(1 + 1)", "n = open('docs/x.txt', 'w')"), 9, "쓸 수 없습니다"),
    "star left over": (CELLS.replace("한 걸음", "**한 걸음"), 6, "별표"),
    "backtick left over": (CELLS.replace("한 걸음", "`한 걸음"), 6, "백틱"),
    "element left open": (CELLS.replace("한 걸음", "<span>한 걸음"), 6, "닫히지 않은 태그"),
    "dead link": (CELLS.replace("한 걸음", "[한](none.md) 걸음"), 6, "none.md"),
    "dead anchor": (CELLS.replace("한 걸음", "[한](#none) 걸음"), 6, "#none"),
    "forgotten sign": (CELLS.replace("# 한 걸음", "한 걸음"), 6, "#과 빈칸"),
    "chance without a seed": (CELLS.replace("print(1 + 1)", "import numpy as np\nprint(np.random.rand())"), 10, "시드"),
    "source outside the book": (CELLS.replace("# %%\n", '# %% source="/etc/hostname"\n'), 8, "/etc/hostname"),
}


@pytest.fixture(scope="module")
def copy(built: Book, tmp_path_factory) -> Book:
    """A copy of the built book with a notebook in it; each test puts back what it changes."""
    root = tmp_path_factory.mktemp("faults") / "book"
    shutil.copytree(built.root, root)
    book = Book(root)
    (root / NOTEBOOK).write_text(CELLS, encoding="utf-8")
    with (root / HOME).open("a", encoding="utf-8") as home:
        home.write("\n[걷기](small_lesson/walk.ipynb)\n")
    configuration = (root / "mkdocs.yml").read_text(encoding="utf-8")
    listed = configuration.replace("small-lesson.md]", "small-lesson.md, small_lesson/walk.ipynb]")
    (root / "mkdocs.yml").write_text(listed, encoding="utf-8")
    assert main(["--book", str(root)]) == 0
    return book


def state(folder: Path) -> set[tuple[object, ...]]:
    """Return what tells that no file below a folder was touched, without reading it."""
    known = ((path, path.stat()) for path in folder.rglob("*"))
    return {(path, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns) for path, found in known}


def told(book: Book, name: str, content: str | bytes, capsys) -> list[str]:
    """Build the book with another content of a file, which is then put back; return what is said."""
    path = book.root / name
    before, site = path.read_bytes(), state(book.site)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    try:
        assert main(["--book", str(book.root)]) == 1
    finally:
        path.write_bytes(before)
    assert state(book.site) == site and not list(book.root.glob("site.*"))
    return capsys.readouterr().err.splitlines()


def check(lines: list[str], place: str, part: str) -> None:
    assert len(lines) == 1, lines
    assert lines[0].startswith(f"{place}: ") and part in lines[0], lines


@pytest.mark.parametrize("kind", ON_A_PAGE)
def test_fault_of_a_page_is_one_line(copy, capsys, kind):
    text, line, part = ON_A_PAGE[kind]
    page = (copy.root / PAGE).read_text(encoding="utf-8")
    if "endless" in kind:
        page, line = page.replace("---\n", "---\ntime_limit: 0.5\n", 1), line + 1
    old = next(found for found in page.split("\n") if "edge(4.0)" in found)
    check(told(copy, PAGE, page.replace(old, text, 1), capsys), f"{PAGE}:{line}", part)


@pytest.mark.parametrize("kind", AT_THE_HEAD)
def test_fault_at_the_head_of_a_page_is_one_line(copy, capsys, kind):
    head, line, part = AT_THE_HEAD[kind]
    page = (copy.root / PAGE).read_text(encoding="utf-8")
    check(told(copy, PAGE, head + page[page.index("# ") :], capsys), f"{PAGE}:{line}", part)


@pytest.mark.parametrize("kind", IN_A_PICTURE)
def test_fault_of_a_picture_is_one_line(copy, capsys, kind):
    text, line, part = IN_A_PICTURE[kind]
    check(told(copy, PICTURE, MODULE.replace(FIGURE, text, 1), capsys), f"{PICTURE}:{line}", part)


def test_picture_with_a_title_in_bold_is_drawn_without_a_word(rebuilt, capfd):
    bold = DRAWS.format("axes.plot([1, 2]), axes.set_title('a', weight='bold')")
    (rebuilt.root / PICTURE).write_text(MODULE.replace(FIGURE, bold, 1), encoding="utf-8")
    assert main(["--book", str(rebuilt.root)]) == 0
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("kind", IN_A_NOTEBOOK)
def test_fault_of_a_notebook_is_one_line(copy, capsys, kind):
    text, line, part = IN_A_NOTEBOOK[kind]
    check(told(copy, NOTEBOOK, text, capsys), f"{NOTEBOOK}:{line}", part)


@pytest.mark.parametrize("name", [PAGE, PICTURE, NOTEBOOK, "mkdocs.yml"])
def test_file_in_another_encoding_is_one_line(copy, capsys, name):
    text = (copy.root / name).read_text(encoding="utf-8") + "\n# 글\n"
    check(told(copy, name, text.encode("cp949", "ignore"), capsys), f"{name}:1", "UTF-8")


def test_file_that_hides_a_module_of_python_is_one_line_in_a_warm_build_and_in_a_cold_one(built, tmp_path):
    root = tmp_path / "book"
    shutil.copytree(built.root, root)
    build = [sys.executable, "-m", "lesson_code.publish"]
    variables = os.environ | {"PYTHONPATH": str(MACHINERY)}
    for name in ("random.py", "numpy.py", "json/__init__.py"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("NOTHING = None\n")
        run = subprocess.run(build, cwd=root, env=variables, capture_output=True, text=True, encoding="utf-8")
        check(run.stderr.splitlines(), f"{name}:1", "가리는 이름")
        (root / name).unlink()
        shutil.rmtree(root / ".cache", ignore_errors=True)


@pytest.mark.parametrize("name", ["docs/.#a.md", "docs/._a.md", "lesson_code/small_lesson/._a.py"])
def test_what_begins_with_a_dot_is_not_read(copy, capsys, name):
    (copy.root / name).write_bytes(b"\xff\xfe \x00")
    try:
        assert main(["--book", str(copy.root)]) == 0
    finally:
        (copy.root / name).unlink()
