"""Merge: one complaint that came as two cases is worked on as one, and a merge can be undone.

A case that has no answer yet goes over whole: what was said, its evidence, files, letters and mail,
what is alleged and what was found. One that was closed had its answer, and is merged as history
alone: it is shown beside, its mail comes here, and nothing of what was answered is opened or
decided anew. In another customer's it stays so until whoever complained in it says more: then it is
taken out of that, and is theirs again. Nothing is deleted, and no deadline becomes later.
"""

from datetime import datetime

from django.db import transaction

from upheld.core.as_seen import is_blank
from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId, CaseState
from upheld.store import clocks, foreign, in_order, load, save, search
from upheld.store import models as rows
from upheld.store.merged import complained_too, merging
from upheld.store.merged import moves as merge_moves
from upheld.store.record.events import Act, append
from upheld.store.sight import seen

from . import may


class MergeError(ValueError):
    """Two cases that cannot be merged, or a merge that cannot be undone; says what to do."""


@transaction.atomic
def merge(
    case_id: CaseId, into_id: CaseId, why: str, by: may.Actor, now: datetime, *, sure: bool = False
) -> rows.Merge:
    """Merges a case into another, whose number both have from now on.

    Cases of different customers need `sure` and a reason: what one wrote will be read in the
    other's case. Raises MergeError, CaseMissing, WrongState or NotAllowed.
    """
    case, into = _both(case_id, into_id)
    may.check("merge", by)
    _check_states(case, into, by)
    _check_whose(case, into, why, sure)
    as_history = case.state == CaseState.CLOSED
    if not as_history:
        _check_currency(case, into)
    row = rows.Merge(
        case=case, into=into, as_history=as_history, why=why.strip(), at=now, by=by.name,
        before={"case": merge_moves.snapshot(case), "into": merge_moves.snapshot(into)},
    )  # fmt: skip
    case.merged_into = into
    case.save(update_fields=["merged_into"])
    if not as_history:
        row.moved = _go_over(case, into, now)
    row.save()
    _record(row, EventKind.MERGED, EventKind.TOOK_IN, by, now)
    return row


def _both(case_id: CaseId, into_id: CaseId) -> tuple[rows.Case, rows.Case]:
    if case_id == into_id:
        raise MergeError("a case cannot be merged into itself: give the number of another")
    held = hold(case_id, into_id)
    for each in held.values():
        if each.merged_into_id is not None:
            raise MergeError(merging.went_into(each, " already: take that one"))
    return held[case_id], held[into_id]


def hold(case_id: CaseId, into_id: CaseId) -> dict[int, rows.Case]:
    """Both cases, and before them the mail that goes over, held in the order of store/in_order.py.
    Whoever holds one of the two for a reason of their own does this first.

    What comes into the case between its mail and itself is not held: it is for whoever merges to
    look at. Raises MergeError, CaseMissing."""
    mail = rows.Incoming.objects.filter(case=case_id)
    held = in_order.hold(mail)
    both: dict[int, rows.Case] = {pk: load.case(pk) for pk in sorted((case_id, into_id))}
    if {*mail.values_list("pk", flat=True)} - {*held}:
        raise MergeError(
            f"a message came into {both[case_id].reference} at this moment: look at it, and merge "
            "the two then"
        )
    return both


def _check_states(case: rows.Case, into: rows.Case, by: may.Actor) -> None:
    """What is said in one case must still be looked at in the other."""
    if not may.allowed("take_in", by, into.state):
        raise may.WrongState(
            f"{into.reference} is {into.state}: open it again first, so that what comes into it "
            "is looked at"
        )
    if not may.allowed("merge", by, case.state):
        raise may.WrongState(
            f"{case.reference} is {case.state}: close it with its cause first, and merge it as "
            "history, or open it again"
        )


def _check_whose(case: rows.Case, into: rows.Case, why: str, sure: bool) -> None:
    if case.customer_id == into.customer_id:
        return
    if not sure or is_blank(why):
        raise MergeError(
            f"{case.reference} is of {case.customer} and {into.reference} of {into.customer}: "
            "say that you are sure, and why they are one complaint"
        )


def _check_currency(case: rows.Case, into: rows.Case) -> None:
    if case.currency != into.currency and foreign.has_amounts(case):
        raise MergeError(
            f"the amounts of {case.reference} are in {case.currency} and those of {into.reference} "
            f"in {into.currency}, and a merge turns none into the other: take them out of the "
            f"facts of {case.reference} first, and record them in {into.currency} afterwards"
        )


def _go_over(case: rows.Case, into: rows.Case, now: datetime) -> dict[str, object]:
    moved = merge_moves.move(case, into)
    merge_moves.press(case, into)
    case.state, case.next_step, case.next_due = CaseState.CLOSED, "", None
    case.save(update_fields=["state", "next_step", "next_due"])
    into.received_at = min(case.received_at, into.received_at)
    into.save(update_fields=["received_at"])
    # A decision that did not read what came over is made again.
    decided = into.state == CaseState.DECIDED
    save.moved(into, CaseState.INVESTIGATING if decided else CaseState(into.state), now)
    return moved


@transaction.atomic
def undo_merge(case_id: CaseId, merge_id: int, by: may.Actor, now: datetime) -> rows.Merge:
    """Takes apart what was merged into the case `case_id`: both are as they were.

    What was found since of what goes back, and shows it, goes with it; all else that came stays
    where it came. The newest merge is undone first, and none that was answered as one: an answer
    that left cannot be taken apart. Out of a case that was erased since, where nothing is done any
    more, it goes back all the same, as it is by then; and where that one had gone on into another,
    first back into it. Raises MergeError, WrongState or NotAllowed.
    """
    may.check("undo_merge", by)
    held = hold_merged(merge_id, case_id)
    row = _standing(merge_id, case_id)  # whoever held the cases until now may have undone it
    row.case, row.into = held[row.case_id], held[row.into_id]
    _check_undone(row, by)
    _take_apart(row, by, now)
    return row


def take_out(case: rows.Case, by: may.Actor, now: datetime) -> None:
    """Takes a held case that is history in another customer's out of that: nothing of it moved, and
    so it waits for no newer merge to be undone."""
    row = rows.Merge.objects.select_related("into").get(case=case, undone_at=None, as_history=True)
    row.case = case
    _take_apart(row, by, now)


def _take_apart(row: rows.Merge, by: may.Actor, now: datetime) -> None:
    gone = load.is_erased(row.into)
    if gone and not row.as_history:
        _go_home(row, by, now)  # while it is a part, which says how it was answered there
    row.case.merged_into = None
    row.case.save(update_fields=["merged_into"])
    if not gone and not row.as_history:
        _go_back(row, now)
    row.undone_at, row.undone_by = now, by.name
    row.save(update_fields=["undone_at", "undone_by", "moved"])
    _record(row, EventKind.MERGE_UNDONE, EventKind.MERGE_UNDONE, by, now)


def hold_merged(merge_id: int, case_id: CaseId) -> dict[int, rows.Case]:
    """The case and what was merged into it, as `hold` does; the case alone where nothing was."""
    row = rows.Merge.objects.filter(pk=merge_id, into=case_id).first()
    moved = row.moved.get("incoming", ()) if row else ()
    in_order.hold(rows.Incoming.objects.filter(pk__in=moved))
    case = row.case_id if row else case_id
    held: dict[int, rows.Case] = {
        pk: load.even_erased(CaseId(pk)) for pk in sorted({case_id, case})
    }
    _check_not_erased(held[case])
    return held


def _check_not_erased(case: rows.Case) -> None:
    """Raises CaseErased where nothing of anybody could go back with a case."""
    if not may_go_back(case):
        load.check_not_erased(case)


def may_go_back(case: rows.Case) -> bool:
    """What was taken on with a case that was erased since, and is of others, is theirs again only
    once it is back in that case; where there is nothing of theirs nothing goes back. No statement
    of one that was not erased."""
    others = case.taken_in.filter(undone_at=None, case__erased_at=None)
    return not load.is_erased(case) or others.exists()


def _standing(merge_id: int, case_id: CaseId) -> rows.Merge:
    found = rows.Merge.objects.filter(pk=merge_id, into=case_id, undone_at=None).first()
    if found is None:
        raise MergeError("this merge was undone already: look at the record")
    return found


def _check_undone(row: rows.Merge, by: may.Actor) -> None:
    if row.into.merged_into_id is not None:
        raise MergeError(merging.went_into(row.into, " since: undo that first"))
    with seen.whole():
        newest = merging.standing(row.into)
    if newest and newest.pk != row.pk:
        theirs = seen.shown([newest.case_id])
        other = rows.Case(pk=newest.case_id).reference if theirs else "another complaint"
        raise MergeError(f"{other} was merged into this case later: undo that first")
    if row.as_history:
        return
    _check_goes_back(row)
    if load.is_erased(row.into):
        return
    # Whoever complained in it too is answered before the case is; to open it again takes no answer
    # back, and neither would be without one.
    answered = complained_too.answered_since(row, merging.whole(row.into.pk))
    if answered or not may.allowed("take_in", by, row.into.state):
        raise may.WrongState(
            f"{row.into.reference} is {row.into.state}, and was answered with what came into it: "
            "make a case of the message that is another matter instead"
        )


def _check_goes_back(row: rows.Merge) -> None:
    if not load.is_erased(row.case) and foreign.recorded_since(row):
        raise MergeError(
            f"amounts were recorded in {row.into.currency} of what {row.case.reference} says, "
            f"whose own are in {row.case.currency}: take them out of the facts first, and record "
            "them there once the merge is undone"
        )


def _go_back(row: rows.Merge, now: datetime) -> None:
    case, into = row.case, row.into
    before, there = row.before["case"], row.before["into"]
    untouched = into.events.last() == into.events.filter(kind=EventKind.TOOK_IN).last()
    merge_moves.move_back(row)
    if not load.is_erased(case):
        merge_moves.restore_case(case, before["case"])
    # A day that somebody mended since is the day that they know.
    if merge_moves.as_merged(into, there["case"], min(map(_received, (before, there)))):
        merge_moves.restore_case(into, there["case"], ["received_at"])
        merge_moves.restore_clocks(into, there["clocks"])
    else:
        clocks.anew(into)
    if untouched:
        merge_moves.restore_case(into, there["case"])
        return
    decided = into.state == CaseState.DECIDED
    save.moved(into, CaseState.INVESTIGATING if decided else CaseState(into.state), now)


def _go_home(row: rows.Merge, by: may.Actor, now: datetime) -> None:
    """Out of a case that was erased, of which nothing more is written. What was answered there was
    answered to them in their own case, which stays closed as that was; else it is open again."""
    case, heard = row.case, complained_too.standing(row.case)
    merge_moves.move_back(row)
    if load.is_erased(case):
        return
    merge_moves.met_there(row)
    closing, state = row.into.closings.filter(reopened_at=None).last(), CaseState.INVESTIGATING
    if heard.answer and closing:
        accepted, state = heard.said is not None and heard.said.accepted, CaseState.CLOSED
        case.closings.create(cause=closing.cause, resolved=accepted, at=closing.at, by=by.name)
    save.moved(case, state, now)  # what was promised to them may still be to be kept


def _received(told: dict[str, dict[str, str]]) -> datetime:
    return datetime.fromisoformat(told["case"]["received_at"])


def _record(
    row: rows.Merge, of_case: EventKind, of_into: EventKind, by: may.Actor, now: datetime
) -> None:
    """The same in the record of both, each naming the other; of what was erased nothing more is
    written."""
    search.index([row.case.pk, row.into.pk])
    told = {"merge": row.pk, "why": row.why, "as_history": row.as_history}
    told |= {"moved": row.moved}
    acts = [
        Act(row.case.pk, of_case, by.name, now, {**told, "other": row.into.reference}),
        Act(row.into.pk, of_into, by.name, now, {**told, "other": row.case.reference}),
    ]
    gone = (row.undone_at is not None and load.is_erased(row.case), row.into.erased_at is not None)
    append(*(act for act, is_gone in zip(acts, gone, strict=True) if not is_gone))
