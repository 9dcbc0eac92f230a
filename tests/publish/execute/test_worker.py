"""A job runs in a process of its own: what it is given, what it hands back, and what is said of one that dies."""

import contextlib
import importlib
import os
import pickle
import re
import subprocess
import sys
import time

import pytest

from lesson_code.publish.book import MACHINERY
from lesson_code.publish.cache import file_digests
from lesson_code.publish.execute import apart as processes
from lesson_code.publish.execute import worker
from lesson_code.publish.execute.examples import CORE
from lesson_code.publish.execute.job import Job, Outcome
from lesson_code.publish.faults import Fault, place_in_dump

LESSON = "lesson_code/small/{}.py"
PAGE = "docs/small.md"
ENDLESS = "while True: pass"


def write(root, **lessons):
    for name, text in lessons.items():
        path = root / LESSON.format(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def claim(text, **more):
    return Job("claim", "small.md", PAGE, 7, text, "small", **more)


@pytest.fixture
def roots(tmp_path):
    write(tmp_path, own="WORD = 'own'")
    return (str(tmp_path), str(MACHINERY))


@pytest.fixture
def builder():
    """A builder that lives and says nothing."""
    receiver, sender = os.pipe()
    with os.fdopen(receiver, "rb") as heard:
        yield heard
        os.close(sender)


@pytest.fixture
def apart(roots, builder, monkeypatch):
    """Return a function that runs a job in a process of its own, forked from this one, which must not end with it."""
    for name in (*worker.LIBRARIES, "lesson_code.publish.execute.picture"):
        importlib.import_module(name)  # as a worker has them
    own, end = os.getpid(), os._exit
    monkeypatch.setattr(os, "_exit", lambda code: pytest.fail("ended the tests") if os.getpid() == own else end(code))
    return lambda job: processes.forked(job, roots, builder)


@pytest.fixture
def anew(roots):
    """Return a function that runs a job as where no process can fork."""
    receiver, sender = os.pipe()
    heard = os.fdopen(receiver, "rb", closefd=False)  # those who wait for its end read it once more after this test
    yield lambda job: processes.anew(job, roots, heard)
    os.close(sender)


def fault(ran):
    (one,) = ran.outcome.faults
    return one.path, one.line, one.what


def ends(process):
    """Return whether a process is gone within ten seconds."""
    for _ in range(200):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def started(first=""):
    """Return a worker that was started without a pool; ``first`` is executed before it."""
    code = f"import os\n{first}\nfrom lesson_code.publish.execute import worker\nworker.main()"
    variables = os.environ | {"PYTHONPATH": str(MACHINERY), "PYTHONDONTWRITEBYTECODE": "1"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-c", code], cwd=MACHINERY, env=variables, **pipes)


def serve(jobs, roots, first=""):
    """Return what a worker says to one job after another, how it ended and what it wrote elsewhere."""
    outcomes = []
    with started(first) as process:
        with contextlib.suppress(OSError, EOFError):
            for job in jobs:
                pickle.dump((job, roots), process.stdin)
                process.stdin.flush()
                outcomes.append(pickle.load(process.stdout))
        _, elsewhere = process.communicate()
    return outcomes, process.returncode, elsewhere.decode()


def test_worker_answers_one_job_after_another_until_its_input_ends(roots, tmp_path):
    write(tmp_path, loud="print('word ' * 100)\nWORD = 'loud'", asking="WORD = input()")
    jobs = [claim("loud.WORD"), claim("asking.WORD"), claim("own.WORD")]
    (loud, asking, own), ended, elsewhere = serve(jobs, roots)
    assert (loud.value, own.value, ended) == ("loud", "own", 0)
    assert "word word" in elsewhere  # not among the outcomes
    assert "EOFError" in asking.faults[0].what  # nor did it read the next job


def test_outcome_carries_the_digests_of_the_lessons_that_were_used(roots, tmp_path):
    write(tmp_path, other="WORD = 'other'")
    (outcome,), _, _ = serve([claim("own.WORD")], roots)
    used = {name for name in outcome.imported if "small" in name}
    assert used == {LESSON.format("own")}
    assert dict(outcome.imported) == {name: file_digests(name, roots) for name in outcome.imported}
    assert "lesson_code/descent.py" in outcome.imported


def test_code_that_a_job_used_is_compiled_for_all_that_come_after_it(roots, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path))  # whoever has run a lesson's module has its .pyc
    known = claim("__import__('lesson_code.publish.execute.worker', fromlist=['*'])._compiled.cache_info().hits")
    (first, second), _, _ = serve([known, known], roots)
    assert (first.value, second.value) == ("0", str(len(CORE)))


def test_library_that_warns_or_is_none_hinders_no_job(tmp_path, monkeypatch):
    (tmp_path / "lib_that_warns.py").write_text("import warnings\nwarnings.warn('old', stacklevel=1)\n")
    monkeypatch.syspath_prepend(tmp_path)
    sys.modules.pop("lib_that_warns", None)
    worker._load(["no_module_at_all", "lib_that_warns"])
    assert "lib_that_warns" in sys.modules


def test_job_finds_its_book_first_on_the_path_and_stands_in_it(apart, tmp_path, roots):
    write(tmp_path, own="import os, sys\nWORD = [os.getcwd(), sys.path, os.environ['PYTHONPATH']]")
    ran = apart(claim("own.WORD"))
    assert ran.outcome.value == str([str(tmp_path), [*roots, *sys.path], os.pathsep.join(roots)])


def test_job_keeps_its_long_runs_in_the_cache_of_its_book(apart, tmp_path):
    ran = apart(claim("__import__('os').environ['LESSON_RUNS']"))
    assert ran.outcome.value == str(tmp_path / ".cache" / "runs")


def test_job_tells_which_lessons_it_used_and_which_libraries_it_loaded(apart, tmp_path):
    write(tmp_path, own="import wave\nWORD = 'own'")
    sys.modules.pop("wave", None)
    ran = apart(claim("own.WORD"))
    assert LESSON.format("own") in ran.files and ran.files == sorted(ran.files)
    assert "wave" in ran.libraries and "os" not in ran.libraries
    assert not [name for name in ran.libraries if name.startswith("lesson_code")]
    assert not [name for name in ran.files if name.startswith("lesson_code/publish/")]


def test_data_that_a_job_reads_is_among_its_files(apart, tmp_path):
    write(
        tmp_path, own="def words():\n    with open('lesson_code/small/data.csv') as file:\n        return file.read()"
    )
    (tmp_path / "lesson_code/small/data.csv").write_text("1,2", encoding="utf-8")
    ran = apart(claim("own.words()"))
    assert ran.outcome.value == "1,2" and "lesson_code/small/data.csv" in ran.files


def test_style_is_among_the_files_of_a_picture_and_not_in_its_value(apart, tmp_path):
    drawn = "from matplotlib.figure import Figure\n\ndef figure():\n    return Figure().text(0, 0, 'a').figure\n\n"
    drawn += "def describe():\n    return 'a'"
    write(tmp_path, own=drawn)
    ran = apart(Job("picture", "small/own", LESSON.format("own"), 3))
    assert "lesson_code/matplotlibrc" in ran.files and "imported" not in ran.outcome.value


def test_answer_that_is_longer_than_a_pipe_holds_arrives_whole(apart):
    assert len(apart(claim("'x' * 1_000_000")).outcome.value) == 1_000_000


def test_processor_time_of_a_job_is_what_it_and_the_system_used_for_it(apart, tmp_path):
    write(
        tmp_path,
        own="import os, time\nwhile os.times().system < 0.2: os.stat('.')\n"
        "while time.process_time() < 0.5: pass\ntime.sleep(1)\nWORD = 'own'",
    )
    began = time.process_time()
    ran = apart(claim("own.WORD"))
    assert ran.outcome.faults == () and 0.5 <= ran.outcome.seconds < 1
    assert time.process_time() - began < 0.5  # its worker sleeps meanwhile
    write(tmp_path, own=f"import time\nwhile time.process_time() < 0.2: pass\nimport os\nos._exit(0)\n{ENDLESS}")
    assert apart(claim("own.WORD")).outcome.seconds >= 0.2


@pytest.mark.parametrize(
    ("name", "line", "limit"),
    [("", 7, "페이지 맨 앞의 time_limit"), ("own", 3, "모듈의 TIME_LIMIT"), ("user", 9, "모듈의 TIME_LIMIT")],
    ids=["claim", "picture", "picture that uses it"],
)
def test_job_that_uses_up_its_limit_is_told_with_the_place_of_the_limit(apart, tmp_path, name, line, limit):
    write(tmp_path, own=f"\n\n{ENDLESS}", user="from lesson_code.small import own")
    picture = Job("picture", f"small/{name}", LESSON.format(name), 9, time_limit=2.0)
    job = picture if name else claim("own.WORD", time_limit=2.0)
    told = f"제한 시간 2초를 넘겨 멈췄습니다({LESSON.format('own')}:3에서). 더 걸려야 한다면 {limit}을 늘리세요"
    ran = apart(job)
    assert fault(ran) == (job.path, line, told)
    assert ran.outcome.seconds < 4  # of processor time: the clock on the wall would have let it go on for 20


def test_limit_that_is_used_up_outside_of_the_lessons_is_told_at_the_line_of_the_job(apart):
    path, line, what = fault(apart(claim("sum(iter(int, 1))", time_limit=1.0)))
    assert (path, line, "(docs/small.md:7에서)" in what) == (PAGE, 7, True)


def test_line_is_told_of_a_limit_that_another_thread_uses_up(apart, tmp_path):
    text = (
        "import threading\n\ndef burn():\n    while True: pass\n\nthreading.Thread(target=burn).start()\nimport time\n"
    )
    write(tmp_path, own=text + "time.sleep(1000)")
    assert "(lesson_code/small/own.py:4에서)" in fault(apart(claim("own.WORD", time_limit=0.2)))[2]


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("os.kill(os.getpid(), 9)", "실행하던 프로세스가 죽었습니다(SIGKILL). 메모리가 모자랐다면 JOBS=1로 빌드하세요"),
        ("os._exit(0)", "코드가 실행하던 프로세스를 끝냈습니다(종료 코드 0). os._exit를 지우세요"),
        ("os._exit(3)", "코드가 실행하던 프로세스를 끝냈습니다(종료 코드 3). os._exit를 지우세요"),
    ],
)
def test_process_that_ends_without_an_answer_is_told_with_its_end(apart, tmp_path, how, told):
    write(tmp_path, own=f"import os\n{how}")
    assert fault(apart(claim("own.WORD"))) == (PAGE, 7, told)


def test_job_that_hears_no_signal_is_killed_all_the_same(apart, tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "LAST_WORDS", 0.2)
    monkeypatch.setattr(processes, "WALL", 1)
    write(tmp_path, own="import signal, time\nsignal.signal(signal.SIGPROF, signal.SIG_IGN)\ntime.sleep(1000)")
    assert "제한 시간 1초를 넘겨" in fault(apart(claim("own.WORD", time_limit=1.0)))[2]


def test_job_that_is_stopped_has_time_to_say_where_it_was(apart, tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "WALL", 1)
    write(tmp_path, own="import time\n\ntime.sleep(1000)")
    assert "own.py:3에서" in fault(apart(claim("own.WORD", time_limit=1.0)))[2]


def test_limit_counts_from_the_beginning_of_each_job(apart, tmp_path):
    write(tmp_path, own="import time\nwhile time.process_time() < 0.3: pass\nWORD = 'own'")
    assert [apart(claim("own.WORD", time_limit=0.6)).outcome.value for _ in range(3)] == ["own"] * 3


def test_fault_without_a_line_of_the_lesson_says_what_was_being_done(apart):
    told = "그림을 그리다 멈췄습니다. 이 줄을 고치세요: ModuleNotFoundError: No module named 'lesson_code.small.none'"
    assert fault(apart(Job("picture", "small/none", "none.py", 7))) == ("none.py", 7, told)


@pytest.mark.parametrize(
    "ends",
    [
        "raise SystemExit(0)",
        "import warnings\nwarnings.warn('careful')",
        "raise KeyboardInterrupt",
        "import asyncio\nraise asyncio.CancelledError",
    ],
)
def test_lesson_that_ends_or_warns_is_a_fault_at_its_line(apart, tmp_path, ends):
    write(tmp_path, own=f"{ends}\n\ndef figure(): ...")
    path, line, what = fault(apart(Job("picture", "small/own", LESSON.format("own"), 9)))
    assert (path, line) == (LESSON.format("own"), ends.count("\n") + 1)
    said = what.removeprefix("그림을 그리다 멈췄습니다. 이 줄을 고치세요: ")
    assert said in ("SystemExit: 0", "UserWarning: careful", "KeyboardInterrupt: ", "CancelledError: ")


def test_file_that_a_lesson_leaves_open_is_no_fault_and_makes_no_noise(roots, tmp_path):
    write(tmp_path, own="open(__file__)\nWORD = 'own'")
    (outcome,), _, elsewhere = serve([claim("own.WORD")], roots)
    assert (outcome.value, elsewhere) == ("own", "")


def test_wrong_use_of_a_shared_function_is_told_at_the_line_that_uses_it_and_names_where_it_stopped(apart, tmp_path):
    write(
        tmp_path, own="from lesson_code.descent import trajectory\n\ndef figure():\n    trajectory(abs, 1.0, -1.0, 2)"
    )
    path, line, what = fault(apart(Job("picture", "small/own", LESSON.format("own"), 3)))
    assert (path, line) == (LESSON.format("own"), 4)
    assert re.search(r"learning_rate.*\(lesson_code/descent\.py:\d+에서\)$", what)


def test_module_that_cannot_be_read_is_told_at_its_own_line(apart, tmp_path):
    write(tmp_path, own="import lesson_code.small.broken\n\ndef figure(): ...", broken="x = 1\ny = (")
    path, line, _ = fault(apart(Job("picture", "small/own", LESSON.format("own"), 3)))
    assert (path, line) == (LESSON.format("broken"), 2)


def test_file_that_changed_while_it_was_used_makes_the_outcome_unfit(roots, tmp_path):
    before = worker._states(roots)
    write(tmp_path, own="WORD = 'edited'", other="WORD = 'new'")
    used, unused = [LESSON.format("own")], ["lesson_code/descent.py"]
    spoilt = worker._with_digests(Outcome("value"), unused + used, before, roots)
    (one,) = spoilt.faults
    assert (one.path, one.line) == (LESSON.format("own"), 1)
    assert one.what == "실행하는 동안 파일이 바뀌었습니다. 다시 빌드하세요"
    kept = worker._with_digests(Outcome("value"), unused, before, roots)
    assert (kept.value, dict(kept.imported)) == ("value", {unused[0]: file_digests(unused[0], roots)})


def test_style_that_changed_while_it_was_used_is_seen(roots, tmp_path):
    (tmp_path / "lesson_code" / "matplotlibrc").write_text("one")
    before = worker._states(roots)
    (tmp_path / "lesson_code" / "matplotlibrc").write_text("another")
    assert worker._with_digests(Outcome(), ["lesson_code/matplotlibrc"], before, roots).faults


def test_state_of_a_file_is_that_of_the_first_root_that_has_it(roots, tmp_path):
    write(tmp_path / "second", own="WORD = 'second'")
    both = (roots[0], str(tmp_path / "second"))
    before = worker._states(both)
    write(tmp_path / "second", own="WORD = 'edited second'")
    assert worker._states(both) == before
    write(tmp_path, own="WORD = 'edited first'")
    assert worker._states(both) != before


@pytest.mark.parametrize("changed", ["length", "time"])
def test_state_of_a_file_tells_its_edits_apart(roots, tmp_path, changed):
    path, name = tmp_path / LESSON.format("own"), LESSON.format("own")
    before = worker._states(roots)[name]
    if changed == "length":
        path.write_text("WORD = 'longer'")
        os.utime(path, ns=(before[0], before[0]))
    else:
        os.utime(path, (1, 1))
    assert worker._states(roots)[name] != before


def test_end_of_the_builder_ends_the_job_and_what_it_started(roots, tmp_path):
    begun = tmp_path.with_name(f"{tmp_path.name}-begun")
    text = f"import pathlib, subprocess, time\nsleeper = subprocess.Popen(['sleep', '1000'])\nhere = {str(begun)!r}\n"
    write(tmp_path, own=text + "pathlib.Path(here).write_text(str(sleeper.pid))\ntime.sleep(1000)")
    with started() as process:
        pickle.dump((claim("own.WORD"), roots), process.stdin)
        process.stdin.flush()
        while not begun.exists() or not begun.read_text():
            time.sleep(0.05)
        process.stdin.close()
        assert (process.wait(timeout=30), process.stdout.read(), process.stderr.read()) == (1, b"", b"")
    assert ends(int(begun.read_text()))


def test_process_that_a_job_leaves_behind_is_ended_and_keeps_nobody_waiting(apart, tmp_path):
    text = "import os, time\nchild = os.fork()\nif not child:\n    time.sleep(1000)\nWORD = str(child)"
    write(tmp_path, own=text)
    child = int(apart(claim("own.WORD")).outcome.value)
    assert ends(child)


def test_job_that_is_begun_anew_hands_back_what_a_forked_one_does(apart, anew, tmp_path):
    write(tmp_path, own="import wave\nWORD = 'x' * 1_000_000")
    forked, begun = apart(claim("own.WORD")), anew(claim("own.WORD"))
    assert begun.outcome.value == forked.outcome.value
    assert LESSON.format("own") in begun.files and set(begun.files) <= set(forked.files)  # what tests load is there
    assert "wave" in begun.libraries and begun.outcome.seconds > 0


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("raise ValueError('no')", "본문의 값을 계산할 수 없습니다. 식을 고치세요: own.WORD: ValueError: no"),
        ("import os\nos._exit(3)", "코드가 실행하던 프로세스를 끝냈습니다(종료 코드 3). os._exit를 지우세요"),
        (ENDLESS, "제한 시간 2초를 넘겨 멈췄습니다(lesson_code/small/own.py:1에서). "),
    ],
    ids=["raises", "ends", "endless"],
)
def test_fault_of_a_job_that_is_begun_anew_is_told_as_that_of_a_forked_one(apart, anew, tmp_path, how, told):
    write(tmp_path, own=how)
    job = claim("own.WORD", time_limit=2.0)
    assert fault(anew(job)) == fault(apart(job))
    assert fault(anew(job))[2].startswith(told)


def test_job_that_ends_itself_is_not_late_where_no_signal_tells_of_time(anew, tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "SIGNAL", 0)
    write(tmp_path, own="import os\nos._exit(0)")
    assert fault(anew(claim("own.WORD")))[2].startswith("코드가 실행하던 프로세스를 끝냈습니다(종료 코드 0)")


def test_what_a_job_that_is_begun_anew_leaves_behind_ends_with_it(anew, tmp_path):
    text = "import subprocess, time\nchild = subprocess.Popen(['sleep', '1000'])\ntime.sleep(1)\nWORD = str(child.pid)"
    write(tmp_path, own=text)
    left = int(anew(claim("own.WORD")).outcome.value)
    assert ends(left)


def test_worker_that_cannot_fork_begins_its_jobs_anew_and_ends_with_its_builder(roots, tmp_path):
    own = "WORD = str(__import__('os').getppid())"
    write(tmp_path, own=own, sleeping="import time\ntime.sleep(1000)")
    (first, second), ended, _ = serve([claim("own.WORD"), claim("own.WORD")], roots, "del os.fork")
    assert (first.value, ended) == (second.value, 0) and first.imported
    with started("del os.fork") as process:
        pickle.dump((claim("sleeping.WORD"), roots), process.stdin)
        process.stdin.close()
        assert process.wait(timeout=30) == 1


@pytest.mark.parametrize(
    ("code", "line", "wall"), [("\n\nwhile True: pass", 3, 100), ("\nsum(iter(int, 1))", 2, 2)], ids=["Python", "C"]
)
def test_time_is_watched_where_no_signal_tells_of_it(tmp_path, code, line, wall):
    write(tmp_path, own=code)
    watch = (
        "from lesson_code.publish.execute import process\n"
        f"process.WALL = {wall}\n"
        f"process.watch_by_thread(0.5, open({str(tmp_path / 'dump')!r}, 'w'))\nimport lesson_code.small.own"
    )
    variables = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (tmp_path, MACHINERY)))}
    assert subprocess.run([sys.executable, "-c", watch], env=variables, cwd=tmp_path, timeout=30).returncode == 1
    place = place_in_dump((tmp_path / "dump").read_text(), (str(tmp_path),), Fault("", 0, ""))
    assert (place.path, place.line) == (LESSON.format("own"), line)


def test_place_in_a_dump_is_found_whatever_letters_its_path_has(tmp_path):
    dump = f'  File "{tmp_path}/lesson_code/\\ud55c\\xe9\\new.py", line 3 in <module>\n'
    place = place_in_dump(dump, (str(tmp_path),), Fault("", 0, ""))
    assert (place.path, place.line) == ("lesson_code/한é\\new.py", 3)


def test_temporary_folder_in_the_book_is_free_and_the_rest_of_the_book_is_not(apart, tmp_path, monkeypatch):
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    write(tmp_path, own="import tempfile\nWORD = tempfile.TemporaryFile('w').write('abc')")
    assert apart(claim("own.WORD")).outcome.value == "3"
    assert "쓸 수 없습니다" in fault(apart(claim("open('a.txt', 'w')")))[2]
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert "쓸 수 없습니다" in fault(apart(claim("open('a.txt', 'w')")))[2]


def test_error_that_cannot_be_said_is_told_at_its_line(apart, tmp_path):
    write(
        tmp_path, own="class Odd(Exception):\n    def __str__(self):\n        raise self\n\n\ndef figure(): raise Odd"
    )
    told = fault(apart(Job("picture", "small/own", LESSON.format("own"), 6)))
    assert told[:2] == (LESSON.format("own"), 6) and "Odd: 오류의 __str__" in told[2]


@pytest.mark.parametrize(
    "code",
    ["import builtins\nbuiltins.len = None", "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))"],
)
def test_code_that_breaks_what_hands_its_outcome_over_is_not_told_to_have_ended_itself(apart, tmp_path, code):
    write(tmp_path, own=f"{code}\nWORD = 'own'")
    path, line, what = fault(apart(claim("own.WORD")))
    assert (path, line) == (PAGE, 7) and what.startswith("코드가 바꾼 파이썬의 함수나 자원 제한 때문에")
