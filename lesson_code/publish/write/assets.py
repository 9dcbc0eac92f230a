"""Third-party files that the site serves itself, and the notices that go with them."""

import json
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from lesson_code.palette import DARK
from lesson_code.publish.book import NODE_MODULES

PYODIDE = NODE_MODULES / "pyodide"
PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
EDITOR = ("@codemirror/view", "@lezer/python", "style-mod", "w3c-keyname", "crelt", "@marijn/find-cluster-break")
KATEX = "assets/katex/"  # in the site
KATEX_STYLE = f"{KATEX}katex.min.css"
COLOURS = "assets/picture-colours.css"
KATEX_DIST = NODE_MODULES / "katex" / "dist"
HANGUL_FONT = NODE_MODULES / "@expo-google-fonts" / "ibm-plex-sans-kr" / "IBMPlexSansKR_400Regular.ttf"
FONT_SOURCE = re.compile(r',\s*url\([^)]*\.(?:woff|ttf)\)\s*format\("[^"]*"\)')


def katex_style() -> str:
    """Return KaTeX's style sheet with its fonts in WOFF2 alone, which every browser of today reads."""
    return FONT_SOURCE.sub("", (KATEX_DIST / "katex.min.css").read_text(encoding="utf-8"))


def picture_colours() -> str:
    """Return the style sheet that gives inline drawings their colours, and on a dark screen the partners of these."""
    light = " ".join(f"--picture-{colour[1:]}: {colour};" for colour in DARK)
    dark = " ".join(f"--picture-{colour[1:]}: {partner};" for colour, partner in DARK.items())
    return f':root {{ {light} }}\n@media screen {{ [data-md-color-scheme="slate"] {{ {dark} }} }}\n'


def katex_fonts() -> list[Path]:
    """Return the WOFF2 fonts that the style sheet names, which looks for them in fonts/ beside itself."""
    return sorted((KATEX_DIST / "fonts").glob("*.woff2"))


def pyodide_folder() -> str:
    """Return the address of Pyodide's files, which changes with its version and so never holds stale ones."""
    version = json.loads((PYODIDE / "package.json").read_text(encoding="utf-8"))["version"]
    return f"assets/pyodide-{version}/"


def pyodide_sizes() -> dict[str, int]:
    """Return the bytes of each of Pyodide's files by name, uncompressed."""
    return {name: (PYODIDE / name).stat().st_size for name in PYODIDE_FILES}


def notices() -> str:
    """Return Markdown with the licence of everything the site ships, from the packages' own files."""
    return "\n\n".join(
        f"## {name} {{#{anchor}}}\n\n{what}\n\n``` {{.text .no-copy}}\n{text.strip()}\n```"
        for name, anchor, what, text in _licences()
    )


def _licences() -> Iterator[tuple[str, str, str, str]]:
    katex = NODE_MODULES / "katex" / "LICENSE"
    yield "KaTeX", "katex", "수식의 모양을 정하는 스타일 시트와 글꼴입니다.", katex.read_text(encoding="utf-8")
    material = distribution("mkdocs-material")
    what = "페이지의 틀과 스크립트와 검색입니다."
    yield "Material for MkDocs", "material", what, _text(material, "licenses/LICENSE")
    yield "Material Design Icons", "icons", "페이지의 아이콘입니다.", _text(material, ".icons/material/LICENSE")
    yield from _licences_of_the_runner()
    yield "IBM Plex Sans KR", "plex", "그림 속 글자의 윤곽입니다.", _licence_in_font(HANGUL_FONT)


def _licences_of_the_runner() -> Iterator[tuple[str, str, str, str]]:
    """Yield what comes with the first example that a reader runs."""
    source = f"https://github.com/pyodide/pyodide/tree/{pyodide_folder().rpartition('-')[2]}"
    what = f"독자의 브라우저에서 예제를 실행하는 파이썬입니다. 고치지 않고 싣습니다. 소스 코드는 {source}에 있습니다."
    # neither Pyodide's package nor Python's library in it holds the text of its licence: these packages have the same
    yield "Pyodide", "pyodide", what, _text(distribution("pathspec"), "licenses/LICENSE")
    yield "Python", "python", "Pyodide에 든 파이썬입니다.", _text(distribution("typing_extensions"), "licenses/LICENSE")
    texts = {(NODE_MODULES / name / "LICENSE").read_text(encoding="utf-8").strip(): None for name in EDITOR}
    yield "CodeMirror, Lezer", "codemirror", "예제를 고치는 편집기입니다.", "\n\n".join(texts)


def _text(package: Distribution, ending: str) -> str:
    """Return the text of the package's file whose path ends so."""
    file = next(file for file in package.files or [] if file.as_posix().endswith(ending))
    return Path(str(file.locate())).read_text(encoding="utf-8")


def _licence_in_font(path: Path) -> str:
    """Return what the font file itself says of its maker, its licence and where that is found."""
    from fontTools.ttLib import TTFont

    with TTFont(path) as font:
        return "\n\n".join(filter(None, (font["name"].getDebugName(number) for number in (0, 13, 14))))
