"""What a page says was done was done: it is told once, and by no address."""

import pytest
from django.test import Client
from tests import stories
from tests.desk.conftest import SignIn, signed_in
from tests.desk.reading import text
from tests.portal.conftest import Came

from upheld.core.words import CaseId
from upheld.store.models import Acceptance, Person

__all__ = ["signed_in"]  # fixtures

PAGE = "/complain/case/"
ACCEPTED = "You accept our answer. Thank you for telling us."


def flash(client: Client, address: str = PAGE) -> str:
    """What the page says was done; empty where it says nothing of it."""
    page = client.get(address).content.decode()
    return page.partition('<p class="flash">')[2].partition("</p>")[0]


@pytest.mark.parametrize(
    "done", ["sent", "accepted", "contested", "rated", "idea", "record", "news", "no-news"]
)
def test_an_address_makes_the_page_say_nothing(came_in: Came, handler: Person, done: str) -> None:
    client = came_in(stories.an_answered_case(handler))
    assert flash(client, f"{PAGE}?done={done}") == ""
    assert not Acceptance.objects.exists()


def test_what_was_done_is_told_once(came_in: Came, handler: Person) -> None:
    client = came_in(stories.an_answered_case(handler))
    went = client.post(f"{PAGE}outcome/", {"accepted": "yes", "words": "", "once": "x"})
    assert went["Location"] == f"{PAGE}#done"
    assert [flash(client), flash(client)] == [ACCEPTED, ""]


def test_what_was_refused_is_not_told(came_in: Came, open_case: CaseId) -> None:
    client = came_in(open_case)
    assert client.post(f"{PAGE}add/", {"words": " "}).status_code == 422
    assert flash(client) == ""


def test_what_was_done_on_one_case_is_not_told_on_another(came_in: Came, handler: Person) -> None:
    """A browser may open another of theirs before the page came."""
    client = came_in(stories.an_answered_case(handler))
    client.post(f"{PAGE}outcome/", {"accepted": "yes", "words": "", "once": "x"})
    other = came_in(stories.an_open_case(handler, email="bob@example.org"))
    client.cookies["upheld_complaint"] = other.cookies["upheld_complaint"].value
    assert flash(client) == ""


def test_that_a_visit_ended_is_told_to_whoever_ended_it(came_in: Came, open_case: CaseId) -> None:
    client = came_in(open_case)
    for nothing in ("/complain/link/?ended=1", "/complain/left/"):
        assert "visit" not in text(client.get(nothing)).replace("End my visit", "")
    left = client.post("/complain/leave/", follow=True)
    assert "Your visit has ended: this browser no longer opens your complaint." in text(left)
    assert flash(client, "/complain/link/") == ""


def test_whoever_has_no_visit_is_told_so_on_the_way_in(client: Client) -> None:
    told = text(client.get(PAGE, follow=True))
    assert "No visit is open in this browser." in told
    assert "Your visit has ended" not in told


def test_the_portals_word_is_told_by_the_portal_alone(client: Client) -> None:
    """A browser at a counter opens the sign-in of staff as well."""
    client.get(PAGE)
    assert "visit" not in text(client.get("/accounts/login/"))
    assert "No visit is open in this browser." in flash(client, "/complain/link/")


def test_the_desks_word_waits_while_the_same_browser_is_in_the_portal(
    signed_in: SignIn, handler: Person
) -> None:
    alice = signed_in(handler)
    alice.post("/account/sessions/end/")
    assert flash(alice, "/complain/link/") == ""
    assert "Every other session has ended." in text(alice.get("/account/"))
