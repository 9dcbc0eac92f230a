"""An entry is given back only while it would come out the same."""

import hashlib
import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from lesson_code.publish import cache
from lesson_code.publish.book import MACHINERY
from lesson_code.publish.cache import (
    KEPT_UNUSED,
    SHOWN,
    USED_TODAY,
    Cache,
    Entry,
    digest,
    file_digests,
    write_atomically,
)

CORE = "lesson_code/core.py"


@pytest.fixture
def entries(tmp_path):
    (tmp_path / "lesson_code").mkdir()
    (tmp_path / "lesson_code" / "core.py").write_text("one")
    return Cache(tmp_path / ".cache", (str(tmp_path),))


def test_name_in_another_encoding_has_a_digest_of_its_bytes():
    assert digest(os.fsdecode(b"\xb1\xd7")) == digest(b"\xb1\xd7")


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


def test_jobs_that_import_the_same_files_keep_their_own_values(entries):
    put(entries, 1)
    entries.put("other", Entry(2, {CORE: file_digests(CORE, entries.roots)}))
    assert (get(entries), get(entries, "other")) == (1, 2)


def test_entry_is_found_without_reading_the_code_of_a_file_whose_text_is_as_it_was(entries):
    entries.put("job", Entry(1, {CORE: (file_digests(CORE, entries.roots)[0], "of code that nobody can read")}))
    assert get(entries) == 1


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


def test_entry_of_an_older_form_counts_as_missing(entries, monkeypatch):
    put(entries, 1)
    monkeypatch.setattr(cache, "FORMAT", "newer")
    assert get(entries) is None


def test_entries_of_two_forms_lie_side_by_side(entries, monkeypatch):
    put(entries, 1)
    with monkeypatch.context() as newer:
        newer.setattr(cache, "FORMAT", "newer")
        put(entries, 2)
    assert get(entries) == 1


def test_last_value_is_known_also_where_it_is_no_longer_true(entries):
    assert entries.last("job") is None
    put(entries, 1)
    before = file_digests(CORE, entries.roots)
    helper(entries).write_text("two")
    assert entries.last("job") == Entry(1, {CORE: list(before)})


def test_value_of_two_files_comes_back_whatever_their_order(entries):
    (entries.folder.parent / "lesson_code" / "other.py").write_text("two")
    names = [CORE, "lesson_code/other.py"]
    for order in (names, names[::-1]):
        entries.put("job", Entry(len(order), {name: file_digests(name, entries.roots) for name in order}))
        assert len(list(entries.folder.glob("entries/*"))) == 1 and get(entries) == 2


def test_cache_that_cannot_be_written_can_still_be_read(entries, monkeypatch):
    put(entries, 1)
    aged(entries, USED_TODAY + 60)

    def refused(*_):
        raise PermissionError

    monkeypatch.setattr(os, "utime", refused)
    assert get(entries) == 1


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


def test_entry_that_a_build_used_less_than_two_weeks_ago_stays(entries):
    put(entries, 1)
    aged(entries, KEPT_UNUSED - 60)
    entries.evict()
    assert get(entries) == 1


def test_entry_that_another_build_removes_meanwhile_stops_nothing(entries):
    put(entries, 1)
    aged(entries, KEPT_UNUSED + 60)
    gone = entries.folder / "entries" / "gone"
    gone.symlink_to("nowhere")
    entries.evict()
    assert list(entries.folder.glob("*/*")) == [gone]


@pytest.mark.parametrize(("age", "noted"), [(USED_TODAY - 60, False), (USED_TODAY + 60, True)])
def test_use_is_noted_once_a_day(entries, age, noted):
    put(entries, 1)
    aged(entries, age)
    get(entries)
    assert [time.time() - file.stat().st_mtime < 60 for file in entries.folder.glob("*/*")] == [noted] * 2


def test_file_of_the_first_root_that_has_it_counts(tmp_path):
    for root, text in (("first", "one"), ("second", "two")):
        (tmp_path / root / "lesson_code").mkdir(parents=True)
        (tmp_path / root / CORE).write_text(text)
    empty, first, second = (str(tmp_path / root) for root in ("empty", "first", "second"))
    assert file_digests(CORE, [first, second]) == file_digests(CORE, [empty, first])
    assert file_digests(CORE, [first, second]) != file_digests(CORE, [second, first])
    assert file_digests(CORE, [empty]) == ("", "")


def test_code_of_a_file_is_read_only_where_its_text_is_not_the_known_one(entries):
    text, code = file_digests(CORE, entries.roots)
    assert file_digests(CORE, entries.roots, (text, "known")) == (text, "known")
    assert file_digests(CORE, entries.roots, ("other", "known")) == (text, code)


@pytest.mark.parametrize(
    ("edited", "time_of_old"), [("two", True), ("one more", True), ("two", False)], ids=["length", "time", "neither"]
)
def test_edit_is_seen_that_keeps_length_or_time(entries, edited, time_of_old):
    put(entries, 1)
    before = helper(entries).stat()
    helper(entries).write_text(edited)
    if time_of_old:
        os.utime(helper(entries), ns=(before.st_atime_ns, before.st_mtime_ns))
    assert get(entries) is None


def write_package(monkeypatch, folder):
    (folder / "another-1.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(folder)


def write_fonts(monkeypatch, folder):
    (folder / "package.json").write_text("{}")
    monkeypatch.setattr(cache, "FONTS", folder / "package.json")


def write_machinery(monkeypatch, folder, edited):
    for kept in ("execute", "read/percent.py"):
        copy = shutil.copytree if kept == "execute" else shutil.copy
        (folder / "publish" / kept).parent.mkdir(parents=True, exist_ok=True)
        copy(MACHINERY / "lesson_code" / "publish" / kept, folder / "publish" / kept)
    (folder / "lesson_code").mkdir()
    shutil.copy(MACHINERY / "lesson_code" / "kept.py", folder / "lesson_code")
    if edited:
        (folder / edited).write_bytes((folder / edited).read_bytes() + b"#")
    monkeypatch.setattr(cache, "__file__", str(folder / "publish" / "cache.py"))
    monkeypatch.setattr(cache, "MACHINERY", folder)


@pytest.fixture
def anew():
    """Return a function that tells the surroundings as a new process would."""

    def told():
        cache.surroundings.cache_clear()
        return cache.surroundings()

    yield told
    cache.surroundings.cache_clear()


CHANGES = {
    "Python": lambda patch, folder: patch.setattr(cache, "python_version", lambda: "3.99.0"),
    "system": lambda patch, folder: patch.setattr(cache, "system", lambda: "Another"),
    "machine": lambda patch, folder: patch.setattr(cache, "machine", lambda: "another"),
    "package": write_package,
    "fonts": write_fonts,
    "no fonts": lambda patch, folder: patch.setattr(cache, "FONTS", folder / "none"),
    "what executes": lambda patch, folder: write_machinery(patch, folder, "publish/execute/drawings.py"),
    "what reads notebooks": lambda patch, folder: write_machinery(patch, folder, "publish/read/percent.py"),
    "what counts as code": lambda patch, folder: write_machinery(patch, folder, "lesson_code/kept.py"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_surroundings_are_others_after_a_change_of(change, anew, monkeypatch, tmp_path):
    before = anew()
    change(monkeypatch, tmp_path)
    assert anew() != before


def test_surroundings_are_the_same_in_another_folder_and_with_other_paths(anew, monkeypatch, tmp_path):
    before = anew()
    write_machinery(monkeypatch, tmp_path, "")
    monkeypatch.setattr(sys, "path", [*reversed(sys.path), str(tmp_path / "none")])
    assert anew() == before


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


def test_file_is_written_beside_its_place(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "another file system"))
    write_atomically(tmp_path / "file", b"x")
    assert (tmp_path / "file").read_bytes() == b"x"


def test_digest_is_that_of_the_bytes_of_its_parts():
    assert digest("가", "b") == digest("가".encode(), b"b") == hashlib.sha256(b"3:\xea\xb0\x801:b").hexdigest()


def test_digest_keeps_parts_apart():
    assert digest("ab", "c") != digest("a", "bc")
