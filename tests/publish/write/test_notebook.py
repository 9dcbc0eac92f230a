"""A converted notebook becomes a page like any other."""

from lesson_code.publish.read.page import Formula
from lesson_code.publish.read.percent import TOKEN
from lesson_code.publish.write import formulas
from lesson_code.publish.write import notebook as notebooks

FORMULAS = [Formula(1, "x<y", False), Formula(2, "z", True)]
MARKUP = {formulas.key(f.tex, f.display): f"<math><mi>{f.tex[0]}</mi></math>" for f in FORMULAS}
PLACES = {
    "small.md": "small/",
    "practice/line": "practice/line/",
    "practice/line.ipynb": "practice/line/",
    "a b.png": "a b.png",
}


def test_converted_notebook_loses_foreign_style_script_and_tab_stops():
    body = notebooks.free('<style>a</style><div tabindex="0">b<script src="x"></script><!-- c --></div>')
    assert body == "<div>b</div>"


def test_headings_take_the_address_written_before_them():
    heading = '<p><a id="{0}"></a></p><h{1} id="x">{0}<a class="anchor-link" href="#x">¶</a></h{1}>'
    body, tokens = notebooks.with_anchors("".join(heading.format(*h) for h in (("a", 1), ("b", 2), ("c", 2))), "주소")
    assert '<h2 id="b">b<a class="headerlink" href="#b" title="주소">¶</a></h2>' in body
    assert [(t["id"], [c["id"] for c in t["children"]]) for t in tokens] == [("a", ["b", "c"])]


def test_formulas_take_the_places_of_their_tokens_and_no_dollar_sign_is_looked_at():
    body = f"<p>{TOKEN.format(1)} $a$ {TOKEN.format(0)}</p><td>$5</td>"
    first, second = (formulas.placeholder(f.tex, f.display, MARKUP[formulas.key(f.tex, f.display)]) for f in FORMULAS)
    assert notebooks.with_formulas(body, FORMULAS, MARKUP) == f"<p>{second} $a$ {first}</p><td>$5</td>"


def test_formula_in_an_attribute_is_plain_text():
    assert notebooks.with_formulas(f'<img alt="{TOKEN.format(0)}">', FORMULAS, MARKUP) == '<img alt="x">'


def test_links_written_as_in_a_page_or_as_a_browser_sees_them_lead_from_the_published_page():
    for target in ("../small.md#a", "../../small/#a"):
        body = notebooks.with_links(f'<a class="b" href="{target}">c</a>', "practice/by.ipynb", PLACES)
        assert body == '<a class="b" href="../../small/#a">c</a>'
    body = notebooks.with_links('<a href="line.ipynb"><img src="../a%20b.png">', "practice/by.ipynb", PLACES)
    assert body == '<a href="../line/"><img src="../../a%20b.png">'


def test_links_out_of_the_book_and_into_the_page_stay_as_they_are():
    body = '<a href="https://example.org/?a=1&amp;b">c</a><a href="#top">d</a><a href="by.py">e</a>'
    assert notebooks.with_links(body, "practice/by.ipynb", PLACES) == body
