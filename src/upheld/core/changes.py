"""What is changed so that a fault stops: the root cause, the change, and whether it worked.

DISP 1.3.3R asks a firm to find and remedy recurring or systemic problems; whether what was done
worked is what most firms do not look at (FCA, multi-firm review of December 2024).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from .as_seen import is_blank
from .intervals import Interval
from .reply import told_day

LONGEST_NAME, LONGEST_KEY = 120, 80
# Its interval holds the true effect so often.
SURE = 0.90
# A change is looked at anew each month, and each look is one more chance to be wrong: so told to
# have worked is what comes by chance as seldom as this. In all the looks of a year and a half
# together, a change that did nothing was told so for 3 of 60 firms that wander and for none of 60
# in which nothing moves (benchmarks/effects.py).
BY_CHANCE_MOST = 0.025
# A rate as far below that of any pretended day comes by chance less often than this.
PLACEBO_MOST = 0.10
# A change is written down when it is planned or made, and judged before everybody has forgotten it.
LONGEST_ON_ITS_WAY = timedelta(days=366)
_LEAST_EXPECTED, _MOST_EXPECTED = Decimal("0.05"), Decimal(1)


class ChangeError(ValueError):
    """A root cause, a change or what becomes of an idea that cannot be kept so; it says why."""


class About(StrEnum):
    """What complaints are gathered by: their cause, theme, touchpoint or topic, or one case; and
    the topic of contacts in which nobody complains."""

    CAUSE = "cause"
    THEME = "theme"
    TOUCHPOINT = "touchpoint"
    TOPIC = "topic"
    CONTACTS = "contacts"
    CASE = "case"


class Among(StrEnum):
    """What a count is set against: orders of any kind, of products, of services, or, at a
    touchpoint, how often it is passed."""

    ORDERS = "orders"
    PRODUCTS = "products"
    SERVICES = "services"
    PASSAGES = "passages"


class RootCauseState(StrEnum):
    """`changing` has a change that is not told yet whether it worked; `checked` has one that is."""

    OPEN = "open"
    CHANGING = "changing"
    CHECKED = "checked"
    CLOSED = "closed"


class Verdict(StrEnum):
    """What the numbers say of a change. `returned`: it worked for a while, and does no more."""

    WORKED = "worked"
    RETURNED = "returned"
    DID_NOT = "did_not"
    CANNOT_TELL = "cannot_tell"


class IdeaState(StrEnum):
    """What becomes of an idea that somebody gave us."""

    RECEIVED = "received"
    CONSIDERED = "considered"
    TAKEN_UP = "taken_up"
    NOT_TAKEN_UP = "not_taken_up"


@dataclass(frozen=True, slots=True)
class Measure:
    """How often something happens `among` what is passed: complaints with a cause for each
    thousand orders."""

    about: About
    key: str
    among: Among = Among.ORDERS


@dataclass(frozen=True, slots=True)
class ChangeGiven:
    """A change as somebody writes it down before anybody looks at what came of it.

    `told_as` is what those who complained are told that we do. `expected` is the part by which the
    measure should fall, and `judge_from` the day from which that may be looked for. `beside` are
    keys of the same kind that nothing was done about, to set it beside; none where there is no
    such thing.
    """

    name: str
    hypothesis: str
    told_as: str
    made_on: date
    measure: Measure
    expected: Decimal
    judge_from: date
    beside: tuple[str, ...] = ()


def checked_change(given: ChangeGiven) -> ChangeGiven:
    """The change as it is kept. Raises ChangeError."""
    name = " ".join(given.name.split())
    _said(name, "name: say in a few words what is changed, such as: corner guards on large pieces")
    if len(name) > LONGEST_NAME:
        raise ChangeError(f"name: it has {len(name)} characters and {LONGEST_NAME} are allowed")
    _said(given.hypothesis, "hypothesis: say why this should make it happen less often")
    _said(
        given.told_as, "told_as: say in a sentence what you do now, as those who complained read it"
    )
    _said(given.measure.key, "measure: choose what should happen less often")
    if given.measure.about is About.CASE:
        raise ChangeError("measure: one case is no measure: choose a cause, a theme or a topic")
    if not _LEAST_EXPECTED <= given.expected <= _MOST_EXPECTED:
        raise ChangeError("expected: by how much should it fall? A part from 0.05 to 1, as 0.3")
    if given.judge_from < given.made_on:
        raise ChangeError(
            "judge_from: that is before the change was made: give its day or a later one"
        )
    if given.judge_from - given.made_on > LONGEST_ON_ITS_WAY:
        raise ChangeError("judge_from: that is more than a year after the change: give its day")
    if given.measure.key in given.beside:
        raise ChangeError("beside: it cannot be set beside itself: choose what was not changed")
    return ChangeGiven(
        name=name,
        hypothesis=given.hypothesis.strip(),
        told_as=given.told_as.strip(),
        made_on=given.made_on,
        measure=_measured(given.measure),
        expected=given.expected,
        judge_from=given.judge_from,
        beside=tuple(dict.fromkeys(given.beside)),
    )


def _measured(measure: Measure) -> Measure:
    """A touchpoint is set against its own passages, and nothing else has any."""
    if measure.about is About.TOUCHPOINT:
        return Measure(measure.about, measure.key, Among.PASSAGES)
    if measure.among is Among.PASSAGES:
        raise ChangeError("among: only a touchpoint is passed: choose orders")
    return measure


def checked_label(label: str, known: Collection[str]) -> str:
    """A root cause's words as they are kept. Raises ChangeError."""
    said = " ".join(label.split())
    _said(said, "say in a few words what lies behind it, such as: boxes too thin for corners")
    if len(said) > LONGEST_NAME:
        raise ChangeError(f"the words have {len(said)} characters and {LONGEST_NAME} are allowed")
    if said.lower() in {each.lower() for each in known}:
        raise ChangeError(f"a root cause reads {said!r} already: use that one")
    return said


def _said(text: str, missing: str) -> None:
    if is_blank(text):
        raise ChangeError(missing)


@dataclass(frozen=True, slots=True)
class Placebo:
    """Days on which nothing was changed, taken for the day of the change: how many, and on how
    many of them as much seemed to come of it."""

    days: int
    as_large: int

    @property
    def p(self) -> float:
        """How often so much comes of nothing: the change itself counts as one of the days."""
        return (self.as_large + 1) / (self.days + 1)


@dataclass(frozen=True, slots=True)
class Week:
    """A week of a measure: how many, among how many, and what would have come without the change,
    with where that lies `SURE` of the time; `likely` is None where the week was not looked at."""

    monday: date
    count: int
    among: float
    likely: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What an effect check found. `ratio` is the rate with the change to that without it, None
    where too little is there. `tell_on` is when one can probably tell; `returned_on` since when it
    happens more often again. `limits` are sentences on what cannot be said."""

    verdict: Verdict
    ratio: Interval | None
    method: str
    placebo: Placebo | None
    last_week: date | None
    before: Interval | None = None
    after: Interval | None = None
    counted_before: int = 0
    counted_after: int = 0
    tell_on: date | None = None
    returned_on: date | None = None
    limits: tuple[str, ...] = ()
    weeks: tuple[Week, ...] = field(default=(), repr=False)


def verdict_of(
    ratio: Interval | None, by_chance: float, expected: Decimal, placebo: Placebo | None
) -> Verdict:
    """Worked: that it did not fall is unlikelier than `BY_CHANCE_MOST`, and hardly any pretended
    day shows as much. Did not: the whole interval is above what was expected, and it did not work.
    `by_chance` is how likely it is that the rate did not fall."""
    if ratio is None:
        return Verdict.CANNOT_TELL
    if by_chance <= BY_CHANCE_MOST and ratio.high < 1:
        chance = placebo is not None and placebo.p > PLACEBO_MOST
        return Verdict.CANNOT_TELL if chance else Verdict.WORKED
    return Verdict.DID_NOT if ratio.low > 1 - float(expected) else Verdict.CANNOT_TELL


def told_effect(ratio: Interval | None) -> str:
    """The effect as a fall or a rise in hundredths, with its interval."""
    if ratio is None:
        return "cannot be said"
    likely, least, most = (
        round((1 - each) * 100) for each in (ratio.likely, ratio.high, ratio.low)
    )
    if likely >= 0:
        return f"{likely} % less often ({_side(least)} to {_side(most)})"
    return f"{-likely} % more often ({_side(most)} to {_side(least)})"


def _side(fall: int) -> str:
    """Of an interval's end: how much less, or how much more."""
    return f"{fall} % less" if fall >= 0 else f"{-fall} % more"


def sentence(name: str, made_on: date, found: Checked, expected: Decimal) -> str:
    """The verdict in one sentence that a board may read."""
    since = f"“{name}” of {told_day(made_on)}"
    effect = told_effect(found.ratio)
    match found.verdict:
        case Verdict.WORKED:
            return f"{since} worked: it happens {effect} than it would have."
        case Verdict.RETURNED:
            day = told_day(found.returned_on) if found.returned_on else "some time"
            return f"{since} worked until about {day}, and it happens more often again since then."
        case Verdict.DID_NOT:
            hoped = f"{expected * 100:.0f} % was hoped for"
            return f"{since} did not do what was hoped: it happens {effect}, and {hoped}."
    when = f"; about {told_day(found.tell_on)} one can" if found.tell_on else ""
    so_far = f": so far it happens {effect}" if found.ratio else ""
    return f"Whether {since} worked cannot be told yet{so_far}{when}."


@dataclass(frozen=True, slots=True)
class Claim:
    """What a letter about a change may say of it: what the newest check found, and the day; where
    it worked, by how many hundredths at least and at most."""

    verdict: Verdict
    made_on: date
    fall: tuple[int, int] = (0, 0)


def claim_of(found: Verdict, made_on: date, ratio: Interval | None) -> Claim:
    if found is not Verdict.WORKED or ratio is None:
        return Claim(found, made_on)
    return Claim(found, made_on, (round((1 - ratio.high) * 100), round((1 - ratio.low) * 100)))


def about_less(ratio: Interval) -> str:
    """How much less often, as a letter says it: to the nearest ten hundredths, and within what the
    check found."""
    likely, low, high = (1 - each for each in (ratio.likely, ratio.high, ratio.low))
    tens = round(likely * 10) * 10
    told = tens if low * 100 <= tens <= high * 100 else round(likely * 100)
    return f"about {told} % less often"


def checked_as_json(found: Checked) -> Mapping[str, Any]:
    """All that a check found, but its verdict and its ratio, as a row keeps it."""
    return {
        "before": _ends(found.before),
        "after": _ends(found.after),
        "counted_before": found.counted_before,
        "counted_after": found.counted_after,
        "placebo": [found.placebo.days, found.placebo.as_large] if found.placebo else None,
        "limits": list(found.limits),
        "weeks": [
            [week.monday.isoformat(), week.count, round(week.among, 2),
             *map(_short, (week.likely, week.low, week.high))]
            for week in found.weeks
        ],
    }  # fmt: skip


def _ends(found: Interval | None) -> list[float] | None:
    return [found.low, found.likely, found.high] if found else None


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
