"""Cases that an earlier version took in are put into the search by the name that was given with
them, by a job that goes through them in small parts while everybody works on."""

import pytest
from tests.store.test_search import found
from tests.stories import NOW, a_complaint

from upheld.core.words import Channel
from upheld.jobs.indexing import Indexing
from upheld.steps.receive import receive
from upheld.store import search, search_names
from upheld.store.models import Case, Customer, Need, Person
from upheld.store.search import Among, matching

NAMES = ("Buy Quills", "Zoë Weiß", "Ann O'Neill", "???", "Buying Quill")


@pytest.fixture
def before(lead: Person) -> list[int]:
    """As an earlier version left them: found by all that they say but the name they tell."""
    Customer.objects.create(name="Sally Hart", email="sally@example.org", joined_on=NOW.date())
    told = [
        a_complaint(name=name, text=f"Late: {name[:0]}.", channel=Channel.WEB) for name in NAMES
    ]
    cases = [receive(each, lead, NOW, theirs=False) for each in told]
    names = {row.pk: row.name for row in Need.objects.all()}
    assert [*names.values()] == [*NAMES]
    Need.objects.update(name="")
    search.index(cases)
    for pk, name in names.items():
        Need.objects.filter(pk=pk).update(name=name)
    assert not found("quills") | found("weiss")
    return [*map(int, cases)]


def test_each_is_found_by_the_name_it_tells(before: list[int]) -> None:
    Indexing().sweep()
    assert found("quills") == {before[0], before[4]}
    assert found("Zoë Weiß") == {before[1]}
    assert found("o'neill") == {before[2]}
    assert found("sally late") == {*before}


def test_so_it_is_among_those_that_are_open(before: list[int]) -> None:
    Indexing().sweep()
    opened = matching(Case.objects.all(), "quills", Among.OPEN)
    assert {case.pk for case in opened} == {before[0], before[4]}


def test_it_goes_on_from_where_it_was_and_ends(
    before: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_names, "AT_ONCE", 2)
    first, second = search_names.put_in(0), search_names.put_in(before[1])
    assert (first, second) == (before[1], before[3])
    assert found("quills") == {before[0]}
    assert search_names.put_in(before[3]) == before[4]
    assert search_names.put_in(before[4]) is None


def test_what_is_found_by_it_already_is_written_by_nobody(
    before: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    index = search.index

    def kept(cases: list[int]) -> None:
        written.extend(cases)
        index(cases)

    index(before[:1])
    monkeypatch.setattr(search, "index", kept)
    Indexing().sweep()
    assert sorted(written) == [before[1], before[2], before[4]]
    Indexing().sweep()
    assert len(written) == 3, "though another process begins at the start"


def test_one_that_came_to_the_end_looks_no_more(before: list[int]) -> None:
    job = Indexing()
    job.sweep()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_names, "put_in", lambda after: pytest.fail("it looked"))
        job.sweep()
