"""The thin side of the machinery that knows MkDocs: which plain function each event of a build calls."""

import os
import posixpath
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from lesson_code.palette import DARK
from lesson_code.publish import bundles, converted, finish, formulas, frontend, notebooks, pictures, svg
from lesson_code.publish.book import Book, Source
from lesson_code.publish.execute.examples import CORE
from lesson_code.publish.publication import Publication

# what a reader keeps for reading offline, and what of it only once it was used
KEPT = re.compile(r".*\.(?:html|css|js|woff2|svg|json)$")
USED = re.compile(
    r"assets/(?:live/(?!book-)|pyodide-|javascripts/lunr/(?!min/lunr\.(?:ko|multi|stemmer\.support)\.))"
    r"|figures/.*\.json$|lesson_code/|practice/.*\.py$"
)
THEME = Path(__file__).parent / "theme"
RESTORED = ExitStack()  # what a build changes in other packages, and puts back at its end
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
    """Publish the text that was checked, whatever the file holds by now; a notebook is no Markdown."""
    publication: Publication = config.extra["book"]
    if page.file.src_uri in publication.notebook_pages:
        return ""
    checked = publication.pages.get(page.file.src_uri)
    return checked.text if checked else None


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add everything the book made as virtual files; execute it first, where the build has not done so already."""
    if "book" not in config.extra:
        config.extra["book"] = Publication(Book(Path(str(config.config_file_path)).parent))
        config.extra["book"].prepare()
    publication: Publication = config.extra["book"]
    RESTORED.enter_context(formulas.extension(publication.markup))
    entry = next(name for name in publication.scripts if name.startswith("book-"))
    config.extra_javascript.append(_module(f"{LIVE}{entry}"))
    for name, content in _generated(publication, config):
        files.append(File.generated(config, name, content=content))
    for font in frontend.katex_fonts():
        files.append(File.generated(config, f"{KATEX}fonts/{font.name}", abs_src_path=str(font)))
    for name in frontend.PYODIDE_FILES:
        address = frontend.pyodide_folder() + name
        files.append(File.generated(config, address, abs_src_path=str(frontend.PYODIDE / name)))
    for address, source in publication.notebook_pages.items():
        files.append(_page(config, address))
        files.append(_beside(config, address, f"{source.name}.ipynb", publication.outcomes[source.stem].value))
    config.extra["context"] = converted.context(config, files)
    return files


def _page(config: MkDocsConfig, address: str) -> File:
    """Return a file that MkDocs takes for a page, though its name does not end in .md."""
    file = File.generated(config, address, content="")
    file.is_documentation_page = lambda: True  # type: ignore[method-assign]
    file.dest_uri = address.removesuffix(".ipynb") + "/index.html"
    return file


def _beside(config: MkDocsConfig, address: str, name: str, executed: dict[str, str]) -> File:
    """Return the executed notebook as a download beside its page."""
    file = File.generated(config, f"{address}.download", content=executed["notebook"])
    file.dest_uri = f"{address.removesuffix('.ipynb')}/{name}"
    return file


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
        yield from pictures.files(stem, picture)
        yield f"lesson_code/{stem}.py", publication.code(stem)
    yield pictures.MANIFEST, pictures.manifest({stem: publication.outcomes[stem] for stem in publication.pictures})
    for source in publication.notebooks:
        yield f"{source.stem}/{source.name}.py", publication.outcomes[source.stem].value["script"]


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
    source = publication.notebook_pages.get(page.file.src_uri)
    if source:
        page.meta["description"] = notebooks.description(publication.outcomes[source.stem].value["script"])
        page.render = lambda config, files: _show_notebook(page, source, config)  # type: ignore[method-assign]
    if page.file.src_uri not in publication.pages:
        return None
    page.markdown = publication.markdown(page.file.src_uri, markdown)
    converted.keep(page, publication.entries, config.extra["context"], get_toc)
    return page.markdown


def _show_notebook(page: Page, source: Source, config: MkDocsConfig) -> None:
    """Make the executed notebook the page's body."""
    publication: Publication = config.extra["book"]
    page.edit_url = f"{config.repo_url}/edit/main/lesson_code/{source.stem}.py" if config.repo_url else None
    body = notebooks.free(publication.outcomes[source.stem].value["html"])
    body = notebooks.with_formulas(body, publication.markup)
    body, tokens = notebooks.with_anchors(body, config.mdx_configs["toc"]["permalink_title"])
    page.toc = get_toc(tokens)
    page.content = svg.by_variable(notebooks.with_downloads(body, source.name), DARK)
    page.present_anchor_ids, page.links_to_anchors = {token["id"] for token in tokens}, {}


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Number the figures of the page's body."""
    described = config.extra["book"].pages.get(page.file.src_uri)
    return finish.number_figures(html, described) if described else html


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Finish a page's HTML."""
    publication: Publication = config.extra["book"]
    up = posixpath.relpath(".", page.url.rstrip("/") or ".") + "/"
    page_html = finish.copyable(finish.lighten(finish.name_search(output)))
    page_html = finish.secure(finish.version(page_html, publication.versions))
    page_html = finish.place_pictures(page_html, publication.pictures, "" if up == "./" else up)
    return formulas.fill(page_html, publication.markup)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Finish the 404 page, which MkDocs does not count among the pages."""
    if template_name == "sitemap.xml" and not config.site_url:
        return ""  # it would be empty, which is worse than none
    if not template_name.endswith(".html"):
        return output_content
    return finish.secure(finish.version(finish.name_search(output_content), config.extra["book"].versions))


def on_build_error(error: Exception) -> None:
    """Put back what the build changed in other packages."""
    RESTORED.close()


def on_post_build(config: MkDocsConfig) -> None:
    """Write the service worker, which lists what is now in the site."""
    RESTORED.close()
    site = Path(config.site_dir)
    names = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    files = {name: (site / name).read_bytes() for name in names if KEPT.match(name) and not USED.match(name)}
    script = config.extra["book"].scripts[bundles.OFFLINE]
    (site / bundles.OFFLINE).write_text(bundles.service_worker(script, files), encoding="utf-8")
