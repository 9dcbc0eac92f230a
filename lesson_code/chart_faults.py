"""What a chart's ``states()`` may get wrong: each a line that names the key and says what to do."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lesson_code.chart import PARTS, Run, Slider, State
from lesson_code.wording import with_particle

NAME = re.compile(r"[a-z][a-z0-9_]*")
FIELD = re.compile(r"\{([^{}]*)\}")
PARTICLE = re.compile(r"\{[^{}]*\}(?:으로|[로은는을를과와이가])(?![가-힣])")
MISUSE = re.compile(
    r"(?P<kind>Slider|Run|State)\.__init__\(\) (?:got an unexpected keyword argument (?P<extra>'.*?')"
    r"|missing \d+ required [\w-]+ arguments?: (?P<missing>.*))"
)
TEXT, MANY, TABLE = (str, "글"), ((list, tuple), "리스트"), (Mapping, "dict")
TYPES: dict[type, dict[str, tuple[Any, str]]] = {
    Slider: {
        "label": TEXT, "values": MANY, "start": (int, "정수"), "marks": MANY, "walks": (bool, "True나 False"),
        "drags": TEXT,
    },
    Run: {"paths": MANY, "words": TEXT, "rests": (bool, "True나 False"), "note": TEXT},
    State: {
        "name": TEXT, "figure": (Figure, "matplotlib Figure"), "panels": TABLE, "sliders": TABLE, "says": TEXT,
        "outside": TEXT,
    },
}  # fmt: skip


def misused(message: str) -> str:
    """Return what is wrong where a dataclass of the contract was called with other keys, "" where that was not it."""
    found = MISUSE.search(message)
    if not found:
        return ""
    kind = {each.__name__: each for each in TYPES}[found["kind"]]
    if found["extra"]:
        known = ", ".join(field.name for field in fields(kind))
        return f"{found['kind']}에 {found['extra']}라는 인자는 없습니다. 쓸 수 있는 것은 {known}입니다"
    needed = ", ".join(field.name for field in fields(kind) if field.default is MISSING)
    missing = found["missing"].replace(" and ", ", ")
    return f"{found['kind']}에 {missing} 인자가 없습니다. {needed}은 꼭 적으세요"


def faults(states: Any) -> Iterator[str]:
    """Yield what is wrong with what ``states()`` returned."""
    if not isinstance(states, dict) or not states:
        now = "비어 있습니다" if isinstance(states, dict) else f"{type(states).__name__}입니다"
        yield f"states()는 {{이름: State}}인 dict를 돌려주어야 합니다. 지금은 {now}"
        return
    sizes = set()
    for key, state in states.items():
        if not isinstance(key, str) or not NAME.fullmatch(key):
            yield f"states()의 이름 {key!r}은 파일 이름이 됩니다. 영어 소문자와 숫자와 밑줄로 고치세요"
        elif not isinstance(state, State):
            yield f"states()의 {key!r}는 chart.State여야 합니다. 지금은 {type(state).__name__}입니다"
        else:
            yield from (f"states()의 {key!r}: {what}" for what in _of_state(state))
            sizes.add(tuple(state.figure.get_size_inches()) if isinstance(state.figure, Figure) else ())
    if len(sizes) > 1:
        yield f"states()의 그림 크기가 서로 다릅니다: {sorted(sizes)}. figsize를 모두 같게 하세요"


def _of_state(state: State) -> Iterator[str]:
    """Yield what is wrong with one state; what builds on something wrong is not looked at."""
    wrong = list(_types(state))
    for name, slider in state.sliders.items() if not wrong else ():
        if not isinstance(slider, Slider):
            wrong.append(f"sliders의 {name!r}는 chart.Slider여야 합니다. 지금은 {type(slider).__name__}입니다")
        else:
            wrong += [f"슬라이더 {name!r}의 {what}" for what in _of_slider(slider)]
    wrong = wrong or list(_of_panels(state)) or list(_names(state))
    yield from wrong or [*_templates(state), *_of_runs(state)]


def _types(part: Any) -> Iterator[str]:
    for name, (kind, called) in TYPES[type(part)].items():
        value = getattr(part, name)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            yield f"{name}에는 {with_particle(called, '을/를')} 넣으세요. 지금은 {type(value).__name__}입니다"
        elif name in ("name", "label", "says") and not value.strip():
            yield f"{name}에 글이 없습니다. 읽는 사람이 볼 글을 적으세요"


def _of_slider(slider: Slider) -> Iterator[str]:
    wrong = list(_types(slider))
    yield from wrong
    if wrong:
        return
    if not slider.values or not all(isinstance(value, str) and value for value in slider.values):
        yield "values는 빈 글이 없는, 글의 리스트여야 합니다. 숫자는 글로 바꾸어 넣으세요"
    elif not 0 <= slider.start < len(slider.values):
        yield f"start {slider.start}번째 값은 없습니다. 0부터 {len(slider.values) - 1}까지의 정수로 고치세요"
    elif len(set(slider.values)) < len(slider.values):
        twice = next(value for value in slider.values if slider.values.count(value) > 1)
        yield f"values에 같은 글이 있어 독자가 값을 가릴 수 없습니다. 값마다 다른 글을 적으세요: {twice}"
    for mark in slider.marks:
        if not (isinstance(mark, tuple | list) and len(mark) == 2 and isinstance(mark[1], str)):
            yield f"marks는 (자리, 글)의 리스트여야 합니다. {mark!r}를 고치세요"
        elif not (isinstance(mark[0], int | float) and 0 <= mark[0] <= 1):
            yield f"marks의 자리 {mark[0]!r}는 0과 1 사이가 아닙니다. 눈금 전체를 1로 보고 고치세요"


def _names(state: State) -> Iterator[str]:
    for name in state.sliders:
        if not isinstance(name, str) or not NAME.fullmatch(name):
            yield f"sliders의 이름 {name!r}은 영어 소문자와 숫자와 밑줄로 고치세요"
    if len(walking := [name for name, slider in state.sliders.items() if slider.walks]) > 1:
        yield f"walks인 슬라이더가 둘 이상입니다: {', '.join(walking)}. 하나만 남기세요"
    for name, slider in state.sliders.items():
        if slider.drags and (slider.walks or slider.drags not in state.panels):
            known = ", ".join(map(str, state.panels))
            fix = f"walks가 아닌 슬라이더에 {known} 가운데 하나로 적으세요"
            yield f"슬라이더 {name!r}의 drags {slider.drags!r}는 쓸 수 없습니다. {fix}"


def _of_panels(state: State) -> Iterator[str]:
    """Yield what is wrong with the panels and with the groups of the figure that move."""
    if not state.panels:
        yield "panels가 비었습니다. 움직이는 것의 이름과 그 Axes를 적으세요"
    for name, axes in state.panels.items():
        if not isinstance(name, str) or not NAME.fullmatch(name):
            yield f"panels의 이름 {name!r}은 영어 소문자와 숫자와 밑줄로 고치세요"
            return
        if not isinstance(axes, Axes) or axes not in state.figure.axes:
            yield f"panels의 {name!r}는 이 state의 figure에 있는 Axes가 아닙니다. 그 figure의 axes를 넣으세요"
    wanted = [f"moves-{panel}-{part}" for panel in state.panels for part in PARTS]
    found = [artist.get_gid() or "" for artist in state.figure.findobj()]
    there = [gid for gid in found if gid.startswith("moves-")]
    misspelt = sorted({*there} - {*wanted})
    for gid in misspelt:
        yield f"gid {gid!r}는 panels의 이름으로 만든 것이 아닙니다. {', '.join(wanted)} 가운데 하나로 고치세요"
    for gid in (gid for gid in wanted if there.count(gid) != 1 and not misspelt):
        yield f"gid {gid!r}인 것이 그림에 {there.count(gid)}개입니다. 하나만 있게 chart.draw_moves로 그리세요"


def _templates(state: State) -> Iterator[str]:
    """Yield the fields that stand for nothing, or are never closed."""
    ends = {f"{name}.{way}": axes for name, axes in state.panels.items() for way in "xy"}
    for name, template in (("says", state.says), ("outside", state.outside)):
        known = [*state.sliders, *(ends if name == "says" else ())]
        if re.search("[{}]", FIELD.sub("", template)):
            yield f"{name}의 중괄호가 짝을 이루지 않습니다. {{이름}}처럼 여닫으세요"
        for joined in PARTICLE.finditer(template):
            yield f"{name}의 조사가 값에 따라 틀립니다. 조사 없이 적으세요: {joined[0]}"
        for field in FIELD.findall(template):
            if field not in known:
                yield f"{name}의 {{{field}}} 자리에 넣을 것이 없습니다. 쓸 수 있는 것은 {', '.join(known)}입니다"
            elif field in ends and getattr(ends[field], f"get_{field[-1]}scale")() != "linear":
                yield f"{name}의 {{{field}}}는 로그 축의 값입니다. Run의 words나 슬라이더의 values로 말하세요"


def _of_runs(state: State) -> Iterator[str]:
    walking = next((len(slider.values) for slider in state.sliders.values() if slider.walks), 0)
    choosing = [(name, len(slider.values)) for name, slider in state.sliders.items() if not slider.walks]
    leaves = False
    for at, run in _nested("runs", state.runs, choosing):
        what = run if isinstance(run, str) else next(_of_run(run, state, walking), "")
        if what:
            yield f"{at}{what}"
            return  # its thousand brothers have the same fault
        leaves = leaves or any(_leaves(axes, path) for axes, path in zip(state.panels.values(), run.paths, strict=True))
    if leaves and not state.outside:
        yield "그림 밖으로 나가는 궤적이 있습니다. 그때 할 말을 outside에 적으세요"


def _nested(at: str, runs: Any, choosing: Sequence[tuple[str, int]]) -> Iterator[tuple[str, Any]]:
    """Yield each place with its Run, or with what is wrong with it."""
    if not choosing:
        yield at, runs if isinstance(runs, Run) else f"는 chart.Run이어야 합니다. 지금은 {type(runs).__name__}입니다"
        return
    (name, count), *rest = choosing
    if not isinstance(runs, list | tuple) or len(runs) != count:
        has = f"{len(runs)}개입니다" if isinstance(runs, list | tuple) else f"{type(runs).__name__}입니다"
        yield at, f"는 슬라이더 {name!r}의 값 {count}개에 하나씩인 리스트여야 합니다. 지금은 {has}"
        return
    for place, inner in enumerate(runs):
        yield from _nested(f"{at}[{place}]", inner, rest)


def _of_run(run: Run, state: State, walking: int) -> Iterator[str]:
    yield from (f"의 {what}" for what in _types(run))
    if len(run.paths) != len(state.panels):
        yield f"의 paths는 panels의 {', '.join(state.panels)}마다 하나씩입니다. 지금은 {len(run.paths)}개입니다"
        return
    count = walking or max(1, len(run.paths[0]) if np.ndim(run.paths[0]) else 1)
    for (name, axes), path in zip(state.panels.items(), run.paths, strict=True):
        if not isinstance(path, np.ndarray) or path.shape != (count, 2) or path.dtype.kind not in "if":
            has = f"{path.dtype} {path.shape}" if isinstance(path, np.ndarray) else type(path).__name__
            yield f"의 {name!r} 궤적은 모양이 ({count}, 2)인 숫자 배열이어야 합니다. 지금은 {has}입니다"
        elif not np.isfinite(path).all():
            place = int(np.argmax(~np.isfinite(path).all(axis=1)))
            yield f"의 {name!r} 궤적에서 {place}번째 점이 유한하지 않습니다. inf와 nan을 그림 밖의 큰 수로 바꾸세요"
        elif _low(axes, path):
            yield f"의 {name!r} 궤적에 로그 축에 놓을 수 없는 0 이하의 값이 있습니다. 0보다 큰 값으로 고치세요"
        elif _leaves(axes, path[:1]):
            yield f"의 {name!r} 궤적이 칸 밖에서 출발합니다. 축의 범위를 넓히거나 출발점을 옮기세요"


def _low(axes: Axes, path: Any) -> bool:
    scales = axes.get_xscale(), axes.get_yscale()
    return any(scale == "log" and (path[:, i] <= 0).any() for i, scale in enumerate(scales))


def _leaves(axes: Axes, path: Any) -> bool:
    low, high = np.sort([axes.get_xlim(), axes.get_ylim()]).T
    return bool(np.any((path < low) | (path > high)))
