"""What a merge moves between two cases, what it keeps of how they were, and how it is put back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, JSONField, Model, OuterRef, Q, QuerySet, Value

from upheld.core.obligations import End
from upheld.core.references import read_reference, reference
from upheld.core.words import EventKind, LetterState

from . import models as rows
from . import seen
from .sql.asked_again import AskedAgain

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


def leads_to(case: rows.Case) -> rows.Case:
    """The case where the work on this one is done, as far as whoever looks sees: itself, or the
    last that it was merged into."""
    every = rows.Case.objects.select_related("customer")
    while case.merged_into_id and (into := every.filter(pk=case.merged_into_id).first()):
        case = into
    return case


def went_into(case: rows.Case, then: str) -> str:
    """Where a case went that was merged, with what to do `then`, for whoever is refused; one that
    is kept from them is not named."""
    assert case.merged_into_id is not None
    told = f"{case.reference} was merged into"
    if seen.shown([case.merged_into_id]):
        return f"{told} {reference(case.merged_into_id)}{then}"
    return f"{told} {ANOTHERS}, where the work goes on: ask an administrator"


ANOTHERS = "another team's case"


def lead_to(cases: Iterable[rows.Case]) -> list[rows.Case]:
    """The same of many, in their order: a statement for each step on the longest way."""
    found = list(cases)
    while above := {case.merged_into_id for case in found if case.merged_into_id is not None}:
        into = rows.Case.everything.in_bulk(above)
        found = [into[case.merged_into_id] if case.merged_into_id else case for case in found]
    return found


def family(case: rows.Case) -> list[rows.Case]:
    """The cases that lead to this one, the oldest first, those that lead to them with them."""
    found: list[rows.Case] = []
    above = [case.pk]
    while above:
        below = rows.Case.objects.filter(merged_into__in=above).select_related("customer")
        new = list(below.order_by("pk"))
        found += new
        above = [each.pk for each in new]
    return found


def whole(case: int) -> set[int]:
    """The number of the case and of those that lead to it, whoever looks."""
    found = above = {case}
    while above:
        below = rows.Case.everything.filter(merged_into__in=above).exclude(pk__in=found)
        above = set(below.values_list("pk", flat=True))
        found = found | above
    return found


def parts() -> "QuerySet[Any]":
    """The numbers of cases whose complaint is a part of another: what was decided in one of them
    was never answered, and counts nowhere. A case that is history counts for itself."""
    return rows.Merge.objects.filter(undone_at=None, as_history=False).values("case")


@dataclass(frozen=True, slots=True)
class OfOthers:
    """What is in a case from other customers: the letters and the evidence that came over by
    their ids. `since`: from when on what came may be of somebody else too; None where all is of
    whoever complained in the case."""

    letters: frozenset[int]
    evidence: frozenset[int]
    since: datetime | None


def of_others(case: rows.Case) -> OfOthers:
    """What whoever complained in this case must never read of those whose cases came into it.

    A merge that was undone counts: what another customer wrote meanwhile stays here."""
    moved: list[dict[str, Any]] = []
    at: list[datetime] = []
    seen = above = {case.pk}
    while above:
        merges = rows.Merge.objects.filter(into__in=above)
        came = list(merges.values_list("case", "case__customer", "moved", "at"))
        others = [each for each in came if each[1] != case.customer_id]
        moved += [each[2] for each in others]
        at += [each[3] for each in others]
        above = {each[0] for each in came} - seen
        seen = seen | above
    return OfOthers(
        letters=frozenset(pk for each in moved for pk in each.get("letters", ())),
        evidence=frozenset(pk for each in moved for pk in each.get("evidence", ())),
        since=min(at, default=None),
    )


def ever_together(case: rows.Case) -> list[rows.Case]:
    """This case and all that it was ever merged with, over any number of merges: who works on one
    has read the others, also those that are history, and where a merge was undone since."""
    known = new = {case.pk}
    while new:
        merges = rows.Merge.objects.filter(Q(case__in=new) | Q(into__in=new)).order_by()
        new = {pk for pair in merges.values_list("case", "into") for pk in pair} - known
        known = known | new
    return list(rows.Case.everything.filter(pk__in=known).select_related("customer"))


def ever_merged() -> Exists:
    """Whether a case that is asked for was, in either way and whoever looks."""
    merges = rows.Merge.objects.filter(Q(case=OuterRef("pk")) | Q(into=OuterRef("pk")))
    return Exists(merges.order_by())


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


def ever_near(cases: Collection[int]) -> set[int]:
    """The cases that these were merged with, over any number of merges, undone or not, and those
    that a message of theirs came from or went to; none of these themselves."""
    known, new = set(cases), set(cases)
    while new:
        new = {one for pair in near(new) for one in pair} - known
        known |= new
    return known - set(cases)


@seen.whole()
def near(cases: Collection[int]) -> set[tuple[int, int]]:
    """The pairs of which one is of these cases: merged, undone or not, or parted by a message. One
    statement."""
    kinds = (EventKind.SPLIT_OFF, EventKind.SPLIT_FROM)
    parted = rows.Event.objects.filter(case__in=cases, kind__in=kinds).order_by()
    merged = rows.Merge.objects.filter(Q(case__in=cases) | Q(into__in=cases)).order_by()
    told = parted.values_list("case", F("case"), "data").union(
        merged.values_list("case", "into", Value({}, JSONField())), all=True
    )
    pairs = ((one, read_reference(data.get("other", "")) or other) for one, other, data in told)
    return {(one, other) for one, other in pairs if one != other}


def gone_over(case: rows.Case) -> rows.Merge | None:
    """The merge by which all of this case went over into another; none where it went as history."""
    found: list[rows.Merge] = _WENT(case.pk)
    for went in found:
        went.case = case
    return found[0] if found else None


def _went(case: int) -> "QuerySet[rows.Merge]":
    whole = rows.Merge.objects.filter(case=case, undone_at=None, as_history=False)
    return whole.select_related("into__customer").order_by("pk")[:1]


_WENT = AskedAgain(_went)


def worked_on_in(case: rows.Case) -> rows.Case:
    """Itself, or the case that it went over into; what was merged as history had its answer."""
    while case.merged_into_id is not None and (went := gone_over(case)):
        case = went.into
    return case


def heard_in(case: rows.Case) -> rows.Case:
    """Where what comes for this case is heard: where it went over into, and where it is history in
    one of their own. In another customer's nobody would look at it as theirs."""
    whose = case.customer_id
    while into := _into(case):
        if into.customer_id != whose and gone_over(case) is None:
            break
        case = into
    return case


def last_of_theirs(case: rows.Case) -> rows.Case:
    """Where a case of theirs is worked on since it was merged: never in another customer's."""
    while (went := gone_over(case)) and went.into.customer_id == case.customer_id:
        case = went.into
    return case


def goes_on_in(case: rows.Case) -> rows.Case:
    """The last case of theirs that it was merged into in either way, or itself."""
    found = case
    while (into := _into(found)) and into.customer_id == case.customer_id:
        found = into
    return found


def _into(case: rows.Case) -> rows.Case | None:
    every = rows.Case.everything.select_related("customer")
    return every.get(pk=case.merged_into_id) if case.merged_into_id is not None else None


def came_over(case: rows.Case) -> list[rows.Merge]:
    """The merges that stand by which others went over into this case, those into it first. Two
    steps of the way are one statement: few are longer."""
    found: list[rows.Merge] = []
    above = {case.pk}
    while above:
        near = _CAME(sorted(above))
        first = [each for each in near if each.into_id in above]
        below = {each.case_id for each in first}  # what came as history brings nothing along
        second = [each for each in near if each.into_id in below]
        found += [*first, *second]
        above = {each.case_id for each in second}
    return found


def _came(above: Sequence[int]) -> "QuerySet[rows.Merge]":
    here = Q(into__in=above) | Q(into__merged_into__in=above)
    whole = rows.Merge.objects.filter(here, undone_at=None, as_history=False)
    return whole.select_related("case__customer", "case__satisfaction")


_CAME = AskedAgain(_came)


def standing(case: rows.Case) -> rows.Merge | None:
    """The newest merge into this case that was not undone."""
    return rows.Merge.objects.filter(into=case, undone_at=None).order_by("-pk").first()


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
