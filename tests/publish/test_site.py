"""The real book, built once: what the chapter promises, and what every page promises."""

import gzip
import html
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import material
import pytest

from lesson_code.publish.book import MACHINERY, Book, sources
from lesson_code.publish.cache import Cache
from lesson_code.publish.compare import manifest
from lesson_code.publish.execute.job import identity, pieces
from lesson_code.publish.execute.pool import SINGLE_THREADED
from lesson_code.publish.read import page as read_page
from lesson_code.publish.read.page import Example
from lesson_code.publish.write import notices
from tests.labels import label_sizes
from tests.test_wording import wrong_particles
from tests.told import told

CHAPTER = "gradient-descent/learning-rate/index.html"
LESSONS = ("learning-rate", "choosing-learning-rate", "momentum-and-adam")
PRACTICE = [source.name for source in sources(Book(MACHINERY)) if source.kind == "notebook"]
# of the elements whose children each have their place
CHILDREN = dict.fromkeys(("msub", "msup", "mfrac", "mroot", "munder", "mover"), 2) | {"msubsup": 3, "munderover": 3}
every_lesson = pytest.mark.parametrize("lesson", LESSONS)
every_practice = pytest.mark.parametrize("name", PRACTICE)


@pytest.fixture(scope="session")
def chapter(site):
    return re.sub(r"<span class=held>(.*?)</span>", r"\1", shown(site, "learning-rate"))


def shown(site, lesson):
    """A lesson's page."""
    return (site / "gradient-descent" / lesson / "index.html").read_text(encoding="utf-8")


def written(lesson):
    """A lesson's Markdown, as its author wrote it."""
    return (MACHINERY / "docs" / "gradient-descent" / f"{lesson}.md").read_text(encoding="utf-8")


def items(lesson, kind):
    """What of a kind a lesson uses."""
    return read_page.read("a.md", "a.md", written(lesson)).all(kind)


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
    "경사하강법을 배울 때 이미 <a",
    "<mtext>또는</mtext>",
    "학습률은 사용자가 정해 그래디언트 벡터에 곱하는 상수",
    "한 번 갱신할 때 기울기를 <strong>얼마나 반영할지",
    "학습에 얼마나 반영할지 나타내는 비율",
    "클수록 갱신은 커집니다",
    "작으면 조금씩 나아갑니다",
    "골짜기를 큰 학습률로, 울퉁불퉁한 표면을 작은 학습률로 걸은 것",
    "손실이 오히려 커질 수 있습니다",
    "발산이 종종 일어납니다",
    "10분의 1(×0.1)</strong>",
    "지역 최소점</strong></a><sup>local minimum</sup>에 자리를 잡을 수 있습니다",
    "움직임이 느려집니다",
    "<strong>학습이 매우 느립니다</strong>",
    "<strong>최종 성능</strong>까지",
    "하이퍼파라미터</strong></a><sup>hyper-parameter</sup>라고",
    "오랜 실험과 손으로 하는 조정",
    "연구자와 엔지니어에게 꼭 필요합니다",
    "학습률 고르기</a>」에서 다룹니다",
    "<strong>손실이 나쁜</strong> 지역 최소점에 갇히는 일은 드뭅니다",
]


def test_all_twenty_points_stand_in_the_chapter_in_their_order(chapter):
    places = [chapter.find(point) for point in POINTS]
    assert -1 not in places, [point for point, place in zip(POINTS, places, strict=True) if place < 0]
    assert places == sorted(places)


@every_lesson
def test_every_figure_has_two_schemes_a_described_picture_and_its_code(site, lesson):
    page = shown(site, lesson)
    figures = re.findall(r'<figure class="picture".*?</figure>\s*<details class="source"', page, re.DOTALL)
    assert len(figures) >= 8
    for figure in figures:
        light, dark = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', figure)
        assert light[1] == dark[1] and len(html.unescape(light[1])) >= 40 and re.search("[가-힣]", light[1])
        for address in re.findall(r'(?:src|srcset)="([^"]+)"', figure):
            assert ((site / CHAPTER).parent / address).resolve().is_file(), address
    numbers = [int(n) for n in re.findall(r"<b>그림 (\d+)\.</b>", page)]
    assert numbers == list(range(1, len(figures) + page.count('<figure class="picture chart"') + 1))


@every_lesson
def test_examples_of_the_source_stand_in_the_page_and_are_at_least_ten(site, lesson):
    examples = items(lesson, Example)
    prompts = sum(line.startswith(">>>") for example in examples for line in example.text.splitlines())
    assert len(examples) >= 10
    assert shown(site, lesson).count('<span class="gp">&gt;&gt;&gt; </span>') == prompts


@every_lesson
def test_every_prompt_was_executed(site, lesson):
    prompts = len(re.findall(r"^[\s>]*>>> ", written(lesson), re.MULTILINE))
    page = read_page.read(f"gradient-descent/{lesson}.md", f"docs/gradient-descent/{lesson}.md", written(lesson))
    book = Book(site.parent)
    known = Cache(book.cache, book.roots)
    executed = {job: known.get(identity(job)) for job in pieces(page)}
    assert None not in executed.values()
    statements = sum(len(entry.value["value"]) for job, entry in executed.items() if job.kind == "example")
    assert prompts == statements


def test_formulas_are_katex_with_mathml_and_without_errors(chapter):
    assert chapter.count('<span class="katex">') >= 40
    assert chapter.count('<span class="katex">') == chapter.count("<math ") == chapter.count("</math>")
    assert "katex-error" not in chapter and "PICTURE:" not in chapter and "data-formula" not in chapter


@every_practice
def test_notebook_page_has_its_downloads_beside_it(site, name):
    folder = site / "practice" / name
    page = (folder / "index.html").read_text(encoding="utf-8")
    notebook = json.loads((folder / f"{name}.ipynb").read_text(encoding="utf-8"))
    assert all(cell["execution_count"] for cell in notebook["cells"] if cell["cell_type"] == "code")
    assert (folder / f"{name}.py").read_text("utf-8").startswith("# %% [markdown]")
    assert f'href="{name}.ipynb" download' in page
    script = (MACHINERY / "lesson_code" / "practice" / f"{name}.py").read_text(encoding="utf-8")
    assert ("$" in script) <= ('class="katex"' in page) and ("%matplotlib" in script) <= ("<svg" in page)


@every_practice
def test_notebook_page_is_light_and_brings_no_style_or_script_of_its_own(site, name):
    page = (site / "practice" / name / "index.html").read_bytes()
    plain, compressed = len(page) / 1000, len(gzip.compress(page, 9)) / 1000
    size = f"페이지가 {plain:.0f} kB, 압축하면 {compressed:.0f} kB입니다"
    what = f"{size}. 출력이나 그림의 점을 줄여 120 kB(압축하면 30 kB)를 넘지 않게 하세요"
    told([f"lesson_code/practice/{name}.py:1: {what}"] * (plain >= 120 or compressed >= 30))
    article = re.sub(rb"<svg\b.*?</svg>", b"", page[page.index(b"<article") :], flags=re.DOTALL)
    assert b"<style" not in article
    assert not re.search(rb"mathjax|require\.(?:min\.)?js", page, re.IGNORECASE)


@every_practice
def test_links_of_a_notebook_lead_to_places_that_are_there(site, name):
    folder = site / "practice" / name
    page = (folder / "index.html").read_text(encoding="utf-8")
    article = page[page.index("<article") : page.index("</article>")]
    links = [link for link in re.findall(r'href="([^"]+)"', article) if not re.match(r"#|https?:", link)]
    for link in links:
        address, _, anchor = html.unescape(link).partition("#")
        target = (folder / address).resolve()
        target = target / "index.html" if target.is_dir() else target
        assert target.is_file(), link
        assert not anchor or f'id="{anchor}"' in target.read_text(encoding="utf-8"), link


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """The environment of a machine that has drawn before: making the list of its fonts takes time, and is told."""
    fonts = tmp_path_factory.mktemp("matplotlib")
    environment = os.environ | {"MPLCONFIGDIR": str(fonts)} | dict.fromkeys(SINGLE_THREADED, "1")
    subprocess.run([sys.executable, "-I", "-c", "import matplotlib.font_manager"], env=environment, check=True)
    return environment


@pytest.mark.parametrize("name", PRACTICE)
def test_download_of_a_notebook_runs_by_itself_and_says_what_the_page_says(site, name, alone, tmp_path):
    script = site / "practice" / name / f"{name}.py"
    command = [sys.executable, "-I", str(script)]  # isolated: neither this folder nor PYTHONPATH can be imported
    run = subprocess.run(command, cwd=tmp_path, env=alone, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    assert name == "by_hand" or run.stdout == printed(site, name)


def printed(site, name):
    """What the executed notebook of a practice page printed."""
    notebook = json.loads((site / "practice" / name / f"{name}.ipynb").read_text(encoding="utf-8"))
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    return "".join("".join(output["text"]) for output in outputs if output["output_type"] == "stream")


def numbers(text, pattern):
    """The numbers a pattern captures in what was printed."""
    return [float(number.replace(",", "")) for number in re.search(pattern, text).groups()]


def test_line_ends_in_the_numbers_of_the_chapter(site):
    told = printed(site, "line")
    first_inf, first_nan = numbers(told, r"(\d+)스텝에서 inf, (\d+)스텝에서 nan")
    assert 0 < first_inf < first_nan < 1000
    assert numbers(told, r"경계 ([\d.e-]+)\n조건수") == [pytest.approx(3.0448e-4, rel=1e-4)]
    assert numbers(told, r"학습률 3.1e-04: ([\d,]+)스텝에서 손실이 inf") == [pytest.approx(9819, abs=5)]
    assert numbers(told, r"표준화한 뒤: 경계 (\d+)") == [1]
    one, ten = re.findall(r"평균의 경계 (\S+), 합의 경계 (\S+)", told)
    assert one[0] == ten[0] and float(ten[1]) == pytest.approx(float(one[1]) / 10, rel=1e-3)


def test_digits_end_in_stated_numbers(site):
    told = printed(site, "digits")
    assert "상대 오차가 1e-6보다 작은가: True" in told
    assert told.count("절벽 위") == 3  # rows without a digit
    best, cliff = numbers(told, r"가장 낮은 학습률: (\S+)\n.*나빠지는 학습률: (\S+)")
    assert 0.2 < best < 1 and 1 < cliff < 10
    assert numbers(told, r"시험 정확도: ([\d.]+)%") == [pytest.approx(96.5, abs=2)]


def test_sharpness_ends_near_two_over_the_learning_rate(site):
    told = printed(site, "edge_of_stability")
    rows = re.findall(r"^0\.\d .* (\d\.\d) +0\.\d\d$", told, re.MULTILINE)
    assert rows == ["1.0"] * 3
    assert "단위행렬과 같은가: True" in told
    first, highest, step, last = numbers(
        told, r"학습률 1.0: .*처음 곡률 (\S+), 가장 큰 곡률 (\S+) \((\d+)번째 스텝\), 29번째 스텝에서 (\S+)\n"
    )
    assert 5 <= step <= 15 and highest > 1.25 * first > last


def test_loss_curves_end_in_the_numbers_of_their_prose(site):
    told = printed(site, "loss_curves")
    assert re.search(r"학습률 2.5 : .*찍기보다 나쁜 시드가 있음", told)
    assert numbers(told, r"학습률 1.2 : .* (0\.\d+)\n") == [pytest.approx(0.012, abs=0.003)]
    assert re.findall(r"들쭉날쭉하지 않은 가장 큰 학습률: (\S+)", told) == ["0.1", "1.2", "1.8"]


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


def test_policy_has_only_what_every_browser_knows(site):
    known = "default-src script-src worker-src connect-src style-src img-src font-src base-uri form-action".split()
    for name, page in every_page(site).items():
        (policy,) = re.findall(r'"Content-Security-Policy" content="([^"]+)"', page)
        assert {part.split()[0] for part in policy.split(";")} == set(known), name  # WebKit warns of manifest-src


def test_no_page_makes_a_browser_fetch_ahead_what_the_policy_forbids(site):
    for name, page in every_page(site).items():
        assert re.findall(r'<link rel="(?:prev|next|prefetch|prerender)"', page) == [], name


def test_elements_of_mathml_have_the_children_they_need(site):
    for name, page in every_page(site).items():
        for formula in re.findall(r"<math.*?</math>", page, re.DOTALL):
            for element in ElementTree.fromstring(html.unescape(re.sub("&(?=lt;|amp;)", "&amp;", formula))).iter():
                kind = element.tag.rpartition("}")[2]
                assert len(element) == CHILDREN.get(kind, len(element)), (name, ElementTree.tostring(element))


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
    pages = json.loads((site / "search" / "pages.json").read_text(encoding="utf-8"))
    entries = [entry for entry in pages if entry["location"].startswith(("gradient", "practice"))]
    text = " ".join(entry["title"] + entry["text"] for entry in entries)
    assert not re.search(r"In\s?\[\d+\]|Out\s?\[\d+\]|펼쳐 보기|<svg", text)
    assert "katex" not in text and "\\eta" not in text and "\\frac" not in text
    assert "η가 0에 가까울수록" in text and "그림을 만든 코드" not in text


def test_nothing_is_published_that_only_other_languages_or_debuggers_ask_for(site):
    names = {path.name for path in site.rglob("*.*")}
    assert {"lunr.ko.min.js", "lunr.stemmer.support.min.js"} == {name for name in names if name.startswith("lunr.")}
    assert not {"tinyseg.js", "wordcut.js"} & names and not [name for name in names if name.endswith(".map")]


def test_only_the_reference_loads_the_style_sheet_of_references(site):
    assert [name for name, page in every_page(site).items() if "_mkdocstrings.css" in page] == ["reference/index.html"]


def test_without_addresses_nothing_points_anywhere(site):
    page = (site / CHAPTER).read_text(encoding="utf-8")
    assert not (site / "sitemap.xml").exists() and not (site / "sitemap.xml.gz").exists()
    assert "Sitemap" not in (site / "robots.txt").read_text("utf-8")
    assert "이 페이지 고치기" not in page and "og:url" not in page and 'rel="canonical"' not in page


def test_with_addresses_every_page_is_named_and_can_be_mended(published):
    page = (published / CHAPTER).read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://example.org/book/gradient-descent/learning-rate/">' in page
    assert 'content="https://example.org/book/figures/learning_rate/playground.png"' in page
    assert 'href="https://github.com/someone/book/edit/main/docs/gradient-descent/learning-rate.md"' in page
    assert 'href="https://github.com/someone/book/issues/new?template=mistake.yml&amp;page=' in page
    assert "template=mistake.yml&amp;page=index.html" in (published / "index.html").read_text(encoding="utf-8")
    sitemap = (published / "sitemap.xml").read_text(encoding="utf-8")
    assert "https://example.org/book/practice/by_hand/" in sitemap
    assert "Sitemap: https://example.org/book/sitemap.xml" in (published / "robots.txt").read_text("utf-8")
    assert 'href="/book/' in (published / "404.html").read_text(encoding="utf-8")


def test_address_for_reports_of_security_is_told_for_a_year_where_both_addresses_are_known(site, published):
    told = (published / "security.txt").read_text(encoding="utf-8")
    assert "Contact: https://github.com/someone/book/security/advisories/new\n" in told
    assert "Expires: 1971-01-02T00:00:00+00:00\n" in told
    assert not (site / "security.txt").exists()


def test_edit_link_of_a_notebook_leads_to_its_script(published):
    page = (published / "practice" / "by_hand" / "index.html").read_text(encoding="utf-8")
    assert 'href="https://github.com/someone/book/edit/main/lesson_code/practice/by_hand.py"' in page
    assert "docs/practice" not in page


def test_same_pictures_are_no_change_where_one_site_has_an_address(site, published):
    assert manifest.read(site).pictures == manifest.read(published).pictures


def test_manifest_of_the_book_is_what_compare_reads(site):
    found = manifest.read(site)
    pictures = [source for source in sources(Book(MACHINERY)) if source.kind == "picture"]
    assert set(found.pictures) == {source.stem for source in pictures}
    for stem, picture in found.pictures.items():
        assert {f"lesson_code/{stem}.py", "lesson_code/matplotlibrc"} <= set(picture.sources)
        assert all((site / name).is_file() for name in picture.files)


def test_every_particle_of_what_is_computed_fits_the_number_before_it(site):
    """What the pages' own text says is judged where it is written."""
    computed = [*(site / "figures").rglob("*.json"), *site.rglob("*.html")]
    told(
        fault
        for path in computed
        for fault in wrong_particles(path.relative_to(site).as_posix(), html.unescape(path.read_text(encoding="utf-8")))
    )


def test_preview_picture_has_the_size_it_announces(published):
    data = (published / "figures" / "learning_rate" / "playground.png").read_bytes()
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (1200, 630)


def test_every_page_describes_itself_in_its_own_words(site):
    found = [re.search(r'<meta name="description" content="([^"]+)"', page) for page in every_page(site).values()]
    assert all(found) and len({match[1] for match in found}) >= len(found) - 1  # the 404 page has the book's


def test_notices_hold_the_licences_of_what_is_shipped(site):
    page = (site / "notices" / "index.html").read_text(encoding="utf-8")
    whose = ("Khan Academy", "Martin Donath", "SIL Open Font License", "Marijn Haverbeke")
    texts = (
        "Mozilla Public License Version 2.0",
        "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2",
        "PERMISSION &amp; CONDITIONS",
    )
    for word in (
        *whose,
        *texts,
        "Netflix",
        "Zeno Rocha",
        "Google LLC",
        "Oliver Nightingale",
        "Reserved Font Name KaTeX",
    ):
        assert word in page


def test_notices_name_every_package_in_the_scripts_of_the_theme(site):
    """Its source maps say what they were made of."""
    scripts = Path(material.__file__).parent / "templates" / "assets" / "javascripts"
    sources = [name for path in scripts.rglob("*.map") for name in json.loads(path.read_bytes())["sources"]]
    packages = {found[1] for name in sources if (found := re.search(r"node_modules/((?:@[^/]+/)?[^/]+)", name))}
    listed = Path(notices.__file__).with_suffix(".toml").read_text(encoding="utf-8")
    assert "rxjs" in packages and {name for name in packages if f'"{name}/' not in listed} == set()


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


def test_labels_of_every_published_drawing_are_large_enough_on_a_phone(site):
    drawings = {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for path in site.rglob("figures/**/*.narrow*.svg")
    }
    for path in site.rglob("figures/*/*/*.json"):
        drawings[path.relative_to(site).as_posix()] = json.loads(path.read_text(encoding="utf-8"))["drawings"][
            "narrow"
        ]["svg"]
    for name in PRACTICE:
        page = (site / "practice" / name / "index.html").read_text(encoding="utf-8")
        drawings |= {
            f"lesson_code/practice/{name}.py: 그림 {n}": svg
            for n, svg in enumerate(re.findall(r'<svg role="img".*?</svg>', page, re.DOTALL), 1)
        }
    assert len(drawings) > 2 * 20 + 4 + 5
    smallest = {name: min(label_sizes(svg)) for name, svg in drawings.items()}
    what = "휴대전화에서 글자의 크기가 {:.1f} px뿐입니다. 11 px 이상이 되게 글자를 키우거나 그림을 좁히세요"
    told(f"{name}: {what.format(size)}" for name, size in smallest.items() if size < 11)
