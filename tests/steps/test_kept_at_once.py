"""What the firm keeps by name, changed by two at once: the second finds what the first did, and is
told; nothing is written over, nor refers to what is no more."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction
from tests.beside import begun
from tests.stories import NOW
from tests.waiting import PATIENCE

from upheld.core.faults import Declared, FaultError
from upheld.core.journey import Touchpoint, TouchpointError
from upheld.core.personas import PersonaError
from upheld.core.questions import QuestionError
from upheld.core.words import JourneyStage, Role
from upheld.core.words import Touchpoint as Nature
from upheld.steps import keep_journey, may
from upheld.steps.keep_faults import declare_fault
from upheld.steps.keep_questions import delete_question, keep_question, rename_question
from upheld.store.models import Event, KnownFault, Question
from upheld.store.models import Touchpoint as KeptTouchpoint

BY = may.Operator(role=Role.LEAD)
pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
USE = Touchpoint("", "Use", JourneyStage.USE, Nature.PRODUCT)
RUNNERS = Declared(
    "", "Runners", "use", date(2026, 7, 1), None, (), ("runner",), "The batch of July."
)
SAID = {"name": "The stayer", "needs": "Quiet", "use": "Daily", "values": "Repair"}


def declare(because: str) -> None:
    declare_fault(replace(RUNNERS, because=because), BY, NOW)


def add_touchpoint(promise: str) -> None:
    keep_journey.add_touchpoint(replace(USE, name="Delivery", promise=promise), BY, NOW)


def add_persona(needs: str) -> None:
    keep_journey.add_persona(SAID | {"needs": needs}, True, BY, NOW)


@pytest.mark.parametrize(
    ("add", "refused"),
    [(declare, FaultError), (add_touchpoint, TouchpointError), (add_persona, PersonaError)],
)
def test_of_two_of_one_name_the_second_is_told(
    add: Callable[[str], None], refused: type[Exception]
) -> None:
    keep_journey.add_touchpoint(USE, BY, NOW)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            add("This one.")
            other = begun(pool, lambda: add("Another."))
        with pytest.raises(refused, match="choose another name"):
            other.result(timeout=PATIENCE)


def test_no_fault_is_declared_at_a_touchpoint_that_is_retired_at_that_moment() -> None:
    keep_journey.add_touchpoint(USE, BY, NOW)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            keep_journey.retire_touchpoint("use", True, BY, NOW)
            declared = begun(pool, lambda: declare("The batch of July."))
        with pytest.raises(FaultError, match="'use' is retired"):
            declared.result(timeout=PATIENCE)
    assert not KnownFault.objects.exists()


@pytest.mark.parametrize(
    "act",
    [lambda pk: rename_question(pk, "Two", BY, NOW), lambda pk: delete_question(pk, BY, NOW)],
    ids=["renamed", "deleted"],
)
def test_a_question_that_is_deleted_at_that_moment_is_told_as_such(
    act: Callable[[int], None],
) -> None:
    number = keep_question("One", "SELECT 1", BY, NOW).pk
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            delete_question(number, BY, NOW)
            other = begun(pool, lambda: act(number))
        with pytest.raises(QuestionError, match="somebody deleted it"):
            other.result(timeout=PATIENCE)
    assert not Question.objects.exists()
    assert [each.data["how"] for each in Event.objects.order_by("number")] == ["kept", "deleted"]


def test_a_file_beside_a_touchpoint_of_its_key_writes_over_nothing_unseen() -> None:
    declared = replace(USE, key="delivery", name="Delivery", promise="Within three days.")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            add_touchpoint("Within a week.")
            done = begun(pool, lambda: keep_journey.declare([], [declared], BY, NOW))
        done.result(timeout=PATIENCE)
    told = Event.objects.latest("number").data
    assert told["before"]["promise"] == "Within a week."
    assert KeptTouchpoint.objects.get().promise == "Within three days."
