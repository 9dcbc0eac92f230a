"""The last touches on a page: its policy, the versions of what it loads, and a theme that is not as it was."""

import pytest

from lesson_code.publish.faults import BookError
from lesson_code.publish.write import page


@pytest.mark.parametrize("finish", [page.secure, page.name_search])
def test_theme_that_has_other_words_stops_the_build(finish):
    with pytest.raises(BookError, match=r"^mkdocs\.yml:1: 테마가 달라졌습니다"):
        finish("<html><head></head></html>")


def test_every_style_sheet_and_script_whose_name_stays_carries_its_version():
    head = '<link href="../assets/picture-colours.css"><script src="theme.js"></script><a href="a/theme.js.html">'
    versions = {"picture-colours.css": "12", "theme.js": "34"}
    assert page.version(head, versions) == (
        '<link href="../assets/picture-colours.css?v=12"><script src="theme.js?v=34"></script>'
        '<a href="a/theme.js.html">'
    )


def test_file_whose_name_only_ends_alike_has_no_version():
    assert page.version('<link href="a/my-book.css">', {"book.css": "12"}) == '<link href="a/my-book.css">'
