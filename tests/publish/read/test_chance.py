"""Random numbers without a seed would change a picture with every build."""

import ast

import pytest

from lesson_code.publish.read import chance
from lesson_code.publish.read.manuscript import read

IMPORT = """import random
import numpy as np
from numpy.random import default_rng, rand
from random import Random, shuffle
from scipy import stats
from sklearn import model_selection
from sklearn.model_selection import train_test_split
"""


@pytest.mark.parametrize(
    "call",
    [
        "np.random.default_rng()",
        "np.random.default_rng(None)",
        "default_rng(seed=None)",
        "np.random.RandomState()",
        "np.random.seed()",
        "np.random.normal(size=3)",
        "rand(3)",
        "Random()",
        "random.random()",
        "shuffle([1, 2])",
        "random.SystemRandom()",
        "np.random.Generator(np.random.PCG64())",
        "[random.gauss(0, 1) for _ in range(3)]",
        "partial(np.random.rand, 3)",
        "sorted(y, key=lambda x: random.random())",
        "defaultdict(default_factory=random.random)",
        "train_test_split(y)",
        "model_selection.ShuffleSplit(3)",
        "stats.norm.rvs(size=3)",
    ],
)
def test_chance_without_a_seed_is_told_with_its_line(call):
    assert [line for line, _ in chance.unseeded(ast.parse(f"{IMPORT}x = {call}\n"))] == [8]


@pytest.mark.parametrize("module", ["numpy.random", "random", "time", "secrets", "uuid"])
def test_names_that_are_imported_unseen_are_told(module):
    assert [line for line, _ in chance.unseeded(ast.parse(f"import math\nfrom {module} import *\n"))] == [2]
    assert list(chance.unseeded(ast.parse("from math import *\nsin(1)"))) == []


@pytest.mark.parametrize(
    "code",
    [
        "x = np.random.default_rng(0)",
        "x = default_rng(seed=3).normal()",
        "x = Random('a').random()",
        "np.random.seed(0)\nx = rand(3)",
        "random.seed(1)\nshuffle([1, 2])",
        "def draw():\n    return random.random()\n\n\nrandom.seed(1)\ndraw()",
        "def part(y):\n    return train_test_split(y)\n\n\nnp.random.seed(1)\npart(y)",
        "rng = np.random.Generator(np.random.PCG64(5))",
        "def random_walk(rng):\n    return rng.random()",
        "train_test_split(y, random_state=0)",
        "train_test_split(y, **options)",
        "np.random.seed(0)\ntrain_test_split(y)",
        "stats.norm.rvs(size=3, random_state=0)",
        "stats.norm.pdf(0)",
        "isinstance(rng, np.random.Generator) or isinstance(rng, np.random.RandomState)",
        "from sklearn.pipeline import make_pipeline\nmake_pipeline(y)",
        "def call(id):\n    return print(id)",
    ],
)
def test_seeded_chance_is_none(code):
    assert list(chance.unseeded(ast.parse(IMPORT + code))) == []


def test_seed_that_comes_too_late_or_belongs_to_another_library_is_none():
    late = "np.random.rand(3)\nnp.random.seed(0)\n"
    other = "random.seed(0)\nnp.random.rand(3)\n"
    assert [line for line, _ in chance.unseeded(ast.parse(IMPORT + late + other))] == [8]
    assert [line for line, _ in chance.unseeded(ast.parse(IMPORT + other))] == [9]


def test_chance_by_another_name_is_told():
    assert [line for line, _ in chance.unseeded(ast.parse(IMPORT + "draw = np.random\nx = draw.rand(3)\n"))] == [9]


@pytest.mark.parametrize(
    "code",
    [
        "import time\nx = time.time()",
        "import time\nx = time.perf_counter()",
        "import time\nx = time.strftime('%H')",
        "import datetime\nx = datetime.date.today()",
        "from datetime import datetime\nx = datetime.now()",
        "from time import ctime\nx = ctime()",
        "import os\nx = os.getpid()",
        "import os\nx = os.urandom(3)",
        "from uuid import uuid4\nx = uuid4()",
        "import secrets\nx = secrets.token_hex()",
        "y = []\nx = id(y)",
        "import timeit\nx = timeit.timeit('1')",
        "import os\nx = os.cpu_count()",
        "import os\nx = os.getppid()",
        "from threading import get_ident\nx = get_ident()",
        "import time\nx = list(map(time.sleep, [1])) and print(time.time)",
    ],
)
def test_time_and_place_of_a_build_are_told(code):
    assert [line for line, _ in chance.unseeded(ast.parse(code))] == [2]


@pytest.mark.parametrize(
    "code",
    [
        "import time\nx = time.strftime('%H', t)",
        "import time\nx = time.gmtime(0)",
        "x = valid(1)",
        "time = 3\ntime + 1",
    ],
)
def test_time_that_is_given_is_the_same_in_every_build(code):
    assert list(chance.unseeded(ast.parse(code))) == []


@pytest.mark.parametrize("name", ["one_step", "shared"])
def test_module_of_a_lesson_is_read_for_chance_whether_it_draws_or_helps(book, name):
    path = book.lessons / "small_lesson" / f"{name}.py"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"{text}\nimport random\n\nNOISE = random.random()\n", encoding="utf-8")
    (fault,) = read(book).faults
    assert (fault.path, fault.line) == (book.relative(path), text.count("\n") + 4)
