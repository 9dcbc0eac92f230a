"""A book of any length for the benchmarks: each chapter has prose, 18 formulas and one picture drawn by code.

The same chapters are written in the dialect of this book and in that of each peer. Every tenth picture imports a
shared module, ``walking``, so that an edit of it must reach a tenth of the book and nothing else.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECTIONS, PER_SECTION = 6, 3  # 18 formulas
EVERY = 10  # one chapter in so many imports the shared module

FORMULAS = (
    r"\eta_{%d}",
    r"x_{k+1}=(1-\eta L)^{%d}\,x_0",
    r"\theta \leftarrow \theta - %d\,\eta\cdot\nabla_\theta\mathcal L(\theta)",
    r"f(\theta^{+})\le f(\theta)-\eta\left(1-\frac{%d\,\eta L}{2}\right)\lVert\nabla f(\theta)\rVert^2",
    r"N=\left\lceil\frac{\ln\varepsilon}{\ln|1-\eta L|}\right\rceil_{%d}",
    r"\rho(\eta)=\max_i|1-\eta\lambda_i|,\quad \eta<\frac{2}{\lambda_{%d}}",
)
PROSE = (
    "{0}번째 학습률입니다. 한 스텝의 크기는 기울기와 학습률의 곱이고,\n같은 자리에서는 학습률이 클수록 멀리 갑니다.",
    "바닥을 지나쳐도 손실은 줄어들 수 있습니다.\n손실이 줄지 않는 것과 바닥을 지나치는 것은 다른 일입니다.",
    "그래서 경계는 가파름이 아니라 **곡률**이 정합니다. 곡률이 `{0}`배가 되면 경계는 그만큼 줄어듭니다.",
)

# the same drawing for everyone: a few walks on a parabola, one panel, a legend
DRAWING = '''
CURVATURE = {curvature}
RATES = (0.1, 0.5, 0.9, 1.5, 1.9)  # in units of 1 / curvature


def walk(rate):
    """Return the positions of 40 steps."""
    theta, found = 1.0, []
    for _ in range(40):
        found.append(theta)
        theta = {onward}
    return found


def draw(figure):
    """Draw one curve for each rate."""
    axes = figure.subplots()
    for rate in RATES:
        axes.plot(walk(rate), label=f"rate {{rate:g}} / L")
    axes.set(xlabel="step", ylabel="position", title="chapter {number}")
    axes.legend()
    figure.tight_layout()
'''
ALONE = "theta - rate / CURVATURE * CURVATURE * theta"
TOGETHER = "walking.onward(theta, rate)"
WALKING = '"""What a tenth of the pictures import."""\n\n\ndef onward(theta, rate):\n    return theta - rate * theta\n'
WALKING_EDITED = WALKING.replace("theta - rate * theta", "theta - 0.5 * rate * theta")

OURS = '''"""{number}번째 장의 궤적을 그립니다."""

from matplotlib.figure import Figure
{imported}{drawing}

def figure():
    """Draw the picture."""
    picture = Figure(figsize=(6.4, 4.8))
    draw(picture)
    return picture


def describe():
    """Say what it shows."""
    return f"곡률이 {{CURVATURE}}인 골짜기에서 다섯 학습률로 걷습니다. 반씩 걸은 끝은 {{walk(0.5)[-1]:.3f}}입니다."
'''

# what the peers need besides
MARK = "@@picture@@"
PRINTED = """
import io
import matplotlib.pyplot as plt

plt.rcParams["svg.hashsalt"] = "book"
figure = plt.figure()
draw(figure)
text = io.StringIO()
figure.savefig(text, format="svg", metadata={"Date": None})
plt.close(figure)
print(text.getvalue()[text.getvalue().index("<svg"):])
"""
CONFIGURATION = """project = "book"
language = "ko"
extensions = ["sphinx_gallery.gen_gallery", "sphinx.ext.mathjax"]
sphinx_gallery_conf = {"examples_dirs": "../examples", "gallery_dirs": "chapters", "parallel": 2}
"""
FLOOR = '''"""Draw every picture, in two processes."""

import multiprocessing
from pathlib import Path

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt


def drawn(path):
    """Draw one picture."""
    names = {}
    exec(compile(path.read_text(), str(path), "exec"), names)
    figure = plt.figure()
    names["draw"](figure)
    figure.savefig(Path("drawn", path.stem + ".svg"))
    plt.close(figure)
    return path.name


if __name__ == "__main__":
    Path("drawn").mkdir(exist_ok=True)
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        print(len(list(pool.imap(drawn, sorted(Path("pictures").glob("*.py"))))))
'''


def shares(number: int) -> bool:
    """Return whether the chapter's picture imports the shared module."""
    return number % EVERY == 0


def stem(number: int) -> str:
    """Return the name of a chapter's picture in this book."""
    return f"chapter_{number}/curves"


def drawing(number: int) -> str:
    """Return the code that draws a chapter's picture onto ``axes``, without its imports; ``draw`` takes a figure."""
    onward = TOGETHER if shares(number) else ALONE
    return DRAWING.format(curvature=1 + number, number=number, onward=onward)


def chapter(number: int, picture: str) -> str:
    """Return a chapter in this book's Markdown; ``picture`` is what stands where the picture belongs."""
    parts = [f"# {number}번째 장 {{#chapter-{number}}}", picture]
    for section in range(SECTIONS):
        parts.append(f"## {number}장 {section + 1}절 {{#section-{section + 1}}}")
        for place in range(PER_SECTION):
            tex = FORMULAS[(section + place) % len(FORMULAS)] % (number * 18 + section * PER_SECTION + place)
            formula = f"```math\n{tex}\n```" if place == 0 else f"여기서 $`{tex}`$입니다."
            parts += [PROSE[place].format(number), formula]
    return "\n\n".join(parts) + "\n"


def in_dollars(text: str) -> str:
    """Return a chapter with its formulas as the peers write them."""
    text = re.sub(r"```math\n(.*?)\n```", r"$$\n\1\n$$", text, flags=re.DOTALL)
    return re.sub(r"\$`(.*?)`\$", r"$\1$", text)


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def navigation(count: int) -> str:
    """Return the ``nav`` of a book of so many chapters."""
    return "nav:\n  - index.md\n  - 장:\n" + "".join(f"      - chapters/chapter-{n}.md\n" for n in range(count))


def ours(folder: Path, count: int) -> None:
    """Write the book as this machinery builds it, with the repository's configuration less ``reference``."""
    configuration = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    configuration = re.sub(r"\nnav:.*?\n\n", "\n" + navigation(count) + "\n", configuration, flags=re.DOTALL)
    configuration = re.sub(r"\n  - mkdocstrings:.*?(?=\n  - |\n\n)", "", configuration, flags=re.DOTALL)
    hooks = "lesson_code/publish/mkdocs/hooks.py"
    write(folder / "mkdocs.yml", configuration.replace(hooks, str(ROOT / hooks)))
    links = "".join(f"- [{n}번째 장](chapters/chapter-{n}.md)\n" for n in range(count))
    write(folder / "docs" / "index.md", f"# 책 {{#book}}\n\n{links}")
    for asset in (ROOT / "docs" / "assets").iterdir():
        write(folder / "docs" / "assets" / asset.name, asset.read_text(encoding="utf-8"))
    write(folder / "lesson_code" / "walking.py", WALKING)
    for n in range(count):
        picture = f"![{n}번째 장의 궤적](../figures/{stem(n)}.svg)"
        front = f"---\ndescription: {n}번째 장\n---\n"
        write(folder / "docs" / "chapters" / f"chapter-{n}.md", front + chapter(n, picture))
        imported = "\nfrom lesson_code import walking\n" if shares(n) else ""
        module = OURS.format(number=n, curvature=1 + n, imported=imported, drawing=drawing(n))
        write(folder / "lesson_code" / f"chapter_{n}" / "curves.py", module)


PLAIN = """site_name: plain
theme:
  name: material
  language: ko
  font: false
  features: [navigation.footer, navigation.sections, navigation.top, navigation.indexes, search.highlight, toc.follow]
plugins: [search: {lang: ko}]
markdown_extensions:
  [abbr, admonition, attr_list, def_list, footnotes, md_in_html, tables, {toc: {permalink: "¶"}}, pymdownx.details,
   {pymdownx.highlight: {anchor_linenums: false}}, pymdownx.superfences, {pymdownx.arithmatex: {generic: true}}]
"""


def plain(folder: Path, count: int) -> None:
    """Write the book for stock Material, which executes nothing: its pictures are there already, all the same one."""
    write(folder / "mkdocs.yml", PLAIN + navigation(count))
    write(folder / "docs" / "index.md", "# 책 {#book}\n")
    for n in range(count):
        picture = f"![{n}번째 장의 궤적](../figures/curves.svg)"
        write(folder / "docs" / "chapters" / f"chapter-{n}.md", in_dollars(chapter(n, picture)))
    write(folder / "docs" / "figures" / "curves.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>\n')


def markdown_exec(folder: Path, count: int) -> None:
    """Write the book for markdown-exec: each picture is drawn by a fence of its page, as an SVG."""
    configuration = PLAIN.replace("plugins: [search: {lang: ko}]", "plugins: [search: {lang: ko}, markdown-exec]")
    write(folder / "mkdocs.yml", configuration + navigation(count))
    write(folder / "docs" / "index.md", "# 책 {#book}\n")
    write(folder / "walking.py", WALKING)
    for n in range(count):
        picture = f'```python exec="on" html="on"\n{imports(n)}{drawing(n)}\n{PRINTED}```'
        write(folder / "docs" / "chapters" / f"chapter-{n}.md", in_dollars(chapter(n, picture)))


def mkdocs_jupyter(folder: Path, count: int) -> None:
    """Write the book for mkdocs-jupyter: each chapter is a notebook in the percent format, with one cell of code."""
    plugins = "plugins: [search: {lang: ko}, mkdocs-jupyter: {execute: true}]"
    pages = navigation(count).replace(".md\n", ".py\n").replace("index.py", "index.md")
    write(folder / "mkdocs.yml", PLAIN.replace("plugins: [search: {lang: ko}]", plugins) + pages)
    write(folder / "docs" / "index.md", "# 책 {#book}\n")
    write(folder / "walking.py", WALKING)
    for n in range(count):
        head, rest = (in_dollars(text) for text in unnamed(chapter(n, MARK)).split(MARK))
        cells = [f"# %% [markdown]\n{commented(head)}", f"# %%\n{code(n)}", f"# %% [markdown]\n{commented(rest)}"]
        write(folder / "docs" / "chapters" / f"chapter-{n}.py", "\n".join(cells))


def sphinx_gallery(folder: Path, count: int) -> None:
    """Write the book for sphinx-gallery: each chapter is a script whose comments are reStructuredText."""
    write(folder / "source" / "conf.py", CONFIGURATION)
    write(folder / "source" / "index.rst", "책\n==\n\n.. toctree::\n\n   chapters/index\n")
    write(folder / "examples" / "GALLERY_HEADER.rst", "장\n==\n")
    write(folder / "walking.py", WALKING)
    for n in range(count):
        head, rest = (in_restructured(text) for text in unnamed(chapter(n, MARK)).split(MARK))
        script = f'r"""\n{head.strip()}\n"""\n\n{code(n)}\n# %%\n{commented(rest)}'
        write(folder / "examples" / f"plot_{n}.py", script)


def bare(folder: Path, count: int) -> None:
    """Write only the pictures, and a script that draws them in two processes: what no builder can go below."""
    write(folder / "floor.py", FLOOR)
    write(folder / "walking.py", WALKING)
    for n in range(count):
        write(folder / "pictures" / f"chapter_{n}.py", imports(n) + drawing(n))


def imports(number: int) -> str:
    """Return the import of the shared module, for the chapters that have one."""
    return "import walking\n" if shares(number) else ""


def code(number: int) -> str:
    """Return the code of a chapter that leaves its picture to pyplot."""
    return (
        f"import matplotlib.pyplot as plt\n{imports(number)}{drawing(number)}\n\nfigure = plt.figure()\ndraw(figure)\n"
    )


def unnamed(text: str) -> str:
    """Return a chapter without the names of its headings."""
    return re.sub(r" \{#[\w-]+\}$", "", text, flags=re.MULTILINE)


def commented(text: str) -> str:
    """Return the lines of a text as comments."""
    return "".join(f"# {line}".rstrip() + "\n" for line in text.strip().splitlines())


def in_restructured(text: str) -> str:
    """Return a chapter, its headings unnamed, in reStructuredText, its markup parted from the Korean after it."""
    text = re.sub(r"(?<![$`])`([^`$\n]+)`(?![$`])", r"``\1``\\ ", text)
    text = re.sub(r"```math\n(.*?)\n```", r".. math::\n\n   \1", text, flags=re.DOTALL)
    text = re.sub(r"\$`(.*?)`\$", r":math:`\1`\\ ", text)
    text = re.sub(r"(\*\*.*?\*\*)", r"\1\\ ", text)
    text = re.sub(r"^# (.*)$", lambda found: f"{found[1]}\n{'=' * 2 * len(found[1])}", text, flags=re.MULTILINE)
    return re.sub(r"^## (.*)$", lambda found: f"{found[1]}\n{'-' * 2 * len(found[1])}", text, flags=re.MULTILINE)
