"""Two changes that the demo company made, as its people wrote them down on the day: what they
thought, what they expected, and nothing of what came of it."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from upheld.core.changes import About, Among, ChangeGiven, Measure
from upheld.demo.simulate.truths import Truths
from upheld.steps.keep_changes import record_change
from upheld.steps.keep_root_causes import open_root_cause
from upheld.store.counted.gathered import Gathered
from upheld.store.models import Person

# What was ordered before is still on its way as it was.
_ON_ITS_WAY = timedelta(days=28)
_OPENED_BEFORE = timedelta(days=40)


def write(truths: Truths, owner: Person) -> None:
    """A root cause each, opened some weeks before the change was made."""
    boxes, mails = truths.change_that_worked, truths.change_that_did_not
    _made("Our boxes do not protect corners", _boxes(boxes.name, boxes.made_on), owner)
    _made("Nobody hears of their order until it comes", _mails(mails.name, mails.made_on), owner)


def _made(label: str, change: ChangeGiven, owner: Person) -> None:
    day = datetime.combine(change.made_on, time(9), UTC)
    shown_by = [Gathered(change.measure.about, change.measure.key)]
    number = open_root_cause(label, owner.pk, shown_by, owner, day - _OPENED_BEFORE)
    record_change(number, change, owner.pk, owner, day)


def _boxes(name: str, made_on: date) -> ChangeGiven:
    return ChangeGiven(
        name=name,
        hypothesis="Most damage is at the corners: our boxes give way there when set down.",
        told_as="We pack every piece in a double-wall box now, with guards on its corners.",
        made_on=made_on,
        measure=Measure(About.CAUSE, "damaged_in_transit", Among.PRODUCTS),
        expected=Decimal("0.4"),
        judge_from=made_on + _ON_ITS_WAY,
        beside=("made_wrong",),
    )


def _mails(name: str, made_on: date) -> ChangeGiven:
    return ChangeGiven(
        name=name,
        hypothesis="People ask where their order is because they hear nothing until it comes.",
        told_as="We write to you on the day before your order leaves us.",
        made_on=made_on,
        measure=Measure(About.CONTACTS, "where is my order", Among.PRODUCTS),
        expected=Decimal("0.3"),
        judge_from=made_on + _ON_ITS_WAY,
    )
