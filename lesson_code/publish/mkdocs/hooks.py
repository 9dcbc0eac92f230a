"""The thin side of the machinery that knows MkDocs: which plain function each event of a build calls."""

import html
import json
import os
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.config_options import ExtraScript
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_build_timestamp

from lesson_code.publish.book import Book, Source, settings
from lesson_code.publish.cache import Entry
from lesson_code.publish.mkdocs import converted, finished
from lesson_code.publish.mkdocs.site import page_of_notebook
from lesson_code.publish.read import script
from lesson_code.publish.read.manuscript import read
from lesson_code.publish.read.page import Formula
from lesson_code.publish.write import assets, figures, formulas, markdown, notebook, offline, scripts, search, svg
from lesson_code.publish.write import page as finish
from lesson_code.publish.write.publication import Publication, publication

A_YEAR = 365 * 86_400  # seconds
THEME = Path(__file__).parent / "theme"


def on_config(config: MkDocsConfig) -> None:
    """Take what is to be published, and our few templates before the theme's; execute it first in a plain MkDocs."""
    if "publication" not in config.extra:
        book = Book(Path(str(config.config_file_path)).parent)
        config.extra["publication"] = publication(read(book), settings(os.environ), print)
        config.extra["extension"] = formulas.extension(config.extra["publication"].markup)  # kept while MkDocs runs
        config.extra["extension"].__enter__()
    made: Publication = config.extra["publication"]
    config.theme.dirs.insert(0, str(THEME))
    if made.settings.offline:
        config.theme.static_templates.add("offline.html")
    config.extra_css[:0] = list(assets.styles())
    config.site_description = html.escape(config.site_description or "")  # the theme writes it as it is
    config.site_url = made.settings.site_url + "/" if made.settings.site_url else None
    config.repo_url = made.settings.repo_url or None
    config.edit_uri = "edit/main/docs/" if config.repo_url else None
    if config.repo_url and not config.repo_name:
        config.repo_name = "GitHub"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add everything the book made as virtual files."""
    made: Publication = config.extra["publication"]
    script_of_book = {"path": f"{scripts.ADDRESS}{made.script('book')}", "type": "module"}
    config.extra_javascript.append(ExtraScript().validate(script_of_book))
    for style in (file for file in files.css_files() if file.src_uri in config.extra_css):
        style.content_string = assets.lean(style.content_string)
    for name, content in made.files():
        files.append(File.generated(config, name, content=content))
    sitemap = f"Sitemap: {config.site_url}sitemap.xml\n" if config.site_url else ""
    if config.site_url and config.repo_url:
        until = datetime.fromtimestamp(get_build_timestamp() + A_YEAR, UTC).isoformat()
        contact = f"Contact: {config.repo_url}/security/advisories/new\nExpires: {until}\nPreferred-Languages: ko, en\n"
        files.append(File.generated(config, "security.txt", content=contact))
    files.append(File.generated(config, "robots.txt", content=f"User-agent: *\nAllow: /\n{sitemap}"))
    for address, path in assets.installed():
        files.append(File.generated(config, address, abs_src_path=str(path)))
    for source in made.manuscript.notebooks:
        files.append(page_of_notebook(config, f"{source.stem}.ipynb"))
    config.extra["context"] = converted.context(config, files)
    for plugin in config.plugins.values():
        if index := getattr(plugin, "search_index", None):
            converted.keep_searched(index, made.entries, config.extra["context"])
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Remember to which part of the book a page belongs: the outermost section around it."""
    inside = [page for page in nav.pages if page.ancestors]
    config.extra["parts"] = {page.file.dest_uri: nav.items.index([*page.ancestors][-1]) for page in inside}
    config.extra["nav"] = nav
    return nav


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """Publish the text that was checked, whatever the file holds by now."""
    made: Publication = config.extra["publication"]
    checked = made.manuscript.pages.get(page.file.src_uri)
    return checked.text if checked else None


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str | None:
    """Turn the book's own markup into Markdown that the extensions know."""
    made: Publication = config.extra["publication"]
    cover = made.manuscript.cover(page.file.src_uri)
    if cover and config.site_url:
        page.meta["image"] = f"{config.site_url}figures/{cover}.png"
    source = made.manuscript.sources.get(page.file.src_uri.removesuffix(".ipynb"))
    if source:
        page.meta["description"] = script.description(made.outcomes[source.stem].value["script"])
        page.render = lambda config, files: _show_notebook(page, source, config)  # type: ignore[method-assign]
    if "description" in page.meta:
        page.meta["description"] = html.escape(page.meta["description"])  # the theme writes it as it is
    if page.file.src_uri not in made.manuscript.pages:
        return None
    page.markdown = made.markdown(page.file.src_uri)
    converted.keep(page, made.entries, config.extra["context"])
    return page.markdown


def _show_notebook(page: Page, source: Source, config: MkDocsConfig) -> None:
    """Make the executed notebook the page's body."""
    made: Publication = config.extra["publication"]
    page.edit_url = f"{config.repo_url}/edit/main/lesson_code/{source.stem}.py" if config.repo_url else None
    written = made.manuscript.scripts[source.stem]
    body = notebook.folded(notebook.free(made.outcomes[source.stem].value["html"]))
    body = notebook.with_formulas(body, written.all(Formula), made.markup)
    body = notebook.with_links(body, written.name, made.manuscript.places)
    body, tokens = notebook.with_anchors(body, config.mdx_configs["toc"]["permalink_title"])
    page.toc = get_toc(tokens)
    page.content = svg.by_variable(notebook.with_downloads(body, source.name))
    page.present_anchor_ids, page.links_to_anchors = set(written.anchors), {}


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Give the outputs of examples their tabs and blanks."""
    return markdown.as_printed(html)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Leave the templates of pages alone of which nothing has changed."""
    made: Publication = config.extra["publication"]
    told = (made.settings.site_url, made.settings.repo_url, *made.versions.values(), *made.scripts)
    book = finished.context(config, config.extra["nav"], config.extra["context"], *told)
    config.extra["finished"] = {}
    for page in (file.page for file in files.documentation_pages() if file.page):
        identity = finished.identity(page, _illustrated(page.content or "", page, made), book)
        known = made.entries.get(identity) if identity else None
        if known:
            page.meta["template"] = finished.NOTHING
        config.extra["finished"][page.url] = identity, known
    return env


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Finish a page's HTML."""
    made: Publication = config.extra["publication"]
    identity, known = config.extra["finished"][page.url]
    if known:
        return str(known.value)
    page_html = formulas.fill(finish.hold(_illustrated(_finished(output, made), page, made)), made.markup)
    if identity:
        made.entries.put(identity, Entry(page_html))
    return page_html


def _illustrated(page_html: str, page: Page, made: Publication) -> str:
    """Return HTML of a page with its pictures in place."""
    return figures.place(page_html, made.outcomes, made.manuscript.sources, "../" * page.file.dest_uri.count("/"))


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Finish what is shown for a page that is not there, which MkDocs does not count among the pages."""
    if template_name == "sitemap.xml" and not config.site_url:
        return ""  # it would be empty, which is worse than none
    if not template_name.endswith(".html"):
        return output_content
    made: Publication = config.extra["publication"]
    here = output_content if config.site_url else finish.beside_itself(output_content)
    return _finished(here, made)


def _finished(output: str, made: Publication) -> str:
    page_html = finish.copyable(finish.mended(search.behind(output, made.script("search"))))
    return finish.secure(finish.version(page_html, made.versions))


def on_post_build(config: MkDocsConfig) -> None:
    """Part the search's index, drop what nothing asks for, and write the service worker, which lists what is left."""
    site = Path(config.site_dir)
    whole = (site / search.INDEX).read_text(encoding="utf-8")
    for name, text in zip((search.INDEX, search.PAGES), search.split(whole), strict=True):
        (site / name).write_text(text, encoding="utf-8")
    languages = json.loads(whole)["config"]["lang"]
    names = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    for name in [name for name in names if search.unused(name, languages)]:
        (site / name).unlink()
        names.remove(name)
    made: Publication = config.extra["publication"]
    if made.settings.offline:
        script = made.scripts[offline.SERVICE_WORKER]
        worker = offline.service_worker(script, site, names, config.extra["parts"], made.entries)
    else:
        worker = offline.GONE.read_text(encoding="utf-8")
    (site / offline.SERVICE_WORKER).write_text(worker, encoding="utf-8")
