"""Search: the same words find the same cases on both engines, and no words break it."""

from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.stories import NOW, a_closed_case, a_complaint, a_received_case, an_allegation

from upheld.core.erasing import ErasureWhy
from upheld.core.words import CaseId, CaseState, Role
from upheld.steps import erase, may, merge
from upheld.steps.assign import assign
from upheld.steps.receive import receive
from upheld.store import queues, save, search
from upheld.store.models import Case, Person, Team
from upheld.store.search import Among, matching
from upheld.store.sight import seen

SALLY = "My shelves arrived nine days late, and nobody told me. They cost £240.50."
ZOE = "Das Café-Regal wackelt; die Lieferung war unpünktlich (Bestellung AB_12-7)."


@pytest.fixture
def sally(handler: Person) -> CaseId:
    return a_received_case(handler, text=SALLY, name="Sally Hart", email="sally@example.org")


@pytest.fixture
def zoe(handler: Person) -> CaseId:
    return a_received_case(handler, text=ZOE, name="Zoë Weiß", email="zoe@example.net")


def found(query: str) -> set[int]:
    return set(matching(Case.objects.all(), query).values_list("pk", flat=True))


@pytest.mark.parametrize(
    "query",
    [
        "shelves", "SHELVES", "nobody shelves", "late nine",
        "the", "and", "me they", "shelv", "nob", "Sally", "hart sally", "sally@example.org",
        "example org", "240.50", "£240", "arrive", "arriving", "told.", "nine-days",
    ],
)  # fmt: skip
@pytest.mark.pain("P7")
def test_every_word_is_found_and_the_last_may_be_unfinished(
    query: str, sally: CaseId, zoe: CaseId
) -> None:
    hits = found(query)
    assert sally in hits
    assert zoe not in hits or query in ("example org",)


@pytest.mark.parametrize(
    "query", ["café", "cafe", "CAFÉ regal", "unpunktlich", "unpünkt", "zoe", "Zoë Weiß", "AB_12-7"]
)
def test_accents_and_joined_words_are_found_with_and_without(
    query: str, sally: CaseId, zoe: CaseId
) -> None:
    assert found(query) == {zoe}


@pytest.mark.parametrize("query", ["wardrobe", "shelves wardrobe", "sally zoe", "shel nobody", "x"])
def test_a_case_without_one_of_the_words_is_not_found(
    query: str, sally: CaseId, zoe: CaseId
) -> None:
    assert found(query) == set()


@pytest.mark.parametrize("query", ["", "   ", "!?", "'", '"', "* - ( ) :"])
def test_a_query_without_words_leaves_all_cases(query: str, sally: CaseId, zoe: CaseId) -> None:
    assert found(query) == {sally, zoe}


@pytest.mark.parametrize(
    "query",
    [
        'nobody OR "shelves', "nobody AND shelves", "NEAR(nobody shelves)", "nobody NOT shelves",
        "words:nobody", "nobody & shelves | x", "!nobody", "shelves:*", "'); DROP TABLE store_case",
        "nobody <-> shelves", "\\", "^shelves", "shelves\x00", "\ud800",
    ],
)  # fmt: skip
def test_quotes_and_operators_are_plain_text(query: str, sally: CaseId) -> None:
    words = {"nobody", "shelves", "and"}
    plain = set("".join(c if c.isalnum() else " " for c in query.lower()).split())
    assert found(query) == ({sally} if plain <= words else set())


def test_the_reference_finds_its_case(sally: CaseId, zoe: CaseId) -> None:
    assert found(Case.objects.get(pk=zoe).reference) == {zoe}


def test_what_was_alleged_later_is_found(sally: CaseId, handler: Person) -> None:
    assert found("scratched") == set()
    an_allegation(sally, handler, statement="The top shelf is scratched.")
    assert found("scratched") == {sally}


def filed_as(name: str, *, theirs: bool | None = False, email: str = "sally@example.org") -> CaseId:
    """By the form: anybody can write somebody's address there, and another name beside it."""
    told = a_complaint(text="It came late.", name=name, email=email, received_at=NOW)
    return receive(told, may.Complainant(), NOW, theirs=theirs)


def test_the_name_that_somebody_gave_finds_the_case_where_we_know_them_by_another(
    sally: CaseId, zoe: CaseId
) -> None:
    filed = filed_as("Sarah Quillfeather")
    assert found("Quillfeather") == {filed}
    assert open_found("sarah quillf") == {filed}
    assert found("Sally Hart") == {sally, filed}


@pytest.mark.django_db
def test_the_name_that_goes_for_one_that_is_proved_finds_the_case_that_brought_it() -> None:
    first = filed_as("Sarah Quillfeather")
    assert found("Quillfeather") == {first}
    proved = filed_as("Sally Hart", theirs=True)
    assert found("Quillfeather") == {first}
    assert found("Sally Hart") == {first, proved}


def test_the_name_that_a_case_brought_finds_it_once_it_is_known_to_be_theirs(
    sally: CaseId,
) -> None:
    filed = filed_as("Sarah Quillfeather")
    save.known_to_be_theirs(Case.objects.get(pk=filed), "Ada", NOW)
    assert found("Quillfeather") == {filed}


def test_a_name_that_was_given_stays_with_its_own_case_when_that_is_merged_and_parted(
    sally: CaseId, lead: Person
) -> None:
    filed = filed_as("Sarah Quillfeather")
    row = merge.merge(filed, sally, "It came twice.", lead, NOW)
    assert found("Quillfeather") == {filed}
    merge.undo_merge(sally, row.pk, lead, NOW)
    assert found("Quillfeather") == {filed}


def test_a_name_that_was_given_finds_nothing_for_whoever_does_not_see_the_case(
    sally: CaseId, lead: Person, handler: Person
) -> None:
    filed = filed_as("Sarah Quillfeather")
    vera = Person.objects.create_person("vera@example.com", "Vera Holm", Role.HANDLER, "x" * 12)
    vera.team = Team.objects.create(name="Quiet", private=True)
    vera.save()
    assign(filed, vera, vera, NOW)
    for person, theirs in ((handler, set()), (vera, {filed})):
        with seen.looking(person):
            assert found("Quillfeather") == theirs
            assert open_found("Quillfeather") == theirs


def test_a_name_that_was_given_finds_nothing_once_the_case_is_erased(
    handler: Person, lead: Person, administrator: Person
) -> None:
    case = a_closed_case(handler)
    filed = filed_as("Sarah Quillfeather")
    save.moved(Case.objects.get(pk=filed), CaseState.CLOSED, NOW)
    assert found("Quillfeather") == {filed}
    row = erase.propose(None, filed, ErasureWhy.REQUEST, lead, NOW)
    erase.approve(row.pk, administrator, NOW)
    assert found("Quillfeather") == set()
    assert case in found("Sally")
    assert "quillfeather" not in "".join(in_index())


def in_index() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM case_search")
        told = [str(words) for (words,) in cursor.fetchall()]
        if connection.vendor == "sqlite":
            cursor.execute("SELECT words FROM open_search")
            told += [str(words) for (words,) in cursor.fetchall()]
    return told


def test_search_narrows_what_was_chosen_already(sally: CaseId, zoe: CaseId) -> None:
    assert not matching(Case.objects.filter(pk=zoe), "shelves").exists()


def test_a_very_long_query_and_a_very_long_text_are_borne(handler: Person) -> None:
    long = a_received_case(handler, text="x" * 3000 + " needle " + "word " * 100_000)
    assert found("needle") == {long}
    assert found("y" * 100_000) == set()


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
@pytest.mark.pain("37")
def test_no_query_at_all_breaks_the_search(query: str) -> None:
    assert found(query) == set()


def open_found(query: str) -> set[int]:
    return set(matching(queues.inbox(), query, Among.OPEN).values_list("pk", flat=True))


def test_open_cases_are_searched_alone(sally: CaseId, zoe: CaseId) -> None:
    assert open_found("shelves") == {sally}
    assert open_found("unpünkt") == {zoe}


def test_a_case_leaves_what_is_open_when_it_closes_and_is_back_when_it_opens_again(
    sally: CaseId,
) -> None:
    case = Case.objects.get(pk=sally)
    save.moved(case, CaseState.CLOSED, NOW)
    assert open_found("shelves") == set()
    assert found("shelves") == {sally}
    assert in_open_index() == set()
    save.moved(case, CaseState.INVESTIGATING, NOW)
    assert open_found("shelves") == {sally}


def test_what_is_written_of_a_closed_case_is_not_among_what_is_open(sally: CaseId) -> None:
    case = Case.objects.get(pk=sally)
    save.moved(case, CaseState.CLOSED, NOW)
    save.topic_chosen(case, "furniture", "Ada", NOW)
    assert found("furniture") == {sally}
    assert in_open_index() == set()


def in_open_index() -> set[int]:
    asked = {
        "sqlite": "SELECT rowid FROM open_search",
        "postgresql": "SELECT case_id FROM case_search WHERE open",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        return {number for (number,) in cursor.fetchall()}


def closed_found(query: str) -> list[int]:
    return list(matching(queues.newest(), query, Among.CLOSED).values_list("pk", flat=True))


@pytest.mark.parametrize("few", [0, 10_000])
def test_closed_cases_are_found_the_newest_first_by_few_and_by_many(
    few: int, handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same cases, whether they are looked up by their numbers or the index is walked."""
    monkeypatch.setitem(search._FEW, connection.vendor, few)
    told = [(SALLY, 1), (SALLY, 3), (ZOE, 2), (SALLY, 2)]
    cases = [a_received_case(handler, NOW - timedelta(days=day), text=text) for text, day in told]
    for pk in cases[:3]:
        save.moved(Case.objects.get(pk=pk), CaseState.CLOSED, NOW)
    assert closed_found("shelves") == [cases[0], cases[1]]
    assert closed_found("") == [cases[0], cases[2], cases[1]]
    assert found("shelves") == {cases[0], cases[1], cases[3]}
