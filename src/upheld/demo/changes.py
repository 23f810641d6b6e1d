"""Two changes that the demo company made, as its people wrote them down on the day: what they
thought, what they expected, and nothing of what came of it."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from upheld.core.changes import About, Among, ChangeGiven, Measure
from upheld.demo.simulate.truths import PlannedChange, Truths
from upheld.steps.keep_changes import record_change
from upheld.steps.keep_root_causes import open_root_cause
from upheld.store.gathered import Gathered
from upheld.store.models import Person

_BOXES = ChangeGiven(
    name="",
    hypothesis="Most damage is at the corners: our boxes give way there when they are set down.",
    told_as="We pack every piece in a double-wall box now, with guards on its corners.",
    made_on=datetime.min.date(),
    measure=Measure(About.CAUSE, "damaged_in_transit", Among.PRODUCTS),
    expected=Decimal("0.4"),
    judge_from=datetime.min.date(),
    beside=("made_wrong",),
)
_MAILS = ChangeGiven(
    name="",
    hypothesis="People ask where their order is because they hear nothing from us until it comes.",
    told_as="We write to you on the day before your order leaves us.",
    made_on=datetime.min.date(),
    measure=Measure(About.CONTACTS, "where is my order", Among.PRODUCTS),
    expected=Decimal("0.3"),
    judge_from=datetime.min.date(),
)
# What was ordered before still travels in the old box.
_ON_ITS_WAY = timedelta(days=28)


def write(truths: Truths, owner: Person, now: datetime) -> None:
    """A root cause each, opened some weeks before the change was made."""
    made: Iterable[tuple[str, Gathered, ChangeGiven, PlannedChange]] = (
        ("Our boxes do not protect corners", Gathered(About.CAUSE, "damaged_in_transit"), _BOXES,
         truths.change_that_worked),
        ("Nobody hears of their order until it comes",
         Gathered(About.CONTACTS, "where is my order"), _MAILS, truths.change_that_did_not),
    )  # fmt: skip
    for label, shown_by, told, planned in made:
        day = datetime.combine(planned.made_on, time(9), UTC)
        number = open_root_cause(label, owner.pk, [shown_by], owner, day - timedelta(days=40))
        written = ChangeGiven(
            planned.name, told.hypothesis, told.told_as, planned.made_on, told.measure,
            told.expected, planned.made_on + _ON_ITS_WAY, told.beside,
        )  # fmt: skip
        record_change(number, written, owner.pk, owner, day)
