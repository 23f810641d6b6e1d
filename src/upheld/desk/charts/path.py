"""The journey as one drawing: a line of touchpoints, above it how often they complain there, below
it how much of the calling we caused, for whom it was built, and what it cost to put right."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from upheld.core.intervals import Interval

from .whisker import scale

# The drawing's own units.
_LEFT, _STEP, _RIGHT = 132.0, 92.0, 20.0
_TOP, _RATE, _LINE, _NAMES, _FAILURE, _BOTTOM = 44.0, 150.0, 196.0, 228.0, 286.0, 350.0
_FIT, _MONEY = 392.0, 418.0
_SMALL, _LARGE = 5.0, 17.0
_LETTERS, _LINES = 13, 3


@dataclass(frozen=True, slots=True)
class Stop:
    """What one touchpoint is drawn from: `hand_off` is a product, else it is a handshake."""

    name: str
    stage: str
    hand_off: bool
    passages: int
    rate: Interval | None
    failure: Interval | None
    fit: Interval | None
    money: str


@dataclass(frozen=True, slots=True)
class Drawn:
    x: str
    hand_off: bool
    size: str
    half: str
    corner_x: str
    corner_y: str
    lines: list[tuple[str, str]]
    rate_low: str
    rate_high: str
    rate_at: str
    rate: str
    failure_low: str
    failure_high: str
    failure_at: str
    failure: str
    fit: str
    money: str


@dataclass(frozen=True, slots=True)
class Stage:
    name: str
    x: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Path:
    """`edge` is the rate at the top of the upper drawing."""

    width: str
    height: str
    line_y: str
    rate_y: str
    rate_top: str
    failure_y: str
    fit_y: str
    money_y: str
    start: str
    end: str
    edge: str
    stops: list[Drawn]
    stages: list[Stage]


def path(stops: Sequence[Stop]) -> Path | None:
    """None where no touchpoint is declared."""
    if not stops:
        return None
    edge = scale(stop.rate for stop in stops)
    most = max(max(stop.passages for stop in stops), 1)
    end = _LEFT + _STEP * (len(stops) - 0.5)
    return Path(
        width=_n(end + _STEP / 2 + _RIGHT),
        height=_n(_MONEY + 12),
        line_y=_n(_LINE),
        rate_y=_n(_RATE),
        rate_top=_n(_TOP),
        failure_y=_n(_FAILURE),
        fit_y=_n(_FIT),
        money_y=_n(_MONEY),
        start=_n(_LEFT + _STEP / 2),
        end=_n(end),
        edge=f"{edge:.0f}" if edge >= 10 else f"{edge:.1f}",
        stops=[_drawn(at, stop, edge, most) for at, stop in enumerate(stops)],
        stages=_stages(stops),
    )


def _n(value: float) -> str:
    return f"{value:.1f}"


def _x(at: int) -> float:
    return _LEFT + _STEP * (at + 0.5)


def _drawn(at: int, stop: Stop, edge: float, most: int) -> Drawn:
    """The mark's area is how often the touchpoint is passed, beside the most that any is."""
    size = max(_SMALL, _LARGE * (stop.passages / most) ** 0.5)
    rate = [_RATE - (_RATE - _TOP) * min(value / edge, 1.0) for value in _three(stop.rate)]
    failure = [_FAILURE + (_BOTTOM - _FAILURE) * value for value in _three(stop.failure)]
    lines = wrap(stop.name, _LETTERS, max_lines=_LINES, placeholder=" …")
    return Drawn(
        x=_n(_x(at)),
        hand_off=stop.hand_off,
        size=_n(size),
        half=_n(size * 2),
        corner_x=_n(_x(at) - size),
        corner_y=_n(_LINE - size),
        lines=[(_n(_NAMES + 12 * number), line) for number, line in enumerate(lines)],
        rate_low=_n(rate[0]),
        rate_at=_n(rate[1]),
        rate_high=_n(rate[2]),
        rate=_short(stop.rate, 1.0) if stop.rate else "",
        failure_low=_n(failure[0]),
        failure_at=_n(failure[1]),
        failure_high=_n(failure[2]),
        failure=_hundredths(stop.failure),
        fit=_hundredths(stop.fit),
        money=stop.money,
    )


def _three(found: Interval | None) -> tuple[float, float, float]:
    return (found.low, found.likely, found.high) if found else (0.0, 0.0, 0.0)


def _short(found: Interval, each: float) -> str:
    likely = found.likely * each
    return f"{likely:.0f}" if likely >= 1 or likely == 0 else f"{likely:.1f}"


def _hundredths(found: Interval | None) -> str:
    return f"{_short(found, 100.0)}%" if found else ""


def _stages(stops: Sequence[Stop]) -> list[Stage]:
    """Neighbours of one stage have one name over them."""
    found: list[Stage] = []
    first = 0
    for at in range(1, len(stops) + 1):
        if at < len(stops) and stops[at].stage == stops[first].stage:
            continue
        start, end = _x(first) - _STEP / 2 + 6, _x(at - 1) + _STEP / 2 - 6
        found.append(Stage(stops[first].stage, _n((start + end) / 2), _n(start), _n(end)))
        first = at
    return found
