"""What the cells of a notebook put out is published as it is, or refused with the cell's line."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from lesson_code.publish.execute import cells
from lesson_code.publish.execute.job import Job
from lesson_code.publish.faults import BookError
from lesson_code.publish.read.percent import Cell

JOB = Job("notebook", "small/walk", "lesson_code/small/walk.py")
SVG = '<?xml version="1.0"?>\n<svg width="9pt" xmlns="http://www.w3.org/2000/svg">{}</svg>'


def cleaned(outputs, text="", **options):
    cell = new_code_cell("", outputs=outputs)
    title = Cell("markdown", 1, 2, 3, '<a id="walk"></a>\n\n# 걷기', {})
    written = [title, Cell("code", 3, 4, 9, text, options)]
    cells.clean([new_markdown_cell(""), cell], written, JOB, ["/srv/my book"])
    return cell.outputs


def shown(**data):
    kinds = {
        "html": "text/html",
        "svg": "image/svg+xml",
        "png": "image/png",
        "latex": "text/latex",
        "plain": "text/plain",
    }
    kinds |= {"markdown": "text/markdown", "program": "application/javascript"}
    return new_output("display_data", {kinds[kind]: text for kind, text in data.items()})


def printed(text, name="stdout"):
    return new_output("stream", text=text, name=name)


REFUSED = {
    "warning": ([printed("UserWarning", "stderr")], "실행할 때마다"),
    "address in memory": ([printed("<object at 0x7f12345678>")], "실행할 때마다"),
    "address in memory in HTML": ([shown(html="<b>0x7f12345678</b>")], "실행할 때마다"),
    "file of the book on this machine": ([printed("/home/me/book/lesson_code/small/walk.py")], "실행할 때마다"),
    "name of a temporary folder": ([printed("/var/T/tmpa1b_c2d3\n")], "실행할 때마다"),
    "home of the kernel": ([shown(plain="PosixPath('/var/T/tmp0k2jx9_q/data')")], "실행할 때마다"),
    "folder of the book": ([printed("['/srv/my book', '']")], "실행할 때마다"),
    "folder of the user": ([shown(plain=repr(Path.home() / "data"))], "실행할 때마다"),
    "Python of this machine": ([shown(html=f"<b>{sys.executable}</b>")], "실행할 때마다"),
    "library of this machine": ([printed(f"{os.__file__}\n")], "실행할 때마다"),
    "packages of this machine": ([printed(f"{np.__file__}\n")], "실행할 때마다"),
    "figure that is not drawn": ([shown(plain="<Figure size 640x480 with 0 Axes>")], "나오지 않았습니다"),
    "dots": ([shown(png="iVBO", plain="<Figure>")], "나오지 않았습니다"),
    "drawing without a description": ([shown(svg=SVG.format(""))], "설명이 없습니다"),
    "Hangul without a font, which a download shows as boxes": (
        [shown(svg=SVG.format("<text>학습률</text>"))],
        "font.family",
    ),
    "too much text": ([printed("x" * 600_000), printed("x" * 600_000)], "1 MB"),
    "object of mathematics": ([shown(latex="$x^2$", plain="x")], "text/latex"),
    "Markdown": ([shown(markdown="$x$", plain="x")], "text/markdown"),
    "program": ([shown(program="1", plain="x")], "application/javascript"),
    "script": ([shown(html="<p>1</p>\n<script>1</script>")], "<script>"),
    "frame": ([shown(html="<iframe src='a'></iframe>")], "<iframe>"),
    "other page": ([shown(html='<meta http-equiv="refresh" content="0;url=a">')], "<meta>"),
    "handler": ([shown(html="<img src=a onerror='b()'>")], "<img onerror=…>"),
    "link that runs": ([shown(html="<a href=' JavaScript:b()'>a</a>")], "<a href=…>"),
    "image of another host": ([shown(html="<img src='//example.org/a.png'>")], "<img src=…>"),
    "video": ([shown(html="<video src='a'></video>")], "<video>"),
    "comment that hides what follows": ([shown(html="가<!-- 나")], "주석이 닫히지"),
    "element that takes in what follows": ([shown(html="<b title='1 > 0'>가")], "</b>로 닫으세요"),
    "ends of the page's own elements": ([shown(html="</div></div><b>가</b>")], "짝이 맞지 않습니다"),
    "link to nothing": ([shown(html='<a href="none.html">글</a>')], "가리키는 곳이 없습니다"),
    "address of nothing": ([shown(html='<a href="#none">글</a>')], "가리키는 곳이 없습니다"),
    "file that is nowhere": ([shown(html='<img src="a.png" alt="글">')], "가리키는 곳이 없습니다"),
    "address of the page": ([shown(html='<b id="walk">글</b>')], "두 번 나오는"),
    "address twice": ([shown(html='<b id="a">글</b>'), shown(html='<b id="a">글</b>')], "두 번 나오는"),
    "image without a description": ([shown(html='<img src="data:image/png;base64,AA">')], "설명이 없습니다"),
}
HTML = (
    "<style>td > p {x: y}</style><table border=1 class='t'><tr><td>가<td data-x>나<br></table><p>글<!-- 메모 -->",
    '<a href="#a">글</a><b id="a">말</b><a href=https://example.org/>글</a><a href="mailto:a@b.org">글</a>',
    '<img src="data:image/png;base64,AA" alt="점 셋"><input type="checkbox" checked><hr/>',
    '<svg viewBox="0 0 1 1"><path d="M0 0"/><circle r="1"></circle></svg>',
)


@pytest.mark.parametrize("name", REFUSED)
def test_output_that_a_page_must_not_show_is_told_with_its_cell(name):
    outputs, what = REFUSED[name]
    with pytest.raises(BookError) as refused:
        cleaned(outputs)
    (fault,) = refused.value.faults
    assert (fault.path, fault.line, what in fault.what) == (JOB.path, 4, True)


@pytest.mark.parametrize(
    "inside", ["<script>1</script>", "<a onclick='b()'/>", "<image href='https://example.org/a'/>"]
)
def test_drawing_that_brings_more_than_itself_is_told_with_its_cell(inside):
    with pytest.raises(BookError, match="넣을 수 없는"):
        cleaned([shown(svg=SVG.format(inside))], alt="그림")


def test_second_drawing_of_a_cell_has_no_description_and_is_told():
    with pytest.raises(BookError, match="여럿"):
        cleaned([shown(svg=SVG.format("")), shown(svg=SVG.format(""))], alt="그림")


def test_description_without_a_drawing_is_told():
    with pytest.raises(BookError, match="나오지 않았습니다"):
        cleaned([printed("1")], alt="그림")


def test_drawing_carries_its_description_as_text():
    (output,) = cleaned([shown(svg=SVG.format("<text>η &lt; 1</text>"))], alt='가 < "나"')
    drawing = output.data["image/svg+xml"]
    assert (
        drawing.startswith('<svg role="img" aria-label="가 &lt; &quot;나&quot;" ')
        and "<text>η &lt; 1</text>" in drawing
    )


def test_tables_and_dollar_signs_of_outputs_are_left_alone():
    outputs = [
        printed("/var/T/template.csv /var/T/tmp /srv/my booklet /usr/bin hex: 0x1000000\n"),
        shown(html="<td>$5</td><a href='https://example.org'>a</a>", plain="x"),
        printed("$x$ $HOME\n"),
    ]
    assert [dict(output) for output in cleaned(outputs)] == [dict(output) for output in outputs]


@pytest.mark.parametrize("made", HTML)
def test_html_that_stands_by_itself_is_let_through(made):
    assert cleaned([shown(html=made)])[0].data["text/html"] == made


def test_what_is_printed_over_a_while_is_one_output():
    pieces = [printed("0\n"), printed("1\n"), shown(plain="x"), printed("2\n")]
    assert [output.get("text") for output in cleaned(pieces)] == ["0\n1\n", None, "2\n"]


def test_hangul_may_stand_in_a_drawing_where_the_notebook_names_its_fonts():
    drawn = [shown(svg=SVG.format("<text>학습률</text>"))]
    assert cleaned(drawn, 'rcParams["font.family"] += found', alt="선")
