from collections.abc import Callable

import pytest

from lesson_code.publish.book import Book
from lesson_code.publish.execute import pool
from lesson_code.publish.execute.job import Job, Outcome


@pytest.fixture
def run(workers: pool.Workers) -> Callable[[Job, Book], Outcome]:
    """Return a function that runs a job and returns what came of it."""
    return lambda job, book: workers.submit(job, book.roots).result()
