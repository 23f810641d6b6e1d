"""Pairs of customers who may be one: read for the comparison, kept, and shown to a person."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from upheld.core.matching import Compared, compared
from upheld.core.words import MatchState

from . import bulk, in_order
from . import models as rows

Found = tuple[int, int, float, list[Any]]
_READ = ("pk", "name", "email", "phone", "address")
_AT_ONCE = 5_000


class MatchMissing(LookupError):
    """No such pair, or no such merge."""


def told() -> Iterator[tuple[int, Compared]]:
    """Every customer who was not erased by what is compared of them; one who was merged counts with
    their own."""
    found = rows.Customer.objects.filter(erased_at=None).values_list(*_READ)
    for pk, name, email, phone, address in found.iterator(chunk_size=_AT_ONCE):
        yield pk, compared(name, email, phone, address)


def keep(found: Iterable[Found], now: datetime) -> tuple[int, int]:
    """Keeps what was found, and lets go of open pairs that were not: how many are new, and how
    many are open. Pairs that a person settled stay as they are, for all rows of these people."""
    known = {(one, other): pk for pk, one, other in _pairs(rows.Match.objects.all())}
    pairs = [
        rows.Match(
            pk=known.get((one, other)), one_id=one, other_id=other, probability=probability,
            reasons=reasons, found_at=now,
        )
        for one, other, probability, reasons in _of_who_is_here(_unsettled(found))
    ]  # fmt: skip
    fresh, again = [each for each in pairs if not each.pk], [each for each in pairs if each.pk]
    waiting = rows.Match.objects.filter(state=MatchState.OPEN)
    gone = {pk for pk, *_ in _pairs(waiting)} - {row.pk for row in again}
    for some in _chunks(sorted(gone)):
        waiting.filter(pk__in=some).delete()
    rows.Match.objects.bulk_update(again, ["probability", "reasons"], batch_size=500)
    rows.Match.objects.bulk_create(fresh, batch_size=1_000)
    return len(fresh), waiting.count()


def _unsettled(found: Iterable[Found]) -> Iterator[Found]:
    """But for pairs that are one person by now, and those of whom a person said they are two."""
    stands = _stays()
    said = rows.Match.objects.filter(state=MatchState.DIFFERENT)
    apart = {frozenset((stands.get(a, a), stands.get(b, b))) for _, a, b in _pairs(said)}
    for each in found:
        people = frozenset(stands.get(pk, pk) for pk in each[:2])
        if len(people) == 2 and people not in apart:
            yield each


def _of_who_is_here(found: Iterable[Found]) -> list[Found]:
    """But for those of somebody who was erased since they were read; the others are held, so that
    nobody is erased beside what is told of them here."""
    pairs = list(found)
    people = sorted({pk for each in pairs for pk in each[:2]})
    here = {*in_order.hold(rows.Customer.objects.filter(bulk.numbered(people), erased_at=None))}
    return [each for each in pairs if here.issuperset(each[:2])]


def _pairs(found: "QuerySet[rows.Match]") -> Iterable[tuple[int, int, int]]:
    return found.values_list("pk", "one_id", "other_id")


def _chunks(pks: list[int]) -> Iterator[list[int]]:
    return (pks[at : at + _AT_ONCE] for at in range(0, len(pks), _AT_ONCE))


def _stays() -> Mapping[int, int]:
    """By each customer that was merged, the one that stays."""
    merged = rows.Customer.everything.exclude(merged_into=None)
    return dict(merged.values_list("pk", "merged_into_id"))


def queue() -> "QuerySet[rows.Match]":
    """The pairs that wait for a person, the likeliest first."""
    waiting = rows.Match.objects.filter(
        state=MatchState.OPEN, one__taken_back_at=None, other__taken_back_at=None
    )
    return waiting.select_related("one__merged_into", "other__merged_into")


def naming(people: Iterable[int]) -> "QuerySet[rows.Match]":
    """The pairs of which one is of these customers, whoever looks."""
    numbers = list(people)
    return rows.Match._base_manager.filter(Q(one__in=numbers) | Q(other__in=numbers))


def between(one: "QuerySet[rows.Customer]", other: "QuerySet[rows.Customer]") -> Any:
    """The pairs of which each side is among these."""
    left, right = one.values("pk"), other.values("pk")
    return rows.Match.objects.filter(
        Q(one__in=left, other__in=right) | Q(one__in=right, other__in=left)
    )


def match(match_id: int) -> rows.Match:
    """The pair, held against other writers until the caller's transaction ends."""
    return pair(rows.Match.objects.select_for_update(of=("self",), no_key=True), match_id)


def pair(among: "QuerySet[rows.Match]", match_id: int) -> rows.Match:
    found = among.filter(pk=match_id).first()
    if found is None:
        raise MatchMissing(f"there is no pair {match_id}: see upheld match list")
    return found


def merge(merge_id: int) -> rows.CustomerMerge:
    """A merge that stands, held against other writers until the caller's transaction ends."""
    found = (
        rows.CustomerMerge.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=merge_id)
        .first()
    )
    if found is None or found.undone_at is not None:
        raise MatchMissing(f"there is no merge {merge_id} that stands: look at the record")
    return found


def standing() -> "QuerySet[rows.CustomerMerge]":
    """The merges that were not undone, the newest first."""
    stand = rows.CustomerMerge.objects.filter(undone_at=None)
    return stand.select_related("customer", "into")
