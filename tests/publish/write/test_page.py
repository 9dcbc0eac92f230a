"""The last touches on pages: policy, versions, particles, what is kept, and a theme that is not as it was."""

import json
import re
import zlib

import pytest

from lesson_code.publish.cache import Cache
from lesson_code.publish.faults import BookError
from lesson_code.publish.write import formulas, katex, offline, page


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


FORMULA = '<span data-formula="a1">x</span>'
HELD = {
    f"{FORMULA}는 값": f"<span class=held>{FORMULA}는</span> 값",
    f"({FORMULA})는 값": f"<span class=held>({FORMULA})는</span> 값",
    "값은 5%입니다": "값은 5<span class=held>%입니다</span>",
    "값 a&lt;와 b": "값 a<span class=held>&lt;와</span> b",
    "<b>끝.</b>이 글": "<b>끝.</b>&#8288;이 글",
    "<pre>5%입니다</pre>": "<pre>5%입니다</pre>",
    "(글)과 ‘글": "(글<span class=held>)과</span> ‘글",
}


@pytest.mark.parametrize("text", HELD)
def test_particle_is_held_by_what_it_belongs_to(text):
    assert page.hold(text) == HELD[text]


def test_each_way_to_name_a_file_keeps_it_for_the_part_whose_page_names_it(tmp_path):
    named = '<img src="a.svg"><source srcset="b.svg"><a href="c.json">글</a>'
    files = {"part/page.html": named, **dict.fromkeys(("part/a.svg", "part/b.svg", "part/c.json", "part/d.svg"), "")}
    kept = kept_of(tmp_path, files)
    assert {entry["url"]: entry["parts"] for entry in kept} == {
        name: [3] for name in ("part/page.html", "part/a.svg", "part/b.svg", "part/c.json")
    }


def kept_of(folder, files):
    """Write a site of these files; return what its service worker says of those that it keeps."""
    for name, text in files.items():
        (folder / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "site" / name).write_text(text, encoding="utf-8")
    cache = Cache(folder / "cache", ())
    worker = offline.service_worker("", folder / "site", files, {"part/page.html": 3}, cache)
    return json.loads(re.match(r"self\.FILES=(.*);\n", worker)[1])


def test_weight_of_a_file_is_that_of_its_content_and_weighed_once(tmp_path, monkeypatch):
    pack, packed = zlib.compress, []

    def compress(data, level):
        packed.append(data)
        return pack(data, level)

    monkeypatch.setattr(zlib, "compress", compress)
    files = {"assets/a.css": "p {} " * 900, "assets/b.css": "b {}"}
    first = kept_of(tmp_path, files)
    assert [entry["size"] < 0.1 * 4500 for entry in first] == [True, True] and len(packed) == 2
    assert kept_of(tmp_path, files) == first and len(packed) == 2
    longer = kept_of(tmp_path, files | {"assets/b.css": "".join(map(chr, range(100, 900)))})
    assert longer[0] == first[0] and longer[1]["size"] > 500 and len(packed) == 3


@pytest.mark.parametrize("display", [False, True])
@pytest.mark.parametrize("before", ["=", "-", ">", r"\approx", r"\le", "(", ","])
def test_hangul_behind_a_sign_of_a_formula_leaves_it_a_formula(before, display):
    tex = rf"x{before}\text{{학습률}}" + "+y" * 20 * display
    ((markup, error),) = katex.render([(tex, display)])
    held = page.hold(f"<p>{formulas.placeholder(tex, display, markup)}{'' if display else ' 그대로'}</p>")
    filled = formulas.fill(held, {formulas.key(tex, display): markup})
    assert not error and "data-formula" not in filled and markup in filled
