"""What a reader does with a page, and how a test waits for what comes of it."""

import time

from lesson_code.publish.book import NODE_MODULES

AXE = NODE_MODULES / "axe-core" / "axe.min.js"
PATIENCE = 60  # seconds
FOUND = "!!document.querySelector('.md-search-result__link')"


def until(page, holds, what=""):
    """Wait until a JavaScript expression or a function holds; our policy forbids what Playwright itself waits with."""
    end, pause = time.monotonic() + PATIENCE, 10.0
    while not (page.evaluate(holds) if isinstance(holds, str) else holds()):
        assert time.monotonic() < end, f"waited in vain until {what or holds}"
        page.wait_for_timeout(pause)  # and let the page's events come in
        pause = min(1.5 * pause, 100)  # a look takes the page's time: the longer it takes, the fewer


def unfold(page):
    """Open every fold."""
    page.evaluate("document.querySelectorAll('details').forEach(block => block.open = true)")


def show(page, scheme, width):
    """Show the page in a colour scheme at a width, and wait until its colours have faded over."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(media="screen", color_scheme=scheme)
    name = {"light": "default", "dark": "slate"}[scheme]
    until(page, f"document.body.dataset.mdColorScheme == '{name}' && document.getAnimations().length == 0")


def violations(page, within="document"):
    """Return what axe finds: its rules, each with the first places."""
    page.evaluate(AXE.read_text(encoding="utf-8") + "; 0")
    found = page.evaluate(f"axe.run({within}, {{resultTypes: ['violations']}}).then(result => result.violations)")
    return [(entry["id"], [node["target"] for node in entry["nodes"]][:3]) for entry in found]


def search(page, words):
    """Return the addresses that the search finds; it is opened where it is not open yet."""
    field = page.locator("[data-md-component=search-query]")
    if not page.locator("#__search").is_checked():
        narrow = page.viewport_size["width"] < 960
        (page.locator("label.md-header__button[for=__search]") if narrow else field).click()
    for query, done in (("", f"!{FOUND}"), (words, FOUND)):
        field.fill(query)  # as a paste does: no key is pressed
        until(page, done)
    return [link.get_attribute("href") for link in page.locator(".md-search-result__link").all()]


def open_chart(page, name="fig-playground"):
    """Scroll to the chart, and wait until it says its state, or that it cannot."""
    page.locator(f"#{name}").scroll_into_view_if_needed()
    until(page, f"!!document.querySelector('#{name} .state')?.textContent.trim()")


class Example:
    """One example of an open page, as its reader sees it."""

    def __init__(self, page, number=0):
        self.page = page
        self.block = page.locator(".language-pycon.highlight").nth(number)
        self.editor = self.block.locator(".cm-content")
        self.output = self.block.locator(".run-output")
        self.trace = self.block.locator(".run-trace")

    def button(self, name):
        return self.block.get_by_role("button", name=name, exact=True)

    @property
    def note(self):
        return self.block.locator(".run-note").inner_text()

    @property
    def printed(self):
        return self.output.text_content()

    def wait(self, *notes):
        until(self.page, lambda: self.note in notes, f"the note says {notes}")

    def run(self):
        """Click 실행 and wait for the end; return what was printed."""
        self.button("실행").click()
        self.wait("실행했습니다", "출력 없이 끝났습니다", "오류가 났습니다")
        return self.printed

    def write(self, text):
        """Put ``text`` in the place of the code, as a paste does: no indentation is added."""
        self.editor.focus()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(text)
