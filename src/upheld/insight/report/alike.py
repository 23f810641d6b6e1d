"""Like cases alike: decisions that differ from like ones, and those that are not to be followed."""

from upheld.store.counted import case_days, cases_counted

from .part import Told
from .span import Span
from .told import Cell, Place, Section, Table, counted, number


def told(span: Span) -> Told:
    """Three statements."""
    cases = cases_counted.counted(span.seen)
    decided = case_days.decisions(cases, span.since, span.seen).count()
    differ = case_days.differing(cases, span.since, span.seen).count()
    unfair = case_days.unfollowed(cases, span.since, span.seen).count()
    counts = (
        ("Decided in these days", decided, case_days.DECIDED),
        ("Differ from like cases, each with its reason", differ, case_days.DIFFERS),
        ("Found not to be followed", unfair, case_days.UNFOLLOWED),
    )
    lines = tuple(
        (Cell(words), counted(number(many), Place("complaints", query=span.asked(what=what))))
        for words, many, what in counts
    )
    table = Table(("Decisions", "How many"), lines)
    return Told(
        Section(
            "alike", "Like cases alike", _sentence(differ, unfair), tables=(table,),
            place=Place("complaints", query=span.asked(what=case_days.DECIDED)),
        )
    )  # fmt: skip


def _sentence(differ: int, unfair: int) -> str:
    if not differ and not unfair:
        return "Nobody wrote down that a decision differs from like ones, or is not to be followed."
    return (
        f"{number(differ)} decisions differ from like cases, each with its reason; "
        f"{number(unfair)} are not to be followed."
    )
