"""What differs between the pictures of two built sites, and what explains it: the code, or else the versions."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lesson_code.publish.faults import BookError, Fault

MANIFEST = "figures/manifest.json"


@dataclass(frozen=True)
class Picture:
    """A picture as its manifest tells it, and which of its files is to show; nobody need have timed it."""

    shown: str
    digest: str
    files: list[str]
    alt: str
    sources: dict[str, str]  # digests by name
    seconds: float | None = None


@dataclass(frozen=True)
class Site:
    """What a site's manifest says; ``drawn_with`` are versions by name."""

    root: Path
    pictures: dict[str, Picture]
    drawn_with: dict[str, str]


@dataclass(frozen=True)
class Change:
    """A picture that is not as it was, what became of it in a word, and what explains it: lines of Markdown."""

    stem: str
    kind: str
    before: Picture | None
    after: Picture | None
    why: tuple[str, ...] = ()

    @property
    def seconds(self) -> str:
        """How long drawing took before and after, or "" unless both are known."""
        pictures = [picture for picture in (self.before, self.after) if picture]
        known = [f"{picture.seconds:.2f}초" for picture in pictures if picture.seconds is not None]
        return " → ".join(known) if len(known) == 2 else ""


def read(root: Path) -> Site:
    """Return the site in a folder. Raises BookError where its manifest is missing or unreadable."""
    path = root / MANIFEST
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        pictures = {stem: Picture(entry["files"][0], **entry) for stem, entry in told["pictures"].items()}
        return Site(root, pictures, dict(told["drawn_with"]))
    except (FileNotFoundError, NotADirectoryError) as error:
        what = "그림 목록이 없습니다. make site로 빌드한 사이트의 폴더를 주고, 오래된 사이트라면 다시 빌드하세요"
        raise BookError([Fault(str(path), 1, what)]) from error
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        what = f"그림 목록을 읽을 수 없습니다. 사이트를 다시 빌드하세요: {type(error).__name__}: {error}"
        raise BookError([Fault(str(path), 1, what)]) from error


def changes(old: Site, new: Site) -> list[Change]:
    """Return the pictures that are not as they were, in the order of their names."""
    found = []
    for stem in differing(old.pictures, new.pictures):
        before, after = old.pictures.get(stem), new.pictures.get(stem)
        if not before or not after:
            found.append(Change(stem, "없어짐" if before else "새로 생김", before, after))
        elif before.digest != after.digest:
            why = _code(before.sources, after.sources) or _versions(old.drawn_with, new.drawn_with)
            found.append(Change(stem, "달라짐", before, after, why or ("코드도 버전도 같아 이유를 알 수 없습니다",)))
    return found


def differing(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """Return the names under which the two hold something different, in their order."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def _code(before: dict[str, str], after: dict[str, str]) -> tuple[str, ...]:
    names = differing(before, after)
    happened = {
        "고친 코드": [name for name in names if name in before and name in after],
        "더한 코드": [name for name in names if name not in before],
        "뺀 코드": [name for name in names if name not in after],
    }
    return tuple(f"{what}: {listed(concerned)}" for what, concerned in happened.items() if concerned)


def _versions(before: dict[str, str], after: dict[str, str]) -> tuple[str, ...]:
    steps = [f"{name} {before.get(name, '없음')} → {after.get(name, '없음')}" for name in differing(before, after)]
    return (f"코드는 같고 버전이 다릅니다: {listed(steps)}",) if steps else ()


def listed(names: Iterable[str]) -> str:
    """Return the names as Markdown code, with commas between them."""
    return ", ".join(f"`{name}`" for name in names)
