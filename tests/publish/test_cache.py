"""An entry is given back only while it would come out the same."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from lesson_code.publish.cache import KEPT_UNUSED, SHOWN, Cache, Entry, digest, file_digests, write_atomically

CORE = "lesson_code/core.py"


@pytest.fixture
def entries(tmp_path):
    (tmp_path / "lesson_code").mkdir()
    (tmp_path / "lesson_code" / "core.py").write_text("one")
    return Cache(tmp_path / ".cache", (str(tmp_path),))


def helper(entries):
    return entries.folder.parent / "lesson_code" / "core.py"


def put(entries, value):
    entries.put("job", Entry(value, {CORE: file_digests(CORE, entries.roots)}))


def get(entries, identity="job"):
    found = entries.get(identity)
    return found and found.value


def test_what_was_stored_comes_back(entries):
    put(entries, {"ㄱ": [1.5, None]})
    assert get(entries) == {"ㄱ": [1.5, None]}


def test_files_of_the_run_come_back_with_their_digests(entries):
    put(entries, 1)
    assert entries.get("job").imported == {CORE: file_digests(CORE, entries.roots)}


def test_nothing_comes_back_for_another_job(entries):
    put(entries, 1)
    assert get(entries, "other") is None


def test_edit_of_an_imported_file_makes_the_entry_unfit(entries):
    put(entries, 1)
    helper(entries).write_text("two")
    assert get(entries) is None


def test_edit_between_the_run_and_its_storing_makes_the_entry_unfit(entries):
    entries.put("job", Entry(1, {CORE: (digest("what the run saw"),) * 2}))
    assert get(entries) is None


@pytest.mark.parametrize(
    ("text", "edited"),
    [
        ("one = 1", "one = 1  # 말"),
        ("one = 1", '"""말."""\none = 1'),
        ("one = 1", "one=(1)"),
        ("def f():\n    'a'\n    return 1", "def f():\n    'b'\n\n    return 1"),
    ],
)
def test_words_in_a_module_change_nothing(entries, text, edited):
    helper(entries).write_text(text)
    put(entries, 1)
    helper(entries).write_text(edited)
    assert get(entries) == 1


@pytest.mark.parametrize("tells", ["one = f.__doc__", "import inspect", "help(1)", "one = f.__code__", "linecache"])
def test_words_count_in_a_module_that_can_read_them(entries, tells):
    helper(entries).write_text(f"{tells}  # 글")
    put(entries, 1)
    helper(entries).write_text(f"{tells}  # 말")
    assert get(entries) is None


def test_words_count_in_a_file_that_is_shown(entries):
    helper(entries).write_text("one = 1  # 글")
    entries.put("job", Entry(1, {SHOWN + CORE: file_digests(SHOWN + CORE, entries.roots)}))
    assert get(entries) == 1
    helper(entries).write_text("one = 1  # 말")
    assert get(entries) is None


@pytest.mark.parametrize("text", [b"def (", "한글".encode("cp949"), b"\0"])
def test_file_that_is_no_code_counts_letter_by_letter(entries, text):
    helper(entries).write_bytes(text)
    put(entries, 1)
    assert get(entries) == 1
    helper(entries).write_bytes(text + b" ")
    assert get(entries) is None


def test_edit_taken_back_finds_the_old_entry(entries):
    put(entries, 1)
    helper(entries).write_text("two")
    put(entries, 2)
    helper(entries).write_text("one")
    assert get(entries) == 1


def test_imported_file_that_is_gone_makes_the_entry_unfit(entries):
    put(entries, 1)
    helper(entries).unlink()
    assert get(entries) is None


def test_cache_is_as_good_in_another_folder(entries, tmp_path):
    put(entries, 1)
    (tmp_path / "moved" / "lesson_code").mkdir(parents=True)
    helper(entries).rename(tmp_path / "moved" / CORE)
    entries.folder.rename(tmp_path / "moved" / "cache")
    assert get(Cache(tmp_path / "moved" / "cache", (str(tmp_path / "moved"),))) == 1


@pytest.mark.parametrize("damage", [lambda b: b[:-2], lambda b: b"", lambda b: b.replace(b"7", b"8")])
@pytest.mark.parametrize("kind", ["entries", "imports"])
def test_damaged_entry_counts_as_missing(entries, damage, kind):
    put(entries, 7777)
    (file,) = (entries.folder / kind).iterdir()
    file.write_bytes(damage(file.read_bytes()) if kind == "entries" else b"x" + file.read_bytes())
    assert get(entries) is None


def test_entry_of_an_older_form_counts_as_missing(entries):
    put(entries, 1)
    for file in entries.folder.glob("*/*"):
        file.rename(file.with_name(digest("of another form", file.name)))
    assert get(entries) is None


def aged(entries, seconds):
    for file in entries.folder.glob("*/*"):
        os.utime(file, (time.time() - seconds,) * 2)


def test_entry_that_no_build_used_is_removed(entries):
    put(entries, 1)
    write_atomically(entries.folder / "runs" / "long", b"a kept run")
    aged(entries, KEPT_UNUSED + 60)
    entries.evict()
    assert list(entries.folder.glob("*/*")) == []


def test_entry_that_a_build_used_stays(entries):
    put(entries, 1)
    aged(entries, KEPT_UNUSED + 60)
    get(entries)
    entries.evict()
    assert get(entries) == 1


def test_writers_at_once_leave_one_whole_file(tmp_path):
    path = tmp_path / "a" / "file"
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: write_atomically(path, b"%d" % n * 10_000), range(40)))
    assert len(set(path.read_bytes().decode())) <= 2 and [p.name for p in path.parent.iterdir()] == ["file"]


def test_failed_write_leaves_nothing_behind(tmp_path):
    (tmp_path / "taken" / "inside").mkdir(parents=True)
    with pytest.raises(OSError):
        write_atomically(tmp_path / "taken", b"x")
    assert [p.name for p in tmp_path.iterdir()] == ["taken"]


def test_digest_keeps_parts_apart():
    assert digest("ab", "c") != digest("a", "bc")
