"""What the person who complained reads of their idea and of our changes, and what everybody may."""

from django.test import Client
from tests import stories
from tests.conftest import person
from tests.desk.reading import text
from tests.portal.conftest import Came
from tests.steps.changing import LATE, given

from upheld.core.changes import IdeaState
from upheld.core.words import Role
from upheld.steps.keep_changes import record_change
from upheld.steps.keep_root_causes import open_root_cause
from upheld.steps.look_at_ideas import look_at_idea
from upheld.store import models as rows


def test_what_becomes_of_an_idea_is_read_on_ones_own_page(came_in: Came, lead: rows.Person) -> None:
    case = stories.a_closed_case(lead)
    browser = came_in(case)
    browser.post("/complain/case/idea/", {"idea": "Use two carriers.", "once": "a"})
    assert "We have it, and somebody reads it." in text(browser.get("/complain/case/"))
    idea = rows.Idea.objects.get().pk
    look_at_idea(idea, IdeaState.CONSIDERED, None, "Between us: hardly.", lead, stories.NOW)
    page = text(browser.get("/complain/case/"))
    assert "We are thinking about it." in page
    assert "Between us" not in page
    number = open_root_cause("Only one carrier", lead.pk, [LATE], lead, stories.NOW)
    change = record_change(number, given(), lead.pk, lead, stories.NOW)
    look_at_idea(idea, IdeaState.TAKEN_UP, change, "", lead, stories.NOW)
    page = text(browser.get("/complain/case/"))
    assert "We have taken it up. We send large pieces with a second carrier now." in page
    assert "One van breaks down" not in page
    look_at_idea(idea, IdeaState.NOT_TAKEN_UP, None, "It is too dear", lead, stories.NOW)
    assert "this is why: It is too dear." in text(browser.get("/complain/case/"))


def test_they_say_themselves_that_they_want_no_such_letters(
    came_in: Came, lead: rows.Person
) -> None:
    browser = came_in(stories.a_closed_case(lead))
    assert "we write to you once" in text(browser.get("/complain/case/"))
    answer = browser.post("/complain/case/news/", {"wanted": "no"})
    assert answer.status_code == 303
    page = text(browser.get("/complain/case/"))
    assert "You asked us to write to you about your own complaint alone." in page
    assert rows.NoNews.objects.get().by == "the complainant"
    browser.post("/complain/case/news/", {"wanted": "yes"})
    assert rows.NoNews.objects.get().ended_at is not None
    assert "we write to you once" in text(browser.get("/complain/case/"))


def test_the_public_wall_is_the_same_for_all_and_holds_nothing_that_two_did_not_approve(
    lead: rows.Person,
) -> None:
    stories.a_closed_case(lead)
    number = open_root_cause("Only one carrier", lead.pk, [LATE], lead, stories.NOW)
    record_change(number, given(), lead.pk, lead, stories.NOW)
    marta = person("Marta Vogel", Role.LEAD)
    told = {"public_words": "We use two carriers now.", "proposed_by": lead, "approved_by": None}
    rows.Change.objects.update(**told)
    page = Client().get("/complain/changes/")
    assert "two carriers" not in text(page)
    assert "Nothing stands here yet" in text(page)
    rows.Change.objects.update(approved_by=marta, approved_at=stories.NOW)
    page = Client().get("/complain/changes/")
    assert "We use two carriers now." in text(page)
    assert "Sally" not in page.content.decode()
    assert "script" not in page.content.decode()
    assert "default-src 'self'" in page["Content-Security-Policy"]
    assert page["Cache-Control"] == "public, max-age=300"
