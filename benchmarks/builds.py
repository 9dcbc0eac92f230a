"""Time whole build commands on the same generated book: this book's machinery, its peers, and two lower bounds.

Every round runs each scenario for every builder in turn, so that a ratio compares neighbours in time; quoted are
medians. Every edit is new to the builder, as no cache may have seen it.
"""

import argparse
import contextlib
import itertools
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

import generated
import peers
import psutil
from peers import FLOOR, OURS, PLAIN, ROOT, Builder

COUNTS, ROUNDS = "1,10,100", 3
SCENARIOS = ("cold", "warm", "page edited", "picture edited", "helper edited")
EXECUTED = re.compile(r"^\[\d+/\d+\] (\S+) (?!.*\(cached\)$)", re.MULTILINE)  # what the progress names as not cached
SAMPLED = 0.02  # seconds between two looks at the memory
GROWTH = Path(__file__).with_name("growth.svg")
CLOSEST = 0.055  # of the axis: two labels at the ends of their lines do not come nearer


@dataclass
class Timed:
    """What was measured of one builder on one length of book."""

    written: set[Path]  # the book's own files
    seconds: dict[str, list[float]] = field(default_factory=lambda: {scenario: [] for scenario in SCENARIOS})
    stale: list[bool] = field(default_factory=list)  # the picture did not follow the helper
    reran: dict[str, list[set[str]]] = field(default_factory=lambda: {scenario: [] for scenario in SCENARIOS})


Measured = dict[tuple[str, int], Timed]  # (builder, chapters)


def build(builder: Builder, folder: Path) -> tuple[float, str]:
    """Return the wall time of a whole build and what it printed."""
    command = [builder.python(), *builder.command]
    started = time.perf_counter()
    run = subprocess.run(command, cwd=folder, env=builder.environment(), capture_output=True, text=True)
    seconds = time.perf_counter() - started
    if run.returncode:
        raise RuntimeError(f"{builder.name} failed:\n{run.stdout}{run.stderr}")
    return seconds, run.stdout


def clear(builder: Builder, folder: Path) -> None:
    """Delete whatever a build made."""
    for made in builder.made:
        path = folder / made
        path.unlink() if path.is_file() else shutil.rmtree(path, ignore_errors=True)


def files(folder: Path) -> set[Path]:
    """Return every file below a folder, compiled modules aside."""
    return {path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts}


def replace(path: Path, pattern: str, text: str) -> None:
    """Replace the first match in a file, and insist that the file changes."""
    before = path.read_text(encoding="utf-8")
    after = re.sub(pattern, text, before, count=1)
    if after == before:
        raise LookupError(f"nothing to edit in {path.name}")
    path.write_text(after, encoding="utf-8")


def prepare(builder: Builder, folder: Path, scenario: str, turn: int) -> bool:
    """Bring the book where the scenario starts; return whether the builder has that scenario."""
    if scenario == "cold":
        clear(builder, folder)
        return True
    if scenario == "warm":
        return bool(builder.prose)
    if scenario == "page edited" and builder.prose:
        replace(folder / builder.prose, r"번째 학습률[ \d]*입니다", f"번째 학습률 {turn}입니다")
        return True
    if scenario == "picture edited" and builder.drawn:
        replace(folder / builder.drawn, r'title="chapter 0[^"]*"', f'title="chapter 0, {turn}"')
        return True
    if scenario == "helper edited" and builder.helper:
        walking = generated.WALKING_EDITED if turn % 2 else generated.WALKING
        (folder / builder.helper).write_text(f"{walking}\n\nEDITS = {turn}\n", encoding="utf-8")
        return True
    return False


def take(builder: Builder, folder: Path, scenario: str, turn: int, timed: Timed) -> None:
    """Time one scenario and look at what became of the picture."""
    before = builder.picture(folder) if builder.output and scenario != "cold" else ""
    if not prepare(builder, folder, scenario, turn):
        return
    left = files(folder) - timed.written
    if scenario == "cold" and left:  # a cache we do not know of would make the build look fast
        raise AssertionError(f"{builder.name} is not cold: {sorted(left)}")
    seconds, printed = build(builder, folder)
    timed.seconds[scenario].append(seconds)
    timed.reran[scenario].append(set(EXECUTED.findall(printed)))
    same = bool(builder.output) and builder.picture(folder) == before
    if scenario == "helper edited":
        timed.stale.append(same)
    elif scenario == "picture edited" and same:
        raise AssertionError(f"{builder.name} did not draw the edited picture")


def measure(builders: list[Builder], count: int, rounds: int, folder: Path) -> Iterator[tuple[Builder, Timed]]:
    """Yield what was measured of each builder on a book of so many chapters."""
    for builder in builders:
        builder.write(folder / builder.name, count)
    measured = [(builder, Timed(files(folder / builder.name))) for builder in builders]
    for builder in builders:
        if not builder.slow:  # the first build of all reads every package from the disk
            build(builder, folder / builder.name)
    for turn, scenario in itertools.product(range(1, rounds + 1), SCENARIOS):
        for builder, timed in measured:
            if turn <= builder.rounds(count, rounds):
                print(f"{count} chapters, round {turn}, {scenario}: {builder.name}", file=sys.stderr)
                take(builder, folder / builder.name, scenario, turn, timed)
    yield from measured


def held(process: psutil.Process) -> int:
    """Return the bytes a process tree holds: proportional set sizes, so that shared pages count once.

    Where the system does not tell them, the pages of each process that it does not share.
    """
    total = 0
    for one in [process, *process.children(recursive=True)]:
        with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):  # it ended meanwhile
            memory = one.memory_full_info()
            total += getattr(memory, "pss", memory.uss)
    return total


def peak(builder: Builder, folder: Path) -> int:
    """Return the most bytes a cold build held at a time."""
    clear(builder, folder)
    most = 0
    command = [builder.python(), *builder.command]
    with subprocess.Popen(command, cwd=folder, env=builder.environment(), stdout=subprocess.DEVNULL) as running:
        process = psutil.Process(running.pid)
        while running.poll() is None:
            try:
                most = max(most, held(process))
            except psutil.NoSuchProcess:
                break
            time.sleep(SAMPLED)
    if running.returncode:
        raise RuntimeError(f"{builder.name} failed while its memory was watched")
    return most


def row(*cells: object) -> str:
    """Return a line of a Markdown table."""
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def heading(*cells: str) -> str:
    """Return the first two lines of a Markdown table."""
    return row(*cells) + "\n" + "|---" * len(cells) + "|"


def median(values: list[float], digits: int = 2) -> str:
    """Return the median as text, a dash if there is nothing."""
    return f"{statistics.median(values):.{digits}f}" if values else "—"


def spread(values: list[float], digits: int = 2) -> str:
    """Return the median with the least and the greatest."""
    return f"{median(values, digits)} ({min(values):.{digits}f}–{max(values):.{digits}f})" if values else "—"


def table(measured: Measured, builders: list[Builder], count: int) -> str:
    """Return the seconds of every builder in every scenario."""
    chapters = "1 chapter" if count == 1 else f"{count} chapters"
    lines = [f"### {chapters}, seconds\n", heading("", *SCENARIOS, "stale?", "rounds")]
    for builder in builders:
        timed = measured[builder.name, count]
        stale = "—" if not timed.stale else "yes" if any(timed.stale) else "no"
        cells = [median(timed.seconds[scenario]) for scenario in SCENARIOS]
        lines.append(row(builder.name, *cells, stale, len(timed.seconds["cold"])))
    return "\n".join(lines)


def fastest(measured: Measured, builders: list[Builder], count: int) -> Builder | None:
    """Return the peer whose cold build is the fastest of those that execute."""
    executing = [builder for builder in builders if builder.peer]
    return min(executing, key=lambda b: statistics.median(measured[b.name, count].seconds["cold"]), default=None)


def ratios(measured: Measured, builders: list[Builder], count: int) -> Iterator[str]:
    """Yield the rows that compare, round by round, this book with the others on one length of book."""
    ours, plain, floor = (measured[builder.name, count].seconds for builder in (OURS, PLAIN, FLOOR))
    peer = fastest(measured, builders, count)
    if peer:
        cold = measured[peer.name, count].seconds["cold"]
        ratio = [a / b for a, b in zip(ours["cold"], cold, strict=False)]  # a slow peer has one round only
        yield row(f"cold / {peer.name}, the fastest executing peer", count, spread(ratio))
    least = [a + b for a, b in zip(floor["cold"], plain["cold"], strict=True)]
    yield row("cold / (floor + mkdocs-material cold)", count, spread(parted(ours["cold"], least)))
    for scenario in ("warm", "page edited"):
        ratio = parted(ours[scenario], plain[scenario])
        yield row(f"{scenario} / mkdocs-material {scenario}", count, spread(ratio))
    more = [a - b for a, b in zip(ours["picture edited"], ours["warm"], strict=True)]
    yield row("picture edited − warm, s", count, spread(more))
    timed = measured[OURS.name, count]
    due = {scenario: set[str]() for scenario in SCENARIOS}
    due["picture edited"] = {generated.stem(0)}
    due["helper edited"] = {generated.stem(number) for number in range(count) if generated.shares(number)}
    for scenario in SCENARIOS[1:]:
        exact = all(names == due[scenario] for names in timed.reran[scenario])
        told = f"{len(due[scenario])}, by name" if exact else f"WRONG: {timed.reran[scenario]}"
        yield row(f"{scenario}: exactly these drawn again", count, told)
    yield row("helper edited: a stale picture", count, "yes" if any(timed.stale) else "no")


def parted(ours: list[float], theirs: list[float]) -> list[float]:
    """Return the ratios round by round."""
    return [a / b for a, b in zip(ours, theirs, strict=True)]


def growth(measured: Measured, builders: list[Builder], counts: list[int]) -> str:
    """Return what a further page and a further picture cost between the two longest books."""
    few, many = sorted(counts)[-2:]
    lines = [f"### From {few} to {many} chapters\n"]
    lines.append(heading("", "ms a page, warm", "ms a new picture (cold − warm)"))
    for builder in builders:
        short, long = (measured[builder.name, count].seconds for count in (few, many))
        page = slopes(short["warm"], long["warm"], many - few)
        if page:
            new = [[a - b for a, b in zip(s["cold"], s["warm"], strict=True)] for s in (short, long)]
            lines.append(row(builder.name, spread(page, 1), spread(slopes(*new, many - few), 1)))
        else:
            lines.append(row(builder.name, "—", spread(slopes(short["cold"], long["cold"], many - few), 1)))
    return "\n".join(lines)


def slopes(short: list[float], long: list[float], chapters: int) -> list[float]:
    """Return the milliseconds a chapter adds, round by round."""
    return [(b - a) / chapters * 1000 for a, b in zip(short, long, strict=False)]  # the longer may have fewer rounds


def machine(builders: list[Builder]) -> str:
    """Return what it was measured on and with."""
    processors = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*: (.*)", processors.read_text()) if processors.exists() else None
    names = ("mkdocs", "mkdocs-material", "matplotlib", "numpy")
    versions = [f"{name} {metadata.version(name)}" for name in names]
    versions += [f"{builder.name} {peers.version(builder)}" for builder in builders if builder.peer]
    if any(builder.name == "sphinx-gallery" for builder in builders):
        versions.append(f"Sphinx {peers.version(next(b for b in builders if b.name == 'sphinx-gallery'), 'sphinx')}")
    load = f"load when done {os.getloadavg()[1]:.1f}"  # over five minutes; an idle machine ends at one or two
    cores = f"{os.cpu_count()} × {model[1] if model else platform.machine()}"
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:  # not Linux
        system = platform.platform()
    told = [cores, system, f"Python {platform.python_version()}", *versions, load, time.strftime("%Y-%m-%d")]
    return ", ".join(told) + "."


def picture(measured: Measured, builders: list[Builder], counts: list[int]) -> None:
    """Draw the cold builds against the length of the book."""
    sys.path.insert(0, str(ROOT))
    from lesson_code import drawing

    figure, [axes] = drawing.panels(height=3.6)
    colours = (drawing.INK, drawing.MUTED, drawing.TEAL, drawing.OCHRE, drawing.CALM, drawing.CYCLE)
    colour = dict(zip((b.name for b in (OURS, PLAIN, FLOOR, *peers.PEERS)), colours, strict=True))
    cold = {b.name: [statistics.median(measured[b.name, n].seconds["cold"]) for n in counts] for b in builders}
    for name, seconds in cold.items():
        axes.plot(counts, seconds, "o-", color=colour[name], linewidth=2.4 if name == OURS.name else 1.4)
    axes.set(xscale="log", yscale="log", xlabel="chapters", ylabel="cold build, s")
    to_axes = axes.transData + axes.transAxes.inverted()
    height = -1.0
    for name, seconds in sorted(cold.items(), key=lambda item: item[1][-1]):
        height = max(height + CLOSEST, to_axes.transform((counts[-1], seconds[-1]))[1])
        axes.annotate(name, (1.02, height), xycoords="axes fraction", color=colour[name], fontsize=9, va="center")
    figure.savefig(GROWTH, facecolor="white", metadata={"Date": None})


def report(measured: Measured, builders: list[Builder], counts: list[int], memory: int) -> str:
    """Return what follows from the tables of seconds."""
    rows = [line for count in counts for line in ratios(measured, builders, count)]
    compared = "\n".join([heading("", "chapters", "median (least–greatest)"), *rows])
    parts = ["### This book against the others, round by round", compared]
    if len(counts) > 1:
        parts.append(growth(measured, builders, counts))
    parts.append(f"Peak memory of this book's cold build of {max(counts)} chapters: {memory / 2**20:.0f} MiB (PSS).")
    return "\n\n".join([*parts, machine(builders)])


def main() -> None:
    """Print the tables and draw the growth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", default=COUNTS, help="lengths of the book, in chapters")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--peers", default=",".join(peer.name for peer in peers.PEERS))
    options = parser.parse_args()
    counts = sorted(int(count) for count in options.counts.split(","))
    chosen = [peer for peer in peers.PEERS if peer.name in options.peers.split(",")]
    for peer in chosen:
        peers.ready(peer)
    builders, measured = [OURS, *chosen, PLAIN, FLOOR], {}
    with tempfile.TemporaryDirectory() as temporary:
        for count in counts:
            folder = Path(temporary) / str(count)
            for builder, timed in measure(builders, count, options.rounds, folder):
                measured[builder.name, count] = timed
            print(table(measured, builders, count) + "\n", flush=True)  # as they come: a long run may be stopped
        memory = peak(OURS, folder / OURS.name)
    picture(measured, builders, counts)
    print(report(measured, builders, counts, memory))


if __name__ == "__main__":
    main()
