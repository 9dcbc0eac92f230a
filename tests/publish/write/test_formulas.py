"""KaTeX's own markup is published, and a formula reads as text wherever it is not a formula."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import markdown
import pytest

from lesson_code.publish.book import MACHINERY
from lesson_code.publish.cache import Cache
from lesson_code.publish.read import page as pages
from lesson_code.publish.write import formulas, katex
from lesson_code.publish.write.markdown import rewrite

FORMULAS = [
    ("\\eta", False),
    ("\\theta \\leftarrow \\theta - \\eta \\nabla \\mathcal L \\tag{1}", True),
    ("a<b", False),
]


@pytest.fixture
def entries(tmp_path):
    return Cache(tmp_path, ())


def page(text):
    return pages.read("a.md", "docs/a.md", text)


def html(text, entries):
    """Convert Markdown as the site does, up to the filled page."""
    markup, _ = formulas.typeset([page(text)], entries)
    extensions = ["markdown_katex", "tables", "footnotes", "admonition", "toc", "pymdownx.superfences", "attr_list"]
    with formulas.extension(markup):
        converter = markdown.Markdown(
            extensions=extensions, extension_configs={"markdown_katex": {"insert_fonts_css": False}}
        )
        converted = converter.convert(rewrite(page(text), {}, {}))
    return formulas.fill(converted, markup), converter.toc_tokens


def test_markup_is_what_katex_itself_returns_in_node():
    node = Path(sys.prefix) / "bin" / "node"
    script = "const k = require('katex'); for (const [t, d] of JSON.parse(process.argv[1]))"
    script += " console.log(k.renderToString(t, {displayMode: d}))"
    command = [str(node) if node.exists() else "node", "-e", script, json.dumps(FORMULAS)]
    printed = subprocess.run(command, cwd=MACHINERY, capture_output=True, text=True, check=True, env=os.environ).stdout
    assert [markup for markup, _ in katex.render(FORMULAS)] == printed.splitlines()


@pytest.mark.parametrize(
    "text",
    [
        "문장 $`x^2`$ 속",
        "# 제목 $`x^2`$ {#a}",
        "| a | b |\n|---|---|\n| $`x^2`$ | $`|b|`$ |",
        "- 목록 $`x^2`$\n    - $`y`$",
        '!!! note "제목 $`x^2`$"\n    안쪽 $`y`$',
        "각주[^1]\n\n[^1]: 각주 속 $`x^2`$",
        "두 줄에 걸친 $`x^2 +\ny`$ 수식",
        "``` math\nx^2\n```",
        "1. 항목\n\n    ```math\n    x^2\n    ```",
        "굵은 **$`x^2`$** 수식",
    ],
)
def test_formula_is_typeset_wherever_it_stands(text, entries):
    page_html, _ = html(text, entries)
    assert "katex-mathml" in page_html and "$" not in page_html and "tmp_" not in page_html


def test_formula_in_a_heading_is_its_symbol_in_the_table_of_contents(entries):
    _, toc = html("# 학습률 $`\\eta`$ {#a}", entries)
    assert toc[0]["name"] == "학습률 η"


def test_inline_formula_is_searched_as_its_symbols_and_a_displayed_one_is_not():
    (inline, _), (display, _) = katex.render([("\\eta<1", False), ("\\eta", True)])
    assert ">η&lt;1</span>" in formulas.placeholder("\\eta<1", False, inline)
    assert "data-search-exclude" in formulas.placeholder("\\eta", True, display)


def test_numbered_formula_can_be_linked_to(entries):
    assert '<span id="eq-7"><span class="katex-display">' in html("```math\nx \\tag{7}\n```", entries)[0]
    rows = "```math\n\\begin{align}\nx \\tag{1} \\\\\ny \\tag{2}\n\\end{align}\n```"
    assert html(rows, entries)[0].count('<span id="eq-') == 2


def test_wrong_formula_is_told_with_its_line_and_its_cause_in_korean(entries):
    _, faults = formulas.typeset([page("글\n\n수식 $`\\frac{1}{`$ 과 $`x`$")], entries)
    assert [(fault.path, fault.line) for fault in faults] == [("docs/a.md", 3)]
    assert "닫는 중괄호" in faults[0].what


LINES = {  # a fence of a formula, which begins on line 3: the line that is told
    "x\n\\foo\ny": 5,
    "\n\nx}\ny": 6,
    "x^2^3\ny": 4,
    "\\begin{aligned}\na &= b \\\\\nc &= d_\n\\end{aligned}": 6,
    "x\ny\n한글": 6,
    "x & y\nz": 4,
    "x \\frac{1}{\ny": 4,  # KaTeX knows only that it never ends
}


@pytest.mark.parametrize("tex", LINES)
def test_wrong_formula_of_several_lines_is_told_at_the_line_that_is_wrong(tex, entries):
    _, faults = formulas.typeset([page(f"글\n\n```math\n{tex}\n```")], entries)
    assert [fault.line for fault in faults] == [LINES[tex]]


WRONG = {
    "\\foo": "모르는 명령입니다. KaTeX가 아는 이름으로 고치세요: \\foo",
    "\\frac{1}{": "닫는 중괄호 }가 모자라거나",
    "{x": "닫는 중괄호 }가 모자라거나",
    "x}": "짝이 없는 닫는 중괄호",
    "a&b": "&는 이 자리에",
    "x\\right)": "짝이 없는 \\right",
    "\\left(x": "\\left의 짝",
    "\\begin{aligned}x": "\\begin의 짝",
    "x^": "^ 뒤에",
    "\\sqrt": "\\sqrt의 인자",
    "x^2^3": "첨자",
    "\\begin{foo}x\\end{foo}": "모르는 환경입니다. 이름을 고치세요: foo",
    "\\begin{matrix}x\\end{pmatrix}": "짝이 다릅니다. 같은 이름으로 고치세요: \\begin{matrix}와 \\end{pmatrix}",
    "\\tag{1}x": "\\tag는 ```math",
    "$x$": "수식 안에 달러 기호",
    "한": "한: 수식 속의 글은 \\text{…}",
    "“": "수식에 쓸 수 없는 글자입니다. 글로 옮기거나 LaTeX의 명령으로 적으세요: “",
    "😀": "수식에 쓸 수 없는 글자입니다. 글로 옮기거나 LaTeX의 명령으로 적으세요: 😀",
    "x\\text{😀}": "수식에 쓸 수 없는 글자입니다. 글로 옮기거나 LaTeX의 명령으로 적으세요: 😀",
    "\\newcommand{\\R}{x}\\R": "이미 있는 명령입니다. 다른 이름을 쓰거나 \\renewcommand로 적으세요: \\R",
    "\\renewcommand{\\foo}{x}\\foo": "아직 없는 명령입니다. \\newcommand로 적으세요: \\foo",
    "\\def\\x{\\x\\x}\\x": "\\def나 \\newcommand로 만든 명령이 끝없이",
    "\\textcolor{#12}{x}": "모르는 색입니다. red 같은 이름이나 #ff0000처럼 적으세요: #12",
    "1%": "%는 수식에서",
    "\\href{https://a.example}{x}": "수식에는 링크와 그림과 HTML을 넣을 수 없습니다. 글로 옮기세요: \\href",
    "x\\label{a}": "수식의 번호는 \\tag{1}로",
    "\\eqref{1}": "수식의 번호는 \\tag{1}로",
    "\\text{x_1}": "\\text 안에서는 _를 \\_로",
    "\\left{ x \\right}": "\\left 뒤의 중괄호는 \\{로",
    "\\(x\\)": "수식 안에서는 \\(를",
    "\\begin{array} a & b \\end{array}": "array의 칸은 l, c, r로 적습니다. \\begin{array}{cc}처럼",
    "\\begin{array}{c} 1 & 2 \\end{array}": "array에 적은 것보다 칸이 많습니다",
    "\\sqrt[3}{x}": "짝이 없는 닫는 중괄호 }",
    "\\Big x": "크기를 바꿀 괄호가 아닙니다",
    "\\middle|": "\\middle은 \\left와",
    "\\limits_x": "\\limits는",
    "\\hspace{1}": "길이에 단위가 없습니다. 1em처럼 적으세요: 1",
    "\\hline": "\\hline은",
    "\\htmlClass{a}{b}": "수식에는 링크와 그림과 HTML을",
    "\\includegraphics{a.png}": "수식에는 링크와 그림과 HTML을 넣을 수 없습니다. 글로 옮기세요: \\includegraphics",
}


def test_common_causes_are_named_in_korean():
    told = [formulas.cause(error) for _, error in katex.render([(tex, False) for tex in WRONG])]
    assert [meaning for meaning, said in zip(WRONG.values(), told, strict=True) if not said.startswith(meaning)] == []
    assert not re.search("[\ud800-\udfff]", "".join(told))  # no half of a letter


def test_formula_is_kept_for_each_way_of_showing_it(entries):
    inline, _ = formulas.typeset([page("$`x`$")], entries)
    both, _ = formulas.typeset([page("$`x`$\n\n```math\nx\n```")], entries)
    assert set(inline) < set(both) and len(set(both.values())) == 2


def test_known_formulas_start_no_process(entries, monkeypatch):
    before, _ = formulas.typeset([page("$`x`$")], entries)
    monkeypatch.setattr(katex, "render", lambda formulas: pytest.fail("Node was started"))
    assert formulas.typeset([page("다른 글, 같은 수식 $`x`$")], entries) == (before, [])


def test_page_without_formulas_needs_none(entries):
    assert formulas.typeset([page("글")], entries) == ({}, [])


def test_what_the_extension_uses_is_put_back(entries):
    from markdown_katex import wrapper

    before = wrapper.tex2html, dict(wrapper._PARSED_OPTIONS)
    with formulas.extension({}):
        assert wrapper.tex2html is not before[0]
    assert (wrapper.tex2html, wrapper._PARSED_OPTIONS) == before


def test_extension_starts_no_process(tmp_path):
    code = (
        "import subprocess\n"
        "def refuse(*a, **k): raise SystemExit('a process was started')\n"
        "subprocess.Popen = subprocess.check_output = refuse\n"
        "from lesson_code.publish.write import formulas\n"
        "import markdown\n"
        "with formulas.extension({formulas.key('x', False): '<math>x</math>'}):\n"
        "    print(markdown.markdown('$`x`$', extensions=['markdown_katex']))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=MACHINERY, capture_output=True, text=True)
    assert (run.returncode, "data-formula" in run.stdout) == (0, True), run.stderr


@pytest.mark.parametrize("name", ["equation", "align", "alignat", "gather"])
def test_formula_has_no_number_but_what_its_author_gave_it(name):
    begun = f"\\begin{{{name}}}{'{2}' * (name == 'alignat')}a&=b" if "al" in name else f"\\begin{{{name}}}a"
    (plain, wrong), (_, error) = katex.render([(f"{begun}\\end{{{name}}}", True), (f"{begun}\\foo", True)])
    assert (wrong, "eqn-num" in plain) == ("", False)
    assert f" at position {len(begun) + 1}: " in error  # as its author wrote it
