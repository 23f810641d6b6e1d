"""Persona fit assessed: from what a customer did and told to three axes, each with its lines.

The firm's table says what each kind of evidence speaks for. What we caused, and every complaint,
never lowers an axis: it counts only where it speaks for the customer, or not at all.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal

from .fit_rules import AXES, WITH_WORDS, Rule
from .spoken import phrases

What = Literal["order", "contact", "note", "case"]


@dataclass(frozen=True, slots=True)
class Limits:
    """`half` is the weight at which an axis is half sure; below `least` sureness it is not known.

    An assessment counts for `months`, and is made anew after `anew` days. A piece counts as kept
    after `kept_after` days.
    """

    half: Decimal = Decimal(2)
    least: Decimal = Decimal("0.3")
    months: int = 12
    anew: int = 30
    kept_after: int = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """One row that evidence rests on. `ours` is what we caused: it never speaks against them."""

    what: What
    id: int
    day: date
    text: str = ""
    ours: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """What a customer did and told, by kind of evidence (KINDS)."""

    of: Mapping[str, Sequence[Shown]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of evidence: a sentence that the customer may read, and the rows behind it.

    `weight` is what it counts for an axis, `sure` what is left of it at its age.
    """

    key: str
    rule: str
    sentence: str
    day: date
    expires_on: date
    values: Mapping[str, Decimal]
    weight: Decimal
    sure: Decimal
    rows: tuple[tuple[What, int], ...]
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """`value` is None while `confidence` is below the least; `lines` are the keys that count."""

    value: Decimal | None
    confidence: Decimal
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessed:
    """The axes by name, and every line that there is; `evidence` counts those that count."""

    axes: Mapping[str, Axis]
    lines: tuple[Line, ...]
    expires_on: date

    @property
    def evidence(self) -> int:
        return sum(not line.ours for line in self.lines)

    @property
    def facts(self) -> dict[str, Decimal | None]:
        """As the table of bands reads it."""
        values = {f"fit.{name}": axis.value for name, axis in self.axes.items()}
        return {**values, "fit.evidence": Decimal(self.evidence)}


Silenced = Mapping[str, date]


def assess(
    history: History,
    rules: Sequence[Rule],
    limits: Limits,
    today: date,
    silenced: Silenced | None = None,
) -> Assessed:
    """The fit of one customer on `today`. `silenced` holds contested lines by key, with the day
    up to which their rows do not count."""
    lines = (*_told(rules, history, today, silenced or {}),)
    lines += (*(line for rule in rules for line in _counted(rule, history, today, silenced or {})),)
    axes = {name: _axis(name, lines, limits) for name in AXES}
    return Assessed(axes, lines, _later(today, limits.months))


def without(assessed: Assessed, keys: Iterable[str], limits: Limits) -> Assessed:
    """The same with some lines left out."""
    left = set(keys)
    lines = tuple(line for line in assessed.lines if line.key not in left)
    axes = {name: _axis(name, lines, limits) for name in AXES}
    return Assessed(axes, lines, assessed.expires_on)


def _told(
    rules: Sequence[Rule], history: History, today: date, silenced: Silenced
) -> Iterable[Line]:
    """Each thing that was told is a line of its own, by the first rule that knows its words."""
    told = [rule for rule in rules if rule.kind == "told"]
    for row in history.of.get("told", ()):
        rule = next((rule for rule in told if _speaks(rule, row, today)), None)
        if rule is not None and (key := f"told:{row.id}") not in silenced:
            yield _line(rule, key, [row], row.text, today)


def _counted(rule: Rule, history: History, today: date, silenced: Silenced) -> Iterable[Line]:
    """One line for all rows of a rule, and beside it what of them we caused."""
    if rule.kind == "told":
        return
    found = [row for row in history.of.get(rule.kind, ()) if _speaks(rule, row, today)]
    found = [row for row in found if row.day > silenced.get(rule.id, date.min)]
    sure = [row for row in found if not row.ours]
    sure = sure if len(sure) >= rule.least else []
    if sure:
        yield _line(rule, rule.id, sure, _sentence(rule, sure, history), today)
    # Together they may be enough: what we caused, and whatever makes it up to the least. No more
    # of both count than the most, so that it is no loss when a row turns out to be ours.
    ours = [row for row in found if row not in sure] if any(row.ours for row in found) else []
    key = f"{rule.id}-ours"
    room = rule.most - len(sure)
    if ours and room > 0 and len(found) >= rule.least and key not in silenced:
        told = _sentence(rule, ours, history)
        yield _line(replace(rule, most=room), key, ours, f"{told} (caused by us)", today, ours=True)


def _speaks(rule: Rule, row: Shown, today: date) -> bool:
    in_time = row.day <= today < _later(row.day, rule.months)
    return in_time and (rule.kind not in WITH_WORDS or _has(rule.words, row.text))


@cache
def _pattern(words: str) -> Callable[[str], object]:
    return phrases(*words.lower().split(";")).search


@lru_cache(100_000)
def _has(words: str, text: str) -> bool:
    return _pattern(words)(" ".join(text.lower().split())) is not None


def _sentence(rule: Rule, rows: Sequence[Shown], history: History) -> str:
    newest = max(rows, key=lambda row: (row.day, row.id))
    told = {"count": len(rows), "of": len(history.of.get("ordered", ())), "item": newest.text}
    return rule.sentence.format(**told)


def _line(
    rule: Rule, key: str, rows: Sequence[Shown], sentence: str, today: date, ours: bool = False
) -> Line:
    counted = sorted(rows, key=lambda row: row.day, reverse=True)[: rule.most]
    day = counted[0].day
    fades = [_faded(row.day, today, rule.months) for row in counted]
    return Line(
        key=key,
        rule=rule.id,
        sentence=sentence,
        day=day,
        expires_on=_later(day, rule.months),
        values={name: value for name in AXES if (value := rule.value(name)) is not None},
        weight=rule.weight * len(counted),
        sure=rule.weight * sum(fades, Decimal(0)),
        rows=tuple((row.what, row.id) for row in rows),
        ours=ours,
    )


def _faded(day: date, today: date, months: int) -> Decimal:
    """1 on the day itself, falling evenly to 0 on the day when it expires."""
    whole = (_later(day, months) - day).days
    return 1 - Decimal((today - day).days) / whole


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, 28))


def _axis(name: str, lines: Sequence[Line], limits: Limits) -> Axis:
    """The weighted mean of what its lines say. A line of what we caused counts only where it lifts
    the mean, so that the best for the customer is taken."""
    speaking = [line for line in lines if name in line.values]
    chosen = [line for line in speaking if not line.ours]
    for line in sorted(speaking, key=lambda each: each.values[name], reverse=True):
        if chosen and line.ours and line.values[name] > _mean(name, chosen):
            chosen.append(line)
    if not chosen:
        return Axis(None, Decimal(0))
    weight = sum((line.sure for line in chosen if not line.ours), Decimal(0))
    confidence = weight / (weight + limits.half)
    value = _mean(name, chosen) if confidence >= limits.least else None
    keys = tuple(line.key for line in chosen)
    return Axis(value and _two(value), _two(confidence), keys)


def _mean(name: str, lines: Sequence[Line]) -> Decimal:
    weight = sum((line.weight for line in lines), Decimal(0))
    return sum((line.weight * line.values[name] for line in lines), Decimal(0)) / weight


def _two(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))
