"""The real book, built once: what the chapter promises, and what every page promises."""

import html
import json
import re
from html.parser import HTMLParser

import pytest

from lesson_code.publish import differences, pages
from lesson_code.publish.book import MACHINERY, Book, sources
from lesson_code.publish.pages import Claim, Example

CHAPTER = "gradient-descent/learning-rate/index.html"
SOURCE = MACHINERY / "docs" / "gradient-descent" / "learning-rate.md"


@pytest.fixture(scope="session")
def chapter(site):
    return (site / CHAPTER).read_text(encoding="utf-8")


def every_page(site):
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}


class Addresses(HTMLParser):
    """Collects what a page loads (not what it links to)."""

    def __init__(self):
        super().__init__()
        self.loaded = []

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        self.loaded += [named[name] for name in ("src", "srcset", "data", "poster") if named.get(name)]
        if tag == "link" and named.get("rel") not in ("canonical", "prev", "next", "edit"):
            self.loaded.append(named["href"])
        self.loaded += re.findall(r"url\(([^)]*)\)|@import", named.get("style") or "")


POINTS = [
    "지난 단원에서 경사하강법을 배울 때 이미 <a",
    "<mtext>또는</mtext>",
    "사용자가 정해 주는 상수",
    "한 번의 갱신에 <strong>얼마나 반영할지",
    "학습이 일어나는 비율",
    "클수록 갱신은 커집니다",
    "종종걸음",
    "왼쪽은 학습률이 클 때이고 오른쪽은 작을 때",
    "손실이 오히려 커질 수 있습니다",
    "발산을 자주 만납니다",
    "절반(×0.5)이나 10분의 1(×0.1)",
    "지역 최소점</strong></a><sup>local minimum</sup>에 자리를 잡을 수 있습니다",
    "움직임이 느려지거나 아예 멈춥니다",
    "<strong>학습이 매우 느립니다</strong>",
    "<strong>최종 성능</strong>까지",
    "하이퍼파라미터</strong></a><sup>hyper-parameter</sup>라고",
    "오랜 실험과 손으로 하는 조정",
    "연구자와 엔지니어의 중요한 실력",
    "「학습률 고르기」 단원",
    "<strong>손실이 나쁜</strong> 지역 최소점에 갇히는 일은 드뭅니다",
]


def test_all_twenty_points_stand_in_the_chapter_in_their_order(chapter):
    places = [chapter.find(point) for point in POINTS]
    assert -1 not in places, [point for point, place in zip(POINTS, places, strict=True) if place < 0]
    assert places == sorted(places)


def test_every_figure_has_two_schemes_a_described_picture_and_its_code(chapter, site):
    figures = re.findall(r'<figure class="picture".*?</figure>\s*<details class="source"', chapter, re.DOTALL)
    assert len(figures) >= 9
    for figure in figures:
        light, dark = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', figure)
        assert light[1] == dark[1] and len(html.unescape(light[1])) >= 40 and re.search("[가-힣]", light[1])
        for address in re.findall(r'(?:src|srcset)="([^"]+)"', figure):
            assert ((site / CHAPTER).parent / address).resolve().is_file(), address
    numbers = [int(n) for n in re.findall(r"<b>그림 (\d+)\.</b>", chapter)]
    assert numbers == list(range(1, len(figures) + chapter.count('<figure class="picture chart"') + 1))


def test_examples_of_the_source_stand_in_the_page_and_are_at_least_twelve(chapter):
    examples = pages.read("a.md", "a.md", SOURCE.read_text(encoding="utf-8")).all(Example)
    prompts = sum(line.startswith(">>>") for example in examples for line in example.text.splitlines())
    assert len(examples) >= 12
    assert chapter.count('<span class="gp">&gt;&gt;&gt; </span>') == prompts


def test_every_prompt_was_executed(site):
    source = pages.read("a.md", "a.md", SOURCE.read_text(encoding="utf-8"))
    prompts = len(re.findall(r"^[\s>]*>>> ", SOURCE.read_text(encoding="utf-8"), re.MULTILINE))
    entries = [path.read_text("utf-8").partition("\n")[2] for path in (site.parent / ".cache" / "entries").iterdir()]
    counts = [json.loads(entry)["value"]["value"] for entry in entries if '"statements"' in entry]
    assert (prompts, len(source.all(Claim))) in [(count["statements"], count["claims"]) for count in counts]


def test_each_example_imports_all_that_it_uses():
    for example in pages.read("a.md", "a.md", SOURCE.read_text(encoding="utf-8")).all(Example):
        assert example.text.startswith(">>> from lesson_code."), example


def test_formulas_are_katex_with_mathml_and_without_errors(chapter):
    assert chapter.count('<span class="katex">') >= 40
    assert chapter.count('<span class="katex">') == chapter.count("<math ") == chapter.count("</math>")
    assert "katex-error" not in chapter and "PICTURE:" not in chapter and "data-formula" not in chapter


def test_notebook_page_has_its_downloads_beside_it(site):
    folder = site / "practice" / "learning_rate" / "by_hand"
    page = (folder / "index.html").read_text(encoding="utf-8")
    notebook = json.loads((folder / "by_hand.ipynb").read_text(encoding="utf-8"))
    assert all(cell["execution_count"] for cell in notebook["cells"] if cell["cell_type"] == "code")
    assert (folder / "by_hand.py").read_text("utf-8").startswith("# %% [markdown]")
    assert 'href="by_hand.ipynb" download' in page and 'class="katex"' in page and 'id="update-rule"' in page


def test_notebook_page_is_light(site):
    assert (site / "practice" / "learning_rate" / "by_hand" / "index.html").stat().st_size < 120_000


def test_no_page_loads_anything_from_another_host(site):
    for name, page in every_page(site).items():
        addresses = Addresses()
        addresses.feed(page)
        foreign = [address for address in addresses.loaded if re.match(r"(?:https?:)?//", address)]
        assert foreign == [], name
    for style in site.rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        assert not re.search(r"""(?:url\(|@import)\s*["']?(?:https?:)?//""", text), style


def test_every_page_says_so_in_its_policy_before_any_script(site):
    for name, page in every_page(site).items():
        policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', page)
        assert policy and "default-src 'none'" in policy[1] and "script-src 'self' 'sha256-" in policy[1], name
        assert page.index(policy[0]) < page.index("<script"), name


def test_addresses_are_relative_so_that_any_folder_serves(site):
    for name, page in every_page(site).items():
        if name != "404.html":
            assert re.findall(r'(?:src|href)="(/[^"]*)"', page) == [], name


def test_headings_have_stable_latin_addresses(site):
    for name, page in every_page(site).items():
        article = page[page.find("<article") :]
        for attributes in re.findall(r"<h[1-6]([^>]*)>", article):
            if name != "404.html":
                assert re.search(r'id="[a-z][\w.-]*"', attributes), (name, attributes)


def test_formula_markup_is_not_in_the_search_index_but_its_symbol_is(site):
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    entries = [entry for entry in index["docs"] if entry["location"].startswith(("gradient", "practice"))]
    text = " ".join(entry["title"] + entry["text"] for entry in entries)
    assert "katex" not in text and "\\eta" not in text and "\\frac" not in text
    assert "η가 0에 가까울수록" in text and "그림을 만든 코드" not in text


def test_without_addresses_nothing_points_anywhere(site):
    page = (site / CHAPTER).read_text(encoding="utf-8")
    assert not (site / "sitemap.xml").exists() and not (site / "sitemap.xml.gz").exists()
    assert "Sitemap" not in (site / "robots.txt").read_text("utf-8")
    assert "이 페이지 고치기" not in page and "og:url" not in page and 'rel="canonical"' not in page


def test_with_addresses_every_page_is_named_and_can_be_mended(published):
    page = (published / CHAPTER).read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://example.org/book/gradient-descent/learning-rate/">' in page
    assert 'content="https://example.org/book/figures/learning_rate/big_and_small.png"' in page
    assert 'href="https://example.org/code/edit/main/docs/gradient-descent/learning-rate.md"' in page
    assert 'href="https://example.org/code/issues/new?title=' in page
    sitemap = (published / "sitemap.xml").read_text(encoding="utf-8")
    assert "https://example.org/book/practice/learning_rate/by_hand/" in sitemap
    assert "Sitemap: https://example.org/book/sitemap.xml" in (published / "robots.txt").read_text("utf-8")
    assert 'href="/book/' in (published / "404.html").read_text(encoding="utf-8")


def test_edit_link_of_a_notebook_leads_to_its_script(published):
    page = (published / "practice" / "learning_rate" / "by_hand" / "index.html").read_text(encoding="utf-8")
    assert 'href="https://example.org/code/edit/main/lesson_code/learning_rate/by_hand.py"' in page
    assert "docs/practice" not in page


def test_manifest_of_the_book_is_what_compare_reads(site):
    found = differences.read(site)
    pictures = [source for source in sources(Book(MACHINERY)) if source.kind == "picture"]
    assert set(found.pictures) == {source.stem for source in pictures}
    for stem, picture in found.pictures.items():
        assert {f"lesson_code/{stem}.py", "lesson_code/matplotlibrc"} <= set(picture.sources)
        assert all((site / name).is_file() for name in picture.files)


def test_preview_picture_has_the_size_it_announces(published):
    data = (published / "figures" / "learning_rate" / "big_and_small.png").read_bytes()
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (1200, 630)


def test_every_page_describes_itself_in_its_own_words(site):
    found = [re.search(r'<meta name="description" content="([^"]+)"', page) for page in every_page(site).values()]
    assert all(found) and len({match[1] for match in found}) >= len(found) - 2  # 404 and the notebook: the book's


def test_notices_hold_the_licences_of_what_is_shipped(site):
    page = (site / "notices" / "index.html").read_text(encoding="utf-8")
    whose = ("Khan Academy", "Martin Donath", "SIL Open Font License", "Marijn Haverbeke")
    for word in (*whose, "Mozilla Public License Version 2.0", "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2"):
        assert word in page


def test_style_sheet_names_only_fonts_that_are_there(site):
    folder = site / "assets" / "katex"
    fonts = re.findall(r"url\(([^)]+)\)", (folder / "katex.min.css").read_text("utf-8"))
    assert len(fonts) >= 15 and all((folder / font).is_file() and font.endswith(".woff2") for font in fonts)


def test_every_word_of_the_brief_is_in_the_glossary(site):
    page = (site / "glossary" / "index.html").read_text(encoding="utf-8")
    for anchor in ("learning-rate", "gradient", "saddle-point", "edge-of-stability", "validation-data"):
        assert f'<dt id="{anchor}">' in page


def test_nothing_is_written_beside_the_sources(site):
    made = {path.name for path in site.parent.iterdir()}
    assert made == {"docs", "lesson_code", "mkdocs.yml", "site", ".cache"}
    assert not list((site.parent / "docs").rglob("*.svg.*")) and not list(site.parent.rglob("__pycache__"))
