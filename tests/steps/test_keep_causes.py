"""The list of causes: the firm's file, and over it what its owners changed."""

import pytest
from tests.stories import NOW, a_closed_case, an_answered_case

from upheld.core.lessons import CauseError, ClosingError
from upheld.core.words import JourneyStage
from upheld.steps.close import close, reopen
from upheld.steps.keep_causes import add_cause, change_cause, retire_cause
from upheld.steps.may import NotAllowed
from upheld.store import causes, policies
from upheld.store.models import Case, Event, Person


def labels() -> dict[str, str]:
    return {cause.key: cause.label for cause in causes.listed()}


def test_before_any_change_the_list_is_the_files(db: None) -> None:
    assert causes.listed() == policies.causes()


def test_a_policy_owner_adds_a_cause_and_a_case_is_closed_with_it(
    policy_owner: Person, handler: Person
) -> None:
    key = add_cause("The label fell off", JourneyStage.USE, False, policy_owner, NOW)
    case = an_answered_case(handler)
    close(case, key, "Glue.", "", handler, NOW, still_to_keep=True)
    assert Case.objects.get().closings.get().cause == "the_label_fell_off"
    assert causes.used() == {"the_label_fell_off": 1}
    event = Event.objects.get(kind="cause_changed")
    assert (event.case, event.data["before"]) == (None, None)


def test_a_cause_in_other_words_keeps_its_place_and_its_cases(lead: Person) -> None:
    a_closed_case(lead)
    change_cause("carrier_delay", "The van was late", JourneyStage.USE, False, lead, NOW)
    assert next(iter(labels())) == "carrier_delay"
    assert labels()["carrier_delay"] == "The van was late"
    assert causes.used() == {"carrier_delay": 1}


def test_a_retired_cause_closes_no_more_cases_and_is_still_told(lead: Person) -> None:
    case = a_closed_case(lead)
    retire_cause("carrier_delay", True, lead, NOW)
    assert "carrier_delay" in labels()
    reopen(case, "They wrote again.", lead, NOW)
    Case.objects.update(state="answered")
    with pytest.raises(ClosingError, match="'carrier_delay' is not known: choose one of stock"):
        close(case, "carrier_delay", "", "", lead, NOW)
    retire_cause("carrier_delay", False, lead, NOW)
    close(case, "carrier_delay", "", "", lead, NOW)


def test_a_misunderstanding_goes_on_asking_for_the_promise(lead: Person) -> None:
    case = an_answered_case(lead)
    with pytest.raises(ClosingError, match="name the promise or instruction"):
        close(case, "customer_misunderstood", "", "", lead, NOW)
    close(case, "customer_misunderstood", "", "Fitted within a week", lead, NOW, still_to_keep=True)


def test_a_handler_leaves_the_list_as_it_is(handler: Person) -> None:
    with pytest.raises(NotAllowed, match="these may: administrator, lead, policy owner"):
        add_cause("x", JourneyStage.USE, False, handler, NOW)


def test_nothing_is_said_twice(lead: Person) -> None:
    with pytest.raises(CauseError, match="a cause reads 'No cause could be found' already"):
        add_cause("No cause could be found", JourneyStage.USE, False, lead, NOW)
    assert not Event.objects.filter(kind="cause_changed").exists()
