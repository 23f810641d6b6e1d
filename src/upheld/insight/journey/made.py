"""The journey as one picture, in a fixed number of statements for any number of customers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from upheld.core.journey import Touchpoint
from upheld.core.personas import Persona
from upheld.core.words import JourneyStage
from upheld.core.words import Touchpoint as Nature
from upheld.store import journey as declared

from .point import At, Count, Quarter
from .reading import Counts, Stood, stood

# This quarter and eight whole ones, so that a year can be set beside the year before.
_TREND = 9


@dataclass(frozen=True, slots=True)
class Journey:
    """The touchpoints in the order in which they are met, of one quarter or of all time; `year` of
    the twelve months up to now. What stands at none of them is `nowhere`, and `limits` are what the
    figures cannot say."""

    persona: Persona | None
    personas: tuple[Persona, ...]
    quarter: Quarter | None
    quarters: tuple[Quarter, ...]
    points: tuple[At, ...]
    year: tuple[At, ...]
    nowhere: Count
    limits: tuple[str, ...]

    @property
    def worst(self) -> At | None:
        """Where most complaints come of what passes, for sure; None where there are none."""
        told = [each for each in self.points if each.count.complaints and each.complaint_rate]
        return max(told, key=lambda each: each.complaint_rate.low, default=None)  # type: ignore[union-attr]


def journey(now: datetime, persona: str = "", quarter: Quarter | None = None) -> Journey:
    """A persona that is not declared, and a quarter with nothing in it, are asked of nobody."""
    personas = declared.personas()
    return told_of(stood(declared_key(persona, personas), now), personas, quarter)


def declared_key(persona: str, personas: Sequence[Persona]) -> str:
    """The key of a persona, or the empty one of all of them."""
    return persona if persona in {each.key for each in personas} else ""


def told_of(found: Stood, personas: tuple[Persona, ...], quarter: Quarter | None) -> Journey:
    """What was read, at the touchpoints as they are declared now."""
    counts, joined = found.counts, dict(found.joined)
    quarters = tuple(sorted({each for _, each in counts} | set(joined), reverse=True))
    asked = quarter if quarter in quarters else None
    shown = [each for each in declared.touchpoints() if _shown(each, found.persona, counts)]
    passages = _Passages(counts, joined, shown, found.year, found.joined_in_year)
    return Journey(
        persona=next((each for each in personas if each.key == found.persona), None),
        personas=personas,
        quarter=asked,
        quarters=quarters,
        points=tuple(passages.at(each, asked, quarters) for each in shown),
        year=tuple(passages.in_year(each, quarters) for each in shown),
        nowhere=_sum(counts, "", asked),
        limits=tuple(_limits(counts, asked)),
    )


def _shown(touchpoint: Touchpoint, persona: str, counts: Counts) -> bool:
    """Those in use that stand in the journey of the persona, and any where something happened."""
    if any(key == touchpoint.key for key, _ in counts):
        return True
    return not touchpoint.retired and (not persona or touchpoint.stands_for(persona))


def _sum(counts: Counts, key: str, quarter: Quarter | None) -> Count:
    total = Count()
    for (touchpoint, when), each in counts.items():
        if touchpoint == key and quarter in (None, when):
            total.add(each)
    return total


class _Passages:
    """How often a touchpoint was passed. Where orders are placed, it is those; where people get in
    touch more often than they complain, it is the contacts; else every order passes, and at the
    first contact every customer."""

    def __init__(
        self,
        counts: Counts,
        joined: Mapping[Quarter, int],
        shown: list[Touchpoint],
        year: Mapping[str, Count],
        joined_in_year: int,
    ) -> None:
        self.counts, self.joined = counts, joined
        self.year, self.joined_in_year = year, joined_in_year
        self.whole = {each.key: _sum(counts, each.key, None) for each in shown}
        self.natures = {each.key: each.nature for each in shown}

    def at(self, one: Touchpoint, quarter: Quarter | None, quarters: tuple[Quarter, ...]) -> At:
        passed = self._passed(one)
        count = _sum(self.counts, one.key, quarter)
        number = self._number(one, passed, quarter)
        return At(one, count, number, passed, self._quarters(one, passed, quarters))

    def in_year(self, one: Touchpoint, quarters: tuple[Quarter, ...]) -> At:
        passed, count = self._passed(one), self.year.get(one.key, Count())
        number = self._in_year(passed, count)
        return At(one, count, number, passed, self._quarters(one, passed, quarters))

    def _quarters(
        self, one: Touchpoint, passed: str, quarters: tuple[Quarter, ...]
    ) -> tuple[tuple[Quarter, int, int], ...]:
        return tuple(
            (when, _sum(self.counts, one.key, when).complaints, self._number(one, passed, when))
            for when in sorted(quarters)[-_TREND:]
        )

    def _in_year(self, passed: str, count: Count) -> int:
        match passed:
            case "orders of it":
                return count.orders
            case "contacts":
                return count.contacts
            case "customers":
                return self.joined_in_year
        return sum(
            each.orders
            for key, each in self.year.items()
            if passed == "orders" or self.natures.get(key) is Nature.PRODUCT
        )

    def _passed(self, one: Touchpoint) -> str:
        whole = self.whole[one.key]
        if whole.orders:
            return "orders of it"
        if one.stage is JourneyStage.LEAD:
            return "customers"
        if whole.contacts > whole.complaints:
            return "contacts"
        return "pieces" if one.nature is Nature.PRODUCT else "orders"

    def _number(self, one: Touchpoint, passed: str, quarter: Quarter | None) -> int:
        match passed:
            case "orders of it":
                return _sum(self.counts, one.key, quarter).orders
            case "contacts":
                return _sum(self.counts, one.key, quarter).contacts
            case "customers":
                return sum(n for when, n in self.joined.items() if quarter in (None, when))
        return sum(
            each.orders
            for (key, when), each in self.counts.items()
            if quarter in (None, when)
            and (passed == "orders" or self.natures.get(key) is Nature.PRODUCT)
        )


def _limits(counts: Counts, quarter: Quarter | None) -> Iterator[str]:
    nowhere = _sum(counts, "", quarter)
    if nowhere.complaints:
        yield f"Complaints that say nowhere in the journey: {nowhere.complaints:,}."
    if inbound := nowhere.caused.total():
        yield f"Contacts that say nowhere in the journey: {inbound:,}."
    currencies = {currency for each in counts.values() for currency in (*each.paid, *each.owed)}
    if len(currencies) > 1:
        yield f"Money is in {len(currencies)} currencies, which are not added to each other."
    yield (
        "A complaint counts in the quarter in which it came, an order in the one in which it was "
        "placed: at the turn of a quarter the two are not the same people."
    )
