"""Where it hurts: at each touchpoint how bad it was, whom it cost us and what, in a year."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

import numpy as np
from django.utils import timezone

from upheld.core import intervals
from upheld.core.faults import PROOF, Rule
from upheld.core.intervals import Beside, Interval, Share
from upheld.core.personas import Persona
from upheld.core.words import Touchpoint as Nature
from upheld.insight.complained import HEAVY, Complained, complained
from upheld.insight.lost import Lost, lost
from upheld.insight.passages import Marks, Passages, passages
from upheld.insight.silence.faults import marked
from upheld.store import placing

from .made import Journey, journey
from .point import THOUSAND, At, Sums, add
from .reading import first_of_year

# Fewer people than this are no group: what is told of them would be told of somebody.
FEWEST = 10


@dataclass(frozen=True, slots=True)
class Weight:
    """What complaints came to: how many, with how many faults found, how `heavy` they were for
    people where that is known, and what was owed and given beyond it, by currency."""

    complaints: int
    faults: int
    heavy: Share | None
    owed: dict[str, Decimal]
    goodwill: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Hurt:
    """One touchpoint in the last twelve months. `hit` are the people for whom a fault was found
    there or shown by our own records, whether or not they said so; `lost` is what came of people
    like these. `cost` is what was owed, given and not sold, in a year, by currency. `turn` is where
    the last four quarters are beside the four before."""

    at: At
    weight: Weight
    hit: int
    lost: Lost | None
    cost: dict[str, Interval]
    turn: Beside


@dataclass(frozen=True, slots=True)
class OfNature:
    """All hand-offs together, or all handshakes."""

    nature: Nature
    complaints: int
    passages: int
    weight: Weight

    @property
    def rate(self) -> Interval | None:
        return intervals.rate(self.complaints, self.passages, THOUSAND)


@dataclass(frozen=True, slots=True)
class OfPersona:
    """One persona; `rates` are complaints for each thousand orders of theirs, by touchpoint. None
    of it is told of fewer people than make a group."""

    key: str
    name: str
    people: int
    orders: int
    weight: Weight | None
    rate: Interval | None
    lost: Lost | None
    rates: dict[str, Interval | None]


@dataclass(frozen=True, slots=True)
class Hurting:
    """`points` where it hurts most first; `beside` is where hand-offs are beside handshakes."""

    since: date
    journey: Journey
    points: tuple[Hurt, ...]
    natures: tuple[OfNature, ...]
    beside: Beside
    personas: tuple[OfPersona, ...]
    currency: str
    limits: tuple[str, ...]


def hurting(now: datetime, persona: str = "") -> Hurting:
    """Of everybody, or of one persona by its key. At most ten statements."""
    found, by = journey(now, persona), placing.placing()
    chosen = found.persona.key if found.persona else ""
    cases = [each for each in complained(by, now) if not chosen or each.persona == chosen]
    since = first_of_year(timezone.localdate(now))
    return _Reading(found, passages(by, timezone.localdate(now)), cases, since, chosen).hurting()


@dataclass(frozen=True)
class _Reading:
    journey: Journey
    table: Passages
    cases: Sequence[Complained]
    since: date
    persona: str

    def hurting(self) -> Hurting:
        points = sorted(filter(None, map(self._point, self.journey.year)), key=self._rank)
        natures = tuple(self._nature(nature) for nature in Nature)
        one, other = natures
        told = one.complaints, one.passages, other.complaints, other.passages
        return Hurting(
            since=self.since,
            journey=self.journey,
            points=tuple(points),
            natures=natures,
            beside=intervals.rates_beside(*told),
            personas=tuple(map(self._persona, self.journey.personas)) if not self.persona else (),
            currency=self.currency,
            limits=tuple(self._limits()),
        )

    def _rank(self, one: Hurt) -> tuple[float, float]:
        cost, rate = one.cost.get(self.currency), one.at.complaint_rate
        return -(cost.likely if cost else 0.0), -(rate.low if rate else 0.0)

    @cached_property
    def currency(self) -> str:
        """The one that most is paid in."""
        paid: Sums = {}
        for each in self.journey.year:
            add(paid, each.count.paid)
        return max(paid, key=lambda name: paid[name], default="")

    @cached_property
    def _recent(self) -> list[Complained]:
        return [each for each in self.cases if each.on >= self.since]

    @cached_property
    def _of_persona(self) -> Marks:
        if not self.persona:
            return np.ones(len(self.table), dtype=bool)
        return np.asarray(self.table.persona == self.table.named(self.persona))

    @cached_property
    def _shown(self) -> Marks:
        return np.asarray(np.logical_or.reduce([marked(self.table, rule) for rule in PROOF]))

    @cached_property
    def _wrong(self) -> Marks:
        """Every order of which something is known to have gone wrong, or that somebody minded."""
        about = self._orders(self.cases) | self._shown
        return np.asarray(about | marked(self.table, Rule.SENT_BACK))

    def _orders(self, cases: Sequence[Complained]) -> Marks:
        """The orders that complaints are about; of one that names none, the last before it."""
        found = np.zeros(len(self.table), dtype=bool)
        found[self.table.at(np.array([each.order for each in cases], dtype=np.int64))] = True
        nameless = (each for each in cases if not each.order)
        last = (self.table.last_before(each.person, each.on.toordinal()) for each in nameless)
        found[[at for at in last if at is not None]] = True
        return found

    def _hit(self, touchpoint: str) -> Marks:
        """Where a fault was found in a complaint, or shown by our own records."""
        found = self._orders([c for c in self.cases if c.fault and c.touchpoint == touchpoint])
        there = self.table.touchpoint == self.table.named(touchpoint)
        return np.asarray((found | (self._shown & there)) & self._of_persona)

    def _in_year(self, hit: Marks) -> int:
        recent = hit & (self.table.done >= self.since.toordinal())
        return self.table.people(recent)

    def _point(self, at: At) -> Hurt | None:
        hit = self._hit(at.touchpoint.key)
        if not at.count.complaints and not hit.any():
            return None
        people = self._in_year(hit)
        gone = lost(self.table, hit, self._of_persona & ~self._wrong, people)
        here = [each for each in self._recent if each.touchpoint == at.touchpoint.key]
        weight = _weight(here)
        return Hurt(at, weight, people, gone, _cost(weight, gone), _turn(at))

    def _nature(self, nature: Nature) -> OfNature:
        there = [each for each in self.journey.year if each.touchpoint.nature is nature]
        keys = {each.touchpoint.key for each in there}
        return OfNature(
            nature,
            sum(each.count.complaints for each in there),
            sum(each.passages for each in there),
            _weight([each for each in self._recent if each.touchpoint in keys]),
        )

    def _persona(self, persona: Persona) -> OfPersona:
        theirs = self.table.persona == self.table.named(persona.key)
        recent = theirs & (self.table.placed >= self.since.toordinal())
        people, orders = self.table.people(recent), int(recent.sum())
        if people < FEWEST:
            return OfPersona(persona.key, persona.name, people, orders, None, None, None, {})
        said = [each for each in self._recent if each.persona == persona.key]
        hit = (self._shown | self._orders([each for each in self.cases if each.fault])) & theirs
        at = Counter(each.touchpoint for each in said)
        return OfPersona(
            key=persona.key,
            name=persona.name,
            people=people,
            orders=orders,
            weight=_weight(said),
            rate=intervals.rate(len(said), orders, THOUSAND),
            lost=lost(self.table, hit, theirs & ~self._wrong, self._in_year(hit)),
            rates={
                each.touchpoint.key: intervals.rate(at[each.touchpoint.key], orders, THOUSAND)
                for each in self.journey.year
            },
        )

    def _limits(self) -> Iterator[str]:
        yield from self.journey.limits
        yield (
            "What was lost is what people who were hit did less than others like them: the same "
            "persona, touchpoint and year, with about as many orders before. Nobody drew lots over "
            "whom it hit, so a part may have other reasons."
        )
        yield (
            "What was not sold is told before any margin, for each person hit once, and is added "
            "to what was owed and given. Whoever was hit at two touchpoints counts at both."
        )


def _weight(cases: Sequence[Complained]) -> Weight:
    owed: defaultdict[str, Decimal] = defaultdict(Decimal)
    goodwill: defaultdict[str, Decimal] = defaultdict(Decimal)
    for each in cases:
        owed[each.currency] += each.owed
        goodwill[each.currency] += each.goodwill
    known = [each.impact in HEAVY for each in cases if each.impact]
    faults = sum(each.fault for each in cases)
    heavy = intervals.share(sum(known), len(known))
    return Weight(len(cases), faults, heavy, dict(owed), dict(goodwill))


def _cost(weight: Weight, gone: Lost | None) -> dict[str, Interval]:
    """What was paid is known to the penny; what was not sold lies between its ends, and is added
    where chance alone does not make it that people stayed away."""
    gone = gone if gone and gone.sure else None
    cost = {}
    for currency in {*weight.owed, *weight.goodwill, *([gone.currency] if gone else [])}:
        nothing = Decimal(0)
        paid = float(weight.owed.get(currency, nothing) + weight.goodwill.get(currency, nothing))
        less = gone.sales if gone and gone.currency == currency else Interval(0.0, 0.0, 0.0)
        told = Interval(paid + less.low, paid + less.likely, paid + less.high)
        if any((told.low, told.likely, told.high)):
            cost[currency] = told
    return cost


_YEAR = 4


def _turn(at: At) -> Beside:
    """The last four whole quarters beside the four before."""
    whole = at.quarters[:-1]
    late, early = whole[-_YEAR:], whole[-2 * _YEAR : -_YEAR]
    if len(early) < _YEAR - 1:
        return Beside.CANNOT_TELL
    (now, among), (before, among_before) = (
        (sum(each[1] for each in span), sum(each[2] for each in span)) for span in (late, early)
    )
    return intervals.rates_beside(now, among, before, among_before)
