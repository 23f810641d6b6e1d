"""What the ledger of exceptions answers, as it is read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from upheld.core.intervals import Beside, Interval, Share, told_difference, told_part, told_points
from upheld.core.living import Lives, Living
from upheld.desk.forms.base import DeskForm
from upheld.desk.forms.exceptions import RuleForm, StopForm
from upheld.insight.exceptions import Afterwards, Group, Measure, Repeat
from upheld.insight.exceptions.afterwards import FOLLOWED
from upheld.steps import may
from upheld.store import models as rows

from .exceptions import range_told
from .fold import Fold, Opened, fold


@dataclass(frozen=True, slots=True)
class RepeatPart:
    """One situation: where its rows are, its price, and what may be made of it."""

    repeat: Repeat
    rows: str
    share: str
    price: str
    folds: list[Fold]


def repeat_parts(found: Sequence[Repeat], by: may.Actor, opened: Opened) -> list[RepeatPart]:
    rules = may.allowed_any("rule_deviations", by)
    drafts = rules and may.allowed_any("draft", by)
    return [_repeat(each, opened, rules, drafts) for each in found]


def _repeat(repeat: Repeat, opened: Opened, rules: bool, drafts: bool) -> RepeatPart:
    price = repeat.price
    return RepeatPart(
        repeat=repeat,
        rows=_rows(situation=repeat.key),
        share=told_part(repeat.of_cases),
        price=range_told(price, repeat.usual.currency) if price else "",
        folds=_folds(repeat, opened, drafts) if rules and repeat.asks else [],
    )


def _rows(**asked: str | int) -> str:
    return f"{reverse('desk:exceptions')}?{urlencode(asked)}"


def _folds(repeat: Repeat, opened: Opened, drafts: bool) -> list[Fold]:
    key, told = repeat.key.replace("/", "-"), {"situation": repeat.key}
    stop = _fold(
        f"stop-{key}", "Stop these", "Stop these exceptions", "exception_stop", opened,
        lambda key: StopForm(key=key, initial=told),
    )  # fmt: skip
    rule = _fold(
        f"rule-{key}", "Make it a rule", "Open a draft with this rule", "exception_rule", opened,
        lambda key: RuleForm(key=key, initial=told),
    )  # fmt: skip
    return [rule, stop] if drafts else [stop]


def _fold(
    key: str, label: str, submit: str, address: str, opened: Opened, form: Callable[[str], DeskForm]
) -> Fold:
    return fold(opened, key, label, submit, reverse(f"desk:{address}"), form)


@dataclass(frozen=True, slots=True)
class LivingPart:
    """One customer who lives on exceptions; `rows` are their exceptions."""

    living: Living
    customer: rows.Customer
    share: str
    expected: str
    rows: str


def living_part(found: Lives, named: Mapping[int, rows.Customer]) -> list[LivingPart]:
    return [
        LivingPart(
            each, named[each.customer], told_part(each.share), f"{each.expected:.1f}",
            _rows(customer=each.customer),
        )
        for each in found.found
        if each.customer in named
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class MeasurePart:
    name: str
    excepted: str
    like: str
    difference: str
    verdict: str


@dataclass(frozen=True, slots=True)
class AfterwardsPart:
    found: Afterwards
    days: int
    measures: list[MeasurePart]
    groups: list[tuple[str, int, list[rows.Case]]]


def afterwards_part(found: Afterwards) -> AfterwardsPart:
    groups = [
        ("With an exception", found.excepted.size, _cases(found.excepted)),
        ("Like cases without one", found.like.size, _cases(found.like)),
    ]
    return AfterwardsPart(found, FOLLOWED.days, [_measure(each) for each in found.measures], groups)


def _cases(group: Group) -> list[rows.Case]:
    """The newest cases that a group is counted from, by their numbers alone."""
    return [rows.Case(pk=each) for each in group.cases]


def _measure(measure: Measure) -> MeasurePart:
    gap = measure.difference
    return MeasurePart(
        measure.name, _value(measure.excepted), _value(measure.like), _gap(measure, gap),
        _verdict(gap),
    )  # fmt: skip


def _value(value: Share | float | None) -> str:
    if value is None:
        return "nobody yet"
    return told_part(value) if isinstance(value, Share) else f"{value:.2f}"


def _gap(measure: Measure, gap: Interval | None) -> str:
    if gap is None:
        return ""
    if isinstance(measure.excepted, Share):
        return told_points(gap)
    return told_difference(gap, 2)


def _verdict(gap: Interval | None) -> str:
    """What may be said of a difference, and no more."""
    if gap is None:
        return "Cannot tell: too few"
    return _VERDICTS[gap.side]


_VERDICTS = {
    Beside.ABOVE: "More after an exception",
    Beside.BELOW: "Less after an exception",
    Beside.CANNOT_TELL: "Cannot tell: chance may be all of it",
}
