"""The files of a notebook as MkDocs knows them: its page, and what can be downloaded beside it."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File


def as_page(file: File) -> File:
    """Return a notebook's file as one that MkDocs takes for a page, though its name does not end in .md."""
    file.is_documentation_page = lambda: True  # type: ignore[method-assign]
    file.dest_uri = file.src_uri.removesuffix(".ipynb") + "/index.html"
    return file


def beside(config: MkDocsConfig, address: str, name: str, executed: str) -> File:
    """Return the executed notebook as a download beside its page."""
    file = File.generated(config, f"{address}.download", content=executed)
    file.dest_uri = f"{address.removesuffix('.ipynb')}/{name}"
    return file
