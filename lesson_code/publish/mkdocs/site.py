"""Let MkDocs write the site; what it warns of is a fault, with its place."""

import contextlib
import logging
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.structure.files import File, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation

from lesson_code.publish.faults import BookError, Fault, fault_of, near
from lesson_code.publish.mkdocs import nav
from lesson_code.publish.mkdocs.complaints import faults, line_of
from lesson_code.publish.mkdocs.converted import heard
from lesson_code.publish.read.manuscript import Manuscript
from lesson_code.publish.write import formulas
from lesson_code.publish.write.publication import Publication

NEEDED = (  # what the book's pages are written for
    "attr_list md_in_html tables toc footnotes def_list admonition markdown_katex pymdownx.details pymdownx.highlight "
    "pymdownx.superfences pymdownx.tabbed pymdownx.tasklist search hooks.py material"
).split()
UNFIT = ("offline", "blog")  # one changes every address, one writes pages into docs/
FEATURE = re.compile(r"""["']((?:announce|content|header|navigation|search|toc)\.[a-z.]+)["']""")
BUILDING = re.compile(r"Error (?:reading|building) page '([^']+)'")


def load(manuscript: Manuscript, folder: Path) -> MkDocsConfig:
    """Return the configuration of a site to be written into ``folder``. Raises BookError for what is wrong with it.

    That is all of ``mkdocs.yml`` and of the theme's own files that can be known before anything is executed.
    """
    with _complaints(manuscript), formulas.extension({}):  # loading makes the extensions of Markdown
        path = manuscript.book.root / "mkdocs.yml"
        if wrong := list(nav.faults(path.read_text(encoding="utf-8-sig"))):
            raise BookError(Fault("mkdocs.yml", *place) for place in wrong)
        config = load_config(config_file=str(path), site_dir=str(folder), strict=True)
        for levels in config.validation.values():
            levels |= {name: max(level, logging.WARNING) for name, level in levels.items()}
        _look_for_settings(config)
        _look_for_features(config)
        templates = config.theme.get_env()
        templates.get_template(f"partials/languages/{config.theme['language']}.html")
        own = Path(config.theme.custom_dir or os.devnull)
        for path in own.rglob("*.html"):
            templates.get_template(path.relative_to(own).as_posix())
        _look_for_files(config)
        _look_for_pages(config, manuscript)
    return config


def _look_for_settings(config: MkDocsConfig) -> None:
    """Raise BookError for settings that do nothing here, that bring in other sites' files, or that are missing."""
    unheeded = [name for name in ("site_url", "repo_url", "edit_uri") if config[name]]
    unheeded += ["use_directory_urls"] * (not config.use_directory_urls)
    unheeded += ["docs_dir"] * (Path(config.docs_dir) != Path(str(config.config_file_path)).with_name("docs"))
    what = "이 책에서는 쓰이지 않는 설정입니다. 줄을 지우세요. 주소는 환경 변수 SITE_URL과 REPO_URL로 정합니다"
    _tell(config, unheeded, what)
    foreign = [name for name in (*config.extra_css, *map(str, config.extra_javascript)) if "//" in name]
    foreign += ["analytics"] * bool(config.extra.get("analytics"))
    _tell(config, foreign, "다른 사이트의 파일은 페이지의 보안 정책이 막습니다. 파일을 docs/에 두거나 설정을 지우세요")
    if config.theme.get("font"):  # the theme's own where the configuration names none
        named = "font" if line_of(Path(str(config.config_file_path)), "font") > 1 else "theme"
        _tell(
            config, [named], "다른 사이트의 글꼴은 페이지의 보안 정책이 막습니다. theme: 아래에 font: false로 적으세요"
        )
    parts = {name.rpartition("/")[2] for name in (*config.plugins, *config.hooks, str(config.theme.name))}
    unfit = [name for name in UNFIT if name in parts]
    _tell(config, unfit, "이 책에서는 쓸 수 없는 플러그인입니다. 페이지의 주소나 docs/를 바꿉니다. 줄을 지우세요")
    lost = [name for name in NEEDED if name not in parts.union(config.markdown_extensions)]
    _tell(config, lost, "책의 페이지에 꼭 있어야 하는 확장이나 플러그인이나 훅이나 테마입니다. 한 줄을 더하세요")


def _look_for_features(config: MkDocsConfig) -> None:
    """Raise BookError for a feature that no template and no script of the theme asks for."""
    kinds = ("*.html", "partials/**/*.html", "assets/javascripts/*.js")
    files = [path for folder in config.theme.dirs for kind in kinds for path in Path(folder).glob(kind)]
    known = {found for path in files for found in FEATURE.findall(path.read_text(encoding="utf-8"))}
    for name in [name for name in config.theme.get("features", []) if name not in known]:
        _tell(config, [name], f"테마에 없는 기능입니다. 이름을 고치거나 줄을 지우세요{near(name, known)}")


def _look_for_files(config: MkDocsConfig) -> None:
    """Raise BookError where a style sheet, script or image of the configuration is not there."""
    named = [*config.extra_css, *map(str, config.extra_javascript), *map(config.theme.get, ("favicon", "logo"))]
    folders = [Path(folder) for folder in (config.docs_dir, *config.theme.dirs)]
    lost = [name for name in named if name and not any((f / name).is_file() for f in folders)]
    _tell(config, lost, "설정에 적은 파일이 docs/에 없습니다. 이름을 고치거나 줄을 지우세요")


def _look_for_pages(config: MkDocsConfig, manuscript: Manuscript) -> None:
    """Raise BookError where ``nav`` names a page twice, which MkDocs would show at one of its places alone.

    What is wrong with it otherwise, MkDocs warns of.
    """
    files = get_files(config)
    for page in manuscript.scripts.values():
        files.append(page_of_notebook(config, page.name))
    set_exclusions(files, config)
    times = Counter(page.file.src_uri for page in get_navigation(files, config).pages)
    _tell(config, [page for page in times if times[page] > 1], "nav에 두 번 나옵니다. 한 줄만 남기세요", 2)


def page_of_notebook(config: MkDocsConfig, address: str) -> File:
    """Return a notebook's file as one that MkDocs takes for a page, though its name does not end in .md."""
    file = File(address, config.docs_dir, config.site_dir, config.use_directory_urls)
    file.is_documentation_page = lambda: True  # type: ignore[method-assign]
    file.dest_uri = address.removesuffix(".ipynb") + "/index.html"
    file.content_string = ""  # a notebook is no Markdown
    return file


def _tell(config: MkDocsConfig, names: list[str], what: str, times: int = 1) -> None:
    path = Path(str(config.config_file_path))
    if names:
        raise BookError(Fault("mkdocs.yml", line_of(path, name, times), f"{what}: {name}") for name in names)


def render(config: MkDocsConfig, publication: Publication, seconds: str) -> None:
    """Write the site, dated ``seconds`` after 1970. Raises BookError for what MkDocs warns of."""
    with _complaints(publication.manuscript), _dated(seconds), formulas.extension(publication.markup):
        config.extra["publication"] = publication
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)


@contextlib.contextmanager
def _complaints(manuscript: Manuscript) -> Iterator[None]:
    """Raise BookError for what MkDocs or its theme complains of meanwhile."""
    with heard() as messages:
        try:
            yield
            _raise(manuscript, messages)
        except (ConfigurationError, Abort) as error:
            _raise(manuscript, [message for message in messages if not BUILDING.search(message)] or [str(error)])
        except TemplateSyntaxError as error:
            name = os.path.relpath(error.filename or "mkdocs.yml", manuscript.book.root)
            what = f"테마의 템플릿을 읽을 수 없습니다. 이 줄의 Jinja 표기를 고치세요: {error.message}"
            raise BookError([Fault(name, error.lineno, what)]) from error
        except BookError:
            raise
        except Exception as error:
            own = Fault("", 0, "훅이나 테마의 템플릿이 멈췄습니다. 이 줄을 고치세요")
            hook = fault_of(error, manuscript.book.roots, own)
            if hook.path:
                raise BookError([hook]) from error
            if not isinstance(error, ValueError | LookupError | TemplateError):
                raise
            page = next((found[1] for found in map(BUILDING.search, messages) if found), "")
            raise BookError(faults(manuscript, f"{type(error).__name__}: {error}", page)) from error


def _raise(manuscript: Manuscript, messages: list[str]) -> None:
    """Raise BookError for messages; of a wrong name in ``nav`` the page that is therefore missing there is no fault."""
    if any("is included in the 'nav'" in message for message in messages):
        messages = [message for message in messages if 'not included in the "nav"' not in message]
    if messages:
        raise BookError([*manuscript.faults, *(fault for message in messages for fault in faults(manuscript, message))])


@contextlib.contextmanager
def _dated(seconds: str) -> Iterator[None]:
    """Tell MkDocs the time, in the only way that it listens to."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = seconds
    try:
        yield
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
        if given is not None:
            os.environ["SOURCE_DATE_EPOCH"] = given
