"""Whether a change worked, from the weeks of its measure."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import NormalDist

import numpy as np
from threadpoolctl import threadpool_limits

from upheld.core import intervals
from upheld.core.changes import SURE, ChangeGiven, Checked, Placebo, Verdict, Week, verdict_of
from upheld.core.intervals import width
from upheld.core.reply import told_day

from .model import Numbers, Step, Weekly, quick, step

# So many weeks must be there before a rate is known at all, and after before it may be told.
LEAST_BEFORE, LEAST_AFTER = 13, 4
_LEAST_BESIDE = 20  # events of the others, below which they are nothing to be set beside
_MOST_PLACEBOS, _LEAST_PLACEBOS = 40, 8
# A return is looked for every fourth week, and told when it comes by chance once in a hundred.
_RETURN_WEEKS, _RETURN_EVERY, _RETURN_CHANCE = 8, 4, 0.01
_AHEAD_EVERY, _AHEAD_MOST = 4, 156
_POWER = 0.8
_THOUSAND = 1000.0


@dataclass(frozen=True, slots=True)
class Series:
    """A measure by week from the Monday `first` on: how many, among how many; and the same of what
    was not changed, where there is any. A week in which nothing was counted at all is among 0."""

    first: date
    count: Sequence[int]
    among: Sequence[float]
    beside: Sequence[int] = ()
    beside_among: Sequence[float] = ()
    limits: tuple[str, ...] = ()

    def monday(self, at: float) -> date:
        return self.first + timedelta(weeks=int(at))


@dataclass(frozen=True, slots=True)
class _Span:
    """Which weeks lie before the change, and from which on it is judged."""

    made: int
    judged: int

    def before(self, weeks: Weekly) -> Weekly:
        return weeks.where(weeks.at < self.made)

    def after(self, weeks: Weekly) -> Weekly:
        return weeks.where(weeks.at >= self.judged)

    def looked_at(self, weeks: Weekly) -> Weekly:
        """Without the weeks in which the change was on its way."""
        return weeks.where((weeks.at < self.made) | (weeks.at >= self.judged))


@threadpool_limits.wrap(limits=1, user_api="blas")  # type: ignore[untyped-decorator]  # so small that threads only wait for each other
def check(change: ChangeGiven, series: Series) -> Checked:
    """What came of the change. It never raises: what cannot be told is told as that."""
    span = _Span(
        (change.made_on - series.first).days // 7,
        -((series.first - change.judge_from).days // 7),
    )
    alone, beside = _weekly(series), _beside(series)
    weeks = beside if beside is not None else alone
    method = "before_after" if beside is None else "beside_others"
    told = _counted(change, series, span, method, _limits(series, beside, change))
    if short := _too_short(change, series, span, alone):
        return replace(
            told, limits=(*told.limits, short), tell_on=_tell_on(change, series, span, weeks)
        )
    if not span.before(alone).count.sum() + span.after(alone).count.sum():
        return replace(told, limits=(*told.limits, "It never happened: there is nothing to judge."))
    looked = span.looked_at(weeks)
    found = step(looked, span.made)
    returned = _returned(looked, span)
    if returned is not None:
        held = looked.where(looked.at < returned)
        while_held = step(held, span.made)
        worked = verdict_of(while_held.ratio(), change.expected, None) is Verdict.WORKED
        looked, found = (held, while_held) if worked else (looked, found)
        returned = returned if worked else None
    placebo = _placebo(looked, span, found)
    return _judged(told, change, series, span, weeks, looked, found, placebo, returned)


def _judged(
    told: Checked,
    change: ChangeGiven,
    series: Series,
    span: _Span,
    weeks: Weekly,
    looked: Weekly,
    found: Step,
    placebo: Placebo | None,
    returned: int | None,
) -> Checked:
    ratio = found.ratio()
    verdict = verdict_of(ratio, change.expected, placebo)
    back = verdict is Verdict.WORKED and returned is not None
    if placebo is None:
        more = "There are too few weeks before it to try pretended days."
        told = replace(told, limits=(*told.limits, more))
    ahead = verdict is Verdict.CANNOT_TELL
    return replace(
        told,
        verdict=Verdict.RETURNED if back else verdict,
        ratio=ratio,
        placebo=placebo,
        returned_on=series.monday(returned) if back and returned is not None else None,
        tell_on=_tell_on(change, series, span, weeks, found) if ahead else None,
        weeks=tuple(_drawn(series, looked, found)),
    )


def _weekly(series: Series) -> Weekly:
    at, count, among = _three(series.count, series.among)
    there = among > 0
    return Weekly(at[there], count[there], among[there])


def _three(count: Sequence[int], among: Sequence[float]) -> tuple[Numbers, Numbers, Numbers]:
    return np.arange(len(count), dtype=float), np.array(count, float), np.array(among, float)


def _beside(series: Series) -> Weekly | None:
    """Ours as a part of ours and the others', where the others are enough."""
    if sum(series.beside) < _LEAST_BESIDE:
        return None
    at, count, among = _three(series.count, series.among)
    _, others, others_among = _three(series.beside, series.beside_among)
    there = (among > 0) & (others_among > 0) & (count + others > 0)
    ratio = among[there] / others_among[there]
    return Weekly(at[there], count[there], ratio, (count + others)[there])


def _limits(series: Series, beside: Weekly | None, change: ChangeGiven) -> tuple[str, ...]:
    few = bool(change.beside) and beside is None
    more = (
        ("What it was to be set beside happened too seldom: it is judged by itself.",)
        if few
        else ()
    )
    return (*series.limits, *more)


def _counted(
    change: ChangeGiven, series: Series, span: _Span, method: str, limits: tuple[str, ...]
) -> Checked:
    """What was counted before and after, before anything is judged."""
    weeks = _weekly(series)
    before, after = span.before(weeks), span.after(weeks)
    last = series.monday(weeks.at[-1]) if len(weeks) else None
    return Checked(
        verdict=Verdict.CANNOT_TELL,
        ratio=None,
        method=method,
        placebo=None,
        last_week=last,
        before=_rate(before),
        after=_rate(after),
        counted_before=int(before.count.sum()),
        counted_after=int(after.count.sum()),
        limits=limits,
        weeks=tuple(_plain(series)),
    )


def _rate(weeks: Weekly) -> intervals.Interval | None:
    if not len(weeks):
        return None
    return intervals.rate(int(weeks.count.sum()), float(weeks.exposure.sum()), _THOUSAND)


def _plain(series: Series) -> Iterator[Week]:
    for at, (count, among) in enumerate(zip(series.count, series.among, strict=True)):
        yield Week(series.monday(at), count, among)


def _too_short(change: ChangeGiven, series: Series, span: _Span, weeks: Weekly) -> str:
    before, after = len(span.before(weeks)), len(span.after(weeks))
    if before < LEAST_BEFORE:
        return (
            f"There are {before} weeks with records before it, and {LEAST_BEFORE} are needed to "
            "know how it was."
        )
    if after < LEAST_AFTER:
        return (
            f"There are {after} weeks to judge it by, and {LEAST_AFTER} are needed: it is judged "
            f"from {told_day(change.judge_from)} on."
        )
    return ""


def _placebo(weeks: Weekly, span: _Span, found: Step) -> Placebo | None:
    """The same looked for on pretended days, in the weeks before anything was changed."""
    before = span.before(weeks)
    pretended = before.at[LEAST_BEFORE:-LEAST_BEFORE]
    if len(pretended) < _LEAST_PLACEBOS:
        return None
    every = -(-len(pretended) // _MOST_PLACEBOS)
    real = abs(_far(weeks, span.made, found))
    far = [abs(_far(before, day, found)) for day in pretended[::every]]
    return Placebo(len(far), sum(each >= real for each in far))


def _far(weeks: Weekly, first: float, found: Step) -> float:
    """How many of its standard deviations a step lies from none."""
    likely, spread = quick(weeks, first, found.size, found.kept)
    return likely / spread


def _returned(weeks: Weekly, span: _Span) -> int | None:
    """The week from which on it happens more often again, if there is one: the clearest of all
    that were looked at, and clear enough for so many looks (Bonferroni)."""
    last = int(weeks.at[-1])
    days = range(span.judged + _RETURN_WEEKS, last - _RETURN_WEEKS + 2, _RETURN_EVERY)
    if not days:
        return None
    _, day = max((_alone(weeks, span.made, day), day) for day in days)
    enough = _RETURN_CHANCE / len(days)
    return day if step(weeks, span.made, day).at_most_none() < enough else None


def _alone(weeks: Weekly, first: float, last: float) -> float:
    """How far a step lies from none if nearby weeks share nothing: which day is the clearest."""
    likely, spread = quick(weeks, first, 0.0, 0.0, last)
    return likely / spread


def _tell_on(
    change: ChangeGiven, series: Series, span: _Span, weeks: Weekly, found: Step | None = None
) -> date | None:
    """About when one can tell, if it does what is expected: four times in five by then. None where
    that is not within three years, or where nothing is known yet of how it was."""
    before = span.before(weeks)
    if len(before) < LEAST_BEFORE:
        return None
    shared = found or step(before, float(np.median(before.at)))
    last = max(int(weeks.at[-1]), span.judged - 1)

    def enough(more: int) -> bool:
        made_up = _made_up(span.looked_at(weeks), before, span, last + more, change)
        return quick(made_up, span.made, shared.size, shared.kept)[1] <= _needed(change)

    ahead = range(_AHEAD_EVERY, _AHEAD_MOST + 1, _AHEAD_EVERY)
    at = bisect_left(ahead, True, key=enough)
    return series.monday(last + ahead[at]) if at < len(ahead) else None


def _needed(change: ChangeGiven) -> float:
    """How narrow a step must be known for the expected one to be told from none so often."""
    sure = width(SURE) + NormalDist().inv_cdf(_POWER)
    return -float(np.log(max(1 - float(change.expected), 0.05))) / sure


def _made_up(weeks: Weekly, before: Weekly, span: _Span, until: int, change: ChangeGiven) -> Weekly:
    """The weeks as they are, and those to come as they would be if it did what is expected."""
    first = max(int(weeks.at[-1]) + 1, span.judged)
    at = np.arange(first, until + 1, dtype=float)
    recent = weeks.where(weeks.at > weeks.at[-1] - LEAST_BEFORE)
    exposure = np.full_like(at, recent.exposure.mean())
    rate = before.count.sum() / before.exposure.sum() * (1 - float(change.expected))
    if weeks.whole is None:
        count, whole = exposure * rate, None
    else:
        assert before.whole is not None
        assert recent.whole is not None
        odds = (
            before.count.sum() / (before.whole - before.count).sum() * (1 - float(change.expected))
        )
        share = odds / (1 + odds)
        whole = np.full_like(at, recent.whole.mean())
        count, whole = whole * share, np.concatenate([weeks.whole, whole])
    return Weekly(
        np.concatenate([weeks.at, at]),
        np.concatenate([weeks.count, np.maximum(count, 1e-3)]),
        np.concatenate([weeks.exposure, exposure]),
        whole,
    )


def _drawn(series: Series, looked: Weekly, found: Step) -> Iterator[Week]:
    """Each week as it was, with what would have come without the change where that was judged."""
    exposure = looked.exposure
    if looked.whole is not None:
        exposure = exposure * (looked.whole - looked.count)
    likely, low, high = found.without(exposure)
    ends = {int(at): each for at, *each in zip(looked.at, likely, low, high, strict=True)}
    for week, at in zip(_plain(series), range(len(series.count)), strict=True):
        told = ends.get(at)
        yield replace(week, likely=told[0], low=told[1], high=told[2]) if told else week
