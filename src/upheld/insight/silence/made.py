"""The silent of a firm: at each touchpoint who was unhappy and said nothing, with an interval."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

import numpy as np
from django.utils import timezone

from upheld.core.faults import (
    ABOUT_THE_DAY,
    FOUND,
    PROOF,
    Declared,
    Fault,
    Rule,
    fault,
    of_declared,
)
from upheld.core.intervals import Interval
from upheld.core.journey import Touchpoint
from upheld.core.silence import Complains, of_kind
from upheld.core.words import AllegationKind as Kind
from upheld.core.words import Touchpoint as Nature
from upheld.insight.complained import Complained, complained, named
from upheld.insight.lost import Lost, lost
from upheld.insight.passages import Marks, Passages, passages
from upheld.store import faults, journey, placing
from upheld.store.made_once import readings_made_once
from upheld.store.policy_files import silence_files

from .answers import NOBODY, Answers
from .estimate import Estimate, Hit, estimate, together
from .faults import marked, marked_by, shown_on
from .letters import counted, letters
from .spoke import Spoke

A_YEAR = timedelta(days=365)
# Which kind of problem the rules show at a touchpoint of which nature.
_SHOWN: Mapping[tuple[Kind, Nature], tuple[Rule, ...]] = {
    (Kind.LATE, Nature.PRODUCT): (Rule.LATE,),
    (Kind.NOT_RECEIVED, Nature.PRODUCT): (Rule.NOT_COME,),
    (Kind.SERVICE_NOT_PERFORMED, Nature.SERVICE): (Rule.LATE, Rule.NOT_COME),
}


@dataclass(frozen=True, slots=True)
class Known:
    """A fault with whom it hit in the span: of so many `orders` `said` were complained of unasked,
    `about` of them of what its kinds are; `quiet` people said nothing, who are those that
    store/hit.py lists, and `answers` is what those said who were asked kindly. `lost` is what came
    of people like these, of all time."""

    fault: Fault
    name: str
    orders: int
    said: int
    about: int
    quiet: int
    answers: Answers
    lost: Lost | None


@dataclass(frozen=True, slots=True)
class OfKind:
    """One kind of problem at one touchpoint, of which so many `complaints` were heard."""

    kind: Kind
    complaints: int
    found: Estimate
    told: Complains | None


@dataclass(frozen=True, slots=True)
class Silent:
    """One touchpoint: how many were heard there, and who was probably not. `silent` adds up the
    kinds of which something can be said; `untold` are complaints of the others."""

    touchpoint: str
    name: str
    heard: int
    silent: Interval | None
    kinds: tuple[OfKind, ...]
    untold: int


@dataclass(frozen=True, slots=True)
class Silence:
    """From `since` to `until`, both in."""

    since: date
    until: date
    points: tuple[Silent, ...]
    faults: tuple[Known, ...]
    limits: tuple[str, ...]

    @property
    def quietest(self) -> Silent | None:
        """Where most said nothing, for sure; None where nothing can be told."""
        told = [each for each in self.points if each.silent]
        return max(told, key=lambda each: each.silent.low, default=None)  # type: ignore[union-attr]


@readings_made_once()
def silence(now: datetime, since: date | None = None, until: date | None = None) -> Silence:
    """Of complaints and faults from `since` to `until`; of the last year where none is given. Six
    statements. Raises BadData or PolicyError for a file under policies/ that is amiss."""
    until = until or timezone.localdate(now)
    by = placing.placing()
    table = passages(by, timezone.localdate(now))
    spoke = Spoke(table, complained(by, now), named(by, now), letters())
    points, known = journey.touchpoints(), faults.declared()
    begin = since or until - A_YEAR
    return _Reading(table, spoke, points, known, begin, until).silence()


@dataclass(frozen=True)
class _Reading:
    table: Passages
    spoke: Spoke
    points: Sequence[Touchpoint]
    declared: Sequence[Declared]
    since: date
    until: date

    def silence(self) -> Silence:
        known = tuple(self._faults())
        by_key = {each.fault.key: each for each in known}
        points = tuple(filter(None, (self._point(each, by_key) for each in self.points)))
        return Silence(self.since, self.until, points, known, tuple(self._limits(points)))

    def _within(self, rule: Rule) -> Marks:
        """The orders of which it shows in the span that they were hit."""
        shown = shown_on(self.table, rule)
        begin, end = self.since.toordinal(), self.until.toordinal()
        return np.asarray((shown >= begin) & (shown <= end))

    @cached_property
    def _hit(self) -> Mapping[Rule, Marks]:
        return {rule: marked(self.table, rule) for rule in FOUND}

    @cached_property
    def _shown(self) -> frozenset[int]:
        """The orders whose own records show in the span a promise not kept."""
        proof = np.logical_or.reduce([self._hit[rule] & self._within(rule) for rule in PROOF])
        return frozenset(self.table.order[proof].tolist())

    @cached_property
    def _about(self) -> Mapping[Rule, Marks]:
        return {rule: self.spoke.of(fault(rule, "").kinds) for rule in FOUND}

    def _faults(self) -> Iterator[Known]:
        wrong = np.logical_or.reduce([self.spoke.anything, *self._hit.values()])
        for point in self.points:
            there = self.table.touchpoint == self.table.named(point.key)
            for rule, hit in self._hit.items():
                if (hit & there).any():
                    marks = hit & there, self._about[rule], there & ~wrong
                    yield self._known(fault(rule, point.key), point.name, *marks)
        for one in self.declared:
            name = next((each.name for each in self.points if each.key == one.touchpoint), "")
            hit = marked_by(self.table, one)
            marks = hit, self.spoke.anything, ~(wrong | hit)
            yield self._known(of_declared(one), name, *marks)

    def _known(self, one: Fault, name: str, hit: Marks, about: Marks, like: Marks) -> Known:
        now, said = hit & self._within(one.rule), self.spoke.anything
        people = self.table.people(now & ~said)
        quiet = frozenset(self.table.order[now & ~said].tolist())
        letters = self.spoke.letters.get(one.key, {})
        return Known(
            fault=one,
            name=name,
            orders=int(now.sum()),
            said=int((now & said).sum()),
            about=int((now & about).sum()),
            quiet=people,
            answers=counted(letters, quiet, self.spoke.brought),
            lost=lost(self.table, hit & ~said, like, people),
        )

    @cached_property
    def _else(self) -> Mapping[tuple[str, str], list[Complained]]:
        """Complaints by touchpoint and kind, each matter once. What is about an order that our own
        records show to have been hit is counted with those records."""
        heard: defaultdict[tuple[str, str], list[Complained]] = defaultdict(list)
        seen: set[tuple[int, int, str]] = set()
        for each in self.spoke.cases:
            shown = each.kind in ABOUT_THE_DAY and self.spoke.about(each) in self._shown
            if self.since <= each.on <= self.until and not shown and each.once not in seen:
                seen.add(each.once)
                heard[each.touchpoint, each.kind].append(each)
        return heard

    def _point(self, point: Touchpoint, known: Mapping[str, Known]) -> Silent | None:
        kinds = tuple(filter(None, (self._of_kind(point, kind, known) for kind in Kind)))
        if not kinds:
            return None
        return Silent(
            touchpoint=point.key,
            name=point.name,
            heard=sum(each.complaints for each in kinds),
            silent=together(each.found for each in kinds),
            kinds=kinds,
            untold=sum(each.complaints for each in kinds if each.found.silent is None),
        )

    def _of_kind(self, point: Touchpoint, kind: Kind, known: Mapping[str, Known]) -> OfKind | None:
        rules = _SHOWN.get((kind, point.nature), ())
        shown = [known[key] for rule in rules if (key := f"{rule}.{point.key}") in known]
        hit = Hit(
            sum(each.orders for each in shown),
            sum(each.said for each in shown),
            sum((each.answers for each in shown), NOBODY),
        )
        others = self._else.get((point.key, kind), [])
        # Who complained of something else is not silent, and is heard where that belongs.
        complaints = len(others) + sum(each.about for each in shown)
        if not complaints and not hit.people:
            return None
        shares = silence_files.shares()
        told = of_kind(kind, shares.stage, shares.known)
        # What our own records contradict speaks of nobody else, unless it was found so.
        speaking = [each for each in others if each.fault or not hit.people]
        found = estimate(len(speaking) + hit.complained, told, hit)
        return OfKind(kind, complaints, found, told)

    def _limits(self, points: Sequence[Silent]) -> Iterator[str]:
        if untold := sum(each.untold for each in points):
            yield f"Complaints from which nobody can tell who else there was: {untold:,}."
        if nowhere := sum(len(each) for (place, _), each in self._else.items() if not place):
            yield f"Complaints that say nowhere in the journey: {nowhere:,}."
        if self.spoke.brought:
            yield (
                "Complaints that a kind letter of ours brought are counted with those who said "
                f"nothing unasked: {len(self.spoke.brought):,}."
            )
        yield (
            "Where our own records show nobody to have been hit, the number rests on what the "
            "customers of other firms did, and may be far from ours."
        )
