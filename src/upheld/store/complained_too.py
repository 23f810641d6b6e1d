"""Who else complained of the matter of a case: other customers, whose cases were merged into it.

It is decided once, in the case where it is worked on, and each of them is answered by a letter of
their own in their own case: with their name, at their address, and with nothing of another's.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from upheld.core.checks import Others
from upheld.core.decision import Decision
from upheld.core.reply import told_to
from upheld.core.words import CaseState

from . import answers_right, load, merging, seen
from . import models as rows

# An answer to the matter stands: one that was opened again is looked at anew.
_STANDS = (CaseState.DECIDED, CaseState.ANSWERED, CaseState.CLOSED)


@dataclass(frozen=True, slots=True)
class Heard:
    """One of them: their case, and the newest answer to them; None while they have none."""

    case: rows.Case
    answer: rows.Letter | None


def is_one(case: rows.Case) -> bool:
    """Whether whoever complained in it did so beside another customer, in whose case it is."""
    return merging.worked_on_in(case).customer_id != case.customer_id


@seen.whole()
def others(there: rows.Case) -> list[rows.Case]:
    """A case of each who complained too: of several of theirs the one that came in first. Of whom
    was erased we know no more."""
    found: dict[int, rows.Case] = {}
    for row in merging.came_over(there):
        if row.case.erased_at is None:
            found.setdefault(row.case.customer_id, row.case)
    found.pop(there.customer_id, None)
    return list(found.values())


@seen.whole()
def heard(there: rows.Case) -> list[Heard]:
    """Each of them, with the answer that left since it was decided last."""
    decision = load.latest_decision(there.pk) if (too := others(there)) else None
    return [Heard(case, _answer(there, case, decision)) for case in too]


def unanswered(there: rows.Case) -> list[rows.Case]:
    return [each.case for each in heard(there) if each.answer is None]


@seen.whole()
def answer_to(case: rows.Case) -> rows.Letter | None:
    """The answer to whoever complained in a case that went over, where one stands."""
    there = merging.worked_on_in(case)
    if there.state not in _STANDS:
        return None
    return _answer(there, case, load.latest_decision(there.pk))


def _answer(
    there: rows.Case, case: rows.Case, decision: rows.Decision | None
) -> rows.Letter | None:
    if decision is None:
        return None
    theirs = answers_right.answers().filter(case__in=of_customer(there, case.customer_id))
    return theirs.filter(queued_at__gte=decision.at).order_by("-pk").first()


def of_customer(there: rows.Case, customer: int) -> list[int]:
    """The numbers of the cases of this customer that are worked on there, itself with them."""
    every = [there, *(row.case for row in merging.came_over(there))]
    return [case.pk for case in every if case.customer_id == customer]


@seen.whole()
def told(decision: rows.Decision, case: rows.Case) -> Decision:
    """What of a decision is told to whoever complained in this case (core/reply/told_to.py)."""
    found, there = load.recalled(decision), merging.worked_on_in(case)
    brought = _brought_by(there)
    if not brought and there == case:
        return found
    first = there.customer_id
    others = {
        each.allegation
        for each in found.findings
        if brought.get(each.allegation, first) != case.customer_id
    }
    return told_to(found, others, first=case.customer_id == first)


def _brought_by(there: rows.Case) -> Mapping[str, int]:
    """Whose each allegation is that came over: what went on with a second case is still of whom it
    came from first."""
    found: dict[str, int] = {}
    for row in sorted(merging.came_over(there), key=lambda row: row.pk):
        for pk in row.moved.get("allegations", ()):
            found.setdefault(f"a{pk}", row.case.customer_id)
    return found


@seen.whole()
def who_else(case: rows.Case) -> Others:
    """What no letter to whoever complained in this case may say of the others."""
    there = merging.worked_on_in(case)
    every = [there, *(row.case for row in merging.came_over(there))]
    others = [each for each in every if each.customer_id != case.customer_id]
    theirs = [each for each in every if each.customer_id == case.customer_id]
    known = (each.customer for each in others)
    reached = (mail for one in known for mail in (one.email, one.returned_email, one.phone))
    own = {mail.lower() for each in theirs for mail in (each.customer.email, each.customer.phone)}
    return Others(
        names=tuple(dict.fromkeys(each.customer.name for each in others)),
        reached=tuple(dict.fromkeys(each for each in reached if each.lower() not in own)),
        said=tuple(text for each in others for text in (each.text, each.demand)),
        own=tuple(text for each in theirs for text in (each.subject, each.text, each.demand)),
    )
