"""One open promise for one thing: which promises a newer one takes the place of, and what stays
promised though a later decision gives it no more.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from .decision import Decision
from .given import EXCEPTION, GOODWILL, Given
from .given_before import Kept, is_work, of_promise

# A remedy of a point, its work and its money apart, or goodwill of a kind. An exception is granted
# once, beside its decision: the next is another one, however alike.
Thing = tuple[str, str, bool | Decimal, datetime | None]


def replaced(
    old: Sequence[Kept], new: Sequence[Kept], before: Sequence[Given]
) -> list[tuple[Kept, ...]]:
    """For each old promise the new ones that take its place: none where it is of more than they
    are, or of nothing that was decided. `before` was given by then."""
    of_new = _things(new, before)
    every = {thing for things in of_new for thing in things}
    return [
        tuple(one for one, its in zip(new, of_new, strict=True) if its & things)
        if things <= every
        else ()
        for things in _things(old, before)
    ]


def still_promised(
    promises: Sequence[Kept], decision: Decision, before: Sequence[Given]
) -> tuple[Given, ...]:
    """What open promises give that a later decision does not: what we promised is taken back by
    nothing that is decided afterwards. `before` was given by then."""
    now, gave = set(_of_decision(decision)), list(before)
    found: list[Given] = []
    for each in promises:
        more = of_promise(each, gave)
        gave += more
        found += [one for one in more if _thing(one, each.decision) not in now]
    return tuple(found)


def _of_decision(decision: Decision) -> Iterator[Thing]:
    for item in decision.entitlement:
        yield item.allegation, item.kind, bool(item.amount), None
        if is_work(item):
            yield item.allegation, item.kind, False, None
    if decision.goodwill.amount:
        yield "", f"{GOODWILL}{decision.goodwill.kind}", True, None
    for each in decision.exceptions:
        yield "", f"{EXCEPTION}{each.kind}", each.amount, decision.decided_at


def _things(promises: Iterable[Kept], before: Sequence[Given]) -> list[set[Thing]]:
    """What each is of. Of two that may be of one thing the second is of the next."""
    found, gave = [], list(before)
    for each in promises:
        more = of_promise(each, gave)
        gave += more
        found.append({_thing(one, each.decision) for one in more})
    return found


def _thing(one: Given, decision: Decision) -> Thing:
    if one.kind.startswith(EXCEPTION):
        return one.allegation, one.kind, one.amount, decision.decided_at
    return one.allegation, one.kind, bool(one.amount), None
