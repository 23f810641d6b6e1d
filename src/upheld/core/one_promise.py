"""One open promise for one thing: which promises a newer one takes the place of."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from .decision import Decision
from .given import EXCEPTION, Given
from .given_before import Kept, of_promise

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
