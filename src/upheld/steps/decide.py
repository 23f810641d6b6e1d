"""Decide: the policy in force on the day of receipt, applied to what was found."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from upheld.core import decision as core
from upheld.core.as_seen import is_blank
from upheld.core.case import Case
from upheld.core.findings import Finding
from upheld.core.money import Money
from upheld.core.promises.given_before import less
from upheld.core.words import CaseId, CaseState, FindingResult, Role
from upheld.store import (
    authority,
    documents,
    gifts,
    granted,
    like_cases,
    load,
    policies,
    rare,
    save,
    spending,
)
from upheld.store import models as rows
from upheld.store.merged import their_part
from upheld.store.tallied import anew as tallied_anew
from upheld.tables import Policy

from . import may
from .work_out import WorkedOut, beforehand, check_amounts, decided, stands, work_out

BY_THE_TABLE = "the policy's table, from the facts"


class NothingToApprove(ValueError):
    """There is no decision that waits for this person's approval."""


class StaleDecision(ValueError):
    """The case was decided again while somebody read; `latest` is the decision to read now."""

    def __init__(
        self,
        latest: int,
        why: str = "the case was decided again while you read: look at the new decision",
    ) -> None:
        super().__init__(why)
        self.latest = latest


class Differs(ValueError):
    """The decision differs from like cases, and nobody said why."""


def decide(case_id: CaseId, by: may.Actor, now: datetime, why_different: str = "") -> rows.Decision:
    """Decides a case. Where no person found what is so, the facts do, or the decision asks.

    `why_different` is the reason where it differs from like cases; it is kept.
    Raises DecisionError, Differs, DocumentError, PolicyMissing or WrongState."""
    worked = beforehand(case_id, by, now)
    with transaction.atomic():
        return decide_held(load.to_decide(case_id), by, now, why_different, worked)


def decide_held(
    case: rows.Case,
    by: may.Actor,
    now: datetime,
    why_different: str = "",
    worked: WorkedOut | None = None,
) -> rows.Decision:
    """The same of a case that `load.to_decide` gave in the caller's transaction. `worked` is what
    `beforehand` gave for it."""
    may.check("decide", by, case.state)
    if worked is None or not stands(worked, case, now):
        worked = work_out(case, by, now)
    before, row = worked.before, worked.row
    if before and before.needs_reason and is_blank(why_different):
        raise Differs(f"{like_cases.named(before).sentence} Say why this one differs")
    _keep_findings(case, worked.decision.findings, now)
    row.case, row.decided_by = case, load.signed_in(by)
    earlier = list(case.decisions.all())
    rare.keep(case, "decisions", rows.Decision.objects.all(), [row, *earlier], "case")
    _end_exceptions(case, by, now)
    _free_untold(case, earlier)
    if _gives_more(worked.decision, case):
        _count_goodwill(case, row, by, now)
    save.decided(row, earlier)
    rare.keep(row, "deviations", rows.Deviation.objects.all(), [], "decision")  # none as yet
    if before and before.differing and not is_blank(why_different):
        like_cases.distinguished(row, before, why_different.strip(), by.name, now)
    save.moved(case, CaseState.INVESTIGATING if worked.asks else CaseState.DECIDED, now)
    tallied_anew.catch_up()
    return row


def _end_exceptions(case: rows.Case, by: may.Actor, now: datetime) -> None:
    """An exception stands beside the decision that somebody read: a new one ends what is untold."""
    for made in granted.untold(case):
        made.case = case
        save.deviation_ended(made, "the case was decided again: grant it anew", by.name, now)


def _free_untold(case: rows.Case, earlier: Iterable[rows.Decision]) -> None:
    """There is room again for what a decision before gave. What a letter told stays promised, and
    counts as well."""
    if any(each.budget_on for each in earlier):
        untold = case.decisions.exclude(gifts.answered())
        untold.exclude(budget_on=None).update(budget_on=None)
        tallied_anew.recount([case.pk])


def _gives_more(decision: core.Decision, case: rows.Case) -> bool:
    """Whether any of its goodwill is still to be given: what kept promises gave is given once, and
    counts once."""
    if not decision.goodwill.amount:
        return False
    before = their_part.given_before(their_part.together(case))
    return bool(less(decision, before).goodwill.amount)


def _count_goodwill(case: rows.Case, row: rows.Decision, by: may.Actor, now: datetime) -> None:
    """What it gives counts in the team's budget from now on, or once it is approved. Where there
    is no room for it a lead looks at it: less is not given, for like cases are treated alike."""
    row.team = spending.team_of(case, load.signed_in(by))
    row.budget_on = today = policies.day_at(case.regime, now)
    more, beyond = gifts.more(row, case), beyond_limit(row, case, by)
    if beyond or spending.short(row.team, more, today):
        row.needs_role = Role.LEAD
    # A lead who decides beyond their own limit is not the one who lets it out.
    row.needs_second_person = row.needs_second_person or bool(beyond and may.leads(by))
    row.budget_on = None if waits(row) else today  # else it counts once it is approved


def preview(case: rows.Case, now: datetime) -> tuple[Case, core.Decision, Policy]:
    """What the policy says of the facts so far, from what and by what; nothing is kept.

    Raises DecisionError, DocumentError or PolicyMissing."""
    check_amounts(case)
    return decided(documents.document(case, now), now)


def _keep_findings(case: rows.Case, findings: Sequence[Finding], now: datetime) -> None:
    """What the table found stands beside what people found, so that no decision is without."""
    for row, found in zip(case.allegations.all(), findings, strict=True):
        before = getattr(row, "finding", None)
        if before and not before.by_table:
            continue
        told = found.result, found.because
        if before and told == (before.result, before.because):
            continue
        if found.result is not FindingResult.UNDETERMINED:
            save.found(row, *told, BY_THE_TABLE, now, by_table=True)
        elif before:
            before.delete()


@transaction.atomic
def approve(
    case_id: CaseId, decision_id: int | None, by: may.Actor, now: datetime, over_budget: str = ""
) -> None:
    """A second pair of eyes lets the decision out that it read; `over_budget` is why its goodwill
    is given where the budget has no room for it.

    Raises StaleDecision, NothingToApprove or NotAllowed."""
    case = load.case(case_id)
    may.check("approve", by, case.state)
    decision = load.latest_decision(case.pk)
    if decision is not None:
        check_latest(decision, decision_id)
    if decision is None or not waits(decision):
        raise NothingToApprove("nothing waits for approval here")
    if not has_authority(decision, by):
        raise may.NotAllowed("this decision needs a lead: ask one to approve it")
    if beyond := beyond_limit(decision, case, by):
        raise may.NotAllowed(f"{beyond.told('your')}: ask who may give more")
    if decision.needs_second_person and made_by(decision, by):
        raise NothingToApprove("a second person must approve this: you made the decision yourself")
    if _gives_more(load.recalled(decision), case):
        decision.over_budget = _reason_over_budget(decision, over_budget, by, now)
        decision.budget_on = policies.day_at(case.regime, now)
    save.approved(decision, by.name, now)


def _reason_over_budget(decision: rows.Decision, why: str, by: may.Actor, now: datetime) -> str:
    """Why it goes over the budget; empty where there is room. Raises NotAllowed for whoever is no
    lead, NothingToApprove for no reason."""
    day = policies.day_at(decision.case.regime, now)
    more = gifts.more(decision, decision.case)
    short = spending.short(decision.team, more, day)
    if not short:
        return ""
    told = spending.told_short(short[0])
    if not may.leads(by):
        raise may.NotAllowed(f"{told}: ask a lead to approve it")
    if is_blank(why):
        raise NothingToApprove(f"{told}: say why it is approved all the same")
    return why.strip()


def check_latest(latest: rows.Decision, read_id: int | None) -> None:
    """Nobody lets out what they have not read. Raises StaleDecision."""
    if read_id is None:
        raise StaleDecision(latest.pk, f"say which decision you read: the latest is {latest.pk}")
    if latest.pk == read_id:
        return
    if rows.Decision.objects.filter(case=latest.case_id, pk=read_id).exists():
        raise StaleDecision(latest.pk)
    told = f"decision {read_id} is none of this case: look at the latest, {latest.pk}"
    raise StaleDecision(latest.pk, told)


def waits(decision: rows.Decision) -> bool:
    """Whether a decision waits for the approval of a lead or of a second person."""
    needs = decision.needs_second_person or decision.needs_role == Role.LEAD
    return needs and not decision.approved_at


def made_by(decision: rows.Decision, by: may.Actor) -> bool:
    """Whether `by` made it: the same person, whatever the name; the command line by its name."""
    person = load.signed_in(by)
    if person or decision.decided_by_id:
        return person is not None and decision.decided_by_id == person.pk
    return decision.by == by.name


def has_authority(decision: rows.Decision, by: may.Actor) -> bool:
    """Whether the role of `by` is enough for what the decision gives."""
    return decision.needs_role != Role.LEAD or may.leads(by)


def beyond_limit(
    decision: rows.Decision, case: rows.Case, by: may.Actor
) -> authority.Beyond | None:
    """How the goodwill of its latest decision, with all that the case was given before, goes beyond
    the limit of `by`, if it does."""
    if not decision.goodwill:
        return None
    nothing = Money(Decimal(0), decision.currency)
    return authority.beyond(load.signed_in(by), by, gifts.of(case), nothing)


def may_approve(decision: rows.Decision, by: may.Actor) -> bool:
    """Whether `by` is one of those whose approval a waiting decision needs; limits come after."""
    another = not decision.needs_second_person or not made_by(decision, by)
    staff = may.allowed("approve", by, CaseState.DECIDED)
    enough = has_authority(decision, by)
    return staff and another and waits(decision) and enough
