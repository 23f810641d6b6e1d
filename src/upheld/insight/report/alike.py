"""Like cases alike: decisions that differ from like ones, and those that are not to be followed."""

from upheld.store import case_days, cases_counted
from upheld.store import models as rows

from .part import Told
from .span import Span
from .told import Cell, Place, Section, Table, counted, number


def told(span: Span) -> Told:
    """Three statements."""
    cases = cases_counted.counted(span.seen)
    decided = case_days.decisions(cases, span.since, span.seen).count()
    within = {"at__gte": span.since, "at__lt": span.seen}
    differ = rows.Distinction.objects.filter(**within).count()
    unfair = rows.NotFollowed.objects.filter(**within, ended_at=None).count()
    place = Place("complaints", query=span.asked(what=case_days.DECIDED))
    counts = (
        ("Decided in these days", counted(number(decided), place)),
        ("Differ from like cases, each with its reason", counted(number(differ))),
        ("Found not to be followed", counted(number(unfair))),
    )
    table = Table(("Decisions", "How many"), tuple((Cell(words), cell) for words, cell in counts))
    return Told(Section("alike", "Like cases alike", _sentence(differ, unfair), tables=(table,)))


def _sentence(differ: int, unfair: int) -> str:
    if not differ and not unfair:
        return "Nobody wrote down that a decision differs from like ones, or is not to be followed."
    return (
        f"{number(differ)} decisions differ from like cases, each with its reason; "
        f"{number(unfair)} are not to be followed."
    )
