"""Lighthouse, mobile, on home and chapter served with gzip: the median of three runs of each category.

It slows the processor down four times, which makes a phone of a machine of a benchmark index of 1,500 to 2,000; of
another as its documentation asks: by the index that the run before has found.
"""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from browser import FLAGS, chromium
from serving import served

HERE = Path(__file__).resolve().parent
PAGES = {
    "home": "",
    "chapter": "gradient-descent/learning-rate/",
    "second chapter": "gradient-descent/choosing-learning-rate/",
    "notebook": "practice/digits/",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
SPEED = "benchmark index"
MEANT = 1750.0  # benchmark index that is slowed down four times
RUNS = 3


def scores(address: str, speed: float) -> dict[str, float]:
    """Return the score of each category, 0 to 100, and the machine's speed, and print what held it back.

    ``speed`` is what the machine's was last.
    """
    command = [str(HERE / "node_modules" / ".bin" / "lighthouse"), address, "--output=json", "--quiet"]
    command += [f"--chrome-flags=--headless=new {' '.join(FLAGS)}", f"--only-categories={','.join(CATEGORIES)}"]
    command.append(f"--throttling.cpuSlowdownMultiplier={max(1, 4 * speed / MEANT):.2f}")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"CHROME_PATH": chromium(), "PATH": path}
    report = json.loads(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)
    for name in CATEGORIES:
        for reference in report["categories"][name]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                print(f"    {name}: {audit['id']} {audit['score']} {audit.get('displayValue', '')}", file=sys.stderr)
    return {name: 100 * report["categories"][name]["score"] for name in CATEGORIES} | {
        SPEED: report["environment"]["benchmarkIndex"]
    }


def main() -> None:
    """Print the table."""
    columns = (*CATEGORIES, SPEED)
    print("| page | " + " | ".join(columns) + " |")
    print("|---" * (len(columns) + 1) + "|")
    with served(HERE.parent / "site") as address:
        speed = scores(address, MEANT)[SPEED]
        for name, path in PAGES.items():
            runs = []
            for _ in range(RUNS):
                runs.append(scores(address + path, speed))
                speed = runs[-1][SPEED]
            print(f"| {name} | " + " | ".join(f"{statistics.median(r[c] for r in runs):.0f}" for c in columns) + " |")


if __name__ == "__main__":
    main()
