"""What a reader meets: pictures come when they are needed, folds open, colours switch, code is copied."""

import contextlib

import pytest
from serving import served
from weight import SCREEN, weigh

from tests.browser.reader import until

PAGES = {
    "home": "",
    "chapter": "gradient-descent/learning-rate/",
    "first": "gradient-descent/gradient-descent/",
    "choosing": "gradient-descent/choosing-learning-rate/",
    "momentum": "gradient-descent/momentum-and-adam/",
    "part": "gradient-descent/",
    "notebook": "practice/by_hand/",
    "line": "practice/line/",
    "digits": "practice/digits/",
    "edge": "practice/edge_of_stability/",
    "curves": "practice/loss_curves/",
    "glossary": "glossary/",
    "contributing": "contributing/",
    "reference": "reference/",
    "notices": "notices/",
}
CHAPTER = PAGES["chapter"]
LOADED = "[...document.querySelectorAll('#fig-big-and-small img')].some(i => i.naturalWidth && i.offsetWidth)"


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1440)])
def test_reader_loads_the_drawings_for_their_scheme_and_screen_and_no_others(open_page, scheme, width):
    page = open_page(CHAPTER, color_scheme=scheme, width=width, fresh=True)
    page.locator("#fig-big-and-small").scroll_into_view_if_needed()
    until(page, LOADED)
    page.wait_for_timeout(500)  # for any picture too many
    loaded = page.evaluate("performance.getEntriesByType('resource').map(r => r.name).filter(n => n.endsWith('.svg'))")
    assert all(name.endswith(".dark.svg") == (scheme == "dark") for name in loaded if "/figures/" in name), loaded
    chosen = [name for name in loaded if "/big_and_small." in name]
    assert chosen and all((".narrow." in name) == (width == 390) for name in chosen), chosen


SEEN = """[...document.images].filter((image) => image.currentSrc && image.getBoundingClientRect().top < innerHeight)
  .map((image) => performance.getEntriesByName(image.currentSrc)[0].encodedBodySize)"""


@pytest.mark.parametrize("name", ["home", "first", "chapter", "choosing", "momentum", "digits"])
def test_first_screen_of_a_phone_weighs_little(browser, site, name):
    phone = {"viewport": SCREEN, "device_scale_factor": 2, "service_workers": "block"}
    with served(site) as address, contextlib.closing(browser.new_context(**phone)) as context:
        page = context.new_page()
        first = weigh(page, address + PAGES[name])["first view"]
        page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
        pictures = sum(page.evaluate(SEEN))  # how many of those below come with them, every browser decides itself
    rest = sum(weight for kind, weight in first.items() if kind not in ("Image", "search"))
    assert first["Script"] > 40_000 and rest + pictures <= 220_000


@pytest.fixture(scope="module")
def chapter(keep_page):
    """The chapter, for tests that need nothing of it to be new."""
    return keep_page(CHAPTER)


def test_link_to_a_folded_place_unfolds_it(chapter):
    assert not chapter.evaluate("document.getElementById('saddles').closest('details').open")
    chapter.locator(".footnote a[href='#saddles']").click()
    until(chapter, "document.getElementById('saddles').closest('details').open")


def test_code_is_copied_by_its_button(open_page):
    page = open_page(PAGES["contributing"])
    block = page.locator(".language-python.highlight, .language-sh.highlight, .language-text.highlight").first
    block.hover()
    block.get_by_role("button", name="클립보드로 복사").click()
    assert page.evaluate("navigator.clipboard.readText()") == block.locator("code").inner_text().rstrip()


def test_printed_page_shows_the_light_pictures(chapter):
    chapter.emulate_media(media="print", color_scheme="dark")
    until(chapter, "document.body.dataset.mdColorScheme == 'slate'")
    assert chapter.locator("#fig-big-and-small .only-light").is_visible()
    assert not chapter.locator("#fig-big-and-small .only-dark").is_visible()
    chapter.emulate_media(media="screen", color_scheme="light")


def test_switch_of_colours_starts_with_the_device_goes_round_and_is_kept(open_page):
    page = open_page(color_scheme="dark")
    scheme, button = "document.body.dataset.mdColorScheme", page.locator("[data-scheme]:visible")
    seen = [page.evaluate(scheme)]
    for _ in range(3):
        button.focus()
        page.keyboard.press("Enter")
        assert button.evaluate("button => button === document.activeElement")
        page.reload()
        seen.append(page.evaluate(scheme))
    assert seen == ["slate", "default", "slate", "slate"]
    page.emulate_media(color_scheme="light")
    until(page, f"{scheme} == 'default'")


REPORT = """() => {
  const link = document.body.appendChild(document.createElement("a"));
  link.className = "mistake";
  link.href = "https://example.org/code/issues/new?template=mistake.yml&page=here";
  link.addEventListener("click", (event) => event.preventDefault());
  link.click();
  return new URL(link.href).searchParams.get("section");
}"""


def test_form_for_a_mistake_is_given_the_section_that_is_read(chapter):
    chapter.evaluate("location.hash = '#scale'")
    until(chapter, "document.querySelector(\"a.md-nav__link--active[href='#scale']\")")
    assert chapter.evaluate(REPORT) == "#scale"


@pytest.mark.parametrize("kept", ["{", '"x"', '{"index": 7}', '{"index": "toString"}', "null"])
def test_nonsense_that_is_kept_leaves_the_switch_of_colours(open_page, kept):
    page = open_page()
    page.evaluate("kept => localStorage.setItem(__md_scope.pathname + '.__palette', kept)", kept)
    page.reload()
    button = page.locator("[data-scheme]:visible")
    assert button.count() == 1 and page.evaluate("document.body.dataset.mdColorScheme") == "default"
    button.click()
    button.click()
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
