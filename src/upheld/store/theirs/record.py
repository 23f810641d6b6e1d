"""The events of one person, where their case was ever merged with that of somebody else: what was
found and written of the one stands in the record of the other's case, and names it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Model, Q

from upheld.store import models as rows
from upheld.store.merged import merging
from upheld.store.record import said

Found = Mapping[type[Model], set[Any]]
# A decision is of a case: what of it is of somebody is told from elsewhere (their_decisions.py).
_NAMED = {name: model for name, model in said.NAMED.items() if model is not rows.Decision}
_Rows = dict[type[Model], set[int]]


def events(found: Found) -> set[int]:
    """Those that were `found` to be theirs, but for what tells of rows that are not; and what tells
    of theirs in a case that theirs was merged with."""
    own, cases = set(found.get(rows.Event, ())), found.get(rows.Case, set())
    near = merging.ever_near(cases)
    if not near:
        return own
    told = rows.Event.objects.filter(case__in={*cases, *near}, erased_by=None)
    lines, called = told.values_list("number", "data"), _called(near, found)
    named = {number: _named(data, called) for number, data in lines.iterator()}
    others = _of_others(named.values(), found)
    theirs = {number for number, each in named.items() if _any_of(each, found)}
    strange = {number for number, each in named.items() if _any_of(each, others)}
    return (own | theirs) - strange


def _called(near: Collection[int], found: Found) -> Mapping[str, set[int]]:
    """Whose each address is. One that several have is theirs, where it is of anybody's here."""
    theirs = found.get(rows.Customer, set())
    whose = rows.Customer.everything.filter(Q(cases__in=near) | Q(pk__in=theirs)).exclude(email="")
    called: dict[str, set[int]] = defaultdict(set)
    for pk, email in whose.values_list("pk", "email"):
        called[email.lower()].add(pk)
    return {email: people & theirs or people for email, people in called.items()}


def _named(data: Mapping[str, Any], called: Mapping[str, set[int]]) -> _Rows:
    """The rows that an event tells of, and whose address it says: that mail arrives there again is
    in the record of the case from which it was sent."""
    told = {model: said.numbers(data, name) for name, model in _NAMED.items() if name in data}
    return told | {rows.Customer: called.get(str(data.get("email", "")).lower(), set())}


def _of_others(named: Iterable[_Rows], found: Found) -> _Rows:
    """The rows that are told of, are there, and are not theirs."""
    told: _Rows = defaultdict(set)
    for each in named:
        for model, numbers in each.items():
            told[model] |= numbers - found.get(model, set())
    return {
        model: set(model._base_manager.filter(pk__in=numbers).values_list("pk", flat=True))
        for model, numbers in told.items()
    }


def _any_of(named: _Rows, found: Found) -> bool:
    return any(numbers & found.get(model, set()) for model, numbers in named.items())
