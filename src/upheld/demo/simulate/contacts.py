"""Every contact: those around a complaint, the ordinary ones, and Rosemary's forty."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from upheld.core.words import Channel, Outcome, Touchpoint
from upheld.demo.simulate.byhand import ROSEMARY_ID
from upheld.demo.simulate.company import CausedBy, Complaint, Contact
from upheld.demo.simulate.dice import Dice
from upheld.demo.simulate.era import Era
from upheld.demo.simulate.grammar import Pen
from upheld.demo.simulate.grievances import moment
from upheld.demo.simulate.handling import end_of
from upheld.demo.simulate.orders import Sold
from upheld.demo.simulate.words import read

WHERE_IS_IT = "where_is_my_order"
WHERE_IS_IT_RATE = 0.022  # per order, before and after the status e-mail alike

# Chance per order, and whose doing such a contact is.
_ORDINARY: dict[str, tuple[float, CausedBy]] = {
    "question": (0.016, "neutral"),
    "change_of_plan": (0.007, "customer"),
    "care_advice": (0.007, "neutral"),
    "praise": (0.006, "neutral"),
}
_CHANNELS = {Channel.PHONE: 45.0, Channel.EMAIL: 40.0, Channel.WEB: 12.0, Channel.SOCIAL: 3.0}
_FIRM_AT_FAULT = (Outcome.UPHELD, Outcome.PARTLY_UPHELD, Outcome.ALREADY_PUT_RIGHT)


def contacts(
    sold: Sequence[Sold], said: Iterable[Complaint], era: Era, seed: int
) -> tuple[Contact, ...]:
    found = [
        *(one for complaint in said for one in _around(complaint, era, seed)),
        *(one for each in sold for one in _ordinary(each, era, seed)),
        *_rosemarys_forty(said, era, seed),
    ]
    return tuple(sorted(found, key=lambda one: (one.at, one.customer_id, one.summary)))


def _around(complaint: Complaint, era: Era, seed: int) -> Iterator[Contact]:
    if complaint.customer_id == ROSEMARY_ID:
        return
    dice = Dice(seed, "around", complaint.id)
    caused_by = _whose(complaint)

    def contact(at: datetime, inbound: bool, topic: str) -> Contact:
        summary = _summary(topic, complaint.order_id, dice)
        return Contact(
            complaint.customer_id,
            complaint.id,
            at,
            complaint.channel,
            inbound,
            topic,
            summary,
            caused_by,
        )

    yield contact(complaint.received_at, True, "complaint")
    if complaint.asked_twice:
        latest = complaint.closed_at or end_of(era)
        yield contact(_between(complaint.received_at, latest, dice), True, "asked_again")
    if complaint.answered_at:
        yield contact(complaint.answered_at, False, "answer")


def _whose(complaint: Complaint) -> CausedBy:
    if complaint.outcome in _FIRM_AT_FAULT:
        return "firm"
    return "customer" if complaint.outcome is Outcome.NOT_UPHELD else "neutral"


def _between(first: datetime, last: datetime, dice: Dice) -> datetime:
    at = first + (last - first) * dice.uniform(0.2, 0.8)
    return at.replace(second=0, microsecond=0)


def _ordinary(one: Sold, era: Era, seed: int) -> Iterator[Contact]:
    if one.order.customer_id == ROSEMARY_ID:
        return
    dice = Dice(seed, "ordinary", one.order.id)
    if one.order.touchpoint is Touchpoint.PRODUCT:
        yield from _where_is_it(one, era, dice)
    for topic, (rate, caused_by) in _ORDINARY.items():
        if dice.chance(rate):
            yield from _contact(one, one.order.placed_on, topic, caused_by, era, dice)


def _where_is_it(one: Sold, era: Era, dice: Dice) -> Iterator[Contact]:
    order = one.order
    came = order.delivered_on or era.last_day
    late = (came - order.promised_on).days
    if late > 1 and dice.chance(0.2):
        yield from _contact(one, order.promised_on, WHERE_IS_IT, "firm", era, dice)
    elif dice.chance(WHERE_IS_IT_RATE):
        middle = order.placed_on + (order.promised_on - order.placed_on) // 2
        yield from _contact(one, middle, WHERE_IS_IT, "neutral", era, dice)


def _contact(
    one: Sold, first: date, topic: str, caused_by: CausedBy, era: Era, dice: Dice
) -> Iterator[Contact]:
    day = first + timedelta(days=dice.randint(0, 2))
    if day <= era.last_day:
        summary = _summary(topic, one.order.id, dice)
        channel = dice.weighted(_CHANNELS)
        yield Contact(
            one.order.customer_id, None, moment(day, dice), channel, True, topic, summary, caused_by
        )


def _summary(topic: str, order_id: int | None, dice: Dice) -> str:
    lines = read("contacts")
    return Pen(dice, lines, {"order": str(order_id)}).write(f"<{topic}>")


def _rosemarys_forty(said: Iterable[Complaint], era: Era, seed: int) -> Iterator[Contact]:
    """Forty contacts over one double bill; two of them are her complaints."""
    dice = Dice(seed, "forty")
    hers = [one for one in said if one.customer_id == ROSEMARY_ID]
    script: list[dict[str, str]] = read("byhand")["rosemary"]["contacts"]
    first = era.today - timedelta(days=226)
    for number, line in enumerate(script):
        day = first + timedelta(days=number * 225 // len(script))
        complaint = hers[int(line["complaint"])] if "complaint" in line else None
        yield Contact(
            ROSEMARY_ID,
            complaint.id if complaint else None,
            complaint.received_at if complaint else moment(day, dice),
            Channel(line["channel"]),
            True,
            line["topic"],
            line["summary"],
            _caused(line["caused_by"]),
        )


def _caused(word: str) -> CausedBy:
    match word:
        case "firm" | "customer" | "neutral":
            return word
    raise ValueError(f"caused_by is {word!r}: write firm, customer or neutral")
