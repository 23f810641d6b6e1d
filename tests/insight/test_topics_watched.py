"""The model of topics is watched: somebody is told when words or labels are not as they were."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.insight.letters import letters
from tests.stories import NOW, an_open_case

from upheld.insight.topics import kept, save, watch
from upheld.insight.topics.learn import learn
from upheld.insight.topics.model import Guess
from upheld.jobs import topics
from upheld.store.models import Case, Person

SURE = Guess("late", "late", 0.9)


def test_people_who_say_as_it_guesses_give_no_alarm() -> None:
    said = watch.labels([SURE] * 100, ["late"] * 88 + ["rude"] * 12, ("late", "rude"))
    assert (said.labelled, said.right, said.alarm) == (100, 0.88, False)


def test_people_who_say_otherwise_more_often_than_it_expected_do() -> None:
    said = watch.labels([SURE] * 100, ["late"] * 75 + ["rude"] * 25, ("late", "rude"))
    assert said.alarm
    assert said.because == "people say another topic more often than it expected"


def test_a_topic_that_it_never_learnt_is_named() -> None:
    said = watch.labels([SURE] * 9, ["late"] * 4 + ["drones"] * 5, ("late", "rude"))
    assert (said.alarm, said.unlearnt) == (True, ("drones",))


def test_few_labels_say_nothing() -> None:
    assert watch.labels([SURE] * 49, ["rude"] * 49, ("late", "rude")).alarm is None
    assert watch.labels([], [], ("late",)).alarm is None


@pytest.mark.django_db
def test_what_came_in_since_is_looked_at_once_a_day(
    settings: Settings, tmp_path: Path, handler: Person
) -> None:
    settings.VAR = tmp_path
    assert topics.sweep(NOW) is False
    before = (NOW - timedelta(days=30)).isoformat()
    save(learn(*letters(200), 0.9, before), kept.place())
    case = Case.objects.get(pk=an_open_case(handler, text="Drone number 1 hums."))
    for number in range(60):
        case.pk, case.text, case.topic = None, f"Drone{number} hums over roof{number}.", "drones"
        case.save()
    assert topics.sweep(NOW)
    assert topics.sweep(NOW + timedelta(minutes=5)) is False
    seen = watch.last()
    assert seen
    words, labels = seen.reasons
    assert "more words are unknown" in words
    assert labels == "people use topics that it never learnt: drones"
    assert watch.reasons() == seen.reasons
    save(learn(*letters(200), 0.9, NOW.isoformat()), kept.place())
    assert watch.reasons() == ()
