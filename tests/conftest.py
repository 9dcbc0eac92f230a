"""One profile for every property test: the same examples on every run and machine."""

from hypothesis import settings

settings.register_profile("book", derandomize=True, deadline=None)
settings.load_profile("book")
