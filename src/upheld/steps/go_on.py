"""Go on: what whoever complained says more is heard in their own complaint, and opens it again."""

from collections.abc import Sequence
from datetime import datetime

from upheld.core.words import CaseId, CaseState
from upheld.store import load, save
from upheld.store import models as rows
from upheld.store.merged import merging

from . import may
from .close import reopen
from .merge import take_out

_UNDER_WAY = (CaseState.ACKNOWLEDGED, CaseState.INVESTIGATING, CaseState.DECIDED)


def heard_in(way: Sequence[rows.Case]) -> rows.Case:
    """Of a case and those that it was merged into, all held, the one where what comes is heard."""
    there = merging.heard_in(way[0])
    return next(each for each in way if each == there)


def go_on(way: Sequence[rows.Case], why: str, by: may.Actor, now: datetime) -> rows.Case:
    """That case, which goes on: what was decided before is decided anew. A closed one is opened
    again (Ofgem SI 2008/1898 reg 4(6)), and is taken out of another customer's where it is history.
    """
    case = heard_in(way)
    if case.merged_into_id is not None:
        take_out(case, by, now)
    if case.state == CaseState.CLOSED:
        reopen(CaseId(case.pk), why, by, now)
        return load.case(CaseId(case.pk))
    if case.state in _UNDER_WAY:
        save.moved(case, CaseState.INVESTIGATING, now)
    return case


def to_hear(case: rows.Case, now: datetime) -> None:
    """What came into an answered case is read before it closes; what is gone from it is not."""
    if case.state == CaseState.ANSWERED:
        save.moved(case, CaseState.ANSWERED, now)
