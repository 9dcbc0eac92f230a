"""A term is used where it has been introduced: read in the order of the book, and the glossary leads to that place."""

import re
from functools import cache

import pytest

from lesson_code.publish.book import MACHINERY, Book
from lesson_code.publish.read import manuscript
from tests.told import line_of, told

ENTRY = re.compile(
    r"^\*\*(?P<term>[^*\n]+)\*\*<sup>.*\n: .*\n: +처음 나오는 곳: \[(?P<title>[^\]]+)\]\((?P<place>[\w/.-]+#[\w-]+)\)$",
    re.MULTILINE,
)
HEADING = re.compile(r'^#+ .*\{#(?P<anchor>[\w-]+)\}$|<a id="(?P<of_notebook>[\w-]+)">', re.MULTILINE)
UNREAD = re.compile(  # what announces a term or names a place: headings, prerequisites, links, ‘words’
    r"\A---\n.*?^---\n|^!!! abstract.*?(?=^\S)|^[ \t]*```.*?^[ \t]*```|^#.*?$|^\?\?\?.*?$|<!--.*?-->|\$\$.*?\$\$"
    r"|\$?`[^`\n]*`\$?|(?<!!)\[[^\]]*\]\([^)]*\)|(?<=\])\([^)]*\)|‘[^’\n]*’",
    re.MULTILINE | re.DOTALL,
)
ANNOUNCED = [  # used before, and said on the spot what it is or where it comes; or no term at all
    "손실 곡선 위의 점 하나입니다. 손실은 직선이 빗나간 정도여서",
    "지나온 그래디언트를 기억하는 모멘텀",
    "모멘텀부터 Adam까지",
    "파라미터마다 학습률을 맞추는 Adam은 다음 단원",
    "처음에 차츰 키우는 웜업은 [뒤에서]",
    "알려 주기 때문",
]


@cache
def book():
    """The prose of each lesson and notebook in the order of the book."""
    texts = {page.name: page.text for page in manuscript.read(Book(MACHINERY)).texts}
    nav = re.findall(
        r"(?:gradient-descent|practice)/[\w-]+\.(?:md|ipynb)", (MACHINERY / "mkdocs.yml").read_text("utf-8")
    )
    return {name: texts[name] for name in nav if not name.endswith("index.md")}


def blank(found):
    return re.sub(r"[^\n]", " ", found[0])


GLOSSARY = (MACHINERY / "docs" / "glossary.md").read_text(encoding="utf-8")
ENTRIES = {entry["term"]: entry["place"] for entry in ENTRY.finditer(GLOSSARY)}


def entry_of(term):
    """Where the glossary has a term."""
    return f"docs/glossary.md:{line_of(GLOSSARY, GLOSSARY.index(f'**{term}**<sup>'))}"


def file_of(name):
    """The file that a page is written in."""
    return f"lesson_code/{name.removesuffix('ipynb')}py" if name.endswith(".ipynb") else f"docs/{name}"


def test_glossary_leads_from_every_term_to_a_place():
    what = "뜻 아래에 적으세요: :   처음 나오는 곳: [페이지의 제목, 절의 제목](페이지.md#주소)"
    terms = re.findall(r"^\*\*([^*\n]+)\*\*<sup>", GLOSSARY, re.MULTILINE)
    told(f"{entry_of(term)}: ‘{term}’: {what}" for term in terms if term not in ENTRIES)


@pytest.mark.parametrize("term", ENTRIES)
def test_term_is_introduced_where_the_glossary_leads_and_used_only_from_there(term):
    (name, anchor), faults = ENTRIES[term].split("#"), []
    longer = "|".join(re.escape(other) for other in ENTRIES if term in other and other != term)
    use = re.compile(rf"(?<![가-힣]){f'(?!{longer})' * bool(longer)}{re.escape(term)}")
    for page, text in book().items():
        introduced = text.find(f"**{term}**<sup>") if page == name else len(text)
        plain = UNREAD.sub(blank, re.sub("|".join(map(re.escape, ANNOUNCED)), blank, text))
        for found in use.finditer(plain[:introduced]):
            what = f"‘{term}’: 아직 나오지 않은 용어입니다. 다르게 적거나, 처음 나오는 여기에 영어를 함께 적으세요"
            around = " ".join(plain[max(0, found.start() - 20) : found.end() + 20].split())
            faults.append(f"{file_of(page)}:{line_of(text, found.start())}: {what}: {around}")
        if page == name:
            above = [heading["anchor"] or heading["of_notebook"] for heading in HEADING.finditer(text[:introduced])]
            if introduced < 0 or above[-1] != anchor:
                what = f"**{term}**<sup>으로 소개하는 절이 아닙니다. 소개하는 절의 주소를 적으세요"
                faults.append(f"{entry_of(term)}: {ENTRIES[term]}: {what}")
            break
    told(faults)


def test_no_announcement_outlives_its_sentence():
    assert [phrase for phrase in ANNOUNCED if not any(phrase in text for text in book().values())] == []
