"""The one reader of percent scripts: the cells that are checked are those that the kernel runs and the page shows."""

import html
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from lesson_code.publish.book import openings
from lesson_code.publish.read import markup, spans

HEADER = re.compile(r"\A# ---\n(?:#.*\n)*?# ---\n")  # of Jupytext
KIND = re.compile(r"\[(\w+)\]")
Kind = Literal["code", "markdown", "raw"]
KINDS: dict[str, Kind] = {"markdown": "markdown", "md": "markdown", "raw": "raw"}
OPTION = re.compile(r"""\b(\w+)=(["'])(.*?)\2""")
QUOTED = re.compile(r"""[rR]?(?P<quotes>"{3}|'{3})\n?(?P<text>.*?)\n?(?P=quotes)\Z""", re.DOTALL)
MAGIC = re.compile(r"^# (?=%matplotlib inline\s*$|%config InlineBackend\.figure_formats? *=)", re.MULTILINE)
FORMULA = re.compile(
    r"\$\$(?P<block>[^$]+)\$\$"
    r"|\\begin\{(?P<environment>[a-z]+\*?)\}.*?\\end\{(?P=environment)\}"
    r"|(?<!\$)\$(?![\s$])(?P<inline>(?:\\.|[^$\\\n]|\n(?!\s*\n))+?)(?<!\s)\$(?![A-Za-z0-9$])"
    r"|(?P<other>\\\\|\\?\$)",  # an escaped backslash, a dollar sign that is a letter
    re.DOTALL,
)
TOKEN = "formulaqz{}zq"  # letters and digits, which mean nothing to Markdown
QUOTATION = re.compile(r"\n[ \t]*>[> \t]*")


@dataclass(frozen=True)
class Cell:
    """A cell: the script's lines of its ``# %%``, its text and what follows; its text as a reader gets it; its options.

    What stands before the first ``# %%`` is a code cell with the head 0.
    """

    kind: Kind
    head: int
    line: int
    end: int
    text: str
    options: Mapping[str, str]

    def line_at(self, place: int) -> int:
        """Return the line of the script on which a place of the text lies."""
        return self.line + self.text.count("\n", 0, place)

    @cached_property
    def prose(self) -> str:
        """The text with blanks for its code, so that places stay where they are."""
        return spans.blank(markup.unfenced(self.text), ("code",))

    @cached_property
    def signs(self) -> list[re.Match[str]]:
        """Every formula of the prose, and every dollar sign that belongs to none."""
        return list(FORMULA.finditer(self.prose))

    @property
    def lettered(self) -> str:
        """The text without fences, with letters in the place of its formulas."""
        letters = ((*sign.span(), spans.spaces(sign[0], "x")) for sign in self.signs if not sign["other"])
        return spans.replaced(markup.unfenced(self.text), letters)

    def formulas(self) -> Iterator[tuple[int, str, bool]]:
        """Yield the line, the TeX on one line, and whether it is displayed, of each formula."""
        for sign in self.signs:
            if not sign["other"]:
                yield self.line_at(sign.start()), " ".join(self.tex(sign).split()), sign["inline"] is None

    def tex(self, sign: re.Match[str]) -> str:
        """Return the TeX of a formula as it stands, without its dollar signs and the marks of a quotation."""
        found = markup.Found(self.text, sign)
        tex = QUOTATION.sub("\n", found[0]) if found.before.lstrip().startswith(">") else found[0]
        return tex if sign["environment"] else tex.strip("$")


def cells(script: str) -> list[Cell]:
    """Return the cells of a percent script."""
    script = HEADER.sub(lambda header: "\n" * header.group().count("\n"), script)
    lines = script.split("\n")
    heads = [(spans.line_at(script, opening.start()), opening["head"]) for opening in openings(script)]
    if not heads or any(line.strip() for line in lines[: heads[0][0] - 1]):
        heads.insert(0, (0, ""))
    ends = [*(number for number, _ in heads[1:]), len(lines) + 1]
    return [_cell(head, end, told, lines[head : end - 1]) for (head, told), end in zip(heads, ends, strict=True)]


def _cell(head: int, end: int, told: str, lines: list[str]) -> Cell:
    options = {key: value for key, _, value in OPTION.findall(told)}
    named = KIND.search(OPTION.sub("", told))
    kind: Kind = KINDS.get(named[1].lower(), "code") if named else "code"
    above = next((number for number, line in enumerate(lines) if line.strip()), 0)
    text = "\n".join(lines[above:]).rstrip()
    line = head + 1 + above
    if kind != "code":
        if quoted := QUOTED.match(text):
            return Cell(kind, head, line + text.count("\n", 0, quoted.start("text")), end, quoted["text"], options)
        text = re.sub(r"^# ?", "", text, flags=re.MULTILINE)
    return Cell(kind, head, line, end, text, options)


def runnable(cell: Cell) -> str:
    """Return the text of a code cell as IPython wants it."""
    return MAGIC.sub("", cell.text)


def convertible(found: Sequence[Cell]) -> list[str]:
    """Return the cells' texts for a converter of Markdown, with a token for each formula, counted from 0.

    No other dollar sign outside code is left, so that the converter can take none for a formula.
    """
    numbers = itertools.count()
    return [_tokens(cell, numbers) if cell.kind == "markdown" else cell.text for cell in found]


def _tokens(cell: Cell, numbers: Iterator[int]) -> str:
    def token(found: re.Match[str]) -> str:
        other = found["other"]
        return (other if other == r"\\" else "&#36;") if other else TOKEN.format(next(numbers))

    return spans.replaced(cell.text, ((*sign.span(), token(sign)) for sign in cell.signs))


def verbatim(cell: Cell) -> str:
    """Return the Markdown that shows a raw cell as it is written."""
    return f"<pre>{html.escape(cell.text).replace('$', '&#36;')}</pre>"


def laid_out(prose: Sequence[Cell]) -> str:
    """Return the text of Markdown cells with letters for their formulas, each on its lines of the script."""
    lines: list[str] = []
    for cell in prose:
        lines += [""] * (cell.line - 1 - len(lines)) + cell.lettered.split("\n")
    return "\n".join([*lines, ""])
