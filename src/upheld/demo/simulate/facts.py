"""What the records know about a complaint: consistent with its order, and with what is so."""

from datetime import date
from decimal import Decimal

from upheld.core.words import AllegationKind, CaseState, Impact, Touchpoint
from upheld.demo.simulate.company import Order
from upheld.demo.simulate.dice import Dice
from upheld.demo.simulate.grievances import Grievance
from upheld.demo.simulate.topics import Truth

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
    found = _found(grievance, dice) | {"impact": impact.value, "put_right_before": _mended(grievance, dice)}
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
    truth, so = grievance.truth, grievance.truth in ("so", "partly")
    if truth == "unclear":
        return {}
    match grievance.topic.kind:
        case K.NOT_RECEIVED:
            return {"received": not so}
        case K.FAULTY:
            return _fault(grievance, so)
        case K.NOT_AS_DESCRIBED:
            return {"matches_description": not so}
        case K.WRONG_AMOUNT:
            return {"amount_overcharged": _overcharged(grievance.claimed, truth)}
        case K.CANCELLED_BUT_CHARGED:
            return {"cancelled_in_time": so, "charged_after_cancelling": so or dice.chance(0.5)}
        case K.SERVICE_NOT_PERFORMED:
            return {"performed": False, "caused_by_customer": not so}
        case K.SERVICE_BELOW_STANDARD:
            return {"performed": True, "standard_met": not so}
        case K.PROMISE_NOT_KEPT:
            return _promise(grievance, so)
        case K.STAFF_CONDUCT:
            return {"conduct_confirmed": so}
        case K.COMPLAINT_HANDLING:
            return {"handling_failed": so}
    return {}


def _mended(grievance: Grievance, dice: Dice) -> bool:
    """A few faults were put right before the complaint reached a desk."""
    return grievance.truth == "so" and grievance.topic.kind in _MENDABLE and dice.chance(0.06)


def _fault(grievance: Grievance, so: bool) -> Facts:
    if so:
        return {"fault_confirmed": True, "caused_by_customer": False}
    if grievance.topic.key == "rings_and_sag":
        return {"fault_confirmed": True, "caused_by_customer": True}
    return {"fault_confirmed": False}


def _overcharged(claimed: Decimal | None, truth: Truth) -> Decimal:
    if claimed is None or truth == "not_so":
        return Decimal("0.00")
    part = Decimal(1) if truth == "so" else Decimal("0.4")
    return (claimed * part).quantize(Decimal("0.01"))


def _promise(grievance: Grievance, so: bool) -> Facts:
    if grievance.topic.key == "care_plan_price":
        return {"promise_recorded": so, **({"promise_kept": False} if so else {})}
    return {"promise_recorded": True, "promise_kept": not so}
