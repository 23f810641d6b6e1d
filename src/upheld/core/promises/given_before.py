"""A loss is made good once, over all the decisions of a case: what was given is not given again.

What is owed stays as the facts give it. What is still to be given is less by what the kept promises
of the case gave: of the same remedy the difference, of another one all.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from upheld.core.checks.agreement import IN_KIND
from upheld.core.checks.given import names_work
from upheld.core.decision import Decision
from upheld.core.entitlement import Entitlement
from upheld.core.goodwill import Goodwill, Granted
from upheld.core.reading import ours
from upheld.core.sums import amounts
from upheld.core.words import AllegationKind

from .given import EXCEPTION, GOODWILL, Given
from .meant import Labelled, in_order, is_of_all, labelled, parts_of, said_of

_NOTHING = Decimal(0)
_REFUNDED = "already_refunded"


@dataclass(frozen=True, slots=True)
class Kept:
    """A promise that was kept, or what it gives once it is: its words, the decision that it was of,
    the day and how; and in how many days it was to be kept, where that is known."""

    words: str
    decision: Decision
    on: date
    how: str
    days: int | None = None


def given(kept: Sequence[Kept]) -> tuple[Given, ...]:
    """What these promises gave, in the order in which they were made. What two of them say of one
    remedy was given once; what nobody decided is left out."""
    found: list[Given] = []
    for each in kept:
        found += of_promise(each, found)
    return tuple(found)


def of_promise(kept: Kept, before: Sequence[Given]) -> tuple[Given, ...]:
    """What a promise gives of its decision, of which this was given or promised before."""
    left, own = less(kept.decision, before), labelled(kept.words, kept.decision)
    if worded := _worded(kept, before):
        return (worded,)
    words = own.head if own else ours(kept.words)
    sums = {amount for amount, code in amounts(words, left.currency) if code == left.currency}
    granted = () if own else exceptions_left(kept.decision, before)
    if "exception" in words.lower() and not own:
        return tuple(_exceptions(kept, granted, sums))
    beyond = () if own else tuple(_beyond(kept, left.goodwill, granted, sums))
    if beyond and _is_goodwill(words):
        return beyond
    owed = [_gave(kept, item, item.amount) for item in _money(kept, left, sums, own)]
    done = _done(kept, left, own, {each.allegation for each in owed})
    return (*owed, *(_gave(kept, item, _NOTHING) for item in done), *(() if owed else beyond))


def _is_goodwill(words: str) -> bool:
    return any(sign in words.lower() for sign in ("goodwill", "voucher"))


def _beyond(
    kept: Kept, gesture: Goodwill, granted: Sequence[Granted], sums: set[Decimal]
) -> Iterator[Given]:
    """The goodwill, else an exception, or what the two are together."""
    if gesture.amount and gesture.amount in sums:
        yield _goodwill(kept, gesture)
    elif gesture.amount and (many := _together(gesture, granted, sums)):
        yield from (_goodwill(kept, gesture), *(_exception(kept, one) for one in granted[:many]))
    else:
        yield from _exceptions(kept, granted, sums)


def _together(gesture: Goodwill, granted: Sequence[Granted], sums: set[Decimal]) -> int:
    """With how many of the exceptions the goodwill comes to one of the sums; 0 with none."""
    so_far = gesture.amount
    for at, each in enumerate(granted, 1):
        so_far += each.amount
        if each.amount and so_far in sums:
            return at
    return 0


def _exceptions(kept: Kept, granted: Sequence[Granted], sums: set[Decimal]) -> Iterator[Given]:
    said = set(sums)
    for each in granted:
        if each.is_money and each.amount in said:
            said.discard(each.amount)  # one sum is of one
            yield _exception(kept, each)


def _exception(kept: Kept, each: Granted) -> Given:
    return Given("", f"{EXCEPTION}{each.kind}", each.amount, each.currency, kept.on, kept.how)


def _worded(kept: Kept, before: Sequence[Given]) -> Given | None:
    """The exception that is no money and stands in the words of the promise."""
    known = Counter((each.kind, each.words) for each in before)
    for each in kept.decision.exceptions:
        kind, said = f"{EXCEPTION}{each.kind}", said_of(each.words, kept.words)
        if each.is_money or not said:
            continue
        if not known[kind, said]:
            nothing = Decimal(0)
            return Given("", kind, nothing, each.currency, kept.on, kept.how, nothing, said)
        known[kind, said] -= 1
    return None


def exceptions_left(decision: Decision, before: Sequence[Given]) -> tuple[Granted, ...]:
    """The exceptions beside a decision that are not among what was given or promised before."""
    known = Counter((each.kind, each.amount, each.words) for each in before)
    left = []
    for each in decision.exceptions:
        parts = {""} if each.is_money else parts_of(each.words)
        ones = [(f"{EXCEPTION}{each.kind}", each.amount, part) for part in parts]
        if not any(known[one] for one in ones):
            left.append(each)
        known.subtract(one for one in ones if known[one])
    return tuple(left)


def _money(
    kept: Kept, left: Decision, sums: set[Decimal], own: Labelled | None
) -> Iterator[Entitlement]:
    """The remedies whose money stands among the sums: each by its own, or all by what they are
    together. One sum is of one remedy."""
    whole = {each.allegation: each.amount for each in kept.decision.entitlement}
    owed = {each.allegation: each for each in left.entitlement if each.amount}
    if len(owed) > 1 and not own and sums & {left.owed.amount, kept.decision.owed.amount}:
        yield from owed.values()
        return
    may = [each for each in (own.items if own else kept.decision.entitlement)
           if sums & {each.amount, _amount(owed.get(each.allegation))}]  # fmt: skip
    said = set(sums)
    for each in sorted(in_order(may, kept.words, kept.days), key=_by_words(kept)):
        item = owed.get(each.allegation)
        if item and (found := said & {item.amount, whole[item.allegation]}):
            said -= found
            yield item


def _by_words(kept: Kept) -> Callable[[Entitlement], int]:
    """Of several that have one sum, whose work the sentence names has it, then whatever is no work:
    "We will put this right, and £20 comes back" is of no refund beside."""
    kinds = kept.decision.kinds

    def place(item: Entitlement) -> int:
        named = names_work(item.kind, kinds.get(item.allegation), ours(kept.words))
        return (0 if named else 2) if is_work(item) else 1

    return place


def _amount(item: Entitlement | None) -> Decimal:
    return item.amount if item else _NOTHING


def _done(
    kept: Kept, left: Decision, own: Labelled | None, paid: Collection[str]
) -> Iterator[Entitlement]:
    """The work that its words name. One remedy is of one point, as one sum is: of that whose money
    stands beside it."""
    still = {each.allegation for each in left.entitlement if is_work(each)}
    for alike in _named(kept, own):
        order = in_order(alike, kept.words, kept.days)
        order = [each for each in order if each.allegation in still]
        order.sort(key=lambda each: bool(paid) and each.allegation not in paid)
        yield from order if is_of_all(ours(kept.words)) and not own else order[:1]


def _goodwill(kept: Kept, gesture: Goodwill) -> Given:
    kind, had = f"{GOODWILL}{gesture.kind}", kept.decision.goodwill.amount
    return Given("", kind, gesture.amount, gesture.currency, kept.on, kept.how, had)


def _gave(kept: Kept, item: Entitlement, amount: Decimal) -> Given:
    """`had` counts all of the remedy that the facts and the promises before it gave."""
    every = kept.decision.entitlement
    whole = next(each for each in every if each.allegation == item.allegation)
    had = whole.amount + refunded(kept.decision, item.allegation) if amount else _NOTHING
    sorry = whole.is_apology(kept.decision.kinds.get(item.allegation))
    return Given(
        item.allegation, whole.kind, amount, item.currency, kept.on, kept.how, had, apology=sorry
    )


def is_work(item: Entitlement) -> bool:
    return not item.amount or item.kind in IN_KIND


def _named(kept: Kept, own: Labelled | None) -> Iterable[Sequence[Entitlement]]:
    """The work that words name, each kind of it by itself."""
    kinds = kept.decision.kinds
    items = [each for each in (own.items if own else kept.decision.entitlement) if is_work(each)]
    if own:
        return [items] if own.work else []
    alike: dict[tuple[str, bool], list[Entitlement]] = defaultdict(list)
    for each in items:
        on = kinds.get(each.allegation)
        if names_work(each.kind, on, ours(kept.words)):
            alike[each.kind, on is AllegationKind.STAFF_CONDUCT].append(each)
    return alike.values()


def refunded(decision: Decision, allegation: str) -> Decimal:
    """What the facts of the decision knew as given back on the point."""
    for ruling in decision.trace:
        if ruling.subject == allegation and _REFUNDED in ruling.read:
            try:  # a record keeps the facts of its trace as their JSON text
                return Decimal(str(ruling.read[_REFUNDED]).strip('"'))
            except InvalidOperation:
                return _NOTHING
    return _NOTHING


def less(decision: Decision, before: Sequence[Given]) -> Decision:
    """The decision with what is still to be given of it, and in `given` what it gives again."""
    left = tuple(item for each in decision.entitlement if (item := _left(each, decision, before)))
    again = [
        each
        for each in before
        if any(_of(each, item) and item not in left for item in decision.entitlement)
        or (_of_goodwill(each, decision.goodwill) and decision.goodwill.amount)
    ]
    gesture = _goodwill_left(decision.goodwill, before)
    return replace(decision, entitlement=left, goodwill=gesture, given=tuple(again))


def _of(given: Given, item: Entitlement) -> bool:
    """Money of two currencies is never compared."""
    of_it = (given.allegation, given.kind) == (item.allegation, item.kind)
    return of_it and (not given.amount or given.currency == item.currency)


def _of_goodwill(given: Given, gesture: Goodwill) -> bool:
    return (given.kind, given.currency) == (f"{GOODWILL}{gesture.kind}", gesture.currency)


def _left(item: Entitlement, decision: Decision, before: Sequence[Given]) -> Entitlement | None:
    of_it = [each for each in before if _of(each, item)]
    done = any(not each.amount for each in of_it)
    had = max((each.had for each in of_it if each.amount), default=_NOTHING)
    more = item.amount + refunded(decision, item.allegation) - had if had else item.amount
    amount = min(item.amount, max(more, _NOTHING))
    if not is_work(item):
        return replace(item, amount=amount) if amount else None
    if not done:
        return replace(item, amount=amount)
    # They choose how it is put right; the money beside it is owed whichever they chose.
    return replace(item, kind="refund", amount=amount, chooser="firm") if amount else None


def _goodwill_left(gesture: Goodwill, before: Sequence[Given]) -> Goodwill:
    had = max((each.had for each in before if _of_goodwill(each, gesture)), default=_NOTHING)
    if not had:
        return gesture
    amount = max(gesture.amount - had, _NOTHING)
    return replace(gesture, amount=amount, kind=gesture.kind if amount else "none")
