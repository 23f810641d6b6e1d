"""What can go wrong, or seem to: each topic with its kind, stage, causes and how often it is so."""

from dataclasses import dataclass, field
from typing import Literal

from upheld.core.words import AllegationKind, JourneyStage

# Whether what is said is so: it is, in part, it is not (an honest mistake), or nobody knows yet.
Truth = Literal["so", "partly", "not_so", "unclear"]

K = AllegationKind
S = JourneyStage


@dataclass(frozen=True, slots=True)
class Topic:
    """`speaks`: chance that a customer with this trouble complains (money loss most: Goodman)."""

    key: str
    kind: AllegationKind
    stage: JourneyStage
    speaks: float
    truths: dict[Truth, float] = field(hash=False)
    cause: str
    mistaken_cause: str
    demands: tuple[str, ...]
    lag_days: tuple[int, int] = (0, 12)


def _truths(so: int, partly: int, not_so: int, unclear: int) -> dict[Truth, float]:
    return {"so": so, "partly": partly, "not_so": not_so, "unclear": unclear}


_MONEY = ("refund", "part_refund", "none")
_FAULT = ("replace", "repair", "refund", "part_refund", "none")
_VISIT = ("come_back", "part_refund", "refund", "none")

_ALL = (
    Topic("late_delivery", K.LATE, S.ONBOARDING, 0.3, _truths(100, 0, 0, 0),
          "The carrier was late", "The carrier was late",
          ("delivery_back", "part_refund", "date", "explain", "none"), (0, 6)),
    Topic("window_misread", K.LATE, S.PROMISE, 0.5, _truths(0, 0, 100, 0),
          "The delivery window was misread", "The delivery window was misread",
          ("delivery_back", "date", "explain", "none"), (0, 2)),
    Topic("never_arrived", K.NOT_RECEIVED, S.ONBOARDING, 0.75, _truths(46, 0, 18, 36),
          "Lost by the carrier", "Left with a neighbour", ("resend", "refund", "date"), (1, 9)),
    Topic("transit_damage", K.FAULTY, S.ONBOARDING, 0.55, _truths(90, 0, 4, 6),
          "Packaging did not hold", "Damaged after unpacking", _FAULT, (0, 4)),
    Topic("drawer_sticks", K.FAULTY, S.USE, 0.4, _truths(72, 0, 16, 12),
          "Drawer cut too tight", "Wood moves with damp rooms", _FAULT, (4, 120)),
    Topic("wobble", K.FAULTY, S.ONBOARDING, 0.4, _truths(62, 0, 28, 10),
          "A leg cut short", "An uneven floor; the feet adjust", _FAULT, (0, 30)),
    Topic("split_panel", K.FAULTY, S.USE, 0.5, _truths(74, 0, 12, 14),
          "Timber not dry enough", "Stood against a radiator", _FAULT, (10, 300)),
    Topic("grain_and_knots", K.FAULTY, S.PROMISE, 0.35, _truths(4, 0, 92, 4),
          "Timber below our grade", "Normal grain and knots, not shown in the pictures", _FAULT,
          (0, 10)),
    Topic("rings_and_sag", K.FAULTY, S.USE, 0.45, _truths(6, 0, 86, 8),
          "Finish too thin", "Heat, water or overloading", _FAULT, (20, 260)),
    Topic("drawer_runner", K.FAULTY, S.USE, 0.6, _truths(92, 0, 2, 6),
          "New supplier's soft-close runner", "Runner overloaded", _FAULT, (1, 12)),
    Topic("wrong_size", K.NOT_AS_DESCRIBED, S.SALE, 0.55, _truths(66, 0, 26, 8),
          "Wrong piece picked or cut", "Own measurements were off", _FAULT, (0, 8)),
    Topic("missing_parts", K.NOT_AS_DESCRIBED, S.ONBOARDING, 0.65, _truths(80, 0, 14, 6),
          "Fixings left out of the box", "Fixings were taped under the lid", ("parts", "none"),
          (0, 7)),
    Topic("screen_colour", K.NOT_AS_DESCRIBED, S.PROMISE, 0.4, _truths(8, 0, 88, 4),
          "Wrong finish applied", "Screens and daylight differ; no sample ordered",
          ("refund", "replace", "none"), (0, 9)),
    Topic("overcharged", K.WRONG_AMOUNT, S.PAYMENT, 0.7, _truths(64, 10, 20, 6),
          "Charged twice by the till", "A pending payment that never cleared", ("correct",),
          (1, 25)),
    Topic("discount_missed", K.WRONG_AMOUNT, S.PAYMENT, 0.6, _truths(46, 10, 40, 4),
          "The code failed at the checkout", "The code had ended", ("correct", "explain"), (0, 14)),
    Topic("cancelled_order", K.CANCELLED_BUT_CHARGED, S.SALE, 0.7, _truths(58, 0, 32, 10),
          "The cancellation was not passed on", "Cancelled after the timber was cut", ("refund",),
          (2, 20)),
    Topic("plan_cancelled", K.CANCELLED_BUT_CHARGED, S.RENEWAL, 0.7, _truths(68, 0, 22, 10),
          "The renewal ran after the cancellation", "Cancelled after the renewal day",
          ("refund", "correct"), (30, 200)),
    Topic("no_show", K.SERVICE_NOT_PERFORMED, S.ONBOARDING, 0.6, _truths(74, 0, 14, 12),
          "Visit lost from the diary", "Nobody answered the door", _VISIT, (0, 3)),
    Topic("poor_fitting", K.SERVICE_BELOW_STANDARD, S.ONBOARDING, 0.45, _truths(58, 14, 18, 10),
          "Fitted out of level or into the wrong fixing", "An old wall that is not straight",
          _VISIT, (0, 16)),
    Topic("mess_and_marks", K.SERVICE_BELOW_STANDARD, S.ONBOARDING, 0.4, _truths(54, 12, 20, 14),
          "No dust sheets used", "The mark was on the survey photographs", _VISIT, (0, 5)),
    Topic("repair_failed", K.SERVICE_BELOW_STANDARD, S.SUPPORT, 0.5, _truths(64, 10, 16, 10),
          "Repaired with the wrong part", "A different fault", _VISIT, (6, 45)),
    Topic("fitted_in_a_week", K.PROMISE_NOT_KEPT, S.PROMISE, 0.6, _truths(96, 0, 0, 4),
          "The advert promised what the fitters could not do", "The visit was in time",
          ("date", "promise_money", "refund", "explain"), (0, 6)),
    Topic("call_back", K.PROMISE_NOT_KEPT, S.SUPPORT, 0.35, _truths(54, 0, 14, 32),
          "A call back was never logged", "We rang and left a message", ("date", "explain", "none"),
          (2, 10)),
    Topic("respect", K.STAFF_CONDUCT, S.SUPPORT, 0.4, _truths(34, 0, 26, 40),
          "Spoken to without courtesy", "The recording does not bear it out",
          ("apology", "explain", "none"), (0, 4)),
    Topic("handling", K.COMPLAINT_HANDLING, S.SUPPORT, 0.5, _truths(60, 0, 30, 10),
          "The complaint waited with nobody", "Answered in time, the mail was in the junk folder",
          ("explain", "apology", "date"), (20, 60)),
    Topic("odds_and_ends", K.OTHER, S.SUPPORT, 0.5, _truths(40, 0, 50, 10),
          "Our own doing", "Not something we control", ("explain", "none"), (0, 30)),
    Topic("care_plan_price", K.PROMISE_NOT_KEPT, S.RENEWAL, 0.5, _truths(40, 0, 60, 0),
          "The held price was not applied", "No held price in this plan", ("promise_money",)),
    Topic("billing_loop", K.WRONG_AMOUNT, S.PAYMENT, 0.9, _truths(100, 0, 0, 0),
          "One plan billed under two numbers", "One plan billed under two numbers", ("correct",)),
)  # fmt: skip

TOPICS = {topic.key: topic for topic in _ALL}
