"""Ann's case was merged into Bo's, and Bo's into Cid's; Bo was erased since. What was Ann's is
taken back out of Cid's all the same: first out of that, then out of Bo's, of which nothing more is
written."""

from dataclasses import dataclass

import pytest
from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.reading import page_of, text
from tests.erasure.test_erase import erased
from tests.stories import NOW

from upheld.core.states import CaseErased
from upheld.core.words import CaseId
from upheld.steps.merge import merge, undo_merge
from upheld.store import search
from upheld.store.models import Allegation, Case, Event, Merge, Person
from upheld.store.record.events import breaks


@dataclass(frozen=True)
class Chain:
    anns: CaseId
    bos: CaseId
    cids: CaseId
    first: Merge
    second: Merge


@pytest.fixture
def chain(handler: Person, lead: Person, administrator: Person) -> Chain:
    anns, bos, cids = (
        stories.an_open_case(handler, name=name, email=f"{name.lower()}@example.org")
        for name in ("Ann", "Bo", "Cid")
    )
    stories.an_allegation(anns, handler, statement="Ann's shelves came late.")
    stories.an_allegation(bos, handler, statement="Bo's shelves came late.")
    first = merge(anns, bos, "They share the order.", handler, NOW, sure=True)
    second = merge(bos, cids, "They share it with him.", handler, NOW, sure=True)
    gone(bos, cids, lead, administrator)
    return Chain(anns, bos, cids, first, second)


def gone(bos: CaseId, cids: CaseId, lead: Person, administrator: Person) -> None:
    """Erased while the case where it was worked on was closed, which was opened again since."""
    state = Case.objects.get(pk=cids).state
    Case.objects.filter(pk=cids).update(state="closed")
    erased(Case.objects.get(pk=bos).customer_id, lead, administrator)
    Case.objects.filter(pk=cids).update(state=state)


def taken_apart(chain: Chain, by: Person) -> None:
    undo_merge(chain.cids, chain.second.pk, by, NOW)
    undo_merge(chain.bos, chain.first.pk, by, NOW)


def test_it_is_theirs_again_and_worked_on(chain: Chain, handler: Person) -> None:
    assert Allegation.objects.get(statement__startswith="Ann").case_id == chain.cids
    taken_apart(chain, handler)
    case = Case.objects.get(pk=chain.anns)
    assert [row.statement for row in case.allegations.all()] == ["Ann's shelves came late."]
    assert (case.merged_into, case.state) == (None, "investigating")
    assert not Case.objects.get(pk=chain.cids).allegations.exists()
    assert search.matching(Case.objects.filter(pk=chain.anns), "Ann's shelves")


def test_of_the_one_that_was_erased_nothing_is_written_and_it_stays_closed(
    chain: Chain, handler: Person
) -> None:
    before = Event.objects.filter(case=chain.bos).count()
    taken_apart(chain, handler)
    case = Case.objects.get(pk=chain.bos)
    assert case.state == "closed"
    assert case.erased_at is not None
    assert Event.objects.filter(case=chain.bos).count() == before
    assert [*breaks()] == []
    for other in (chain.anns, chain.cids):
        assert Event.objects.filter(case=other, kind="merge_undone").count() == 1


def test_the_other_goes_on_with_the_days_that_were_its_own(chain: Chain, handler: Person) -> None:
    own = Merge.objects.get(pk=chain.second.pk).before["into"]
    taken_apart(chain, handler)
    case = Case.objects.get(pk=chain.cids)
    assert case.received_at.isoformat() == own["case"]["received_at"]
    assert [clock.due.isoformat() for clock in case.clocks.order_by("pk")] == [
        each["due"] for each in own["clocks"]
    ]


def test_erased_anew_takes_nothing_of_theirs(
    chain: Chain, handler: Person, lead: Person, administrator: Person
) -> None:
    taken_apart(chain, handler)
    Case.objects.filter(pk=chain.cids).update(state="closed")
    erased(Case.objects.get(pk=chain.cids).customer_id, lead, administrator)
    assert Case.objects.get(pk=chain.anns).allegations.exists()


def test_both_are_undone_on_the_desk(chain: Chain, handler: Person, client: Client) -> None:
    client.force_login(handler)
    label = f"Undo the merge of {Case(pk=chain.bos).reference}"
    assert label in text(client.get(page_of(chain.cids)))
    done(client, f"{page_of(chain.cids)}merges/{chain.second.pk}/undoing/", {})
    assert f"Undo the merge of {Case(pk=chain.anns).reference}" in text(
        client.get(page_of(chain.bos))
    )
    done(client, f"{page_of(chain.bos)}merges/{chain.first.pk}/undoing/", {})
    assert Case.objects.get(pk=chain.anns).merged_into is None


def test_the_desk_offers_the_first_only_once_the_second_is_undone(
    chain: Chain, handler: Person, client: Client
) -> None:
    client.force_login(handler)
    told = text(client.get(f"{page_of(chain.bos)}?alone=1"))
    assert f"{Case(pk=chain.anns).reference}, merged into this case" in told
    assert "Undo the merge of" not in told
    refused(client, f"{page_of(chain.bos)}merges/{chain.first.pk}/undoing/", {}, 422)


@pytest.mark.parametrize("as_history", [False, True])
def test_the_desk_offers_to_undo_no_merge_of_one_that_was_erased_with_nobody_elses_in_it(
    as_history: bool,
    handler: Person,
    lead: Person,
    administrator: Person,
    client: Client,
) -> None:
    """The step is refused: nothing of theirs is left that could go back."""
    cids = stories.an_open_case(handler, name="Cid", email="cid@example.org")
    story = stories.a_closed_case if as_history else stories.an_open_case
    bos = story(handler, name="Bo", email="bo@example.org")
    row = merge(bos, cids, "They share it.", handler, NOW, sure=True)
    client.force_login(handler)
    label = f"Undo the merge of {Case(pk=bos).reference}"
    assert label in text(client.get(page_of(cids)))
    stories.promises_kept(bos, handler)
    gone(bos, cids, lead, administrator)
    assert label not in text(client.get(page_of(cids)))
    refused(client, f"{page_of(cids)}merges/{row.pk}/undoing/", {}, 422)


def test_one_that_was_erased_and_into_which_nobody_elses_came_is_not_taken_out(
    handler: Person, lead: Person, administrator: Person
) -> None:
    bos, cids = (
        stories.an_open_case(handler, name=name, email=f"{name.lower()}@example.org")
        for name in ("Bo", "Cid")
    )
    row = merge(bos, cids, "They share it.", handler, NOW, sure=True)
    gone(bos, cids, lead, administrator)
    with pytest.raises(CaseErased, match="was erased"):
        undo_merge(cids, row.pk, handler, NOW)
