"""An address that is not there, on a server that answers with the book's own page for it, as GitHub Pages does."""

from pathlib import Path

import pytest

from tests.browser.conftest import Quiet, serving
from tests.browser.reader import search, until


class Pages(Quiet):
    """Answers for what is missing below /book/ with that folder's 404.html."""

    def send_error(self, code, message=None, explain=None):
        body = Path(self.directory, "book", "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def elsewhere(site, tmp_path_factory):
    """Where the book is served below a server's root, though it was built without an address."""
    root = tmp_path_factory.mktemp("elsewhere")
    (root / "book").symlink_to(site)
    with serving(root, Pages) as (address, _):
        yield address


@pytest.mark.parametrize("path", ["no-such-page", "no-such-folder/of/pages/"])
def test_unknown_address_is_answered_in_the_books_look_and_leads_into_it(browser, elsewhere, path):
    with browser.new_context(service_workers="block") as context:
        page = context.new_page()
        page.goto(elsewhere + path)
        page.wait_for_url("**/book/404.html")
        assert page.locator("h1").inner_text() == "찾는 페이지가 없습니다"
        assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
        assert any(link.endswith("/book/gradient-descent/learning-rate/") for link in search(page, "발산"))
        page.keyboard.press("Escape")
        page.locator("article a, .md-content a", has_text="첫 페이지").click()
        until(page, "location.pathname === '/book/'")
