"""Time a million runs of 200 steps with the unchanged ``destination``: a Python loop, NumPy in chunks, PyTorch.

Two landscapes: the two wells of the book's map, whose gradient is made of products, and a cosine, whose gradient is a
sine. Each way in turn, round by round; quoted are medians, of NumPy and PyTorch those of their best chunk. ``--big``
sends a hundred million runs through Dask instead and prints the peak memory. PyTorch has an environment of its own.
Run from the repository's folder with PYTHONPATH=.
"""

import json
import math
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from lesson_code.descent import destination
from lesson_code.learning_rate.landing_map import MINIMA, RIGHT
from lesson_code.surfaces import double_well

ROOT = Path(__file__).resolve().parents[1]

RUNS, STEPS, LEARNING_RATE, ROUNDS = 1_000_000, 200, 0.1, 5
LOOPED = 10_000  # runs of the plain loop that are timed; its time grows with their number
CHUNKS = (16_000, 32_000, 64_000, 128_000)  # runs; 8 bytes each, a few arrays at once
THREADS = 2
BIG, BIG_CHUNK = 100_000_000, 100_000
PYTORCH = "torch==2.14.1"
TORCH = ROOT / "benchmarks" / ".peers" / "torch"


def seconds(action: Callable[[], object]) -> float:
    """Return how long the action takes."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def in_chunks(gradient: Any, starts: Any, ends: Any, chunk: int) -> None:
    """Fill ``ends`` piece by piece on all threads."""

    def fill(low: int) -> None:
        ends[low : low + chunk] = destination(gradient, starts[low : low + chunk], LEARNING_RATE, STEPS)

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(fill, range(0, len(starts), chunk)))


def compare(landscape: str, of_floats: Any, of_arrays: Any, of_tensors: Any) -> None:
    """Print the three ways side by side on one landscape."""
    import torch

    starts = np.linspace(-1.5, 1.5, RUNS)
    tensors, floats = torch.from_numpy(starts), starts[:: RUNS // LOOPED].tolist()
    ends, tensor_ends = np.empty(RUNS), torch.empty(RUNS, dtype=torch.float64)

    def on_own_threads(chunk: int) -> None:
        """PyTorch on its own threads, chunk after chunk."""
        torch.set_num_threads(THREADS)
        for low in range(0, RUNS, chunk):
            tensor_ends[low : low + chunk] = destination(of_tensors, tensors[low : low + chunk], LEARNING_RATE, STEPS)

    def on_our_threads(chunk: int) -> None:
        """PyTorch on ours: its own would be two for each of them."""
        torch.set_num_threads(1)
        in_chunks(of_tensors, tensors, tensor_ends, chunk)

    loop = "Python loop"
    ways: dict[str, Callable[[], object]] = {
        loop: lambda: [destination(of_floats, start, LEARNING_RATE, STEPS) for start in floats]
    }
    for chunk in CHUNKS:
        ways[f"NumPy, {chunk:,}"] = lambda chunk=chunk: in_chunks(of_arrays, starts, ends, chunk)
        ways[f"PyTorch, {chunk:,}, our threads"] = lambda chunk=chunk: on_our_threads(chunk)
        ways[f"PyTorch, {chunk:,}, its threads"] = lambda chunk=chunk: on_own_threads(chunk)
    ways["PyTorch, whole, its threads"] = lambda: on_own_threads(RUNS)
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            taken[name].append(seconds(way) * (RUNS / LOOPED if name == loop else 1))
    assert np.allclose(ends, tensor_ends.numpy(), rtol=1e-12, atol=1e-15)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    best = {
        kind: min((n for n in ways if n.startswith(kind)), key=medians.__getitem__) for kind in ("NumPy", "PyTorch")
    }
    print(f"\n| {landscape} | seconds | runs a second |\n|---|---|---|")
    for name in (loop, best["NumPy"], best["PyTorch"]):
        print(f"| {name} | {medians[name]:.2f} | {RUNS / medians[name]:,.0f} |")
    faster = statistics.median(a / b for a, b in zip(taken[loop], taken[best["NumPy"]], strict=True))
    against = statistics.median(a / b for a, b in zip(taken[best["NumPy"]], taken[best["PyTorch"]], strict=True))
    print(f"\nround by round: loop / NumPy {faster:.1f}, NumPy / PyTorch {against:.2f}")


def big() -> None:
    """Count through Dask how many of a hundred million runs end near the right minimum; few chunks live at a time."""
    import dask
    import dask.array

    numbers = dask.array.arange(BIG, chunks=BIG_CHUNK, dtype=np.int64)

    def ends(block: Any) -> Any:
        return destination(double_well.gradient, block * (3.0 / BIG) - 1.5, LEARNING_RATE, STEPS)

    with dask.config.set(scheduler="threads", num_workers=THREADS):
        began = time.perf_counter()
        near = int((abs(numbers.map_blocks(ends, dtype=np.float64) - MINIMA[RIGHT]) < 0.01).sum().compute())
        took = time.perf_counter() - began
    unit = 2**20 if sys.platform == "darwin" else 2**10  # ru_maxrss counts bytes there, KiB elsewhere
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print(f"{BIG:,} runs x {STEPS} steps, {near:,} near: {took:.0f} s, {BIG / took:,.0f} runs/s, peak {peak:.0f} MiB")


def with_pytorch() -> None:
    """Run this file again in the environment that has PyTorch, made on the first call."""
    python = TORCH / "bin" / "python"
    wanted = [PYTORCH, *(f"{name}=={metadata.version(name)}" for name in ("numpy", "matplotlib"))]
    installed = TORCH / ".installed"
    if not installed.exists() or installed.read_text() != str(wanted):
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(TORCH)], check=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *wanted], check=True)
        installed.write_text(str(wanted))
    subprocess.run(
        [str(python), __file__], env=os.environ | {"MAP_BENCH": "inside", "PYTHONPATH": str(ROOT)}, check=True
    )


def main() -> None:
    """Print the tables."""
    if "--big" in sys.argv:
        big()
    elif os.environ.get("MAP_BENCH") != "inside":
        with_pytorch()
    else:
        import torch

        print(json.dumps({"numpy": np.__version__, "torch": torch.__version__, "runs": RUNS, "steps": STEPS}))
        compare("two wells", double_well.gradient, double_well.gradient, double_well.gradient)
        compare("cosine", math.sin, np.sin, torch.sin)


if __name__ == "__main__":
    main()
