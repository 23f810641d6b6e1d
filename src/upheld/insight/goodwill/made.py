"""Does goodwill work: what those did who got it, beside like ones who did not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import numpy as np

from upheld.core.intervals import Beside, Interval
from upheld.core.words import CaseState
from upheld.insight.past_cases import PastCase, counted, of_the_newest, past_cases

from .cells import Cell, cells
from .doubly import LEAST_EVENTS, Chances, Floats, Found, Trial, chances, effect, naive
from .known import matrix
from .lots import Lots, difference, lots
from .outcomes import Afterwards, WhatFollowed, afterwards
from .worth import Values, values

FOLLOWED = timedelta(days=180)


class Way(StrEnum):
    """How like was found for like: a lot told them apart, or what was known of them does."""

    LOT = "lot"
    LIKENESS = "likeness"


class Verdict(StrEnum):
    """What can be said of one outcome: there is more of it with goodwill, less, or nothing can."""

    MORE = "more"
    LESS = "less"
    CANNOT_TELL = "cannot_tell"
    REFUSED = "refused"


_VERDICTS = {Beside.ABOVE: Verdict.MORE, Beside.BELOW: Verdict.LESS}


@dataclass(frozen=True, slots=True)
class Measure:
    """One outcome. `naive` sets all who got it beside all who did not, and is often wrong; `effect`
    is None where nothing can be said, and `why` says why."""

    outcome: WhatFollowed
    verdict: Verdict
    naive: float | None
    effect: Interval | None
    why: str


@dataclass(frozen=True, slots=True)
class Effects:
    """What goodwill did in `followed` after the decision. `cases` were looked at, in `given` of
    them it was given and in `held` held back by lot; `too_new` were decided too late to tell.

    `worth` is what one piece of goodwill brought less what it cost, in `currency`; None where that
    cannot be told, and then nothing is ranked either.
    """

    followed: timedelta
    cases: int
    given: int
    held: int
    too_new: int
    currency: str
    way: Way
    overlap: float
    effective: float
    measures: tuple[Measure, ...]
    cells: tuple[Cell, ...]
    worth: Interval | None
    limits: tuple[str, ...]

    @property
    def refused(self) -> str:
        """Why nothing is said of any outcome; empty where something may be."""
        stays = self.measures[0]
        return stays.why if stays.verdict is Verdict.REFUSED else ""

    @property
    def ranked(self) -> tuple[Cell, ...]:
        """The cells of which it can be told, by what goodwill brings there less what it costs:
        never by who is likeliest to leave (Ascarza 2018; Lemmens and Gupta 2020)."""
        told = [each for each in self.cells if each.worth is not None]
        return tuple(sorted(told, key=lambda each: -(each.worth.likely if each.worth else 0.0)))


def effects(
    since: datetime | None, until: datetime, now: datetime, followed: timedelta = FOLLOWED
) -> Effects:
    """Of complaints received from `since` and before `until`, closed by now; eight statements."""
    past = past_cases(since, until, now)
    closed = [case for case in past if case.state == CaseState.CLOSED]
    old = [case for case in closed if case.decided_at <= now - followed]
    currency = next((name for name, _ in counted(old).most_common(1)), "")
    cases = [case for case in old if case.currency == currency]
    after = afterwards(followed, currency)
    return _Look(cases, after, values(), currency).told(
        len(closed) - len(old), len(old), of_the_newest(past)
    )


@dataclass(frozen=True, slots=True)
class _Look:
    cases: Sequence[PastCase]
    after: Afterwards
    values: Values
    currency: str

    def told(self, too_new: int, old: int, limits: Sequence[str] = ()) -> Effects:
        drawn = lots(self.cases)
        trial = _trial(self.cases)
        told = chances(trial)
        by_lot = not drawn.refused
        looks = [
            self._by_lot(outcome, drawn) if by_lot else self._by_likeness(outcome, told)
            for outcome in WhatFollowed
        ]
        cells_, worth = self._stakes(*looks[0], drawn if by_lot else told)
        return Effects(
            followed=self.after.ahead,
            cases=len(self.cases),
            given=int(trial.given.sum()),
            held=drawn.held,
            too_new=too_new,
            currency=self.currency,
            way=Way.LOT if by_lot else Way.LIKENESS,
            overlap=told.overlap,
            effective=told.effective,
            measures=tuple(measure for measure, _ in looks),
            cells=cells_,
            worth=worth,
            limits=(*limits, *self._limits(drawn, old)),
        )

    def _by_lot(self, outcome: WhatFollowed, drawn: Lots) -> tuple[Measure, Found | None]:
        came = self.after.of(outcome, [case for case in self.cases if case.hold_out])
        if why := _too_few_events(outcome, drawn.given, came):
            return Measure(outcome, Verdict.CANNOT_TELL, None, None, why), None
        found = difference(drawn, came)
        return _measure(outcome, None, found), found

    def _by_likeness(self, outcome: WhatFollowed, told: Chances) -> tuple[Measure, Found | None]:
        if told.refused:
            return Measure(outcome, Verdict.REFUSED, None, None, told.refused), None
        came, kept = self.after.of(outcome, self.cases), told.kept
        plain = naive(told.trial, came)
        if why := _too_few_events(outcome, told.trial.given[kept], came[kept]):
            return Measure(outcome, Verdict.CANNOT_TELL, plain, None, why), None
        found = effect(told, came)
        return _measure(outcome, plain, found), found

    def _stakes(
        self, stays: Measure, found: Found | None, by: Lots | Chances
    ) -> tuple[tuple[Cell, ...], Interval | None]:
        """Where it can be told whether they stay: for whom, and what that is worth."""
        if found is None:
            return (), None
        if isinstance(by, Lots):
            kept, given = [case for case in self.cases if case.hold_out], by.given
        else:
            pairs = zip(self.cases, by.kept, strict=True)
            kept, given = [case for case, is_kept in pairs if is_kept], by.trial.given[by.kept]
        lift = None if stays.verdict is Verdict.CANNOT_TELL else found.effect
        return cells(kept, given, found, self.values), self.values.worth(lift, kept)

    def _limits(self, drawn: Lots, old: int) -> list[str]:
        """What the figures cannot say, a sentence each."""
        limits = (
            []
            if not drawn.given.size or not drawn.refused
            else [f"A lot decides in some cases, and is not heard yet: {drawn.refused}."]
        )
        if others := old - len(self.cases):
            limits.append(
                f"{others:,} cases in other currencies than {self.currency} are left out."
            )
        if drawn.refused and self.cases:
            limits.append(
                "Nobody drew lots: what was not written down, and moved both who got it and what "
                "they did, is not seen. A hold-out would tell."
            )
        if self.values.missing:
            limits.append(f"Nothing is ranked by worth: {self.values.missing}.")
        return limits


def _trial(cases: Sequence[PastCase]) -> Trial:
    return Trial(
        known=matrix(cases),
        given=np.array([float(case.got) for case in cases]),
        person=np.array([case.person for case in cases], dtype=np.int64),
    )


def _too_few_events(outcome: WhatFollowed, given: Floats, came: Floats) -> str:
    """Why so rare a thing, or so usual a one, tells nothing; empty where it tells something."""
    if not outcome.is_share:
        return ""
    sides = [came[given == side] for side in (1, 0)]
    least = min(int(min(side.sum(), (1 - side).sum())) for side in sides)
    if least >= LEAST_EVENTS:
        return ""
    return f"{least} customers who did, or did not, on one side: {LEAST_EVENTS} are the least"


def _measure(outcome: WhatFollowed, plain: float | None, found: Found) -> Measure:
    verdict = _VERDICTS.get(found.effect.side, Verdict.CANNOT_TELL)
    why = (
        ""
        if verdict is not Verdict.CANNOT_TELL
        else ("as far as these cases go there may be more of it, or less")
    )
    return Measure(outcome, verdict, plain, found.effect, why)
