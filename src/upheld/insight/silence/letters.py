"""Kind letters by fault and order, and what was answered of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from upheld.core.kindly import AskedAnswer
from upheld.store import models as rows

from .answers import Answers


@dataclass(frozen=True, slots=True)
class Letter:
    """A kind letter about an order, the newest of its fault: what was said, and when the first of
    them was written."""

    at: datetime
    answer: str
    complained: bool


def letters() -> dict[str, dict[int, Letter]]:
    """By fault and order. One statement."""
    found: dict[str, dict[int, Letter]] = {}
    names = ("fault", "order", "at", "answer", "case")
    told = rows.Asked.objects.order_by("at", "pk").values_list(*names)
    for fault, order, at, answer, case in told:
        about = found.setdefault(fault, {})
        first = about[order].at if order in about else at
        about[order] = Letter(first, answer, case is not None)
    return found


def counted(about: Mapping[int, Letter], orders: frozenset[int], came: frozenset[int]) -> Answers:
    """What was answered of these orders; `came` are those of which a complaint came after it."""
    here = {order: letter for order, letter in about.items() if order in orders}
    wrong = {
        order
        for order, letter in here.items()
        if letter.complained or letter.answer == AskedAnswer.WRONG or order in came
    }
    well = sum(
        letter.answer == AskedAnswer.WELL for order, letter in here.items() if order not in wrong
    )
    return Answers(len(here), well, len(wrong))
