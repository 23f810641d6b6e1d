"""Ann's case was merged into Sue's, and what was done of it there was recorded there. Sue was
erased and the merge undone: what is Ann's again still has its event, in the case of somebody who is
gone."""

from collections.abc import Callable

import pytest
from tests import stories
from tests.erasure.test_erase import erased
from tests.stories import NOW

from upheld.core.words import CaseId
from upheld.jobs import outbox
from upheld.steps import commit, decide, investigate
from upheld.steps.merge import merge, undo_merge
from upheld.store import beside
from upheld.store.models import Allegation, Case, Commitment, Event, Letter, Merge, Person
from upheld.store.record.events import breaks


@pytest.fixture
def anns(handler: Person) -> CaseId:
    case = stories.an_open_case(handler, name="Ann", email="ann@example.org")
    stories.an_allegation(case, handler, statement="Ann's shelves came late.")
    commit.promise(case, "Call Ann back", NOW.date(), handler, NOW)
    return case


@pytest.fixture
def merged(anns: CaseId, handler: Person) -> Merge:
    sues = stories.an_open_case(handler, name="Sue", email="sue@example.org")
    return merge(anns, sues, "They share the order.", handler, NOW, sure=True)


@pytest.fixture
def parted(lead: Person, administrator: Person, handler: Person) -> Callable[[Merge], None]:
    """Sue is erased once her case is closed, and what is Ann's is taken back out of it."""

    def part(row: Merge) -> None:
        Case.objects.filter(pk=row.into_id).update(state="closed")
        erased(row.into.customer_id, lead, administrator)
        undo_merge(CaseId(row.into_id), row.pk, handler, NOW)

    return part


def kept(case: CaseId, by: Person) -> None:
    stories.promises_kept(case, by)


def broken(case: CaseId, by: Person) -> None:
    promise = Commitment.objects.get(case=case)
    commit.settle(case, promise.pk, False, "We forgot it.", by, NOW)


def unwanted(case: CaseId, by: Person) -> None:
    promise = Commitment.objects.get(case=case)
    commit.settle(case, promise.pk, False, "No need to ring.", by, NOW, unwanted=True)


def replaced(case: CaseId, by: Person) -> None:
    """Of what takes its place nothing is Ann's."""
    commit.promise(case, "Ring them both", NOW.date(), by, NOW)
    for promise in Commitment.objects.filter(case=case):
        commit.settle(case, promise.pk, True, "We rang.", by, NOW)


def found(case: CaseId, by: Person) -> None:
    kept(case, by)
    of_it = Allegation.objects.get(case=case).pk
    investigate.add_evidence(case, of_it, "record", "The carrier's scan", by, NOW)
    stories.a_finding(case, of_it, by)


def decided(case: CaseId, by: Person) -> None:
    found(case, by)
    decide.decide(case, by, NOW)


def sent(case: CaseId, by: Person) -> None:
    kept(case, by)
    outbox.sweep(NOW)
    assert Letter.objects.get(case=case, to="ann@example.org").state == "sent"


@pytest.mark.parametrize("done", [kept, broken, unwanted, replaced, found, decided, sent])
def test_the_record_holds_what_was_done_of_it_there(
    done: Callable[[CaseId, Person], None],
    merged: Merge,
    parted: Callable[[Merge], None],
    handler: Person,
) -> None:
    done(CaseId(merged.into_id), handler)
    parted(merged)
    assert Commitment.objects.get(case=merged.case_id).settled_at == NOW
    assert [*breaks(), *beside.amiss()] == []


def test_so_it_does_where_an_earlier_version_left_no_number_of_it(
    merged: Merge, parted: Callable[[Merge], None], handler: Person, unguarded: None
) -> None:
    kept(CaseId(merged.into_id), handler)
    parted(merged)
    for event in Event.objects.filter(case=merged.into_id).exclude(erased_by=None):
        told = {name: each for name, each in event.data.items() if name != "commitment"}
        Event.objects.filter(pk=event.pk).update(data=told)
    assert list(beside.amiss()) == []


def test_a_promise_of_hers_that_is_still_open_is_settled_by_no_event(
    merged: Merge, parted: Callable[[Merge], None], handler: Person
) -> None:
    """Though others were, in the case that was erased, and it went there and back."""
    commit.promise(CaseId(merged.into_id), "Ring them both", NOW.date(), handler, NOW)
    promise = Commitment.objects.latest("pk")
    commit.settle(CaseId(merged.into_id), promise.pk, True, "We rang.", handler, NOW)
    still_open = Commitment.objects.get(case=merged.into_id, state="open")
    Commitment.objects.filter(pk=still_open.pk).update(case=merged.case_id)
    parted(merged)
    assert list(beside.amiss()) == []
    Commitment.objects.filter(pk=still_open.pk).update(
        state="kept", settled_at=NOW, settled_by=handler.name
    )
    assert list(beside.amiss()) == [f"promise {still_open.pk} was settled by no event"]
