"""How far a proposed decision agrees with what was done in like cases, and why where it does not.

What is owed and the outcome may not differ by who asks. Stance and goodwill may differ by band,
and so are compared within one alone.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from upheld.core import intervals
from upheld.core.references import reference

from .happened import Happened
from .likeness import Likeness

# Below this the facts are too far apart for the one answer to speak for the other.
LIKE = 0.8
# The same share of a sum, where both are rounded to a penny.
_SAME_SHARE = Decimal("0.01")
_FEW = 3


class Part(StrEnum):
    """What of a decision is compared."""

    OUTCOME = "outcome"
    OWED = "owed"
    STANCE = "stance"
    GOODWILL = "goodwill"


class Why(StrEnum):
    """Why a like case was answered otherwise: the policy was another, which keeps its own reasons;
    a rule of the same policy tells the facts apart; like facts were found otherwise; not said."""

    POLICY = "policy"
    FACTS = "facts"
    FOUND = "found"
    NOT_SAID = "not_said"


@dataclass(frozen=True, slots=True)
class Answered:
    """One case with what happened in it and how it was answered. `remedies` are the kinds of what
    is owed; amounts are in `currency`. `followed` is False for what was found to be unfair."""

    case: int
    happened: Happened
    outcome: str
    remedies: tuple[str, ...]
    owed: Decimal
    goodwill: Decimal
    currency: str
    stance: str
    band: str
    policy_version: str
    followed: bool = True


@dataclass(frozen=True, slots=True)
class Differing:
    """A like case that was answered otherwise: in which parts, and why."""

    case: int
    parts: tuple[Part, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class Consistency:
    """Of `like` cases `alike` were answered as this one, and `differing` otherwise. `share`, `low`
    and `high` are None where there is no like case; the interval holds the true share 95 times in
    100. Cases that a rule tells `apart` by their facts are neither.

    `needs_reason` where more like cases were answered otherwise, for no reason that is kept
    elsewhere, than were answered so. `otherwise` counts the differing by why."""

    like: int
    alike: int
    share: float | None
    low: float | None
    high: float | None
    differing: tuple[Differing, ...]
    apart: tuple[Differing, ...]
    left_out: int
    otherwise: Mapping[Why, int]
    sentence: str

    @property
    def needs_reason(self) -> bool:
        return (
            sum(many for why, many in self.otherwise.items() if why is not Why.POLICY) > self.alike
        )

    def naming(self, told: Collection[int]) -> "Consistency":
        """The same measure for somebody to whom these cases alone may be named: every case counts,
        and the others have no number and no amount here."""
        differing, apart = (
            tuple(each for each in found if each.case in told)
            for found in (self.differing, self.apart)
        )
        said = _told(self.like, self.alike, differing, self.otherwise, len(self.apart))
        return replace(self, differing=differing, apart=apart, sentence=said)


def consistency(proposed: Answered, before: Sequence[tuple[Answered, Likeness]]) -> Consistency:
    """`proposed` beside the decisions `before` it, the newest first, each with how like it is by
    its facts. Those not to follow, and those whose facts are too far away, are left out."""
    followed = [each for each in before if each[0].followed and each[0].case != proposed.case]
    near = [(other, found) for other, found in followed if found.share >= LIKE]
    otherwise = list(_differing(proposed, near))
    apart = tuple(each for each in otherwise if each.why is Why.FACTS)
    differing = tuple(each for each in otherwise if each.why is not Why.FACTS)
    like, alike = len(near) - len(apart), len(near) - len(otherwise)
    found = intervals.share(alike, like)
    return Consistency(
        like=like,
        alike=alike,
        share=found.likely if found else None,
        low=found.low if found else None,
        high=found.high if found else None,
        differing=differing,
        apart=apart,
        left_out=sum(not other.followed for other, _ in before),
        otherwise=(whys := Counter(each.why for each in differing)),
        sentence=_told(like, alike, differing, whys, len(apart)),
    )


def _told(
    like: int, alike: int, named: Sequence[Differing], otherwise: Mapping[Why, int], apart: int
) -> str:
    return " ".join([_sentence(like, alike, named, otherwise), *_apart(apart)])


def _differing(
    proposed: Answered, like: Sequence[tuple[Answered, Likeness]]
) -> Iterator[Differing]:
    for other, found in like:
        if parts := tuple(_parts(proposed, other)):
            yield Differing(other.case, parts, _why(proposed, other, found))


def _parts(one: Answered, other: Answered) -> Iterator[Part]:
    if one.outcome != other.outcome:
        yield Part.OUTCOME
    if one.remedies != other.remedies or not _same_measure(one, other, one.owed, other.owed):
        yield Part.OWED
    if one.band != other.band:
        return
    if one.stance != other.stance:
        yield Part.STANCE
    if not _same_measure(one, other, one.goodwill, other.goodwill):
        yield Part.GOODWILL


def _same_measure(one: Answered, other: Answered, ours: Decimal, theirs: Decimal) -> bool:
    """The same amount, or the same share of the same sum: all of the delivery charge is the same
    of 12.50 and of 5.00."""
    if one.currency == other.currency and ours == theirs:
        return True
    if not ours or not theirs:
        return ours == theirs
    sums, others = _sums(one.happened), _sums(other.happened)
    shares = ((ours / sums[name], theirs / others[name]) for name in sums.keys() & others.keys())
    return any(abs(mine - there) <= _SAME_SHARE * max(mine, there) for mine, there in shares)


def _sums(happened: Happened) -> dict[str, Decimal]:
    """Each number of the facts over all points, and all of them together."""
    sums: dict[str, Decimal] = {}
    for point in happened.points:
        for name, fact in point.facts.items():
            if isinstance(fact, Decimal) and fact > 0:
                sums[name] = sums.get(name, Decimal(0)) + fact
    paid = sum((sums[name] for name in ("price_paid", "delivery_paid") if name in sums), Decimal(0))
    return sums | ({"paid": paid} if paid else {})


def _why(one: Answered, other: Answered, found: Likeness) -> Why:
    if one.policy_version != other.policy_version:
        return Why.POLICY
    if _findings(one) != _findings(other):
        return Why.FOUND
    return Why.NOT_SAID if found.same else Why.FACTS


def _findings(answered: Answered) -> list[tuple[str, str]]:
    return sorted((point.kind, point.finding) for point in answered.happened.points)


def _sentence(
    like: int, alike: int, named: Sequence[Differing], otherwise: Mapping[Why, int]
) -> str:
    if not like:
        return "No like case was decided before: this one is the first."
    if alike == like:
        return "As in the one like case." if like == 1 else f"As in all {like} like cases."
    none = "Not as in the one like case" if like == 1 else f"Not as in any of {like} like cases"
    begin = f"As in {alike} of {like} like cases" if alike else none
    whys = [
        f"{_named([each for each in named if each.why is why], otherwise[why])} {_SAID[why]}."
        for why in _SAID
        if otherwise[why]
    ]
    return " ".join([f"{begin}.", *whys])


def _apart(many: int) -> list[str]:
    """Near cases in which a rule of the same policy says otherwise: its reason is in the rule."""
    if not many:
        return []
    cases = "One near case is" if many == 1 else f"{many} near cases are"
    return [f"{cases} told apart by a rule, for their facts."]


_SAID = {
    Why.POLICY: "decided under another version of the policy",
    Why.FOUND: "found otherwise on like facts",
    Why.NOT_SAID: "answered otherwise on the same facts",
}


def _named(differing: Sequence[Differing], many: int) -> str:
    """So many cases, a few of them by their numbers: those that may be named."""
    cases = [reference(each.case) for each in differing[:_FEW]]
    more = many - len(cases)
    listed = [*cases, f"{more} more" if cases else _like(more)] if more else cases
    *first, last = listed
    told = f"{', '.join(first)} and {last}" if first else last
    return f"{told} {'was' if many == 1 else 'were'}"


def _like(many: int) -> str:
    return "1 like case" if many == 1 else f"{many} like cases"
