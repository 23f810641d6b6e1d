"""Returns to regulators for these days: which there are, and whether their sums hold."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.utils import timezone

from upheld.core.returns import RETURNS, Form, Return
from upheld.insight.learnt import Learnt
from upheld.insight.returns import made
from upheld.store.counted import case_days, cases_counted

from .part import Told
from .span import Span
from .told import Cell, Place, Section, Table, counted, number


def told(span: Span) -> Told:
    """The returns of the regimes under which complaints came in these days."""
    cases = case_days.received(cases_counted.counted(span.seen), span.since, span.seen)
    regimes = set(cases.order_by().values_list("regime", flat=True).distinct())
    forms = [form for form in RETURNS.values() if form.regime in regimes]
    today = timezone.localdate(span.now)
    found = [(form, made(form.name, span.first, span.last, today, form.regime)) for form in forms]
    return Told(
        Section(
            key="returns",
            title="Returns to the regulator",
            sentence=_sentence(found),
            tables=(_table(found, span),) if found else (),
            limits=("A return for its own period is made under Returns.",) if found else (),
            place=Place("returns"),
        ),
        tuple(_learnt(found, span)),
    )


def _sentence(found: list[tuple[Form, Return]]) -> str:
    if not found:
        return "No regulator of these complaints asks for a return that is known here."
    differ = sum(not told.adds_up for _, told in found)
    return f"{differ} of {len(found)} do not add up." if differ else "The sums of each hold."


def _place(form: Form, span: Span) -> Place:
    asked = {"name": form.name, "first": span.first.isoformat(), "last": span.last.isoformat()}
    return Place("returns", query=urlencode({**asked, "regime": form.regime}))


def _table(found: list[tuple[Form, Return]], span: Span) -> Table:
    rows = tuple(
        (
            Cell(told.title, _place(form, span)),
            counted(number(len(told.rows)), _place(form, span)),
            Cell("hold" if told.adds_up else "differ"),
        )
        for form, told in found
    )
    return Table(("Return", "Rows", "Its sums"), rows)


def _learnt(found: list[tuple[Form, Return]], span: Span) -> Iterator[Learnt]:
    for form, told in found:
        if not told.adds_up:
            place = _place(form, span)
            yield Learnt(
                kind="return",
                about=form.name,
                sentence=f"{told.title} does not add up, and cannot be sent.",
                figure=f"{number(len(told.unanswered))} closed without an answer",
                page=place.page,
                query=place.query,
                then=f"Mend the cases that {told.title} names before it is due.",
            )
