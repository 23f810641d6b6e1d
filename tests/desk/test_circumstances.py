"""What belongs to the whole complaint: withdrawn, in scope, explained before."""

from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.steps.decide import decide
from upheld.store.models import Case, Person


def _ready(by: Person) -> tuple[str, dict[str, str]]:
    address = page_of(stories.an_open_case(by)) + "circumstances/"
    return address, {"withdrawn": "on", "in_scope": "on"}


def test_it_works(alice: Client, handler: Person) -> None:
    address, told = _ready(handler)
    assert "The circumstances are kept." in text(alice.get(done(alice, address, told)))
    case = Case.objects.get()
    assert (case.withdrawn, case.in_scope, case.explained_before) == (True, True, False)


def test_an_auditor_may_not(signed_in: SignIn, auditor: Person, handler: Person) -> None:
    address, told = _ready(handler)
    refused(signed_in(auditor), address, told, 403)


def test_a_stranger_is_asked_to_sign_in(client: Client, handler: Person) -> None:
    address, told = _ready(handler)
    refused(client, address, told, 302)


def test_looking_at_the_address_does_nothing(alice: Client, handler: Person) -> None:
    assert alice.get(_ready(handler)[0]).status_code == 405


def test_circumstances_known_later_overtake_a_decision(alice: Client, handler: Person) -> None:
    case = stories.an_open_case(handler)
    before = stories.NOW - stories.days(1)
    stories.an_allegation(case, handler, before, facts={})
    decide(case, handler, before)
    changed = "What was found has changed since this decision. Decide again."
    assert changed not in text(alice.get(page_of(case)))
    page = text(alice.get(done(alice, page_of(case) + "circumstances/", {"withdrawn": "on"})))
    assert changed in page
