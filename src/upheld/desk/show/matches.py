"""Pairs of customers who may be one person, side by side, with what speaks for it and against."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from upheld.core.matching import share
from upheld.core.words import MatchState
from upheld.desk.forms.matches import MatchForm
from upheld.steps import may
from upheld.store import matching
from upheld.store import models as rows
from upheld.store.beside_customer import Beside
from upheld.store.merged import as_one

_SETTLED = 10
_LABELS = {"name": "Name", "email": "E-mail", "phone": "Telephone", "address": "Address"}
_LIKELY = ((0.99, "Almost certainly one person"), (0.9, "Very likely one person"),
           (0.5, "Likely one person"), (0.0, "Perhaps one person"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is known of both."""

    label: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        return bool(self.one and self.other) and self.one.casefold() != self.other.casefold()


@dataclass(frozen=True, slots=True)
class Pair:
    row: rows.Match
    both: tuple[rows.Customer, rows.Customer]
    likely: str
    share: str
    lines: tuple[Line, ...]
    speaks_for: tuple[str, ...]
    against: tuple[str, ...]
    form: MatchForm | None


def matches_page(
    listed: Sequence[rows.Match], by: may.Actor, now: datetime, sent: MatchForm | None, of: int
) -> dict[str, Any]:
    """What the page shows of these pairs; `sent` is the form to mend, of the pair `of`."""
    people = {pk for row in listed for pk in (row.one_id, row.other_id)}
    counts = _counts(people)
    may_settle = may.allowed_any("merge_customers", by)
    return {
        "pairs": [_pair(row, counts, may_settle, sent if row.pk == of else None) for row in listed],
        "merges": list(matching.standing()[:_SETTLED]) if may_settle else [],
        "apart": list(_apart()[:_SETTLED]) if may_settle else [],
        "now": now,
    }


def _apart() -> Any:
    said = rows.Match.objects.filter(state=MatchState.DIFFERENT).select_related("one", "other")
    return said.order_by("-settled_at")


def _counts(people: Iterable[int]) -> Mapping[int, tuple[int, int]]:
    """The cases and the orders of each of these customers."""
    told = []
    for kind in (rows.Case, rows.Order):
        found = kind.objects.filter(customer__in=people).order_by().values_list("customer")
        told.append(dict(found.annotate(count=Count("pk"))))
    return {pk: (told[0].get(pk, 0), told[1].get(pk, 0)) for pk in people}


def _pair(
    row: rows.Match,
    counts: Mapping[int, tuple[int, int]],
    may_settle: bool,
    sent: MatchForm | None,
) -> Pair:
    both = (as_one.shown_as(row.one), as_one.shown_as(row.other))
    lines = [
        Line(label, getattr(row.one, name), getattr(row.other, name))
        for name, label in _LABELS.items()
    ]
    has = [_has(*counts[pk]) for pk in (row.one_id, row.other_id)]
    form = sent or MatchForm(key=f"match-{row.pk}", both=both)
    return Pair(
        row=row, both=both, likely=_likely(row.probability), share=share(row.probability),
        lines=(*(each for each in lines if each.one or each.other), Line("Here", *has)),
        speaks_for=tuple(words for words, weight in row.reasons if weight > 0),
        against=tuple(words for words, weight in row.reasons if weight < 0),
        form=form if may_settle else None,
    )  # fmt: skip


def _has(cases: int, orders: int) -> str:
    return f"{_many(cases, 'complaint')}, {_many(orders, 'order')}"


def _many(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"


def _likely(probability: float) -> str:
    return next(words for least, words in _LIKELY if probability >= least)


@dataclass(frozen=True, slots=True)
class OnePerson:
    """Who else a customer is: the one that stays, those that lead to them, and an open pair."""

    stays: rows.Customer | None
    merges: tuple[rows.CustomerMerge, ...]
    open_pair: bool
    may_settle: bool


def one_person(customer: rows.Customer, told: Beside, by: may.Actor) -> OnePerson:
    may_settle = may.allowed_any("merge_customers", by)
    shown = as_one.shown_as(customer)
    stays = None if shown == customer else shown
    return OnePerson(stays, tuple(told.merges), told.may_be_twice, may_settle)
