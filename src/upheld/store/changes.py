"""Root causes and changes: rows to what is known of them, and what was done to rows and events."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from upheld.core.changes import (
    About,
    Among,
    ChangeError,
    ChangeGiven,
    Checked,
    Claim,
    Measure,
    Placebo,
    RootCauseState,
    Verdict,
    Week,
    checked_as_json,
    claim_of,
)
from upheld.core.event_kinds import EventKind
from upheld.core.intervals import Interval

from .counted.gathered import Gathered
from .left_behind import Hands, nobody_of
from .models import Change, EffectCheck, Person, RootCause, RootCauseEvidence
from .record import events
from .sight import seen


def listed() -> "QuerySet[RootCause]":
    """All root causes with their changes, for `verdicts`."""
    newest = EffectCheck.objects.filter(change=OuterRef("pk")).values("verdict")[:1]
    made = Change.objects.annotate(verdict=Subquery(newest))
    return RootCause.objects.select_related("owner").prefetch_related(Prefetch("changes", made))


def root_causes() -> "QuerySet[RootCause]":
    """The same with what shows each."""
    return listed().prefetch_related("evidence")


def changes() -> "QuerySet[Change]":
    """All changes, the newest first, each with its checks likewise, without their weeks."""
    checks = EffectCheck.objects.defer("told")
    found = Change.objects.select_related("root_cause", "owner")
    return found.prefetch_related(Prefetch("checks", checks))


def root_cause(number: int) -> RootCause:
    """Raises ChangeError."""
    row = root_causes().filter(pk=number).first()
    if row is None:
        raise ChangeError(f"there is no root cause {number}: take its number from the list")
    return row


def hold(number: int) -> None:
    """Holds a change against other writers until the caller's transaction ends."""
    list(
        Change.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=number)
        .values_list("pk")
    )


def change(number: int) -> Change:
    """Raises ChangeError."""
    row = changes().filter(pk=number).first()
    if row is None:
        raise ChangeError(f"there is no change {number}: take its number from the list")
    return row


def gathered(row: RootCause) -> list[Gathered]:
    """What shows it, as far as whoever looks may see: a case of another team's own is not named."""
    every, kept = _every(row), _kept_back(row)
    return [each for each in every if each not in kept]


def _every(row: RootCause) -> list[Gathered]:
    return [Gathered(About(each.about), each.key) for each in row.evidence.all()]


def all_gathered() -> dict[int, list[Gathered]]:
    """The same of every root cause, by its number: one statement."""
    found: dict[int, list[Gathered]] = {}
    told = RootCause.objects.order_by("pk").values_list("pk", "evidence__about", "evidence__key")
    for number, about, key in told:
        found.setdefault(number, []).extend([Gathered(About(about), key)] if about else [])
    return found


def _kept_back(row: RootCause) -> set[Gathered]:
    cases = {int(each.key): each for each in _every(row) if each.about is About.CASE}
    return {cases[pk] for pk in cases.keys() - seen.shown(cases)}


def verdicts(row: RootCause) -> Iterator[tuple[Change, str]]:
    """The changes of one of `listed`, the newest first, and what the newest check of each said:
    nothing of one that was never checked."""
    made: Any = row.changes.all()
    for each in made:
        yield each, each.verdict or ""


def given(row: Change) -> ChangeGiven:
    """The change as it was written down."""
    measure = Measure(About(row.about), row.key, Among(row.among))
    return ChangeGiven(
        row.name, row.hypothesis, row.told_as, row.made_on, measure, row.expected, row.judge_from,
        tuple(row.beside),
    )  # fmt: skip


def latest(row: Change) -> EffectCheck | None:
    """The newest check of a change that was read with its checks."""
    return next(iter(row.checks.all()), None)


def claim(row: Change) -> Claim:
    """What a letter may say of it: what was never checked cannot be told."""
    check = latest(row)
    if check is None:
        return Claim(Verdict.CANNOT_TELL, row.made_on)
    return claim_of(Verdict(check.verdict), row.made_on, ratio(check))


def ratio(row: EffectCheck) -> Interval | None:
    """The rate with the change to that without it, as a check found it."""
    if row.low is None or row.likely is None or row.high is None:
        return None
    return Interval(row.low, row.likely, row.high)


def checked(row: EffectCheck) -> Checked:
    """A check as it was found."""
    told = row.told
    return Checked(
        verdict=Verdict(row.verdict),
        ratio=ratio(row),
        method=row.method,
        placebo=Placebo(*told["placebo"]) if told["placebo"] else None,
        last_week=row.last_week,
        before=_interval(told["before"]),
        after=_interval(told["after"]),
        counted_before=told["counted_before"],
        counted_after=told["counted_after"],
        tell_on=row.tell_on,
        returned_on=row.returned_on,
        limits=tuple(told["limits"]),
        weeks=tuple(Week(date.fromisoformat(day), *rest) for day, *rest in told["weeks"]),
    )


def _interval(ends: Sequence[float] | None) -> Interval | None:
    return Interval(*ends) if ends else None


def opened(
    label: str, owner: Person, by_what: Iterable[Gathered], by: str, now: datetime
) -> RootCause:
    row = RootCause.objects.create(label=label, owner=owner, at=now, by=by)
    _gather(row, by_what)
    _told(row, "opened", by, now)
    return row


def rewritten(
    row: RootCause,
    label: str,
    owner: Person,
    by_what: Iterable[Gathered],
    hands: Hands,
    by: str,
    now: datetime,
) -> None:
    """Its words, its owner and what shows it, in place of what they were, and who sees to those of
    its changes that nobody saw to any more."""
    before = {"label": row.label, "owner": row.owner.name}
    row.label, row.owner = label, owner
    row.save(update_fields=["label", "owner"])
    row.changes.filter(owner__in=nobody_of(hands.root_causes)).update(owner=owner)
    stays = _kept_back(row)  # they neither saw it nor took it away
    RootCauseEvidence.objects.filter(root_cause=row).delete()
    _gather(row, [*by_what, *stays])
    _told(row, "rewritten", by, now, before=before)


def _gather(row: RootCause, by_what: Iterable[Gathered]) -> None:
    shown = dict.fromkeys(by_what)
    RootCauseEvidence.objects.bulk_create(
        RootCauseEvidence(root_cause=row, about=each.about, key=each.key) for each in shown
    )


def moved(row: RootCause, state: RootCauseState, why: str, by: str, now: datetime) -> None:
    """Where a root cause is on its way, with its event; `why` where a person moved it."""
    if row.state == state:
        return
    closed = state is RootCauseState.CLOSED
    row.state, row.closed_at, row.closed_why = state, now if closed else None, why if closed else ""
    row.save(update_fields=["state", "closed_at", "closed_why"])
    _told(row, str(state), by, now, why=why)


def _told(row: RootCause, how: str, by: str, now: datetime, **more: Any) -> None:
    evidence = row.evidence.values_list("about", "key")
    told = {
        "root_cause": row.pk, "label": row.label, "owner": row.owner.name, "how": how,
        "evidence": [list(each) for each in evidence], **more,
    }  # fmt: skip
    events.append(events.Act(None, EventKind.ROOT_CAUSE_CHANGED, by, now, told))


def recorded(row: RootCause, told: ChangeGiven, owner: Person, by: str, now: datetime) -> Change:
    """The change as it is written down, with its event."""
    made = Change.objects.create(
        root_cause=row, name=told.name, hypothesis=told.hypothesis, told_as=told.told_as,
        made_on=told.made_on, about=told.measure.about, key=told.measure.key,
        among=told.measure.among, expected=told.expected, judge_from=told.judge_from,
        beside=list(told.beside), owner=owner, at=now, by=by,
    )  # fmt: skip
    about = {
        "hypothesis": told.hypothesis, "made_on": told.made_on.isoformat(),
        "measure": [told.measure.about, told.measure.key, told.measure.among],
        "expected": str(told.expected), "judge_from": told.judge_from.isoformat(),
        "beside": list(told.beside),
    }  # fmt: skip
    acted(made, EventKind.CHANGE_RECORDED, by, now, about)
    return made


def kept(row: Change, found: Checked, by: str, now: datetime) -> EffectCheck:
    """What a check found, with its event."""
    of = found.ratio
    made = EffectCheck.objects.create(
        change=row, at=now, by=by, verdict=found.verdict, method=found.method,
        low=of.low if of else None, likely=of.likely if of else None, high=of.high if of else None,
        last_week=found.last_week, tell_on=found.tell_on, returned_on=found.returned_on,
        told=dict(checked_as_json(found)),
    )  # fmt: skip
    ends = [round(each, 4) for each in (of.low, of.likely, of.high)] if of else None
    acted(row, EventKind.EFFECT_CHECKED, by, now, {"verdict": found.verdict, "ratio": ends})
    return made


def proposed(row: Change, words: str, person: Person | None, by: str, now: datetime) -> None:
    """Words for everybody, which nobody reads before another person approved them."""
    row.public_words, row.proposed_by, row.proposed_by_name = words, person, by
    row.approved_at, row.approved_by, row.approved_by_name = None, None, ""
    row.save(update_fields=_PUBLIC)
    acted(row, EventKind.CHANGE_PROPOSED, by, now, {"words": words})


_PUBLIC = (
    "public_words", "proposed_by", "proposed_by_name", "approved_at", "approved_by",
    "approved_by_name",
)  # fmt: skip


def published(row: Change, person: Person | None, by: str, now: datetime) -> None:
    row.approved_at, row.approved_by, row.approved_by_name = now, person, by
    row.save(update_fields=_PUBLIC)
    acted(row, EventKind.CHANGE_PUBLISHED, by, now, {"words": row.public_words})


def taken_down(row: Change, by: str, now: datetime) -> None:
    row.public_words, row.proposed_by, row.proposed_by_name = "", None, ""
    row.approved_at, row.approved_by, row.approved_by_name = None, None, ""
    row.save(update_fields=_PUBLIC)
    acted(row, EventKind.CHANGE_TAKEN_DOWN, by, now, {})


def acted(
    row: Change,
    kind: EventKind,
    by: str,
    now: datetime,
    told: Mapping[str, Any],
    case: int | None = None,
) -> None:
    """An act about a change, on a case where there is one."""
    data = {"change": row.pk, "name": row.name, **told}
    events.append(events.Act(case, kind, by, now, data))
