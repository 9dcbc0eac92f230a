"""Waiting under our policy, which forbids the eval that Playwright's own waiting needs."""

import time


def until(page, expression):
    """Wait for a JavaScript expression to hold."""
    end = time.monotonic() + 60
    while not page.evaluate(expression):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(50)
