from collections.abc import Callable, Iterator

import pytest

from lesson_code.publish.book import Book
from lesson_code.publish.execute import pool
from lesson_code.publish.execute.job import Job, Outcome


@pytest.fixture(scope="session")
def workers() -> Iterator[pool.Workers]:
    """Two real workers, which all tests of a process share: to start them costs a second."""
    with pool.processes(2, 2) as workers:
        yield workers


@pytest.fixture
def run(workers: pool.Workers) -> Callable[[Job, Book], Outcome]:
    """Return a function that runs a job and returns what came of it."""
    return lambda job, book: workers.submit(job, book.roots).result()
