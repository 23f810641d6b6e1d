"""Which of the remedies of a decision a promise is of, where its words are of more than one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from upheld.core.decision import Decision
from upheld.core.entitlement import Entitlement
from upheld.core.reading import sentences
from upheld.core.words import AllegationKind

_NUMBERED = re.compile(r" \((\d{1,4}) of (\d{1,4})\)$")
# Words of one remedy are of one point; these are of all that it is owed of.
_OF_ALL = re.compile(
    r"\b(both|everything|(all|each) of (them|these|those)|(all|the) (two|three|four|five|six))\b",
    re.IGNORECASE,
)


_APOLOGY = "apology"


def label(item: Entitlement, on: AllegationKind | None) -> str:
    """How a remedy is promised of which a letter names no day; `on` is what its point is of."""
    amount = f" of {item.money}" if item.amount else ""
    kind = _APOLOGY if item.is_apology(on) else item.kind
    return f"{_kind(kind)}{amount}: {item.because}"


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
        its = [(item, head) for item, head in found if _heads(head, item, own)]
        if its:
            return Labelled(tuple(item for item, _ in its), its[0][1], own)
    return None


def _heads(head: str, item: Entitlement, own: bool) -> bool:
    """An apology was called a correction once."""
    kinds = [item.kind, *([_APOLOGY] if item.kind == "correction" else [])] if own else ["refund"]
    return f"{head} ".startswith(tuple(f"{_kind(kind)} " for kind in kinds))


def said_of(granted: str, words: str) -> str:
    """What a promise says of an exception in words: all of it, or the sentence that named a day."""
    bare = _bare(words)
    if bare.endswith(_bare(granted)):
        return granted
    return next((each for each in sentences(granted) if bare.endswith(_bare(each))), "")


def parts_of(granted: str) -> set[str]:
    """All that a promise may say of it."""
    return {granted, *sentences(granted)}


def _bare(words: str) -> str:
    return _NUMBERED.sub("", words).rstrip(".")


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
