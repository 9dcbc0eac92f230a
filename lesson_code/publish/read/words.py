"""The table of what a page would show as it is written (checks.toml), and the patterns that have a name there."""

import re
import tomllib
from functools import cache
from pathlib import Path

TABLE = tomllib.loads((Path(__file__).parent / "checks.toml").read_text(encoding="utf-8"))


def expanded(pattern: str) -> str:
    """Return a pattern with what each name in it stands for: any of the words of that name, which may hold others."""

    def any_of(name: re.Match[str]) -> str:
        return f"(?:{expanded('|'.join(TABLE['words'][name[1]].split()))})"

    return re.sub(r"\(\?&(\w+)\)", any_of, pattern)


@cache
def rows() -> list[tuple[str, str, re.Pattern[str], str]]:
    """Return which pages a row of the table is for, its view, its pattern and its message; slow to compile."""
    return [
        (row.get("only", ""), row.get("of", ""), re.compile(expanded(row["pattern"]), re.MULTILINE), row["what"])
        for row in TABLE["row"]
    ]
