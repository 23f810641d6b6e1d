"""Which cases were merged into which, and where the work on one of them is done."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, JSONField, OuterRef, Q, QuerySet, Value

from upheld.core.event_kinds import EventKind
from upheld.core.references import read_reference, reference
from upheld.store import called
from upheld.store import models as rows
from upheld.store.sight import seen
from upheld.store.sql.asked_again import AskedAgain


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
    their ids, and the `merges`. `since`: from when on what came may be of somebody else too, of
    which the numbers of events tell more (store/came_last.py); None where all is of whoever
    complained in the case."""

    letters: frozenset[int]
    evidence: frozenset[int]
    merges: frozenset[int]
    since: datetime | None


NOTHING_OF_OTHERS = OfOthers(frozenset(), frozenset(), frozenset(), None)


def of_others(case: rows.Case) -> OfOthers:
    """What whoever complained in this case must never read of those whose cases came into it.

    A merge that was undone counts: what another customer wrote meanwhile stays here."""
    moved: list[dict[str, Any]] = []
    at: list[datetime] = []
    made = set[int]()
    seen = above = {case.pk}
    while above:
        merges = rows.Merge.objects.filter(into__in=above)
        came = list(merges.values_list("case", "case__customer", "moved", "at", "pk"))
        others = [each for each in came if each[1] != case.customer_id]
        moved += [each[2] for each in others]
        at += [each[3] for each in others]
        made |= {each[4] for each in others}
        above = {each[0] for each in came} - seen
        seen = seen | above
    return OfOthers(
        letters=frozenset(pk for each in moved for pk in each.get("letters", ())),
        evidence=frozenset(pk for each in moved for pk in each.get("evidence", ())),
        merges=frozenset(made),
        since=min(at, default=None),
    )


def ever_together(case: rows.Case) -> list[rows.Case]:
    """This case and all that it was ever merged with, over any number of merges: who works on one
    has read the others, also those that are history, and where a merge was undone since."""
    known = new = {case.pk}
    while new:
        new = {pk for pair in _PAIRS(new) for pk in pair} - known
        known = known | new
    return _TOGETHER(known)


def _pairs(cases: Collection[int]) -> "QuerySet[rows.Merge, Any]":
    merges = rows.Merge.objects.filter(Q(case__in=cases) | Q(into__in=cases)).order_by()
    return merges.values_list("case", "into")


def _together(cases: Collection[int]) -> "QuerySet[rows.Case]":
    return rows.Case.everything.filter(pk__in=cases).select_related("customer")


_PAIRS, _TOGETHER = AskedAgain(_pairs), AskedAgain(_together)


def ever_merged() -> Exists:
    """Whether a case that is asked for was, in either way and whoever looks."""
    merges = rows.Merge.objects.filter(Q(case=OuterRef("pk")) | Q(into=OuterRef("pk")))
    return Exists(merges.order_by())


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
    """The merges that stand by which others went over into this case, those into it first; no
    statement where they were read for its page."""
    known: list[rows.Merge] | None = case.__dict__.get(_CAME_OVER)
    return _came_over(case) if known is None else known


def read_for_page(case: rows.Case) -> None:
    """What came over into a case whose page was read, once for all that the page asks of it."""
    if any(not row.as_history for row in case.taken_in.all()):
        case.__dict__[_CAME_OVER] = _came_over(case)


def was_read(case: rows.Case) -> bool:
    return _CAME_OVER in case.__dict__


_CAME_OVER = "came_over"


def _came_over(case: rows.Case) -> list[rows.Merge]:
    """Two steps of the way are one statement: few are longer."""
    found: list[rows.Merge] = []
    above = {case.pk}
    while above:
        near = _CAME(sorted(above))
        called.as_read(near)
        first = [each for each in near if each.into_id in above]
        below = {each.case_id for each in first}  # what came as history brings nothing along
        second = [each for each in near if each.into_id in below]
        found += [*first, *second]
        above = {each.case_id for each in second}
    return found


def _came(above: Sequence[int]) -> "QuerySet[rows.Merge]":
    here = Q(into__in=above) | Q(into__merged_into__in=above)
    whole = rows.Merge.objects.filter(here, undone_at=None, as_history=False)
    return called.with_disowned(whole.select_related("case__customer", "case__satisfaction"))


_CAME = AskedAgain(_came)


def standing(case: rows.Case) -> rows.Merge | None:
    """The newest merge into this case that was not undone."""
    return rows.Merge.objects.filter(into=case, undone_at=None).order_by("-pk").first()
