"""A story that is written again leaves what it leaves when it is lived (tests/again.py)."""

from collections.abc import Callable

import pytest
from django.db import transaction
from tests import again, stories
from tests.steps.acts import everything

from upheld.core.words import CaseId, Role
from upheld.steps import investigate
from upheld.store.models import Customer, Event, Person

pytestmark = pytest.mark.django_db
Lived = Callable[[Person], CaseId]


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Each time that a story is lived; its test is one in which a story may be written again."""
    lived: list[object] = []
    first = again._first

    def once(key: tuple[object, ...], live: Callable[[], object]) -> object:
        lived.append(key)
        return first(key, live)

    monkeypatch.setattr(again, "_first", once)
    monkeypatch.setattr(again, "_LIVED", {})
    again.STORE.same = True
    return lived


def told(story: Lived, by: Person) -> tuple[CaseId, object]:
    """What comes of it and what is then in the store, which is as before when it was seen."""
    again.STORE.begin(same=True)
    with transaction.atomic():
        again.STORE.written = ""
        case, held = story(by), everything()
        transaction.set_rollback(True)
    return case, held


@pytest.mark.parametrize("story", [stories.a_received_case, stories.a_closed_case])
def test_it_is_lived_once_and_every_row_is_the_same(
    story: Lived, handler: Person, times: list[object]
) -> None:
    assert told(story, handler) == told(story, handler)
    assert len(times) == 1


def test_with_other_words_by_somebody_else_or_in_another_store_it_is_lived(
    handler: Person, lead: Person, times: list[object]
) -> None:
    def after_another(by: Person) -> CaseId:
        Customer.objects.create(name="Bob Mercer", email="bob@example.net")
        return stories.an_open_case(by)

    told(stories.an_open_case, handler)
    told(lambda by: stories.an_open_case(by, name="Bob Mercer"), handler)
    told(stories.an_open_case, lead)
    told(after_another, handler)
    assert len(times) == 4


def test_what_somebody_may_is_asked_anew(handler: Person, times: list[object]) -> None:
    stories.an_open_case(handler)
    handler.role = Role.AUDITOR
    with pytest.raises(stories.may.NotAllowed):
        stories.an_open_case(handler)


def test_two_in_one_store_are_two(handler: Person) -> None:
    cases = {stories.an_open_case(handler) for _ in range(3)}
    assert len(cases) == 3
    assert Event.objects.values("key").distinct().count() == Event.objects.count()


def test_what_a_test_puts_in_our_place_is_asked(
    handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    before = investigate.allege
    monkeypatch.setattr(investigate, "allege", lambda *told: (asked.append(told), before(*told))[1])
    stories.an_allegation(stories.an_open_case(handler), handler)
    stories.an_allegation(stories.an_open_case(handler), handler)
    assert len(asked) == 2
