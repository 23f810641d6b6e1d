"""What a merge moves between two cases, what it keeps of how they were, and how it is put back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Model, QuerySet

from upheld.core.obligations import End
from upheld.core.words import LetterState
from upheld.store import models as rows

# What belongs to the complaint that goes over; what was decided and heard stays where it was.
_TABLES = {
    "allegations": rows.Allegation,
    "evidence": rows.Evidence,
    "letters": rows.Letter,
    "contacts": rows.Contact,
    "incoming": rows.Incoming,
    "commitments": rows.Commitment,
}
Moved = dict[type[Model], set[Any]]
_OF_CASE = ("state", "next_step", "next_due", "received_at")
_RULES = ("regime", "complaint_kind")
_OF_CLOCK = (
    "kind", "force", "ends", "due", "due_on", "explanation", "source", "verified", "met_at",
    "first_due", "moved",
)  # fmt: skip


def snapshot(case: rows.Case) -> dict[str, Any]:
    """What undoing brings back of a case: its state, its day of receipt and its clocks."""
    told = {name: _written(getattr(case, name)) for name in (*_OF_CASE, *_RULES)}
    clocks = [_of_clock(clock) for clock in case.clocks.order_by("pk")]
    return {"case": told, "clocks": clocks}


def _of_clock(clock: rows.Clock) -> dict[str, Any]:
    told = {name: _written(getattr(clock, name)) for name in _OF_CLOCK}
    return {"obligation": clock.obligation, **told}


def move(case: rows.Case, into: rows.Case) -> dict[str, Any]:
    """Everything of the complaint in the other case; the ids by table, and the marks as they were,
    for they speak of a text that stays."""
    spans = {str(row.pk): row.spans for row in case.allegations.exclude(spans=[])}
    moved: dict[str, Any] = {}
    for name in _TABLES:
        found = _movable(name).filter(case=case)
        moved[name] = list(found.order_by("pk").values_list("pk", flat=True))
        found.update(case=into)
    rows.Allegation.objects.filter(pk__in=moved["allegations"]).update(spans=[])
    return {**moved, "spans": spans}


def move_back(merge: rows.Merge) -> None:
    """What went over is where it was, with what shows it since; what else came stays."""
    shows = rows.Evidence.objects.filter(
        allegation__in=merge.moved["allegations"], case=merge.into
    ).values_list("pk", flat=True)
    merge.moved["evidence"] = sorted({*merge.moved["evidence"], *shows})
    for name in _TABLES:
        _movable(name).filter(pk__in=merge.moved[name], case=merge.into).update(case=merge.case)
    for pk, spans in merge.moved["spans"].items():
        rows.Allegation.objects.filter(pk=int(pk), case=merge.case).update(spans=spans)


def moved_from(people: Collection[int]) -> tuple[Moved, Moved]:
    """What merges that stand took along out of the cases of these customers, and what out of those
    of others, by model: what went on with a second case is still of whom it came from first."""
    theirs: Moved = defaultdict(set)
    others: Moved = defaultdict(set)
    merges = rows.Merge.objects.filter(undone_at=None).order_by("pk")
    for whose, moved in merges.values_list("case__customer", "moved").iterator():
        for name, model in _TABLES.items():
            ids = set(moved.get(name, ())) - theirs[model] - others[model]
            (theirs if whose in people else others)[model] |= ids
    return theirs, others


def met_there(merge: rows.Merge) -> None:
    """The clocks of the case that came that were met where it was worked on."""
    met = merge.into.clocks.filter(met_at__gte=merge.at)
    for obligation, at in met.values_list("obligation", "met_at"):
        merge.case.clocks.filter(obligation=obligation, met_at=None).update(met_at=at)


def _movable(name: str) -> "QuerySet[Any]":
    """A draft stays: a case has one of its kind, and nothing of it has left."""
    found: QuerySet[Any] = _TABLES[name]._default_manager.all()
    return found.exclude(state=LetterState.DRAFT) if name == "letters" else found


def press(case: rows.Case, into: rows.Case) -> None:
    """The clocks of `into`, none later than in either case: what is open in `case` moves its own
    of the same obligation forward, and runs on beside where there is none.

    That `into` was acknowledged stays so: it is one complaint now, and they were told of it.
    """
    own = {clock.obligation: clock for clock in into.clocks.filter(met_at=None)}
    acknowledged = into.clocks.filter(ends=End.ACKNOWLEDGEMENT).exclude(met_at=None).exists()
    for clock in case.clocks.filter(met_at=None).order_by("pk"):
        if clock.ends == End.ACKNOWLEDGEMENT and acknowledged:
            continue
        mine = own.get(clock.obligation)
        if mine is None:
            clock.pk, clock.case, clock._state.adding = None, into, True
            clock.save()
        elif clock.due < mine.due:
            for name in _OF_CLOCK:
                setattr(mine, name, getattr(clock, name))
            mine.save()


def pressed(merge: rows.Merge, obligation: str) -> bool:
    """Whether the clock of the case that came is the one that runs since, as `press` has it."""
    its, own = (_was_due(merge.before.get(side), obligation) for side in ("case", "into"))
    return its is not None and (own is None or its < own)


def _was_due(kept: Mapping[str, Any] | None, obligation: str) -> datetime | None:
    """By when it was open then. An erasure by an earlier version emptied what was kept."""
    told = kept["clocks"] if kept else ()
    due = (each["due"] for each in told if each["obligation"] == obligation and not each["met_at"])
    return min(map(datetime.fromisoformat, due), default=None)


def press_again(case: rows.Case) -> None:
    """Clocks that were set anew, no later than what came into the case asks for."""
    for row in case.taken_in.filter(undone_at=None, as_history=False).select_related("case"):
        press(row.case, case)


def as_merged(case: rows.Case, kept: Mapping[str, Any], received_at: datetime) -> bool:
    """Whether the case still has the rules and the day that the merge gave it."""
    same = all(getattr(case, name) == kept[name] for name in _RULES)
    return same and case.received_at == received_at


def restore_clocks(case: rows.Case, kept: Iterable[Mapping[str, Any]]) -> None:
    """The clocks as they were; what was met meanwhile stays met, and what came over is gone."""
    left = list(case.clocks.order_by("pk"))
    for told in kept:
        clock = next((each for each in left if each.obligation == told["obligation"]), None)
        clock = clock or rows.Clock(case=case, obligation=told["obligation"])
        if clock in left:
            left.remove(clock)
        met_at = clock.met_at
        for name in _OF_CLOCK:
            setattr(clock, name, _read(name, told[name]))
        clock.met_at = clock.met_at or met_at
        clock.save()
    rows.Clock.objects.filter(pk__in=[each.pk for each in left]).delete()


def restore_case(case: rows.Case, kept: Mapping[str, Any], names: Iterable[str] = _OF_CASE) -> None:
    for name in names:
        setattr(case, name, _read(name, kept[name]))
    case.save(update_fields=list(names))


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _read(name: str, value: Any) -> Any:
    if value is None or name not in _MOMENTS:
        return date.fromisoformat(value) if name == "due_on" else value
    return datetime.fromisoformat(value)


_MOMENTS = {"next_due", "received_at", "due", "met_at", "first_due"}
