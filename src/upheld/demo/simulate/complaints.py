"""From grievances to complaints: states for the open ones, a history for the rest."""

from collections.abc import Iterable, Sequence

from upheld.core.words import CaseState, Impact
from upheld.demo.simulate.byhand import BOB_ID, ROSEMARY_ID, SALLY_ID
from upheld.demo.simulate.company import Complaint, Order
from upheld.demo.simulate.dice import Dice
from upheld.demo.simulate.era import Era
from upheld.demo.simulate.facts import facts_of
from upheld.demo.simulate.grievances import Grievance
from upheld.demo.simulate.handling import Handling, asks_twice, closed, impact_of, still_open
from upheld.demo.simulate.letters import Writer
from upheld.demo.simulate.orders import pounds

FIRST_NUMBER = 2_001
OPEN = {
    CaseState.RECEIVED: 15,
    CaseState.ACKNOWLEDGED: 15,
    CaseState.INVESTIGATING: 20,
    CaseState.DECIDED: 10,
}
_LOOK_BACK = 150  # by hand, the first of Rosemary's two lies months before these
_BY_HAND = (SALLY_ID, BOB_ID, ROSEMARY_ID)


def complaints(
    found: Sequence[Grievance], orders: Iterable[Order], era: Era, seed: int
) -> list[Complaint]:
    """`found` in order of time; numbers follow it."""
    states = _states(found)
    writer = Writer(orders, seed)
    return [
        _complaint(number, grievance, states.get(number, CaseState.CLOSED), writer, era, seed)
        for number, grievance in enumerate(found, FIRST_NUMBER)
    ]


def _states(found: Sequence[Grievance]) -> dict[int, CaseState]:
    """The newest are only received, the oldest open ones already decided."""
    newest = list(enumerate(found, FIRST_NUMBER))[: -_LOOK_BACK - 1 : -1]
    by_hand = [number for number, one in newest if one.person.id in _BY_HAND]
    wanted = [state for state, count in OPEN.items() for _ in range(count)]
    for _ in by_hand:
        wanted.remove(CaseState.INVESTIGATING)
    others = (number for number, _ in newest if number not in by_hand)
    return dict.fromkeys(by_hand, CaseState.INVESTIGATING) | dict(zip(others, wanted, strict=False))


def _complaint(
    number: int, grievance: Grievance, state: CaseState, writer: Writer, era: Era, seed: int
) -> Complaint:
    dice = Dice(seed, "complaint", number)
    by_hand = grievance.person.id in _BY_HAND
    impact = Impact.MEDIUM if by_hand else impact_of(grievance, dice)
    facts = facts_of(grievance, CaseState.DECIDED if by_hand else state, impact, dice)
    twice = asks_twice(grievance, dice) and not by_hand
    handling = (
        closed(grievance, facts, impact, twice, era, dice)
        if state is CaseState.CLOSED
        else still_open(grievance, state, era, dice)
    )
    return _written(number, grievance, impact, facts, twice, handling, writer)


def _written(
    number: int,
    grievance: Grievance,
    impact: Impact,
    facts: dict[str, object],
    twice: bool,
    handling: Handling,
    writer: Writer,
) -> Complaint:
    letter = writer.letter(grievance)
    return Complaint(
        id=number,
        customer_id=grievance.person.id,
        order_id=grievance.order.id,
        received_at=grievance.received_at,
        channel=grievance.channel,
        subject=letter.subject,
        text=letter.text,
        demand=letter.demand,
        kind=grievance.topic.kind,
        statement=letter.statement,
        facts=facts,
        asked_twice=twice,
        impact=impact,
        topic=grievance.topic.key,
        stage=grievance.topic.stage,
        template_id=grievance.template_id,
        praise=letter.praise,
        idea=letter.idea,
        state=handling.state,
        acknowledged_at=handling.acknowledged_at,
        answered_at=handling.answered_at,
        closed_at=handling.closed_at,
        outcome=handling.outcome,
        paid_goodwill=pounds(handling.goodwill),
        paid_owed=pounds(handling.owed),
        cause=handling.cause,
        accepted=handling.accepted,
    )
