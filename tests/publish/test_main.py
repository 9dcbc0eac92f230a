"""The command in surroundings nobody expects works, or says in one line what to change; and it can be stopped."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time

import psutil
import pytest

from lesson_code.publish.__main__ import main
from lesson_code.publish.book import MACHINERY
from lesson_code.publish.unchanged import commit_time
from tests.conftest import difference

PATIENCE = 100  # seconds after which a command counts as hanging
MARK = "TEST_OF_MAIN"  # an environment variable by which every process of a command is known
ADDRESS = "https://example.org/book"

WRONG = {
    "no number of processes": ({"JOBS": "abc"}, r"JOBS: .*정수.*: abc"),
    "no process": ({"JOBS": "0"}, r"JOBS: .*정수.*: 0"),
    "digits that are not ours": ({"JOBS": "٣"}, r"JOBS: .*정수"),
    "time before 1970": ({"SOURCE_DATE_EPOCH": "-1"}, r"SOURCE_DATE_EPOCH: .*정수.*: -1"),
    "timings that are no switch": ({"TIMINGS": "yes"}, r"TIMINGS: .*0부터 1까지.*: yes"),
    "offline that is no switch": ({"OFFLINE": "no"}, r"OFFLINE: .*0부터 1까지.*: no"),
    "time that is no number": ({"SOURCE_DATE_EPOCH": "abc"}, r"SOURCE_DATE_EPOCH: .*정수"),
    "time after the last date": ({"SOURCE_DATE_EPOCH": "9" * 12}, r"SOURCE_DATE_EPOCH: .*정수"),
    "time of too many digits": ({"SOURCE_DATE_EPOCH": "9" * 5000}, r"SOURCE_DATE_EPOCH: .*정수"),
    "site without a scheme": ({"SITE_URL": "example.org"}, r"SITE_URL: .*https://.*처럼 .*: example\.org"),
    "site with a port that is none": ({"SITE_URL": "https://example.org:99999"}, r"SITE_URL: .*https://.*처럼"),
    "site with half a bracket": ({"SITE_URL": "https://[::1/"}, r"SITE_URL: .*https://.*처럼"),
    "site with a password": ({"SITE_URL": "https://me:secret@example.org"}, r"SITE_URL: .*https://.*처럼"),
    "site with a quote": ({"SITE_URL": 'https://a/"b'}, r"SITE_URL: "),
    "repository without a scheme": ({"REPO_URL": "github.com/a/b"}, r"REPO_URL: .*https://"),
    "no repository to date a sitemap": ({"SITE_URL": ADDRESS}, r"SITE_URL: .*SOURCE_DATE_EPOCH.*not a git repo"),
    "no git to date a sitemap": ({"SITE_URL": ADDRESS, "PATH": ""}, r"SITE_URL: .*SOURCE_DATE_EPOCH.*git이 없습"),
}
WRONG_OPTIONS = {
    "port too high": (["serve", "--port", "70000"], "PORT: .*: 70000"),
    "port that is no number": (["serve", "--port", "abc"], "PORT: .*: abc"),
    "port nobody could know": (["serve", "--port", "0"], "PORT: .*: 0"),
    "cluster for serving": (["serve", "--scheduler", "tcp://a:1"], "SCHEDULER: .*make site"),
    "cluster behind TLS": (["--scheduler", "tls://a:8786"], "CERTIFICATE: .*CERTIFICATE=book.pem"),
    "certificate for nothing": (["--scheduler", "tcp://a:1", "--certificate", "."], "CERTIFICATE: .*tls://"),
    "certificate nowhere": (["--scheduler", "tls://a:1", "--certificate", "no.pem"], "CERTIFICATE: .*없습니다.*no.pem"),
    "cluster without a port": (["--scheduler", "tcp://a"], "SCHEDULER: .*tcp://host:8786"),
    "nonsense for a cluster": (["--scheduler", "nonsense"], "SCHEDULER: .*tcp://host:8786"),
}


def run(book, *arguments, **environment):
    command = [sys.executable, "-m", "lesson_code.publish", *arguments, "--book", str(book.root)]
    environment = os.environ | {"PYTHONPATH": str(MACHINERY)} | environment
    return subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE)


@pytest.mark.parametrize("case", WRONG)
def test_nonsense_in_the_environment_is_one_line_that_names_it(book, monkeypatch, capsys, case):
    environment, line = WRONG[case]
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert main(["--book", str(book.root)]) == 1
    assert re.fullmatch(f"{line}[^\n]*\n", capsys.readouterr().err)
    assert not book.site.exists()


@pytest.mark.parametrize("case", WRONG_OPTIONS)
def test_nonsense_among_the_options_is_one_line_that_names_it(book, capsys, case):
    arguments, line = WRONG_OPTIONS[case]
    assert main([*arguments, "--book", str(book.root)]) == 1
    assert re.fullmatch(f"{line}[^\n]*\n", capsys.readouterr().err)


@pytest.mark.parametrize("command", ["build", "serve"])
@pytest.mark.parametrize("name", ["mkdocs.yml", "docs", "lesson_code"])
def test_folder_that_holds_no_book_is_one_line(book, capsys, command, name):
    (book.root / name).rename(book.root / "elsewhere")
    assert main([command, "--book", str(book.root)]) == 1
    assert re.fullmatch(rf"{name}: 없습니다\. .*--book.*\n", capsys.readouterr().err)
    assert not book.cache.exists()


def test_port_that_is_taken_is_one_line(book, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["serve", "--book", str(book.root), "--port", str(port)]) == 1
    assert re.fullmatch(rf"PORT: {port}번 포트를 .*\n", capsys.readouterr().err)


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TERM": ""},
        {"HOME": "/none/of/these", "TMPDIR": "/none/of/these", "GIT_DIR": "/none/of/these"},
    ],
    ids=lambda environment: next(iter(environment)),
)
def test_build_speaks_korean_and_nothing_else_whatever_the_terminal_and_the_home(rebuilt, environment):
    done = run(rebuilt, **environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert "site/를 빌드했습니다" in done.stdout


@pytest.mark.parametrize("folder", ["책 폴더", "100%d {y} $HOME", "it's [x]#\""])
def test_folder_of_any_name_gives_the_same_site(rebuilt, built, tmp_path, folder):
    rebuilt.root.rename(tmp_path / folder)
    book = type(rebuilt)(tmp_path / folder)
    done = run(book)
    assert (done.returncode, done.stderr) == (0, "")
    assert difference(built.site, book.site) == ""


@pytest.mark.parametrize("at_once", ["1", ""])
def test_build_whose_output_nobody_reads_to_its_end_says_nothing(rebuilt, at_once):
    edited = rebuilt.docs / "small-lesson.md"
    edited.write_text(edited.read_text(encoding="utf-8") + "\n글입니다.\n", encoding="utf-8")
    command = [sys.executable, "-m", "lesson_code.publish", "--book", str(rebuilt.root)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    environment = os.environ | {"PYTHONUNBUFFERED": at_once}
    with subprocess.Popen(command, cwd=MACHINERY, env=environment, **pipes) as process:
        process.stdout.close()
        assert (process.stderr.read(), process.wait(PATIENCE)) == (b"", 1)
    assert list(rebuilt.root.glob("site.new-*")) == []


def test_clock_behind_the_files_changes_nothing(rebuilt, built):
    future = time.time() + 10 * 86_400
    for path in rebuilt.root.rglob("*"):
        os.utime(path, (future, future))
    done = run(rebuilt)
    assert (done.returncode, done.stderr, "(cached)" in done.stdout) == (0, "", True)
    assert difference(built.site, rebuilt.site) == ""


def commit(folder):
    """Make a repository whose only commit is of 1700000000."""
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b", "-C", str(folder)]
    environment = os.environ | {"GIT_COMMITTER_DATE": "1700000000 +0000"}
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "x"], check=True, env=environment)


def test_time_of_the_book_is_its_commit(tmp_path):
    with pytest.raises(LookupError, match="not a git repository"):
        commit_time(tmp_path)
    commit(tmp_path)
    assert commit_time(tmp_path) == "1700000000"


def test_time_of_the_book_needs_a_commit(tmp_path):
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    with pytest.raises(LookupError, match="HEAD"):
        commit_time(tmp_path)


@pytest.mark.parametrize("said", ["[log]\n\tshowSignature = true\n", "[log\n"], ids=["signatures", "damaged"])
def test_time_of_the_book_is_its_commit_whatever_the_user_tells_git(tmp_path, monkeypatch, said):
    (tmp_path / "home").mkdir()
    (tmp_path / "book").mkdir()
    commit(tmp_path / "book")
    (tmp_path / "home" / ".gitconfig").write_text(said, encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    assert commit_time(tmp_path / "book") == "1700000000"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_time_of_the_book_is_its_commit_whoever_owns_it(tmp_path):
    commit(tmp_path)
    for path in [tmp_path, *tmp_path.rglob("*")]:
        os.chown(path, 65534, 65534)
    assert commit_time(tmp_path) == "1700000000"


def test_time_of_a_shallow_clone_is_its_commit(tmp_path):
    (tmp_path / "whole").mkdir()
    commit(tmp_path / "whole")
    commit(tmp_path / "whole")
    source = f"file://{tmp_path / 'whole'}"
    subprocess.run(["git", "clone", "-q", "--depth", "1", source, str(tmp_path / "shallow")], check=True)
    assert commit_time(tmp_path / "shallow") == "1700000000"


def started(book):
    """A build whose processes can be told from others."""
    command = [sys.executable, "-m", "lesson_code.publish", "--book", str(book.root)]
    environment = os.environ | {"PYTHONPATH": str(MACHINERY), MARK: str(book.root)}
    return subprocess.Popen(
        command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def left(book):
    """What still runs of a command."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == str(book.root) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.cmdline())
        except psutil.Error:
            continue
    return found


def endless(book, sign):
    """Let the picture, an example and a claim tell that they run, and never end."""
    wait = f"import pathlib, subprocess; pathlib.Path({str(sign)!r}).touch(); subprocess.run(['sleep', '600'])"
    page = book.docs / "small-lesson.md"
    page.write_text(page.read_text("utf-8").replace(">>> 1 + 1", f">>> {wait}\n>>> 1 + 1"), encoding="utf-8")
    picture = book.lessons / "small_lesson" / "one_step.py"
    picture.write_text(picture.read_text("utf-8").replace("    picture, (", f"    {wait}\n    picture, ("), "utf-8")


@pytest.mark.parametrize("moment", ["executed", "written"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminated"])
def test_build_that_is_stopped_says_so_in_one_line_and_leaves_nothing_behind(rebuilt, tmp_path, moment, number):
    before = shutil.copytree(rebuilt.site, tmp_path / "before")
    sign = tmp_path / "runs"
    if moment == "executed":
        endless(rebuilt, sign)
    process = started(rebuilt)
    end = time.monotonic() + PATIENCE
    while not (sign.exists() if moment == "executed" else list(rebuilt.root.glob("site.new-*"))):
        assert time.monotonic() < end and process.poll() is None
        time.sleep(0.01)
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # as a terminal does
    else:
        process.send_signal(number)
    _, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (130, "멈췄습니다\n")
    assert [path.name for path in rebuilt.root.glob("site*")] == ["site"]
    assert difference(before, rebuilt.site) == ""
    assert left(rebuilt) == []


@pytest.mark.parametrize("module", ["argparse", "yaml", "mkdocs"])
def test_build_that_is_stopped_while_it_is_loaded_says_so_in_one_line(book, tmp_path, module):
    (tmp_path / f"{module}.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n", encoding="utf-8")
    done = run(book, PYTHONPATH=f"{tmp_path}{os.pathsep}{MACHINERY}")
    assert (done.returncode, done.stderr) == (130, "멈췄습니다\n")


def test_options_that_the_user_gives_every_node_are_not_for_the_book(book, monkeypatch):
    monkeypatch.setenv("NODE_OPTIONS", "--require /nowhere.js")
    assert main(["--book", str(book.root)]) == 0
