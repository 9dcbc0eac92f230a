"""The shell steps of the workflow do here what they are to do on a runner; ``gh`` is a stand-in, since no GitHub is."""

import os
import re
import stat
import subprocess

import pytest
import yaml

from lesson_code.publish.book import MACHINERY

ACTIONS = [*(MACHINERY / ".github" / "workflows").glob("*.yml"), MACHINERY / ".github" / "prepare" / "action.yml"]
JOBS = yaml.safe_load((MACHINERY / ".github" / "workflows" / "book.yml").read_text(encoding="utf-8"))["jobs"]
GH = """#!/bin/sh
case "$*" in
  "run list"*) echo $RUNS ;;
  "run download $KEPT "*|"run download 1 "*) mkdir -p "$(echo "$*" | sed 's/.*--dir //')" ;;
  *) exit 1 ;;
esac
"""


def step(job, identity):
    return next(step["run"] for step in JOBS[job]["steps"] if step.get("id") == identity)


def run(script, folder, **environment):
    """Run a step as a runner does, and return what it left in its output and its summary."""
    files = {name: folder / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.touch()
    gh = folder / "gh"
    gh.write_text(GH, encoding="utf-8")
    gh.chmod(stat.S_IRWXU)
    surroundings = os.environ | {name: str(file) for name, file in files.items()} | environment
    surroundings["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(["bash", "-eo", "pipefail", "-c", script], cwd=folder, env=surroundings, check=True)
    return [file.read_text(encoding="utf-8") for file in files.values()]


@pytest.mark.parametrize(("kept", "found"), [("7", True), ("8", True), ("none", False)])
def test_pull_request_is_compared_with_the_last_site_that_main_still_has(tmp_path, kept, found):
    output, summary = run(step("compare", "sites"), tmp_path, GITHUB_RUN_ID="1", RUNS="9 8 7", KEPT=kept)
    assert (tmp_path / "new").is_dir()
    assert ("found=true" in output, (tmp_path / "old").is_dir(), "비교하지 못했습니다" in summary) == (
        found,
        found,
        not found,
    )


def test_attempt_uploads_a_site_under_a_name_of_its_own(tmp_path):
    names = [
        run(step("build", "names"), tmp_path / attempt, GITHUB_RUN_ATTEMPT=attempt) for attempt in folders(tmp_path)
    ]
    assert names[0] != names[1]
    assert JOBS["build"]["outputs"]["artifact"] == "${{ steps.names.outputs.artifact }}"
    assert JOBS["deploy"]["steps"][0]["with"]["artifact_name"] == "${{ needs.build.outputs.artifact }}"


def folders(parent):
    for attempt in ("1", "2"):
        (parent / attempt).mkdir()
        yield attempt


@pytest.mark.parametrize("path", ACTIONS, ids=lambda path: path.name)
def test_actions_of_others_are_pinned_by_commit(path):
    used = re.findall(r"uses: (?!\./)(\S+)", path.read_text(encoding="utf-8"))
    assert used and all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", action) for action in used)


def test_form_for_mistakes_has_the_fields_that_the_pages_fill_in():
    form = yaml.safe_load((MACHINERY / ".github" / "ISSUE_TEMPLATE" / "mistake.yml").read_text(encoding="utf-8"))
    assert {"page", "section"} <= {field["id"] for field in form["body"]}
