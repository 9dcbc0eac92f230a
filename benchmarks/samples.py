"""Repeat what the book says of its random experiments with other seeds and perturbed starts, and tell what then fails.

In each world every seed is shifted, the start is multiplied by a factor next to 1, or NumPy multiplies with the code
for another processor; the book's own code runs unchanged there. Claims about the digits, what their notebooks print and
the texts of their pictures are found by themselves; samples.toml holds the sentences without a number.
"""

import importlib
import json
import os
import re
import runpy
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
RUNS = ROOT / ".cache" / "samples"
# the lessons with a module of what the digits say, and the notebooks that train their network
PAGES = tuple(sorted(path.parent.name.replace("_", "-") for path in ROOT.glob("lesson_code/*/digit_facts.py")))
NOTEBOOKS = tuple(
    sorted(
        path.stem
        for path in (ROOT / "lesson_code" / "practice").glob("*.py")
        if 'source="lesson_code/practice/network.py"' in path.read_text(encoding="utf-8")
    )
)
PICTURES = ("digits_sweep", "range_test_digits")
CLAIM = re.compile(r"(?P<shown>\S*)<!--=(?P<expression>[^\n]*?digit_facts[^\n]*?)-->")
FIRST_SEED = re.compile(r"\btrains\b|threshold\(|half\(|range_test_digits")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
ONE_START = re.compile(
    r"edge_of_stability\.py:[\d.]+$|range_test_digits\.py:describe"
)  # what is said there is of seed 0
APART = 0.2  # as a share: how far other seeds may lie from a printed number, as the page says; or one of its last digit


class World(NamedTuple):
    """How an experiment is repeated; ``kernel``: the processor whose code OpenBLAS is told to take."""

    shift: int = 0
    times: float = 1.0
    kernel: str = ""


class Sentence(NamedTuple):
    """What the book says at a place, and the expression that says whether, or what, it is in any world."""

    place: str
    text: str
    expression: str
    seeds: int  # how many it is about


OTHERS = {1: range(1, 11), 5: (5, 10), 20: (20,)}  # seeds of a sentence -> shifts to ten others or more
ROUNDED = [World(times=1 + k * 1e-14) for k in range(1, 6)] + [World(kernel="Haswell"), World(kernel="Nehalem")]
WORLDS = [World(), *ROUNDED, *(World(shift) for shift in sorted({*OTHERS[1], *OTHERS[20]}, reverse=True))]


def sentences() -> Iterator[Sentence]:
    """Yield the claims about the digits, the texts of their pictures and the sentences of the table."""
    for page in PAGES:
        path = f"docs/gradient-descent/{page}.md"
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").split("\n"), 1):
            for claim in CLAIM.finditer(line):
                yield _sentence(f"{path}:{number}", claim["shown"], claim["expression"].strip())
    for name in PICTURES:
        yield _sentence(f"lesson_code/choosing_learning_rate/{name}.py:describe", "", f"{name}.describe()")
    for row in tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["sentence"]:
        before, found, _ = (ROOT / row["page"]).read_text(encoding="utf-8").partition(row["says"])
        if not found:
            sys.exit(f"benchmarks/samples.toml: {row['page']}에 없는 문장입니다: {row['says']}. 고친 문장으로 바꾸세요")
        place = f"{row['page']}:{before.count(chr(10)) + 1}"
        yield Sentence(place, row["says"], row["holds"], row.get("seeds", 5))


def _sentence(place: str, text: str, expression: str) -> Sentence:
    seeds = 20 if re.search(r"MORE_SEEDS|range\(20", expression) else 1 if FIRST_SEED.search(expression) else 5
    return Sentence(place, text, expression, seeds)


def answers(world: World) -> dict[str, str]:
    """Return what each sentence is in a world: by its place and expression, and by the line of a notebook's print."""
    from lesson_code.practice import network

    initial, batches = network.initial, network.batches
    network.initial = lambda seed: initial(seed + world.shift) * world.times
    network.batches = lambda seed, *rest: batches(seed + world.shift, *rest)
    found: dict[str, str] = {}
    names: dict[str, Any] = {}
    for notebook in NOTEBOOKS if world.shift <= max(OTHERS[1]) else ():
        path = f"lesson_code/practice/{notebook}.py"
        printed, names[path] = run(ROOT / path)
        found |= {f"{path}:{line}": text for line, text in printed.items()}
    for sentence in sentences():
        if world.shift == 0 or world.shift in OTHERS[sentence.seeds]:
            path = sentence.place.partition(":")[0]
            found[key(sentence)] = str(eval(sentence.expression, names.get(path) or facts(path)))
    return found


def run(script: Path) -> tuple[dict[str, str], dict[str, Any]]:
    """Return what a notebook prints, by line (and count, where a line prints more than once), and its names."""
    printed: dict[str, str] = {}

    def record(*values: object) -> None:
        line = sys._getframe(1).f_lineno
        count = sum(place.partition(".")[0] == str(line) for place in printed)
        printed[f"{line}.{count}" if count else str(line)] = " ".join(map(str, values))

    return printed, runpy.run_path(str(script), init_globals={"print": record})


def facts(path: str) -> dict[str, Any]:
    """Return the names that the claims of a page use."""
    lesson = (Path(path).stem if Path(path).stem in PAGES else PAGES[0]).replace("-", "_")
    names: dict[str, Any] = {"np": np}
    names |= {name: importlib.import_module(f"lesson_code.{lesson}.{name}") for name in ("facts", "digit_facts")}
    return names | {name: importlib.import_module(f"lesson_code.choosing_learning_rate.{name}") for name in PICTURES}


def key(sentence: Sentence) -> str:
    """Return what finds a sentence's answer."""
    return f"{sentence.place} {sentence.expression}"


def repeated(world: World) -> dict[str, str]:
    """Return the answers of a world from a process of its own; its runs are kept by themselves."""
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    environment |= {"OPENBLAS_CORETYPE": world.kernel} if world.kernel else {}
    environment["LESSON_RUNS"] = str(RUNS / "-".join(map(str, [*world, environment.get("OPENBLAS_CORETYPE", "")])))
    command = [sys.executable, __file__, json.dumps(world)]
    return json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout)


def holds(base: str, seeds: list[str], rounded: list[str]) -> bool:
    """Return whether a sentence is still true: printed alike from perturbed starts, and near it with other seeds."""
    if base in ("True", "False"):
        return {base, *seeds, *rounded} == {"True"}
    return {base, *rounded} == {base} and all(near(base, text) for text in seeds)


def near(base: str, text: str) -> bool:
    """Return whether all the numbers of a text are near those of another."""
    ones, others = (NUMBER.findall(one.replace(",", "")) for one in (base, text))
    pairs = list(zip(ones, others, strict=False))
    last = [10.0 ** -len(one.partition(".")[2]) for one in ones]
    return len(ones) == len(others) and all(
        abs(float(one) - float(other)) <= max(APART * float(one), 1.01 * digit)
        for (one, other), digit in zip(pairs, last, strict=True)
    )


def numbers(text: str) -> list[float]:
    """Return the numbers in a text."""
    return [float(number) for number in NUMBER.findall(text.replace(",", ""))]


def spread(texts: list[str]) -> str:
    """Return from where to where the numbers of texts go, or how many are true."""
    if set(texts) <= {"True", "False"}:
        return f"{texts.count('True')}/{len(texts)}"
    columns = zip(*map(numbers, texts), strict=False)
    return ", ".join(f"{min(one):g}" if min(one) == max(one) else f"{min(one):g}–{max(one):g}" for one in columns)


def main() -> int:
    """Print the table; return 1 where a sentence does not hold."""
    table = {}
    with ThreadPoolExecutor(2) as pool:
        running = {pool.submit(repeated, world): world for world in WORLDS}
        for count, future in enumerate(as_completed(running), 1):
            table[running[future]] = future.result()
            print(f"[{count}/{len(WORLDS)}] {running[future]}", file=sys.stderr, flush=True)
    said = {key(sentence): sentence for sentence in sentences()}
    failed = 0
    print("| 문장 | 다른 시드 | 흔든 출발점 | |\n|---|---|---|---|")
    for name, base in table[World()].items():
        sentence = said.get(name)
        shifts = OTHERS[sentence.seeds if sentence else 1]
        seeds = [table[World(shift)][name] for shift in shifts if name in table[World(shift)]]
        rounded = [table[world].get(name, "") for world in ROUNDED]
        held = holds(base, [] if ONE_START.search(name) else seeds, rounded)
        failed += not held
        place, text = (sentence.place, " ".join(sentence.text.split())) if sentence else (name, base)
        print(f"| {place} {text or base} | {spread(seeds)} | {spread(rounded)} | {'' if held else '**틀림**'} |")
    print(f"{len(table[World()])}개 가운데 {failed}개가 달라집니다", file=sys.stderr)
    return int(failed > 0)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(answers(World(*json.loads(sys.argv[1])))))
    else:
        sys.exit(main())
