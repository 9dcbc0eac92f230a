"""The thin side of the machinery that knows MkDocs: which plain function each event of a build calls."""

import base64
import os
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from lesson_code.palette import DARK
from lesson_code.publish import bundles, chart, finish, formulas, frontend, notebooks, svg
from lesson_code.publish.book import Book
from lesson_code.publish.execute.examples import CORE
from lesson_code.publish.publication import Publication

# what a reader keeps for reading offline, and what of it only once it was used
KEPT = re.compile(r".*\.(?:html|css|js|woff2|svg|json)$")
USED = re.compile(
    r"assets/(?:live/(?!book-)|pyodide-|javascripts/lunr/(?!min/lunr\.(?:ko|multi|stemmer\.support)\.))"
    r"|figures/.*\.json$|lesson_code/|practice/.*\.py$"
)
THEME = Path(__file__).parent / "theme"
KATEX = "assets/katex/"
LIVE = "assets/live/"
COLOURS = "assets/picture-colours.css"


def on_config(config: MkDocsConfig) -> None:
    """Take the addresses from the environment, and our few templates before the theme's."""
    config.theme.dirs.insert(0, str(THEME))
    config.extra_css[:0] = [f"{KATEX}katex.min.css", COLOURS]
    config.site_url = os.environ.get("SITE_URL", "").rstrip("/") + "/" if os.environ.get("SITE_URL") else None
    config.repo_url = os.environ.get("REPO_URL", "").rstrip("/") or None
    config.edit_uri = "edit/main/docs/" if config.repo_url else None
    if config.repo_url and not config.repo_name:
        config.repo_name = "GitHub"


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """Publish the text that was checked, whatever the file holds by now."""
    publication: Publication = config.extra["book"]
    checked = publication.pages.get(page.file.src_uri)
    return checked.text if checked else None


@event_priority(100)  # before mkdocs-jupyter looks for notebooks
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Execute the book and add everything it made as virtual files."""
    publication = Publication(Book(Path(str(config.config_file_path)).parent))
    publication.prepare()
    formulas.serve_extension(publication.markup)
    config.extra["book"] = publication
    entry = next(name for name in publication.scripts if name.startswith("book-"))
    config.extra_javascript.append(_module(f"{LIVE}{entry}"))
    for name, content in _generated(publication, config):
        files.append(File.generated(config, name, content=content))
    for font in frontend.katex_fonts():
        files.append(File.generated(config, f"{KATEX}fonts/{font.name}", abs_src_path=str(font)))
    for name in frontend.PYODIDE_FILES:
        address = frontend.pyodide_folder() + name
        files.append(File.generated(config, address, abs_src_path=str(frontend.PYODIDE / name)))
    for source in publication.notebooks:
        path = publication.notebook_file(source)
        root = publication.book.cache / "notebooks"
        files.append(File(path.relative_to(root).as_posix(), str(root), config.site_dir, config.use_directory_urls))
    return files


def _generated(publication: Publication, config: MkDocsConfig) -> Iterator[tuple[str, str | bytes]]:
    """Yield address and content of every text or picture this build made."""
    yield f"{KATEX}katex.min.css", frontend.katex_style()
    yield COLOURS, frontend.picture_colours()
    sitemap = f"Sitemap: {config.site_url}sitemap.xml\n" if config.site_url else ""
    for name, script in publication.scripts.items():
        if name != bundles.OFFLINE:
            yield f"{LIVE}{name}", script
    yield "assets/live/console.py", (bundles.LIVE / "console.py").read_text(encoding="utf-8")
    for name in CORE:
        yield f"lesson_code/{name}.py", publication.core(name)
    yield "robots.txt", f"User-agent: *\nAllow: /\n{sitemap}"
    for stem, picture in publication.pictures.items():
        for name, drawing in picture["drawings"].items():
            variant = "" if name == "wide" else f".{name}"
            yield f"figures/{stem}{variant}.svg", drawing["svg"]
            yield f"figures/{stem}{variant}.dark.svg", svg.darken(drawing["svg"], DARK)
        if picture["card"]:
            yield f"figures/{stem}.png", base64.b64decode(picture["card"])
        yield from chart.files(stem, picture.get("chart", {}))
        yield f"lesson_code/{stem}.py", publication.code(stem)
    for source in publication.notebooks:
        yield f"practice/{source.stem}/{source.name}.py", publication.code(source.stem)


def _module(address: str) -> ExtraScriptValue:
    script = ExtraScriptValue(address)
    script.type = "module"
    return script


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str | None:
    """Turn the book's own markup into Markdown that the extensions know."""
    publication: Publication = config.extra["book"]
    cover = publication.cover(page.file.src_uri)
    if cover and config.site_url:
        page.meta["image"] = f"{config.site_url}figures/{cover}.png"
    if page.file.src_uri not in publication.pages:
        return None
    return publication.markdown(page.file.src_uri, markdown)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the pictures, or the freed notebook, into the page's body."""
    publication: Publication = config.extra["book"]
    up = posixpath.relpath(".", page.url.rstrip("/") or ".") + "/"
    source = next((s for s in publication.notebooks if page.file.src_uri == f"practice/{s.stem}.ipynb"), None)
    if source:
        page.edit_url = f"{config.repo_url}/edit/main/lesson_code/{source.stem}.py" if config.repo_url else None
        body = notebooks.with_formulas(notebooks.free(html), publication.markup)
        body, tokens = notebooks.with_anchors(body, config.mdx_configs["toc"]["permalink_title"])
        page.toc = get_toc(tokens)
        return svg.by_variable(notebooks.with_downloads(body, source.name), DARK)
    described = publication.pages[page.file.src_uri]
    return finish.place_figures(html, described, publication.pictures, publication.code, "" if up == "./" else up)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Finish a page's HTML."""
    publication: Publication = config.extra["book"]
    page_html = finish.name_search(formulas.fill(output, publication.markup))
    return finish.secure(finish.version(finish.copyable(finish.lighten(page_html)), publication.versions))


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Finish the 404 page, which MkDocs does not count among the pages."""
    if template_name == "sitemap.xml" and not config.site_url:
        return ""  # it would be empty, which is worse than none
    if not template_name.endswith(".html"):
        return output_content
    return finish.secure(finish.version(finish.name_search(output_content), config.extra["book"].versions))


def on_post_build(config: MkDocsConfig) -> None:
    """Write the service worker, which lists what is now in the site."""
    site = Path(config.site_dir)
    names = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    files = {name: (site / name).read_bytes() for name in names if KEPT.match(name) and not USED.match(name)}
    script = config.extra["book"].scripts[bundles.OFFLINE]
    (site / bundles.OFFLINE).write_text(bundles.service_worker(script, files), encoding="utf-8")
