"""What a complaint is about is chosen by a person, at any time, and no decision reads it."""

import pytest
from tests.stories import NOW, a_closed_case, an_open_case

from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId
from upheld.steps import may
from upheld.steps.choose_topic import TopicError, choose_topic
from upheld.store.models import Case, Event, Person


def test_a_topic_is_kept_with_what_it_was_before(open_case: CaseId, handler: Person) -> None:
    assert choose_topic(open_case, "  late   delivery ", handler, NOW)
    assert choose_topic(open_case, "", handler, NOW)
    told = Event.objects.filter(kind=EventKind.TOPIC_CHOSEN).order_by("number")
    assert [event.data for event in told] == [
        {"topic": "late delivery", "before": ""},
        {"topic": "", "before": "late delivery"},
    ]
    assert Case.objects.get(pk=open_case).topic == ""


def test_the_same_topic_again_is_no_act(open_case: CaseId, handler: Person) -> None:
    choose_topic(open_case, "late delivery", handler, NOW)
    before = Event.objects.count()
    assert not choose_topic(open_case, "late delivery ", handler, NOW)
    assert Event.objects.count() == before


@pytest.mark.parametrize("topic", ["x" * 201, "la\x00te", "la\u202ete"])
def test_what_is_no_topic_is_refused(topic: str, open_case: CaseId, handler: Person) -> None:
    with pytest.raises(TopicError, match="a topic has at most 200 characters"):
        choose_topic(open_case, topic, handler, NOW)


def test_a_closed_case_can_be_learnt_from(handler: Person, auditor: Person) -> None:
    assert choose_topic(a_closed_case(handler), "late delivery", handler, NOW)
    with pytest.raises(may.NotAllowed):
        choose_topic(an_open_case(handler), "late delivery", auditor, NOW)
