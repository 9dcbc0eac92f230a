"""What a build publishes: what was read, what came of executing it, and all that stands beside the pages."""

import functools
import posixpath
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from lesson_code.publish.book import Settings
from lesson_code.publish.cache import Cache, digest
from lesson_code.publish.execute import pool
from lesson_code.publish.execute.job import Job, Outcome, jobs_of
from lesson_code.publish.execute.proof import differences
from lesson_code.publish.faults import BookError
from lesson_code.publish.read.manuscript import Manuscript
from lesson_code.publish.write import assets, figures, formulas, messages, offline, scripts
from lesson_code.publish.write.markdown import rewrite
from lesson_code.publish.write.notices import notices

NOTICES = "<!-- notices -->"  # where the licences go on their page
MESSAGES = "<!-- messages -->"  # where all goes that a build may complain of


@dataclass(frozen=True)
class Publication:
    """``outcomes`` by the stem of a picture or notebook, ``markup`` by the key of a formula, ``scripts`` by name."""

    manuscript: Manuscript
    settings: Settings
    entries: Cache
    outcomes: Mapping[str, Outcome]
    markup: Mapping[str, str]
    scripts: Mapping[str, str]
    versions: Mapping[str, str]

    def script(self, name: str) -> str:
        """Return the file name of one of the site's own scripts, which changes with its content."""
        return next(file for file in self.scripts if file.startswith(f"{name}-"))

    def markdown(self, name: str) -> str:
        """Return a page's Markdown for MkDocs."""
        book = self.manuscript
        text = rewrite(book.pages[name], book.terms, {page.name: page for page in book.texts})
        if MESSAGES in text:
            text = text.replace(MESSAGES, messages.listed(self.entries))
        return text.replace(NOTICES, notices()) if NOTICES in text else text

    def files(self) -> Iterator[tuple[str, str | bytes]]:
        """Yield address and content of every text or picture that this build made."""
        yield from assets.styles().items()
        for name, script in self.scripts.items():
            if name != offline.SERVICE_WORKER:
                yield f"{scripts.ADDRESS}{name}", script
        yield from scripts.core(self.manuscript.book).items()
        drawn = {}
        for source in self.manuscript.pictures:
            drawn[source.stem] = dict(figures.files(source.stem, self.outcomes[source.stem].value))
            yield from drawn[source.stem].items()
            yield source.path, source.text
        yield figures.MANIFEST, figures.manifest(drawn, self.outcomes, self.settings.timings)
        for source in self.manuscript.notebooks:
            made = self.outcomes[source.stem].value
            yield f"{source.stem}/{source.name}.py", made["script"]
            yield f"{source.stem}/{source.name}.ipynb", made["notebook"]


def publication(
    manuscript: Manuscript,
    settings: Settings,
    report: pool.Report,
    start_workers: pool.Start | None = None,
    only: Set[str] = frozenset(),
) -> Publication:
    """Execute the book, typeset its formulas and return what is to be published. Raises BookError with all faults.

    What is executed runs on this machine where ``start_workers`` gives no others, and anew what ``only`` names.
    """
    entries = Cache(manuscript.book.cache, manuscript.book.roots)
    faults, outcomes = [*manuscript.faults], dict[Job, Outcome]()
    if not faults:
        try:
            jobs = jobs_of(manuscript, cards=bool(settings.site_url))
            start = start_workers or functools.partial(pool.processes, count=settings.jobs)
            outcomes = pool.execute(jobs, entries, start, report, only)
            faults += differences(manuscript.pages.values(), outcomes)
        except BookError as error:
            faults += error.faults
    markup, wrong = formulas.typeset(manuscript.texts, entries)
    if faults + wrong:
        raise BookError(faults + wrong)
    versions = {posixpath.basename(name): digest(style)[:8] for name, style in assets.styles().items()}
    own = sorted(path for kind in ("css", "js") for path in manuscript.book.docs.glob(f"assets/*.{kind}"))
    versions |= {path.name: digest(path.read_bytes())[:8] for path in own}
    made = {job.name: outcome for job, outcome in outcomes.items() if not job.text}
    bundled = scripts.bundle(entries, scripts.core(manuscript.book))
    return Publication(manuscript, settings, entries, made, markup, bundled, versions)
