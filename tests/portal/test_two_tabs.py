"""One browser and two complaints: a form acts on the complaint that its page showed, or on none."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests import stories
from tests.portal.conftest import Came, mailed_link

from upheld.core.references import reference
from upheld.core.words import CaseId
from upheld.steps.merge import merge, undo_merge
from upheld.store.models import Acceptance, Case, Event, Evidence, Person

PAGE = "/complain/case/"
_FORM = re.compile(r'<form[^>]*?action="([^"]+)".*?</form>', re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


def _forms(client: Client) -> list[tuple[str, dict[str, str]]]:
    """Where each form of the page of a case goes, with what it carries unseen."""
    told = client.get(PAGE).content.decode()
    forms = [(match[1], dict(_HIDDEN.findall(match[0]))) for match in _FORM.finditer(told)]
    return [each for each in forms if each[0].startswith(PAGE)]


def _enter(client: Client, case: CaseId) -> None:
    email = Case.objects.get(pk=case).customer.email
    client.post("/complain/link/", {"email": email, "reference": f"UP-{case:06d}"})
    client.post(mailed_link())


@pytest.mark.parametrize(
    "story", [stories.an_open_case, stories.an_answered_case, stories.a_closed_case]
)
def test_every_form_of_a_page_is_bound_to_its_complaint(
    story: Callable[..., CaseId], came_in: Came, handler: Person
) -> None:
    anns, bobs = story(handler, email="ann@x.example"), story(handler, email="bob@x.example")
    browser = came_in(anns)
    forms = [each for each in _forms(browser) if not each[0].endswith("/leave/")]
    assert forms
    _enter(browser, bobs)
    before = Event.objects.count(), Evidence.objects.count(), Acceptance.objects.count()
    for action, hidden in forms:
        answer = browser.post(action, {**hidden, "words": "Ann wrote this.", "accepted": "yes"})
        assert answer.status_code == 409, action
        assert "Nothing was sent" in answer.content.decode()
        assert "Ann wrote this." in answer.content.decode()
    assert before == (Event.objects.count(), Evidence.objects.count(), Acceptance.objects.count())


def test_what_was_refused_is_taken_once_the_complaint_is_opened_again(
    came_in: Came, handler: Person
) -> None:
    anns = stories.an_open_case(handler, email="ann@x.example")
    bobs = stories.an_open_case(handler, email="bob@x.example")
    browser = came_in(anns)
    ((action, hidden),) = [each for each in _forms(browser) if each[0].endswith("/add/")]
    told = {**hidden, "words": "It came back broken.", "add-words": "It came back broken."}
    _enter(browser, bobs)
    browser.post(action, told)
    _enter(browser, anns)
    assert browser.post(action, told).status_code == 303
    assert Evidence.objects.filter(case=anns, text="It came back broken.").exists()
    assert not Evidence.objects.filter(case=bobs, text="It came back broken.").exists()


def test_what_was_written_is_taken_where_that_complaint_went_into_another_of_theirs_since(
    came_in: Came, handler: Person
) -> None:
    """What a colleague merged meanwhile is the same complaint still, by another number."""
    first, second = stories.an_open_case(handler), stories.an_open_case(handler)
    browser = came_in(first)
    ((action, hidden),) = [each for each in _forms(browser) if each[0].endswith("/add/")]
    made = merge(first, second, "", handler, stories.NOW)
    assert browser.post(action, {**hidden, "words": "It came back broken."}).status_code == 303
    assert Evidence.objects.get().case_id == second
    ((_, hidden),) = [each for each in _forms(browser) if each[0].endswith("/add/")]
    undo_merge(second, made.pk, handler, stories.NOW)
    answer = browser.post(action, {**hidden, "words": "And the lamp."})
    assert answer.status_code == 409  # it opens the first alone again
    assert "opens another complaint by now" in answer.content.decode()


def test_and_not_where_it_went_into_one_of_another_customer(came_in: Came, handler: Person) -> None:
    anns = stories.an_open_case(handler, email="ann@x.example")
    bobs = stories.an_open_case(handler, email="bob@x.example")
    browser = came_in(bobs)
    merge(anns, bobs, "One van.", handler, stories.NOW, sure=True)
    told = {"words": "It came back broken.", "of": reference(anns)}
    assert browser.post(f"{PAGE}add/", told).status_code == 409
    assert not Evidence.objects.exists()
