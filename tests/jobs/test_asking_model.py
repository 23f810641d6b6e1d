"""New complaints are shown to the firm's model, where it names one; what fails holds up nobody."""

from datetime import timedelta
from typing import Any

import pytest
from tests.insight.endpoints import alleges, completes, endpoint, says
from tests.other_names import CALLED, SHOWN, TEXT, known_by_others
from tests.stories import NOW, a_received_case, an_allegation

from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId
from upheld.insight import model
from upheld.jobs import asking_model
from upheld.store import load, readings
from upheld.store.models import Allegation, Case, Event, ModelReading, Person

SAID = "My shelves arrived nine days late and nobody told me."


@pytest.fixture
def case(handler: Person) -> CaseId:
    return a_received_case(handler)


def named(settings: Any, url: str) -> None:
    settings.MODEL_URL, settings.MODEL_NAME, settings.MODEL_SECONDS = url, "tiny", 2


def test_without_a_model_nothing_is_asked(case: CaseId) -> None:
    assert asking_model.sweep(NOW) == 0
    assert not ModelReading.objects.exists()


def test_what_it_suggests_is_kept_and_nothing_is_alleged(case: CaseId, settings: Any) -> None:
    with endpoint(alleges(("late", SAID), ("faulty", "They broke."))) as (there, asked):
        named(settings, there.url)
        assert [asking_model.sweep(NOW), asking_model.sweep(NOW)] == [1, 0]
    assert len(asked.bodies) == 1
    found = load.page(case)
    assert [(kind, span.of(found.text)) for kind, span in readings.suggested(found)] == [
        ("late", SAID)
    ]
    assert not Allegation.objects.exists()


def test_that_the_words_were_shown_to_a_model_is_in_the_record(case: CaseId, settings: Any) -> None:
    with endpoint(alleges(("faulty", "They broke."))) as (there, _):
        named(settings, there.url)
        asking_model.sweep(NOW)
    event = Event.objects.latest("number")
    assert (event.kind, event.by) == (EventKind.MODEL_ASKED, "suggestions, by a model")
    assert event.data["refused"] == ['no sentence of the complaint says "They broke."']
    assert (event.data["model"], event.data["suggested"]) == ("tiny", 0)


@pytest.mark.parametrize("refused", [False, True])
def test_nothing_is_written_of_a_case_that_was_erased_while_the_model_was_asked(
    case: CaseId, settings: Any, monkeypatch: pytest.MonkeyPatch, refused: bool
) -> None:
    real = model.read

    def slowly(*told: Any) -> Any:
        Case.everything.update(erased_at=NOW)
        return real(*told)

    monkeypatch.setattr(model, "read", slowly)
    answer = says("", 500) if refused else alleges(("faulty", "They broke."))
    with endpoint(answer) as (there, _):
        named(settings, there.url)
        assert asking_model.sweep(NOW) == 1
    assert not ModelReading.objects.exists()
    assert not Event.objects.filter(kind=EventKind.MODEL_ASKED).exists()


def test_one_that_fails_is_tried_three_times_with_a_pause(case: CaseId, settings: Any) -> None:
    with endpoint(says("", 500)) as (there, asked):
        named(settings, there.url)
        for minutes in (0, 1, 6, 12, 18, 24):
            asking_model.sweep(NOW + timedelta(minutes=minutes))
    row = ModelReading.objects.get()
    assert (row.attempts, row.error) == (3, "the endpoint answered 500")
    assert len(asked.bodies) == 3
    assert list(readings.suggested(load.page(case))) == []


def test_one_that_failed_and_then_answers_is_read(case: CaseId, settings: Any) -> None:
    with endpoint(says("", 500)) as (there, _):
        named(settings, there.url)
        asking_model.sweep(NOW)
    with endpoint(alleges(("late", SAID))) as (there, _):
        named(settings, there.url)
        assert asking_model.sweep(NOW + timedelta(minutes=6)) == 1
    assert len(list(readings.suggested(load.page(case)))) == 1
    assert ModelReading.objects.get().error == ""


def test_what_people_have_alleged_is_shown_to_no_model(
    case: CaseId, handler: Person, settings: Any
) -> None:
    an_allegation(case, handler)
    with endpoint(completes({"allegations": []})) as (there, asked):
        named(settings, there.url)
        assert asking_model.sweep(NOW) == 0
    assert asked.bodies == []


def test_of_a_mended_text_nothing_is_suggested_that_was_said_of_another(
    case: CaseId, settings: Any
) -> None:
    with endpoint(alleges(("late", SAID))) as (there, _):
        named(settings, there.url)
        asking_model.sweep(NOW)
    Case.objects.filter(pk=case).update(text="They came in time after all, I think.")
    assert list(readings.suggested(load.page(case))) == []


def test_a_model_is_shown_none_of_the_names_by_which_we_know_them_and_may_quote_the_labels(
    handler: Person, settings: Any
) -> None:
    case = known_by_others(a_received_case(handler, text=TEXT))
    said = "My shelves came nine days late, says [name]."
    with endpoint(alleges(("late", said))) as (there, asked):
        named(settings, there.url)
        assert asking_model.sweep(NOW) == 1
    assert SHOWN in str(asked.bodies)
    quoted = [span.of(case.text) for _, span in readings.suggested(load.page(CaseId(case.pk)))]
    assert quoted == [f"My shelves came nine days late, says {CALLED}."]
