"""Two built sites are compared by what their manifests say; the reader learns what changed, and why."""

import base64
import hashlib
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from lesson_code.publish.book import MACHINERY
from lesson_code.publish.compare.__main__ import main
from lesson_code.publish.compare.manifest import MANIFEST

VERSIONS = {"python": "3.11.7", "numpy": "2.4.1"}


def picture(drawing="골짜기", **told):
    """What a test says of a picture; files by their ending."""
    files = {".svg": drawing, ".dark.svg": f"어두운 {drawing}"}
    return {"files": files, "alt": "골짜기 하나", "sources": {"lesson_code/drawing.py": "1"}} | told


def write_site(root: Path, pictures, versions=VERSIONS) -> Path:
    listed = {}
    for stem, told in pictures.items():
        contents = {f"figures/{stem}{ending}": text.encode() for ending, text in told["files"].items()}
        for name, content in contents.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content)
        digest = hashlib.sha256(b"".join(contents.values())).hexdigest()
        listed[stem] = told | {"files": list(contents), "digest": digest}
    (root / MANIFEST).parent.mkdir(parents=True, exist_ok=True)
    manifest = {"pictures": listed, "drawn_with": versions}
    (root / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    return root


@pytest.fixture
def compared(tmp_path, capsys):
    """Return what is printed of two sites, given by their pictures and versions."""

    def compare(old, new, old_versions=VERSIONS, new_versions=VERSIONS):
        sites = [write_site(tmp_path / "old", old, old_versions), write_site(tmp_path / "new", new, new_versions)]
        assert main([*map(str, sites), "--page", str(tmp_path / "compare.html")]) == 0
        return capsys.readouterr().out

    return compare


@pytest.fixture
def shown(compared, tmp_path):
    """Return the page about two sites, read."""

    def read(old, new):
        compared(old, new)
        return Read((tmp_path / "compare.html").read_text(encoding="utf-8"))

    return read


class Read(HTMLParser):
    """The tags of a page with their attributes, in order, and its text."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.text += data

    def all(self, tag, attribute):
        return [attributes.get(attribute) for name, attributes in self.tags if name == tag]


def row(stem, table):
    """Return the cells of the picture's row."""
    (line,) = (line for line in table.split("\n") if line.startswith(f"| `{stem}` |"))
    return line.strip("| ").split(" | ")


def drawing(data):
    assert data.startswith("data:image/svg+xml;base64,")
    return base64.b64decode(data.partition(",")[2]).decode()


def test_same_sites_are_told_in_one_sentence_with_their_number(compared):
    pictures = {"a/one": picture(), "a/two": picture()}
    assert compared(pictures, pictures) == "그림 2장을 비교해 보니 모두 그대로입니다.\n"


def test_kinds_are_counted(compared):
    old = {"a/same": picture(), "a/also_same": picture(), "a/gone": picture(), "a/changed": picture()}
    new = {"a/same": picture(), "a/also_same": picture(), "a/new": picture(), "a/changed": picture("언덕")}
    first = compared(old, new).split("\n")[0]
    assert first == "그림 5장을 비교했습니다(달라짐 1장, 새로 생김 1장, 없어짐 1장, 그대로 2장)."


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ({}, {"a/one": picture()}, "새로 생김"),
        ({"a/one": picture()}, {}, "없어짐"),
        ({"a/one": picture()}, {"a/one": picture("언덕")}, "달라짐"),
    ],
)
def test_picture_is_told_with_what_became_of_it(compared, old, new, kind):
    assert row("a/one", compared(old, new))[1] == kind


def test_unchanged_picture_is_not_in_the_table(compared):
    table = compared({"a/same": picture(), "a/one": picture()}, {"a/same": picture(), "a/one": picture("언덕")})
    assert "a/same" not in table


def test_time_alone_is_no_change(compared):
    assert "모두 그대로" in compared({"a/one": picture(seconds=1.5)}, {"a/one": picture(seconds=2.5)})


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ({"x.py": "1"}, {"x.py": "2"}, "고친 코드: `x.py`"),
        ({}, {"x.py": "1"}, "더한 코드: `x.py`"),
        ({"x.py": "1"}, {}, "뺀 코드: `x.py`"),
        ({"x.py": "1", "y.py": "1"}, {"x.py": "2", "y.py": "2"}, "고친 코드: `x.py`, `y.py`"),
        (
            {"x.py": "1", "y.py": "1"},
            {"x.py": "2", "z.py": "1"},
            "고친 코드: `x.py`<br>더한 코드: `z.py`<br>뺀 코드: `y.py`",
        ),
    ],
)
def test_changed_picture_names_the_code_that_differs(compared, old, new, why):
    same = {"same.py": "1"}
    before, after = picture(sources=same | old), picture("언덕", sources=same | new)
    assert row("a/one", compared({"a/one": before}, {"a/one": after}))[2] == why


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ({"numpy": "2.4.0"}, {"numpy": "2.4.1"}, "`numpy 2.4.0 → 2.4.1`"),
        ({}, {"pillow": "12.0"}, "`pillow 없음 → 12.0`"),
        ({"pillow": "12.0"}, {}, "`pillow 12.0 → 없음`"),
    ],
)
def test_versions_explain_what_no_code_explains(compared, old, new, why):
    table = compared({"a/one": picture()}, {"a/one": picture("언덕")}, old, new)
    assert row("a/one", table)[2] == f"코드는 같고 버전이 다릅니다: {why}"


def test_versions_are_not_blamed_where_code_differs(compared):
    after = picture("언덕", sources={"lesson_code/drawing.py": "2"})
    assert "numpy" not in compared({"a/one": picture()}, {"a/one": after}, {"numpy": "2.4.0"}, {"numpy": "2.4.1"})


def test_change_without_a_known_reason_says_so(compared):
    why = row("a/one", compared({"a/one": picture()}, {"a/one": picture("언덕")}))[2]
    assert why == "코드도 버전도 같아 이유를 알 수 없습니다"


def test_seconds_are_told_before_and_after(compared):
    table = compared({"a/one": picture(seconds=1.5)}, {"a/one": picture("언덕", seconds=2)})
    assert row("a/one", table)[3] == "1.50초 → 2.00초"


@pytest.mark.parametrize(("before", "after"), [({"seconds": 1.5}, {}), ({}, {"seconds": 1.5}), ({}, {})])
def test_seconds_of_one_site_alone_are_not_told(compared, before, after):
    table = compared({"a/one": picture(**before)}, {"a/one": picture("언덕", **after)})
    assert "시간" not in table and "초" not in table


@pytest.mark.parametrize("missing", ["old", "new"])
def test_site_without_a_manifest_is_one_line_that_says_what_to_do(tmp_path, capsys, missing):
    write_site(tmp_path / ({"old", "new"} - {missing}).pop(), {})
    assert main([str(tmp_path / "old"), str(tmp_path / "new")]) == 1
    path = re.escape(str(tmp_path / missing / MANIFEST))
    assert re.fullmatch(rf"{path}:1: 그림 목록이 없습니다\. .*make site.*\n", capsys.readouterr().err)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"pictures":\n{}',
        '{"그림": {}}'.encode("euc-kr"),
        b"[]",
        b'{"pictures": {}}',
        b'{"pictures": [], "drawn_with": {}}',
        b'{"pictures": {"a/one": {}}, "drawn_with": {}}',
        b'{"pictures": {"a/one": {"digest": "", "files": [], "alt": "", "sources": {}}}, "drawn_with": {}}',
    ],
)
def test_unreadable_manifest_is_one_line_that_says_what_to_do(tmp_path, capsys, content):
    site = write_site(tmp_path / "site", {})
    (site / MANIFEST).write_bytes(content)
    assert main([str(site), str(site)]) == 1
    path = re.escape(str(site / MANIFEST))
    assert re.fullmatch(rf"{path}:1: 그림 목록을 읽을 수 없습니다\. .*다시 빌드하세요.*\n", capsys.readouterr().err)


def test_listed_drawing_that_is_gone_is_one_line(tmp_path, capsys):
    old = write_site(tmp_path / "old", {})
    new = write_site(tmp_path / "new", {"a/one": picture()})
    (new / "figures/a/one.svg").unlink()
    assert main([str(old), str(new), "--page", str(tmp_path / "compare.html")]) == 1
    assert re.fullmatch(rf"{re.escape(str(new))}/figures/a/one\.svg:1: .*\n", capsys.readouterr().err)


def test_page_has_the_drawing_before_to_the_left_of_the_one_after(shown):
    page = shown({"a/one": picture("골짜기")}, {"a/one": picture("언덕")})
    assert [drawing(data) for data in page.all("img", "src")] == ["골짜기", "언덕"]


def test_dark_page_has_the_dark_drawings(shown):
    page = shown({"a/one": picture("골짜기")}, {"a/one": picture("언덕")})
    assert [(source["media"], drawing(source["srcset"])) for tag, source in page.tags if tag == "source"] == [
        ("(prefers-color-scheme: dark)", "어두운 골짜기"),
        ("(prefers-color-scheme: dark)", "어두운 언덕"),
    ]


def test_phone_has_the_narrow_drawing_of_its_scheme(shown):
    files = {".svg": "넓음", ".dark.svg": "", ".narrow.svg": "좁음", ".narrow.dark.svg": "좁고 어두움"}
    page = shown({}, {"a/one": picture(files=files)})
    offered = [(source["media"], drawing(source["srcset"])) for tag, source in page.tags if tag == "source"]
    assert [text for media, text in offered if "max-width" in media] == ["좁고 어두움", "좁음"]


def test_drawing_without_a_dark_partner_keeps_a_light_ground(shown):
    page = shown({"a/one": picture(files={".svg": "밝음"})}, {"a/one": picture()})
    assert page.all("img", "class") == ["light", None]


def test_page_asks_nobody_for_anything(shown):
    page = shown({"a/one": picture(), "a/gone": picture()}, {"a/one": picture("언덕"), "a/new": picture()})
    addresses = [page.all(tag, name) for tag, name in [("img", "src"), ("source", "srcset"), ("a", "href")]]
    assert not [address for found in addresses for address in found if not address.startswith(("data:", "#"))]


def test_links_of_the_page_lead_to_its_headings(shown):
    page = shown({"a/one": picture()}, {"a/one": picture("언덕"), "a/new": picture()})
    assert page.all("a", "href") == [f"#{anchor}" for anchor in page.all("h2", "id")] == ["#a/new", "#a/one"]


def test_description_reaches_the_page_whatever_it_holds(shown):
    alt = 'f(x) < 0 & "발산"'
    assert shown({}, {"a/one": picture(alt=alt)}).all("img", "alt") == [alt]


def test_page_names_the_code_that_differs(shown):
    after = picture("언덕", sources={"lesson_code/drawing.py": "2"})
    assert "고친 코드: lesson_code/drawing.py" in shown({"a/one": picture()}, {"a/one": after}).text


def test_page_says_which_file_changed_where_the_drawings_look_the_same(shown):
    files = picture()["files"]
    old, new = ({"a/one": picture(files=files | {"/valley.json": text})} for text in ("1", "2"))
    assert "그대로입니다. 달라진 파일: figures/a/one/valley.json" in shown(old, new).text


def test_comparison_needs_nothing_installed(tmp_path):
    old, new = write_site(tmp_path / "old", {}), write_site(tmp_path / "new", {"a/one": picture()})
    command = [
        sys.executable,
        "-S",
        "-m",
        "lesson_code.publish.compare",
        old,
        new,
        "--page",
        tmp_path / "page.html",
    ]
    assert subprocess.run(command, cwd=MACHINERY, capture_output=True, text=True).stderr == ""


@pytest.mark.parametrize(
    ("given", "missing"), [([], "OLD NEW "), (["OLD=site"], "NEW "), (["NEW=site"], "OLD ")], ids=str
)
def test_make_says_which_site_was_not_given(given, missing):
    told = subprocess.run(["make", "compare", *given], cwd=MACHINERY, capture_output=True, text=True).stderr
    assert re.fullmatch(rf"Makefile:\d+: \*\*\* {missing}없이는 비교할 수 없습니다: make compare .*\n", told)
