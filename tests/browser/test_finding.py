"""The search finds what a reader types, from any part of a Korean word, by mouse and by keyboard."""

import pytest

from tests.browser.reader import FOUND, search, until


@pytest.fixture(scope="module", params=[390, 1440])
def searching(keep_page, request):
    """The home page on a phone and on a wide screen."""
    return keep_page(width=request.param)


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("하강법", "gradient-descent/learning-rate/"),
        ("발산", "gradient-descent/learning-rate/"),
        ("learning rate", "gradient-descent/learning-rate/"),
        ("성큼성큼", "gradient-descent/learning-rate/"),
        ("건너뛰", "gradient-descent/learning-rate/"),
        ("범위 시험", "gradient-descent/choosing-learning-rate/"),
        ("역전파", "practice/digits/"),
        ("거듭제곱법", "practice/edge_of_stability/"),
        ("표준편차", "practice/line/"),
    ],
)
def test_search_finds_korean_from_any_part_of_a_word(searching, words, path):
    assert any(path in address for address in search(searching, words))


CHAPTER, CHOOSING = "gradient-descent/learning-rate/", "gradient-descent/choosing-learning-rate/"
MOMENTUM = "gradient-descent/momentum-and-adam/"
AS_ASKED = {
    "학습률이란?": CHAPTER,
    "(학습률)": CHAPTER,
    "학습률을": CHAPTER,
    "모멘텀이란?": CHOOSING,
    "adam?": CHOOSING,
    "「안장점」": f"{CHAPTER}#what-changes",
    "‘발산’은": f"{CHAPTER}#three-events",
    '"범위 시험"': f"{CHOOSING}#range-test",
    "η를": f"{CHAPTER}#three-events",
    "0.9에서는": f"{CHAPTER}#where-the-edge-is",
    "SGD와": CHOOSING,
    "하이퍼파라미터!": f"{CHAPTER}#hyper-parameters",
    "경사하강법이란 무엇인가요?": "gradient-descent/gradient-descent/",
    "그래디언트의": "gradient-descent/gradient-descent/",
    "표준편차로,": "practice/line/",
    "…역전파…": "practice/digits/",
    "거듭제곱법으로는": "practice/edge_of_stability/",
    "learning_rate:": "reference/",
    "범위시험": f"{CHOOSING}#range-test",
    "고유값이란": "glossary/#surfaces",
    "워밍업": "glossary/#searching",
    "그라디언트": "glossary/#descent",
    "아담": "glossary/#descent",
    "가중치감쇠가": f"{MOMENTUM}#weight-decay",
    "\u1112\u1161\u11a8\u1109\u1173\u11b8\u1105\u1172\u11af": CHAPTER,  # 학습률 as a Mac writes file names
    "ＡＤＡＭ이란？": f"{MOMENTUM}#adam",
    "학습률ㅇ": CHAPTER,  # a syllable is being typed
}


def test_search_finds_what_is_meant_however_it_is_asked(searching):
    found = {words: search(searching, words) for words in AS_ASKED}
    missed = [words for words, path in AS_ASKED.items() if not any(link.endswith(path) for link in found[words])]
    assert missed == []


def test_particle_widens_a_search_and_what_was_written_stands_first(searching):
    bare, written = search(searching, "학습률"), search(searching, "학습률을")
    assert bare[0] in written and sorted(bare) != sorted(search(searching, "경계를"))
    assert search(searching, "정확도")[0].endswith("practice/digits/")


def test_words_that_were_found_are_not_told_to_be_missing(searching):
    search(searching, "하강법을 학습률이란")
    missing = searching.locator(".md-search-result__terms").all_inner_texts()
    assert not any("하강법" in text for text in missing[:1])


def test_search_finds_nothing_in_the_markup_of_formulas(searching):
    search(searching, "학습률")
    searching.locator("[data-md-component=search-query]").fill("mathnormal")
    until(searching, f"!{FOUND}")


def test_first_query_fetches_the_pages_and_says_when_it_cannot(open_page):
    page, asked = open_page(fresh=True), []
    page.on("request", lambda request: asked.append(request.url.rpartition("/book/")[2]))
    page.reload()
    page.locator("[data-md-component=search-query]").click()
    page.wait_for_timeout(300)
    assert len(asked) > 5 and not [name for name in asked if "lunr" in name or "workers/" in name or "pages" in name]
    page.context.route("**/search/pages.json", lambda route: route.fulfill(status=503))
    assert search(page, "학습률") and "불러오지 못했습니다" in page.locator(".md-search-result__link").inner_text()
    page.context.unroute("**/search/pages.json")
    assert len(search(page, "하강법")) > 3


@pytest.mark.parametrize(("query", "written"), [("안장점이란?", "안장점"), ("범위시험을", "범위 시험")])
def test_hit_is_marked_on_its_page_as_the_page_writes_it(open_page, query, written):
    page = open_page()
    search(page, query)
    page.locator(".md-search-result__link[href$='#what-changes'], .md-search-result__link").first.click()
    until(page, "!!document.querySelector('article mark')")
    assert page.locator("article mark").first.inner_text() == written


def test_search_opens_moves_and_closes_by_keyboard(open_page):
    page = open_page()
    page.keyboard.press("/")
    page.keyboard.type("learning rate")
    page.wait_for_selector(".md-search-result__link")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.classList.contains('md-search-result__link')")
    page.keyboard.press("Escape")
    assert not page.locator("#__search").is_checked()
