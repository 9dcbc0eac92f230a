"""An entry is given back only while it would come out the same."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from lesson_code.publish.cache import Cache, digest, write_atomically


@pytest.fixture
def entries(tmp_path):
    (tmp_path / "lesson_code").mkdir()
    (tmp_path / "lesson_code" / "core.py").write_text("one")
    return Cache(tmp_path / ".cache", (str(tmp_path),))


def helper(entries):
    return entries.folder.parent / "lesson_code" / "core.py"


def test_what_was_stored_comes_back(entries):
    entries.put("job", ["lesson_code/core.py"], {"ㄱ": [1.5, None]})
    assert entries.get("job") == {"ㄱ": [1.5, None]}


def test_nothing_comes_back_for_another_job(entries):
    entries.put("job", [], 1)
    assert entries.get("other") is None


def test_edit_of_an_imported_file_makes_the_entry_unfit(entries):
    entries.put("job", ["lesson_code/core.py"], 1)
    helper(entries).write_text("two")
    assert entries.get("job") is None


def test_edit_taken_back_finds_the_old_entry(entries):
    entries.put("job", ["lesson_code/core.py"], 1)
    helper(entries).write_text("two")
    entries.put("job", ["lesson_code/core.py"], 2)
    helper(entries).write_text("one")
    assert entries.get("job") == 1


def test_imported_file_that_is_gone_makes_the_entry_unfit(entries):
    entries.put("job", ["lesson_code/core.py"], 1)
    helper(entries).unlink()
    assert entries.get("job") is None


@pytest.mark.parametrize("damage", [lambda b: b[:-2], lambda b: b"", lambda b: b.replace(b"7", b"8")])
@pytest.mark.parametrize("kind", ["entries", "imports"])
def test_damaged_entry_counts_as_missing(entries, damage, kind):
    entries.put("job", ["lesson_code/core.py"], 7777)
    (file,) = (entries.folder / kind).iterdir()
    file.write_bytes(damage(file.read_bytes()) if kind == "entries" else b"x" + file.read_bytes())
    assert entries.get("job") is None


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
