"""Which of the remedies of a decision a promise is of, where its words are of more than one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .decision import Decision
from .entitlement import Entitlement

_NUMBERED = re.compile(r" \((\d{1,4}) of (\d{1,4})\)$")
# Words of one remedy are of one point; these are of all that it is owed of.
_OF_ALL = re.compile(
    r"\b(both|everything|(all|each) of (them|these|those)|(all|the) (two|three|four|five|six))\b",
    re.IGNORECASE,
)


def label(item: Entitlement) -> str:
    """How a remedy is promised of which a letter names no day."""
    amount = f" of {item.money}" if item.amount else ""
    return f"{_kind(item.kind)}{amount}: {item.because}"


def _kind(kind: str) -> str:
    return kind.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Labelled:
    """A promise in our own words: the remedies that have them, and what it says but for their
    reason. `work` where it is of more than the money that is left beside work that was done."""

    items: tuple[Entitlement, ...]
    head: str
    work: bool


def labelled(words: str, decision: Decision) -> Labelled | None:
    """A promise as `label` words it, whatever of the remedy was left by then; else None."""
    found = [
        (item, bare.removesuffix(f": {item.because}"))
        for bare in (_NUMBERED.sub("", words),)
        for item in decision.entitlement
        if bare.endswith(f": {item.because}")
    ]
    for own in (True, False):
        its = [(item, head) for item, head in found if _heads(head, item.kind if own else "refund")]
        if its:
            return Labelled(tuple(item for item, _ in its), its[0][1], own)
    return None


def _heads(head: str, kind: str) -> bool:
    return f"{head} ".startswith((f"{_kind(kind)} ", f"{_kind(kind)} of "))


def in_order(items: Sequence[Entitlement], words: str, days: int | None) -> list[Entitlement]:
    """Remedies that a promise may be of, the likeliest first: that of its number, then those that
    were owed in about as many days as it named, first of them what has no money beside it."""
    near = list(_nearest(items, days))
    bare = [each for each in near if not each.amount]
    numbered = _numbered(near, words) or _numbered(bare, words)
    return list(dict.fromkeys((*numbered, *bare, *near, *items)))


def _nearest(items: Sequence[Entitlement], days: int | None) -> Iterator[Entitlement]:
    if days is None:
        yield from items
        return
    off = {each: abs(each.days - days) for each in items if each.days is not None}
    least = min(off.values(), default=None)
    yield from (each for each in items if off.get(each) == least)


def _numbered(items: Sequence[Entitlement], words: str) -> list[Entitlement]:
    """That of its number, where as many are alike as it says."""
    if not (found := _NUMBERED.search(words)):
        return []
    number, many = map(int, found.groups())
    return [items[number - 1]] if 1 <= number <= many == len(items) else []


def is_of_all(words: str) -> bool:
    return _OF_ALL.search(words) is not None
