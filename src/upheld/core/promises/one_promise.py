"""One open promise for one thing: which promises a newer one takes the place of, and what stays
promised though a later decision gives no more of it, or less.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from upheld.core.decision import Decision
from upheld.core.gives import promises as is_promised
from upheld.core.money import Money, total
from upheld.core.reading import ours
from upheld.core.sums import Amount, sums

from .given import EXCEPTION, GOODWILL, Given
from .given_before import Kept, is_work, less, of_promise, refunded
from .meant import parts_of

_NOTHING = Decimal(0)


class Thing(NamedTuple):
    """A remedy of a point, its work and its money apart, or goodwill of a kind. Money is of its
    currency: two are never compared. An exception is granted once, beside its decision: the next is
    another one, however alike."""

    allegation: str
    kind: str
    currency: str = ""
    granted: Decimal = _NOTHING
    decided_at: datetime | None = None
    words: str = ""


# What each promise gives, by what it is of.
Read = Mapping[Thing, Given]


def told_beside(decision: Decision, promises: Sequence[Kept], before: Sequence[Given]) -> Decision:
    """What a decision still gives beside what is openly promised: of what stands by a larger sum
    nothing else is promised. `before` was given by then."""
    every = _read(promises, before)
    stands = _standing(every, _of_decision(decision))
    still = [one for read in every for thing, one in read.items() if thing in stands]
    gives_way = [one for read in every for thing, one in read.items() if thing not in stands]
    alone, told = less(decision, before), less(decision, (*before, *still))
    return replace(
        told,
        given=alone.given,
        promised=tuple(_since(one, decision) for one in still),
        outdone=tuple(_outdone((decision, alone), told, stands)),
        replaces=tuple(gives_way),
    )


def _since(one: Given, decision: Decision) -> Given:
    """What stands promised, with what of it came back since: the facts know of more than was had
    when it was promised."""
    if not one.amount or not one.allegation or one.currency != decision.currency:
        return one
    more = refunded(decision, one.allegation) - (one.had - one.amount)
    return replace(one, back=min(max(more, _NOTHING), one.amount))


def to_give(told: Decision) -> Money:
    """What is still to be given of what is owed, by the decision and by what stands beside it."""
    stands = [each.open for each in told.promised if each.allegation]
    mine = [each for each in stands if each.currency == told.currency]
    return total([told.owed, *mine], told.currency)


def _outdone(
    decided: Iterable[Decision], told: Decision, stands: Collection[Thing]
) -> Iterator[Money]:
    """What is decided of a thing, in all or without what was given before, and not told."""
    kept = {item.money for item in told.entitlement} | {told.goodwill.money}
    for each in decided:
        for thing, money in _money_of(each):
            if thing in stands and money not in kept:
                yield money


def _money_of(decision: Decision) -> Iterator[tuple[Thing, Money]]:
    for item in decision.entitlement:
        if item.amount:
            yield Thing(item.allegation, item.kind, item.currency), item.money
    if (gesture := decision.goodwill).amount:
        kind = f"{GOODWILL}{gesture.kind}"
        yield Thing("", kind, gesture.currency), gesture.money


def replaced(
    old: Sequence[Kept], new: Sequence[Kept], before: Sequence[Given]
) -> list[tuple[Kept, ...]]:
    """For each old promise the new ones that take its place: none where it is of more than they
    are, or of nothing that was decided, unless they say it again. `before` was given by then."""
    of_new, of_old = _read(new, before), _read(old, before)
    most = _most(of_new)
    found = [
        tuple(one for one, its in zip(new, of_new, strict=True) if its.keys() & read.keys())
        if not _outdoes(read, most)
        else ()
        for read in of_old
    ]
    again = [one for one, its in zip(new, of_new, strict=True) if not its]
    still = [at for at, its in enumerate(found) if not its and of_old[at]]
    for at, one in _said_again(again, [(at, old[at], of_old[at]) for at in still]):
        found[at] = (one,)
    return found


def alike_of_another(
    old: Sequence[Kept], new: Sequence[Kept], before: Sequence[Given]
) -> list[bool]:
    """For each new promise whether an old one of the same words is of something else: what one
    point had is what another has by now."""
    of_old = zip(old, _read(old, before), strict=True)
    known = {one.words: read.keys() for one, read in of_old}
    of_new = zip(new, _read(new, before), strict=True)
    return [known.get(one.words, read.keys()) != read.keys() for one, read in of_new]


def named(promises: Sequence[Kept], before: Sequence[Given]) -> set[Amount]:
    """The sums that open promises name: each by itself, and what one promise gives in all."""
    found: set[Amount] = set()
    for read in _read(promises, before):
        money = [one for one in read.values() if one.amount]
        found |= {(one.amount, one.currency) for one in money} | _in_all(money)
    return found


def _in_all(money: Sequence[Given]) -> set[Amount]:
    """What they come to, where they are of one currency."""
    codes = {one.currency for one in money}
    every = sum((one.amount for one in money), _NOTHING)
    return {(every, code) for code in codes if len(codes) == 1}


def _standing(every: Sequence[Read], now: Mapping[Thing, Decimal]) -> set[Thing]:
    """The things of which more is promised than is decided now. A promise stands whole, and with it
    whatever else is promised of the same."""
    most = _most(every)
    stands = {thing for thing, had in most.items() if thing not in now or had > now[thing]}
    while with_it := {
        thing for read in every if read.keys() & stands for thing in read if thing not in stands
    }:
        stands |= with_it
    return stands


def _outdoes(read: Read, most: Mapping[Thing, Decimal]) -> bool:
    """Whether a promise is of anything of which the others are of less, or of nothing."""
    return any(thing not in most or one.had > most[thing] for thing, one in read.items())


def _most(every: Sequence[Read]) -> Mapping[Thing, Decimal]:
    """The most of each thing that they have by all of these promises."""
    found: dict[Thing, Decimal] = {}
    for read in every:
        for thing, one in read.items():
            found[thing] = max(found.get(thing, _NOTHING), one.had)
    return found


def _said_again(
    new: Sequence[Kept], old: Sequence[tuple[int, Kept, Read]]
) -> Iterator[tuple[int, Kept]]:
    """Which promise of nothing that is decided now says which earlier one again, such as by another
    day. One sum is of one promise; all of them together may be said by what they come to."""
    left = list(old)
    for one in new:
        said = _promised_sums(one)
        money = [each for each in left if all(given.amount for given in each[2].values())]
        every = _in_all([given for _, _, read in money for given in read.values()])
        found = money if every & said else [each for each in left if _says(one, each, said)]
        for each in found:
            yield each[0], one
        left = [each for each in left if each not in found]


def _promised_sums(one: Kept) -> set[Amount]:
    """The sums that a sentence says we still give; beside another, such as a call about one, it
    names them alone."""
    words = ours(one.words)
    found = sums(words, one.decision.currency)
    return {each.money for each in found if is_promised(words, each)}


def _says(one: Kept, earlier: tuple[int, Kept, Read], said: set[Amount]) -> bool:
    _, kept, read = earlier
    named = {_thing(each, kept.decision) for each in of_promise(replace(kept, words=one.words), ())}
    if any(not each.amount and thing not in named for thing, each in read.items()):
        return False
    money = [each for each in read.values() if each.amount]
    each_sum = {(each.amount, each.currency) for each in money}
    told = next((each for each in (each_sum, _in_all(money)) if each <= said), None)
    said -= told or set()
    return told is not None


def _of_decision(decision: Decision) -> Mapping[Thing, Decimal]:
    """What a decision is of, and how much they have by it of each."""
    found: dict[Thing, Decimal] = {}
    for thing, money in _money_of(decision):
        found[thing] = money.amount + refunded(decision, thing.allegation)
    for item in decision.entitlement:
        if is_work(item):
            found[Thing(item.allegation, item.kind)] = _NOTHING
    for each in decision.exceptions:
        thing = Thing(
            "", f"{EXCEPTION}{each.kind}", each.currency, each.amount, decision.decided_at
        )
        parts = {""} if each.is_money else parts_of(each.words)
        found |= {thing._replace(words=part): _NOTHING for part in parts}
    return found


def _read(promises: Sequence[Kept], before: Sequence[Given]) -> list[Read]:
    """What each is of. Of two that may be of one thing the second is of the next."""
    found: list[Read] = []
    gave = list(before)
    for each in promises:
        more = of_promise(each, gave)
        gave += more
        found.append({_thing(one, each.decision): one for one in more})
    return found


def _thing(one: Given, decision: Decision) -> Thing:
    if one.kind.startswith(EXCEPTION):
        made = decision.decided_at
        return Thing(one.allegation, one.kind, one.currency, one.amount, made, one.words)
    return Thing(one.allegation, one.kind, one.currency if one.amount else "")
