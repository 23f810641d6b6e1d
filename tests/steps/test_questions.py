"""Questions over the marts: each on record before it is asked, kept under a name for all."""

import pytest
from tests.stories import NOW

from upheld.core.questions import QuestionError
from upheld.steps.ask_marts import ask_marts, want_marts
from upheld.steps.keep_questions import delete_question, keep_question, rename_question
from upheld.steps.may import NotAllowed
from upheld.store.models import Event, MartsWanted, Person, Question

SQL = "SELECT count(*) FROM cases"


def test_what_is_asked_is_on_record_with_who_asked(auditor: Person) -> None:
    assert ask_marts(f"\n{SQL}\n", "csv", auditor, NOW) == SQL
    event = Event.objects.get(kind="question_asked")
    assert (event.by, event.data) == ("Aude Petit", {"sql": SQL, "taken_as": "csv"})


def test_a_question_is_kept_renamed_and_deleted_and_the_record_has_all_of_it(lead: Person) -> None:
    row = keep_question(" How   many ", SQL, lead, NOW)
    assert Question.objects.get().name == "How many"
    rename_question(row.pk, "Complaints in all", lead, NOW)
    rename_question(row.pk, "Complaints in all", lead, NOW)
    delete_question(row.pk, lead, NOW)
    assert not Question.objects.exists()
    events = Event.objects.filter(kind="question_changed").order_by("number")
    assert [each.data["how"] for each in events] == ["kept", "renamed", "renamed", "deleted"]
    assert events.last().data["sql"] == SQL  # type: ignore[union-attr]


def test_what_cannot_be_kept_says_what_to_mend(lead: Person) -> None:
    keep_question("How many", SQL, lead, NOW)
    with pytest.raises(QuestionError, match="another name"):
        keep_question("How many", "SELECT 2", lead, NOW)
    with pytest.raises(QuestionError, match="needs a name"):
        keep_question(" ", SQL, lead, NOW)
    with pytest.raises(QuestionError, match="at most 80"):
        keep_question("x" * 81, SQL, lead, NOW)
    with pytest.raises(QuestionError, match="nothing is asked"):
        keep_question("Nothing", "  ", lead, NOW)
    with pytest.raises(QuestionError, match="signs long"):
        keep_question("Long", "x" * 20_001, lead, NOW)
    with pytest.raises(QuestionError, match="no question 999"):
        rename_question(999, "x", lead, NOW)


def test_one_wish_for_the_marts_is_enough_while_it_waits(lead: Person, auditor: Person) -> None:
    want_marts(lead, NOW)
    want_marts(lead, NOW)
    assert MartsWanted.objects.count() == 1
    with pytest.raises(NotAllowed):
        want_marts(auditor, NOW)
