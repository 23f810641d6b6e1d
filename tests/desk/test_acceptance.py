"""What the complainant says of our answer, in their words."""

import re

import pytest
from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text
from tests.desk.test_merging import answered_too
from tests.matrix.kept_back import a_private_team
from tests.stories import NOW

from upheld.core.references import reference
from upheld.core.words import CaseId
from upheld.portal import mine
from upheld.steps.answer import NotReady, answer, draft_reply
from upheld.steps.decide import decide
from upheld.store import load
from upheld.store.models import Acceptance, Case, Event, Person


def _ready(by: Person) -> tuple[str, dict[str, str]]:
    address = page_of(stories.an_answered_case(by)) + "acceptance/"
    return address, {"accepted": "yes", "words": "Thank you, that is fair."}


def test_it_works(alice: Client, handler: Person) -> None:
    page = text(alice.get(done(alice, *_ready(handler))))
    assert "They accept it" in page
    assert "Thank you, that is fair." in page
    assert "Next Close with a cause" in page


def test_a_contested_answer_is_looked_at_anew(alice: Client, handler: Person) -> None:
    address, told = _ready(handler)
    page = text(alice.get(done(alice, address, {**told, "accepted": "no"})))
    assert "They contest it" in page
    assert Case.objects.get().state == "investigating"


def test_it_asks_for_a_choice(alice: Client, handler: Person) -> None:
    response = alice.post(_ready(handler)[0], {"words": "Well."})
    assert response.status_code == 422
    assert "Choose whether they accept or contest it." in text(response)


def test_an_auditor_may_not(signed_in: SignIn, auditor: Person, handler: Person) -> None:
    address, told = _ready(handler)
    refused(signed_in(auditor), address, told, 403)


def test_a_stranger_is_asked_to_sign_in(client: Client, handler: Person) -> None:
    address, told = _ready(handler)
    refused(client, address, told, 302)


def test_looking_at_the_address_does_nothing(alice: Client, handler: Person) -> None:
    assert alice.get(_ready(handler)[0]).status_code == 405


class TestWhoeverComplainedToo:
    """Bob, whose case was merged into hers, answers for himself, also on the telephone."""

    def test_who_complained_alone_is_not_asked_for(self, alice: Client, handler: Person) -> None:
        page = alice.get(page_of(stories.an_answered_case(handler)) + "?do=acceptance")
        assert 'name="accepted"' in page.content.decode()
        assert 'name="whose"' not in page.content.decode()

    @pytest.fixture
    def both(self, handler: Person) -> tuple[CaseId, CaseId]:
        """Her case, which is answered, and his in it, who has his answer."""
        hers, bobs = answered_too(handler)
        answer(hers, stories.the_decision(hers), draft_reply(load.page(hers), handler, NOW),
               handler, NOW)  # fmt: skip
        return hers, bobs

    def test_they_are_the_customers_words_unless_somebody_says_whose(
        self, alice: Client, both: tuple[CaseId, CaseId]
    ) -> None:
        page = alice.get(page_of(both[0]) + "?do=acceptance")
        assert _chosen(page.content.decode()) == ["Sally Hart", "Bob Mercer"]
        alice.get(done(alice, *_told(both[0], both[0], "yes")))
        assert Acceptance.objects.get().case_id == both[0]

    def test_what_he_says_on_the_telephone_is_what_he_says_in_the_portal(
        self, alice: Client, both: tuple[CaseId, CaseId]
    ) -> None:
        hers, bobs = both
        page = text(alice.get(done(alice, *_told(hers, bobs, "yes"))))
        assert f"{reference(bobs)}: They accept our answer, by phone" in page
        said = mine.read(bobs).said
        assert said is not None
        assert (said.accepted, said.words, said.by) == (True, "It is.", "Alice Moore")
        assert load.accepted(Case.objects.get(pk=hers)) is None
        event = Event.objects.filter(case=bobs, kind="accepted").get()
        assert event.data == {"words": "It is.", "channel": "phone"}
        assert "Next Hear what they say of it" in page

    def test_what_he_contests_is_looked_at_anew_where_it_was_decided(
        self, alice: Client, both: tuple[CaseId, CaseId], handler: Person
    ) -> None:
        hers, bobs = both
        page = text(alice.get(done(alice, *_told(hers, bobs, "no"))))
        assert "Somebody who complained of it too contests our answer." in page
        assert load.case(hers).state == "investigating"
        later = NOW + stories.days(1)
        decision = decide(hers, handler, later)
        with pytest.raises(NotReady, match="Bob Mercer"):
            answer(hers, decision.pk, draft_reply(load.page(hers), handler, later), handler, later)

    def test_he_can_say_it_before_she_has_her_answer(self, alice: Client, handler: Person) -> None:
        hers, bobs = answered_too(handler)
        page = alice.get(page_of(hers) + "?do=acceptance").content.decode()
        assert _chosen(page) == ["Bob Mercer"]
        done(alice, *_told(hers, bobs, "yes"))
        refused(alice, *_told(hers, hers, "yes"), 422)

    def test_nobody_elses_case_is_among_them(
        self, alice: Client, both: tuple[CaseId, CaseId], handler: Person
    ) -> None:
        other = stories.an_answered_case(handler, name="Otto", email="otto@example.org")
        refused(alice, *_told(both[0], other, "yes"), 422)

    def test_of_a_private_team_nobody_else_records_what_they_say(
        self, alice: Client, both: tuple[CaseId, CaseId]
    ) -> None:
        hers, bobs = both
        Case.objects.filter(pk=bobs).update(owner=a_private_team())
        page = alice.get(page_of(hers) + "?do=acceptance").content.decode()
        assert 'name="whose"' not in page
        done(alice, *_told(hers, bobs, "yes"))
        assert Acceptance.objects.get().case_id == hers


def _told(page: CaseId, whose: CaseId, accepted: str) -> tuple[str, dict[str, str]]:
    told = {"whose": str(whose), "accepted": accepted, "words": "It is.", "channel": "phone"}
    return page_of(page) + "acceptance/", told


def _chosen(page: str) -> list[str]:
    """Those among whom is chosen whose words they are; the first is."""
    options = re.findall(r'<input[^>]*name="whose"[^>]*>\s*([^<]+)', page)
    assert re.search(r'<input[^>]*name="whose"[^>]*checked', page)
    return [each.strip() for each in options]
