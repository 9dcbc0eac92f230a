"""What MkDocs complains of in English is one Korean line that names its place and what to do."""

import re

import pytest

from lesson_code.publish.__main__ import main

CONFIGURATION = {
    "bracket never closed": ("strict: true", "strict: [", r"설정을 읽을 수 없습니다\. 괄호"),
    "tab": ("extra: {generator: false}", "extra:\n\tgenerator: false", r"설정을 읽을 수 없습니다\. .*'\\t'"),
    "line too far to the right": (
        "  language: ko\n",
        "  language: ko\n   features: []\n",
        r"설정을 읽을 수 없습니다\. ",
    ),
    "line too far to the left": ("  language: ko\n", " language: ko\n", r"설정을 읽을 수 없습니다\. "),
    "extension that is none": ("- attr_list", "- attr_lst", r"그런 마크다운 확장이 없습니다\. .*: attr_lst$"),
    "option that is none": (
        'permalink: "¶"',
        'permlink: "¶"',
        r"마크다운 확장에 준 설정이 틀렸습니다\. .*: toc: KeyError",
    ),
    "plugin that is none": ("- search:", "- serch:", r"설치되지 않은 플러그인입니다\. .*: serch$"),
    "theme that is none": ("name: material", "name: materiel", r"그런 테마가 없습니다\. .*: materiel$"),
    "language that is none": ("language: ko", "language: kx", r"테마가 모르는 언어입니다\. .*: kx$"),
    "name that is none": ("strict: true", "strct: true", r"모르는 설정입니다\. .*: strct$"),
    "no name of the site": ("site_name: 실", "# site_name: 실", r"꼭 있어야 하는 설정입니다\. .*: site_name$"),
    "level that is none": (
        "nav: {omitted_files: warn",
        "nav: {omitted_files: wrn",
        r"설정의 값이 틀렸습니다\. .*validation: .*wrn",
    ),
    "hook that is not there": ("mkdocs/hooks.py", "mkdocs/hook.py", r"설정의 값이 틀렸습니다\. .*: hooks: .*hook\.py"),
    "number among the pages": ("nav: [index.md", "nav: [7, index.md", r"nav의 한 줄은"),
    "number for a page": ("small-lesson.md]", "small-lesson.md, 1]", r"nav의 한 줄은"),
    "page without its title": ("small-lesson.md]", 'small-lesson.md, "": index.md]', r"nav의 한 줄은"),
    "part without its title": ("small-lesson.md]", 'small-lesson.md, " ": [a: index.md]]', r"nav의 한 줄은"),
    "part without pages": ("small-lesson.md]", "small-lesson.md, 부: ]", r"nav의 한 줄은"),
    "part of an empty list": ("small-lesson.md]", "small-lesson.md, 부: []]", r"nav의 한 줄은"),
    "pages without their dashes": ("small-lesson.md]", "small-lesson.md, 부: {a: index.md}]", r"nav의 한 줄은"),
    "two pages in one entry": ("small-lesson.md]", "{a: small-lesson.md, b: index.md}]", r"nav의 한 줄은"),
    "page that is not there": (
        "small-lesson.md]",
        "small-lesson.md, lost.md]",
        r"nav가 가리키는 파일이 없습니다\. .*: lost\.md$",
    ),
    "page from the root": (
        "small-lesson.md]",
        "small-lesson.md, /lost.md]",
        r"nav에는 docs/ 안의 파일을 .*: /lost\.md$",
    ),
    "wrong name of a page, which is therefore missing": (
        "small-lesson.md]",
        "smal-lesson.md]",
        r"nav가 가리키는 파일이 없습니다\. .*: smal-lesson\.md$",
    ),
    "theme that is not there": (
        "language: ko\n",
        "language: ko\n  custom_dir: none\n",
        r"설정의 값이 틀렸습니다\. .*: theme: .*'none'",
    ),
    "style sheet that is not there": (
        "book.css]",
        "bok.css]",
        r"설정에 적은 파일이 docs/에 없습니다\. .*: assets/bok\.css$",
    ),
    "script that is not there": (
        "theme.js]",
        "them.js]",
        r"설정에 적은 파일이 docs/에 없습니다\. .*: assets/them\.js$",
    ),
    "image that is not there": (
        "logo: assets/favicon.svg",
        "logo: assets/logo.svg",
        r"설정에 적은 파일이 docs/에 없습니다\. .*: assets/logo\.svg$",
    ),
    "address of the site": ("strict: true", "site_url: https://a.example/", r"이 책에서는 쓰이지 않는.*: site_url$"),
    "other folder of pages": ("strict: true", "docs_dir: lesson_code", r"이 책에서는 쓰이지 않는.*: docs_dir$"),
    "other addresses": ("strict: true", "use_directory_urls: false", r"이 책에서는 쓰이지 않는.*: use_directory_urls$"),
    "script of another site": (
        "theme.js]",
        'theme.js, "https://other.example/a.js"]',
        r"다른 사이트의 파일.*: https://other\.example/a\.js$",
    ),
    "font of another site": ("font: false", "font: {text: Roboto}", r"다른 사이트의 글꼴.*font: false.*: font$"),
    "font of the theme": (
        "theme:\n  name: material\n  language: ko\n  font: false",
        "theme:\n  name: material\n  language: ko",
        r"다른 사이트의 글꼴.*: theme$",
    ),
    "plugin that changes every address": ("- search:", "- offline\n  - search:", r"이 책에서는 쓸 수 없는.*: offline$"),
    "plugin that writes into docs": ("- search:", "- blog\n  - search:", r"이 책에서는 쓸 수 없는.*: blog$"),
    "no extension for formulas": (
        "  - markdown_katex: {insert_fonts_css: false}\n",
        "",
        r"책의 페이지에 꼭 있어야 .*: markdown_katex$",
    ),
    "no hook": ("\nhooks:", "\n#hooks:", r"책의 페이지에 꼭 있어야 .*: hooks\.py$"),
    "another theme": ("name: material", "name: mkdocs", r"책의 페이지에 꼭 있어야 .*: material$"),
    "feature that the theme has not": (
        "- toc.follow",
        "- toc.folow",
        r"테마에 없는 기능입니다\. .*혹시 toc\.follow인가요\?: toc\.folow$",
    ),
    "setting that stands twice": ("extra: {", "strict: true\nextra: {", r"같은 설정이 두 번 나옵니다\. .*: strict$"),
    "setting of the theme that stands twice": (
        "  font: false",
        "  language: ko\n  font: false",
        r"같은 설정이 두 번 나옵니다\. .*: language$",
    ),
    "base that is not there": (
        "strict: true",
        "strict: true\nINHERIT: base.yml",
        r"INHERIT가 가리키는 파일이 없습니다\. .*: base\.yml$",
    ),
    "page named twice": ("small-lesson.md]", "small-lesson.md,\n  index.md]", r"nav에 두 번 나옵니다\. .*: index\.md$"),
    "page not named": (
        "nav: [index.md, small-lesson.md]",
        "nav: [small-lesson.md]",
        r"nav에 없는 페이지입니다\. .*: index\.md$",
    ),
}


@pytest.mark.parametrize("case", CONFIGURATION)
def test_fault_of_the_configuration_is_one_korean_line_at_its_place_before_anything_is_executed(rebuilt, capsys, case):
    old, new, what = CONFIGURATION[case]
    path = rebuilt.root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    place = text[: text.index(old)].count("\n") + 1 + new.count("\n")
    moved = {"font of the theme": place - 2, "level that is none": place - 1, "theme that is not there": place - 4}
    moved |= dict.fromkeys(("plugin that changes every address", "plugin that writes into docs"), place - 1)
    nowhere = ("no name of the site", "no extension for formulas", "no hook", "another theme")
    moved["setting that stands twice"] = moved["setting of the theme that stands twice"] = place - 1
    line = (dict.fromkeys(nowhere, 1) | moved).get(case, place)  # that of the setting
    assert main(["--book", str(rebuilt.root)]) == 1
    progress, said = capsys.readouterr()
    assert progress == ""
    assert said.count("\n") == 1 and str(rebuilt.root) not in said and "/site-packages/" not in said
    found = re.match(r"mkdocs\.yml:(\d+): (.*)", said)
    assert re.match(what, found[2]), said
    assert abs(int(found[1]) - line) <= (1 if "읽을 수 없습니다" in what else 0), (said, line)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ("site_name: 실행되는 책\n".encode("cp949"), r"읽을 수 없습니다\. UTF-8"),
        (b"", "꼭 있어야 하는 설정입니다"),
        (b"- a\n", "설정은 줄마다 「이름: 값」으로"),
    ],
    ids=["no text", "empty", "a list"],
)
def test_configuration_that_is_none_is_one_line(rebuilt, capsys, data, what):
    (rebuilt.root / "mkdocs.yml").write_bytes(data)
    assert main(["--book", str(rebuilt.root)]) == 1
    assert re.fullmatch(rf"mkdocs\.yml:1: {what}[^\n]*\n", capsys.readouterr().err)


def test_module_that_the_reference_does_not_find_is_one_line(rebuilt, capsys):
    page = rebuilt.docs / "small-lesson.md"
    page.write_text(page.read_text("utf-8") + "\n::: lesson_code.none\n", encoding="utf-8")
    assert main(["--book", str(rebuilt.root)]) == 1
    said = capsys.readouterr().err
    assert re.match(r"docs/small-lesson\.md:\d+: .*lesson_code\.none", said) and said.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("partials/footer.html", "\n{% if %}", r"theme/partials/footer\.html:2: 테마의 템플릿을 읽을 수 없습니다\."),
        (
            "partials/footer.html",
            "{{ lost.attribute }}",
            r"theme/partials/footer\.html:1: 훅이나 테마의 템플릿이 멈췄습니다\.",
        ),
    ],
    ids=["syntax", "what it uses"],
)
def test_template_of_the_theme_that_cannot_be_used_is_one_line(rebuilt, capsys, name, text, line):
    path = rebuilt.root / "theme" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    configuration = rebuilt.root / "mkdocs.yml"
    said = configuration.read_text("utf-8").replace("  language: ko\n", "  language: ko\n  custom_dir: theme\n")
    configuration.write_text(said, "utf-8")
    assert main(["--book", str(rebuilt.root)]) == 1
    assert re.fullmatch(rf"{line}[^\n]*\n", capsys.readouterr().err)


@pytest.mark.parametrize(
    ("text", "line"),
    [("import nosuch", 1), ("def on_config(:", 1), ("\ndef on_config(config):\n    return config.lost", 3)],
    ids=["import", "syntax", "event"],
)
def test_hook_of_the_book_that_stops_is_one_line_at_its_place(rebuilt, capsys, text, line):
    (rebuilt.root / "own.py").write_text(text, encoding="utf-8")
    configuration = rebuilt.root / "mkdocs.yml"
    configuration.write_text(configuration.read_text("utf-8").replace("\nhooks: [", "\nhooks: [own.py, "), "utf-8")
    assert main(["--book", str(rebuilt.root)]) == 1
    assert re.fullmatch(rf"own\.py:{line}: [^\n]*\n", capsys.readouterr().err)


def test_icon_that_is_not_there_is_one_line_at_its_place(rebuilt, capsys):
    configuration = rebuilt.root / "mkdocs.yml"
    text = configuration.read_text("utf-8").replace("material/weather-sunny", "material/weather-suny")
    configuration.write_text(text, "utf-8")
    assert main(["--book", str(rebuilt.root)]) == 1
    line = text[: text.index("suny")].count("\n") + 1
    assert re.fullmatch(rf"mkdocs\.yml:{line}: 그런 아이콘이 없습니다\.[^\n]*\n", capsys.readouterr().err)


def test_icon_that_a_page_names_and_is_not_there_is_one_line_on_the_page(rebuilt, capsys):
    page = rebuilt.docs / "small-lesson.md"
    page.write_text(page.read_text("utf-8").replace("---\n", "---\nicon: material/nonesuch\n", 1), "utf-8")
    assert main(["--book", str(rebuilt.root)]) == 1
    assert re.fullmatch(r"docs/small-lesson\.md:2: 그런 아이콘이 없습니다\.[^\n]*\n", capsys.readouterr().err)


def test_dead_link_stops_the_build_whatever_the_configuration_lets_pass(rebuilt, capsys):
    path, page = rebuilt.root / "mkdocs.yml", rebuilt.docs / "small-lesson.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("links: {not_found: warn", "links: {not_found: ignore"), encoding="utf-8")
    page.write_text(page.read_text(encoding="utf-8") + "\n[자료](none.pdf)\n", encoding="utf-8")
    assert main(["--book", str(rebuilt.root)]) == 1
    line = page.read_text(encoding="utf-8").count("\n")
    assert capsys.readouterr().err.startswith(f"docs/small-lesson.md:{line}: 가리키는 곳이 없는 링크입니다")
