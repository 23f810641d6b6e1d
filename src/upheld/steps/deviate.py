"""Deviate: an exception beyond the policy, priced before it is granted; approved, or taken back.

What was found and what is owed stay as they are: an exception stands beside a decision, and ends
with it unless its letter has left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from upheld.core import deviations as core
from upheld.core.as_seen import is_blank
from upheld.core.budgets import Standing
from upheld.core.decision import Authority, Decision
from upheld.core.deviations import Asked, DeviationError
from upheld.core.effect import Prior, prior
from upheld.core.goodwill import DeviationKind
from upheld.core.money import Money
from upheld.core.repeated import Price
from upheld.core.words import CaseId, Role
from upheld.store import authority as limits
from upheld.store import gifts, granted, load, policies, save, spending
from upheld.store import models as rows
from upheld.store.gifts import Gift
from upheld.store.granted import Repeated
from upheld.store.record import events

from . import may
from .decide import check_latest
from .letters import today_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody would give. `expires_on` may still be open while it is only looked at."""

    kind: str
    amount: Money | None
    words: str = ""
    reason: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known before an exception is granted: its price for everybody in the situation, what
    it may do, who may grant it, the budgets that it counts in with what is left of each, and
    whether somebody stopped exceptions in this situation."""

    situation: str
    cost: Repeated
    effect: Prior
    authority: Authority
    budgets: tuple[tuple[rows.Budget, Standing], ...]
    short: tuple[rows.Budget, ...]
    stopped: rows.SituationRuling | None

    @property
    def price(self) -> Price | None:
        return self.cost.price

    def waits_for(self, by: may.Actor) -> str:
        """Who must agree before it is given; empty where `by` may grant it alone."""
        needs_lead = self.authority.role == Role.LEAD or self.short or self.stopped
        if self.authority.second_person:
            return "a lead who did not ask for it" if needs_lead else "a second person"
        return "" if may.leads(by) or not needs_lead else "a lead"


def outlook(case: rows.Case, wanted: Wanted, by: may.Actor, now: datetime) -> Outlook:
    """What granting it would mean; nothing is kept. Raises DeviationError or PolicyMissing."""
    row = _decided(case)
    decision = load.recalled(row)
    kind = DeviationKind(wanted.kind)
    core.check_amount(kind, wanted.amount, row.currency)
    told = Asked(kind, wanted.amount, wanted.words, wanted.reason, date.max)
    return _outlook(case, row, decision, told, by, now)


def _outlook(
    case: rows.Case,
    row: rows.Decision,
    decision: Decision,
    told: Asked,
    by: may.Actor,
    now: datetime,
) -> Outlook:
    cost = granted.repeated(row.situation, told.amount, row.currency, case.pk, now)
    a_year = cost.price.likely if cost.price else None
    policy = policies.policy_for(case.received_at, case.regime)
    given, more = gifts.of(case), told.amount or Money(Decimal(0), row.currency)
    ruled = core.authority(decision, told, _beside(decision, given), a_year, policy)
    authority = _within(ruled, given, more, by) if told.costs else ruled
    team, day = spending.team_of(case, load.signed_in(by)), today_of(case, now)
    budgets = spending.on(team, row.currency, day)
    return Outlook(
        situation=row.situation,
        cost=cost,
        effect=prior(_loss(decision, row)),
        authority=authority,
        budgets=tuple(budgets),
        short=tuple(each for each, stands in budgets if not stands.has_room(more)),
        stopped=_stopped(row.situation),
    )


def _beside(decision: Decision, given: Sequence[Gift]) -> Decimal:
    """All that is given or asked for beyond the decision, in its currency."""
    same = (each.money for each in given if each.money.currency == decision.currency)
    return sum((each.amount for each in same), Decimal(0)) - decision.goodwill.amount


def _within(ruled: Authority, given: Sequence[Gift], more: Money, by: may.Actor) -> Authority:
    """What the policy's table says, or a lead where it is more than `by` gives alone: a limit that
    looked at each gift alone would be passed in pieces."""
    beyond = limits.beyond(load.signed_in(by), by, given, more)
    if beyond is None:
        return ruled
    because = f"{beyond.told('the')} that {by.name} gives alone."
    return Authority(Role.LEAD, ruled.second_person or may.leads(by), because)


def _stopped(situation: str) -> rows.SituationRuling | None:
    found = granted.ruling(situation)
    return found if found and found.stops else None


def _loss(decision: Decision, row: rows.Decision) -> Money | None:
    """What the complaint is about: the dearest price among its facts."""
    told = [each.get("facts") or {} for each in row.document.get("allegations") or ()]
    prices = [Decimal(str(each["price_paid"])) for each in told if each.get("price_paid")]
    return Money(max(prices), decision.currency) if prices else None


@transaction.atomic
def deviate(
    case_id: CaseId,
    decision_id: int | None,
    wanted: Wanted,
    over_budget: str,
    by: may.Actor,
    now: datetime,
) -> rows.Deviation:
    """Grants an exception beside the decision that was read, or asks for it where somebody else
    must agree. `over_budget` is why a lead goes beyond the budget, or grants what was stopped.

    Raises DeviationError, StaleDecision, NotAllowed or WrongState."""
    case = load.case(case_id)
    may.check("deviate", by, case.state)
    row = _decided(case)
    check_latest(row, decision_id)
    decision, today = load.recalled(row), today_of(case, now)
    told = core.asked(
        wanted.kind, wanted.amount, wanted.words, wanted.reason, wanted.expires_on, decision, today
    )
    events.hold()  # from here on nobody else gives anything
    seen = _outlook(case, row, decision, told, by, now)
    made = save.deviation_proposed(
        row, told, seen.cost, seen.authority, _touchpoint(case, row), by.name,
        load.signed_in(by), now,
    )  # fmt: skip
    if not seen.waits_for(by):
        _check_reason(seen.short, seen.stopped, over_budget)
        _grant(made, case, over_budget, by, today, now)
    return made


def _grant(
    made: rows.Deviation,
    case: rows.Case,
    over_budget: str,
    by: may.Actor,
    today: date,
    now: datetime,
) -> None:
    person = load.signed_in(by)
    team = spending.team_of(case, made.proposed_by or person)
    save.deviation_granted(made, team, today, over_budget.strip(), by.name, person, now)


def _check_reason(
    short: tuple[rows.Budget, ...], stopped: rows.SituationRuling | None, why: str
) -> None:
    """Raises DeviationError where a named person must say why they go beyond."""
    if not is_blank(why):
        return
    if stopped:
        raise DeviationError(
            f"exceptions in this situation were stopped by {stopped.by} ({stopped.why}): say why "
            "this one is granted all the same"
        )
    if short:
        raise DeviationError(f"{spending.told_short(short[0])}: say why it is granted all the same")


@transaction.atomic
def approve_deviation(
    case_id: CaseId, deviation_id: int, over_budget: str, by: may.Actor, now: datetime
) -> None:
    """Somebody with the authority lets it be given, and says why where it goes over the budget.

    Raises DeviationError, NotAllowed or WrongState."""
    case = load.case(case_id)
    may.check("approve_deviation", by, case.state)
    made = _waiting(case, deviation_id)
    events.hold()
    team, today = spending.team_of(case, made.proposed_by), today_of(case, now)
    more = made.money or Money(Decimal(0), made.currency)
    short, stopped = tuple(spending.short(team, more, today)), _stopped(made.situation)
    if (made.needs_role == Role.LEAD or short or stopped) and not may.leads(by):
        raise may.NotAllowed("this exception needs a lead: ask one to approve it")
    if made.needs_second_person and asked_by(made, by):
        raise DeviationError("a second person must approve this: you asked for it yourself")
    if made.expires_on < today:
        raise DeviationError(f"it was to hold until {made.expires_on}: ask for it anew")
    nothing, person = Money(Decimal(0), made.currency), load.signed_in(by)
    if more.amount and (beyond := limits.beyond(person, by, gifts.of(case), nothing)):
        raise may.NotAllowed(f"{beyond.told('your')}: ask who may give more")
    _check_reason(short, stopped, over_budget)
    _grant(made, case, over_budget, by, today, now)


@transaction.atomic
def end_deviation(
    case_id: CaseId, deviation_id: int, why: str, by: may.Actor, now: datetime
) -> None:
    """Declines what was asked for, or takes back what no letter told yet. What was told is kept.

    Raises DeviationError, NotAllowed or WrongState."""
    case = load.case(case_id)
    may.check("end_deviation", by, case.state)
    made = case.deviations.filter(pk=deviation_id).first()
    if made is None or made.found:
        raise DeviationError("there is no such exception on this case")
    if made.told_at:
        raise DeviationError("the customer was told of it: what was promised is kept")
    if not (made.waits or made.given):
        raise DeviationError("it was ended before: look at the record")
    if is_blank(why):
        raise DeviationError("say why it is not given")
    made.case = case
    save.deviation_ended(made, why.strip(), by.name, now)


def asked_by(made: rows.Deviation, by: may.Actor) -> bool:
    """Whether `by` asked for it: the same person, whatever the name; the command line by its."""
    person = load.signed_in(by)
    if person or made.proposed_by_id:
        return person is not None and made.proposed_by_id == person.pk
    return made.by == by.name


def may_approve(made: rows.Deviation, by: may.Actor) -> bool:
    """Whether a page offers the approval of a waiting one to `by`."""
    lead = made.needs_role != Role.LEAD or may.leads(by)
    another = not made.needs_second_person or not asked_by(made, by)
    return made.waits and lead and another


def _decided(case: rows.Case) -> rows.Decision:
    row = load.latest_decision(case.pk)
    if row is None:
        raise DeviationError("there is no decision yet: an exception goes beyond one")
    row.case = case
    return row


def _waiting(case: rows.Case, deviation_id: int) -> rows.Deviation:
    made = case.deviations.filter(pk=deviation_id, state=core.DeviationState.PROPOSED).first()
    if made is None:
        raise DeviationError("nothing of this kind waits for approval: look at the record")
    made.case = case
    return made


def _touchpoint(case: rows.Case, row: rows.Decision) -> str:
    """The touchpoint at this moment: the one of the order, else the kind that the facts name."""
    if case.order:
        return case.order.touchpoint
    told = [each.get("facts") or {} for each in row.document.get("allegations") or ()]
    return next((str(each["touchpoint"]) for each in told if each.get("touchpoint")), "")
