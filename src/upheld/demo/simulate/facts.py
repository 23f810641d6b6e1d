"""What the records know about a complaint: consistent with its order, and with what is so."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from upheld.core.words import AllegationKind, CaseState, Impact, Touchpoint
from upheld.demo.simulate.company import Order
from upheld.demo.simulate.dice import Dice
from upheld.demo.simulate.grievances import Grievance

Facts = dict[str, object]
K = AllegationKind

_LOOKED_INTO = (CaseState.INVESTIGATING, CaseState.DECIDED, CaseState.ANSWERED, CaseState.CLOSED)
_MENDABLE = (K.WRONG_AMOUNT, K.NOT_AS_DESCRIBED, K.CANCELLED_BUT_CHARGED)


def facts_of(grievance: Grievance, state: CaseState, impact: Impact, dice: Dice) -> Facts:
    """The order's own record, and what looking into it has found by this state.

    Early states lack the findings; while investigating some are in and some are not.
    """
    known = order_facts(grievance.order, grievance.day)
    known = _standing(grievance, known)
    if state not in _LOOKED_INTO:
        return known
    found = _found(grievance, dice)
    found |= {"impact": impact.value, "put_right_before": _mended(grievance, dice)}
    if state is CaseState.INVESTIGATING:
        return known | {name: value for name, value in found.items() if dice.chance(0.6)}
    return known | found


def order_facts(order: Order, day: date) -> Facts:
    """What any clerk can read off the order on that day, whoever is asking and why."""
    came = order.delivered_on if order.delivered_on and order.delivered_on <= day else None
    refunded = order.refunded if order.returned_on and order.returned_on <= day else None
    known: Facts = {
        "touchpoint": order.touchpoint.value,
        "price_paid": order.amount.amount,
        "delivery_paid": order.delivery_paid.amount,
        "already_refunded": refunded.amount if refunded else Decimal("0.00"),
        "days_late": max((min(came or day, day) - order.promised_on).days, 0),
    }
    if came:
        known["days_since_delivery"] = (day - came).days
    if order.touchpoint is Touchpoint.PRODUCT:
        known["received"] = came is not None
    return known


def _standing(grievance: Grievance, known: Facts) -> Facts:
    """Where the parcel itself is in dispute, its arrival is the question and not a fact."""
    match grievance.topic.kind:
        case K.NOT_RECEIVED:
            said = {"carrier_says_delivered": known.pop("received")}
            return known | said | ({"received": False} if grievance.truth == "so" else {})
        case K.CANCELLED_BUT_CHARGED:
            return {name: known[name] for name in known if name not in ("days_late", "received")}
    return known


def _found(grievance: Grievance, dice: Dice) -> Facts:
    find = _FINDERS.get(grievance.topic.kind)
    if find is None or grievance.truth == "unclear":
        return {}
    return find(grievance, grievance.truth in ("so", "partly"), dice)


def _mended(grievance: Grievance, dice: Dice) -> bool:
    """A few faults were put right before the complaint reached a desk."""
    return grievance.truth == "so" and grievance.topic.kind in _MENDABLE and dice.chance(0.06)


def _fault(grievance: Grievance, so: bool, dice: Dice) -> Facts:
    if so:
        return {"fault_confirmed": True, "caused_by_customer": False}
    if grievance.topic.key == "rings_and_sag":
        return {"fault_confirmed": True, "caused_by_customer": True}
    return {"fault_confirmed": False}


def _amount(grievance: Grievance, so: bool, dice: Dice) -> Facts:
    part = {"so": Decimal(1), "partly": Decimal("0.4")}.get(grievance.truth, Decimal(0))
    over = (grievance.claimed or Decimal(0)) * part
    return {"amount_overcharged": over.quantize(Decimal("0.01"))}


def _cancelled(grievance: Grievance, so: bool, dice: Dice) -> Facts:
    return {"cancelled_in_time": so, "charged_after_cancelling": so or dice.chance(0.5)}


def _promise(grievance: Grievance, so: bool, dice: Dice) -> Facts:
    if grievance.topic.key != "care_plan_price":
        return {"promise_recorded": True, "promise_kept": not so}
    return {"promise_recorded": True, "promise_kept": False} if so else {"promise_recorded": False}


_FINDERS: dict[AllegationKind, Callable[[Grievance, bool, Dice], Facts]] = {
    K.NOT_RECEIVED: lambda grievance, so, dice: {"received": not so},
    K.FAULTY: _fault,
    K.NOT_AS_DESCRIBED: lambda grievance, so, dice: {"matches_description": not so},
    K.WRONG_AMOUNT: _amount,
    K.CANCELLED_BUT_CHARGED: _cancelled,
    K.SERVICE_NOT_PERFORMED: lambda grievance, so, dice: {
        "performed": False,
        "caused_by_customer": not so,
    },
    K.SERVICE_BELOW_STANDARD: lambda grievance, so, dice: {
        "performed": True,
        "standard_met": not so,
    },
    K.PROMISE_NOT_KEPT: _promise,
    K.STAFF_CONDUCT: lambda grievance, so, dice: {"conduct_confirmed": so},
    K.COMPLAINT_HANDLING: lambda grievance, so, dice: {"handling_failed": so},
}
