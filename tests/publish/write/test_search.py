"""The theme's search behind ours: its index in two parts, only the languages of the book, and a theme that moved."""

import json

import pytest

from lesson_code.publish.faults import BookError
from lesson_code.publish.write import search

HEAD = '<script id="__config">{{"search": "../assets/javascripts/workers/{}", "annotate": null}}</script>'


def test_page_names_our_worker_for_the_themes_own():
    assert '"search": "../assets/live/search-AB.js"' in search.behind(
        HEAD.format(search.theme_worker()), "search-AB.js"
    )


@pytest.mark.parametrize("page", ["<html></html>", HEAD.format("search.0.min.js"), HEAD.format("other.js")])
def test_theme_that_names_its_worker_otherwise_stops_the_build(page):
    with pytest.raises(BookError, match=r"^mkdocs\.yml:1: 테마가 달라졌습니다"):
        search.behind(page, "search-AB.js")


@pytest.mark.parametrize("index", [{"docs": []}, {"config": {}, "docs": [], "index": {}}])
def test_index_of_another_form_stops_the_build(index):
    with pytest.raises(BookError, match=r"search_index\.json: config, docs"):
        search.split(json.dumps(index))


def test_index_is_split_into_its_settings_and_its_pages():
    settings, pages = search.split('{"config": {"lang": ["ko"]}, "docs": [{"title": "글"}]}')
    assert json.loads(settings) == {"config": {"lang": ["ko"]}, "docs": []}
    assert pages == '[{"title":"글"}]'


LUNR = "assets/javascripts/lunr/"


@pytest.mark.parametrize(
    ("languages", "kept"),
    [
        (["ko"], {"min/lunr.ko.min.js", "min/lunr.stemmer.support.min.js"}),
        (
            ["ko", "ja"],
            {"min/lunr.ko.min.js", "min/lunr.stemmer.support.min.js", "min/lunr.multi.min.js", "tinyseg.js"},
        ),
    ],
)
def test_only_the_languages_of_the_book_are_kept(languages, kept):
    names = [f"min/lunr.{name}.min.js" for name in ("ko", "de", "multi", "stemmer.support")] + ["tinyseg.js"]
    assert {name for name in names if not search.unused(LUNR + name, languages)} == kept
    assert search.unused("assets/javascripts/bundle.ab.min.js.map", languages)
    assert not search.unused("assets/javascripts/bundle.ab.min.js", languages)
