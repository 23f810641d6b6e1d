"""Every letter is read, checked and then sent; nothing typed is lost."""

from html import unescape

from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.core.letter_text import plain
from upheld.core.words import CaseId, Channel
from upheld.desk.show.letter import blocks
from upheld.steps.answer import draft_reply
from upheld.steps.decide import decide
from upheld.steps.letters import html_of
from upheld.store import load
from upheld.store.models import Allegation, Case, Letter, Person

HONEST = "Dear Sally,\n\nWe have your complaint. You will hear from us by 20 November 2026."


def _ready(by: Person) -> tuple[str, dict[str, str]]:
    case = stories.a_received_case(by)
    told = {"kind": "acknowledgement", "subject": "We have it", "body": HONEST}
    return page_of(case) + "letter/", told


def _answer(case: CaseId, by: Person, **changed: str) -> dict[str, str]:
    letter = draft_reply(load.page(case), by, stories.NOW)
    told = {"kind": letter.kind, "subject": letter.subject, "body": letter.body}
    return {**told, "decision": str(stories.the_decision(case)), **changed}


def test_it_works(alice: Client, handler: Person) -> None:
    address, told = _ready(handler)
    page = text(alice.get(done(alice, address, told)))
    assert "The acknowledgement is on its way." in page
    assert Case.objects.get().state == "acknowledged"


def test_the_words_of_a_customer_are_read_as_they_typed_them(
    alice: Client, handler: Person
) -> None:
    """In the desk, in both halves of the mail, and on paper."""
    name, subject = "Ann & Bo", r"&lt;b&gt; is **late**, C:\*new"
    case = stories.a_decided_case(handler, name=name, subject=subject, channel=Channel.LETTER)
    Allegation.objects.update(statement="It came _nine_ days `late`")
    decide(case, handler, stories.NOW)
    typed = (f"Dear {name},", f'"{subject}"', '"It came _nine_ days `late`."')
    letter = draft_reply(load.page(case), handler, stories.NOW)
    sentences = (each for block in blocks(letter.body, ()) for each in block.sentences)
    desk = " ".join(each.html for each in sentences)
    for told in (unescape(desk), plain(letter.body), unescape(html_of(letter.body))):
        assert [each for each in typed if each not in told] == []
    sent = {**_answer(case, handler), "then": "send"}
    assert alice.post(page_of(case) + "letter/", sent).status_code == 303  # its checks pass


def test_an_acknowledgement_that_answers_stays_here_with_its_sentence_marked(
    alice: Client, handler: Person
) -> None:
    address, told = _ready(handler)
    body = f"{HONEST}\n\nWe will refund you."
    response = alice.post(address, {**told, "body": body})
    assert response.status_code == 422
    assert b"<mark>We will refund you.</mark>" in response.content
    assert "Keep the answer until you have investigated." in text(response)
    assert "We will refund you." in response.content.decode().split("<textarea", 1)[1]
    assert not Letter.objects.exists()


def test_an_empty_letter_comes_back(alice: Client, handler: Person) -> None:
    address, told = _ready(handler)
    response = alice.post(address, {**told, "body": ""})
    assert response.status_code == 422
    assert "The letter is empty: write it." in text(response)


def test_the_answer_leaves_when_its_checks_pass(alice: Client, handler: Person) -> None:
    case = stories.a_decided_case(handler)
    page = text(alice.get(done(alice, page_of(case) + "letter/", _answer(case, handler))))
    assert "The answer is on its way." in page
    assert "Next Hear what they say of it" in page


def test_an_answer_to_an_older_decision_comes_back_beside_the_new_one(
    alice: Client, handler: Person
) -> None:
    case = stories.a_decided_case(handler)
    told = _answer(case, handler)
    told["body"] += "\n\nA line of my own."
    again = decide(case, handler, stories.NOW)
    response = alice.post(page_of(case) + "letter/", told)
    assert response.status_code == 422
    assert "The case was decided again while you read" in text(response)
    assert "A line of my own." in response.content.decode().split('name="body"', 1)[1]
    assert f'name="decision" value="{again.pk}"' in response.content.decode()
    assert not Letter.objects.filter(kind="final").exists()


def test_a_kept_draft_stays_and_does_not_leave(alice: Client, handler: Person) -> None:
    case = stories.a_decided_case(handler)
    told = _answer(case, handler, then="keep", subject="Our answer, second try")
    page = text(alice.get(done(alice, page_of(case) + "letter/", told)))
    assert "Our answer, second try" in page
    assert Case.objects.get().state == "decided"


def test_a_draft_kept_for_an_earlier_decision_is_set_aside(alice: Client, handler: Person) -> None:
    case = stories.a_decided_case(handler)
    told = _answer(case, handler, then="keep", subject="Our answer, second try")
    assert "set aside" not in text(alice.get(done(alice, page_of(case) + "letter/", told)))
    decide(case, handler, stories.NOW)
    page = text(alice.get(page_of(case)))
    assert "That draft was set aside" in page
    assert "Our answer, second try" not in page


def test_what_is_in_order_is_told_by_the_kind_of_letter(alice: Client, handler: Person) -> None:
    received, decided = stories.a_received_case(handler), stories.a_decided_case(handler)
    assert "says by when they hear from us" in text(alice.get(page_of(received)))
    assert "says all that is owed" in text(alice.get(page_of(decided)))


def test_a_wrong_amount_is_shown_at_its_sentence(alice: Client, handler: Person) -> None:
    case = stories.a_decided_case(handler)
    told = _answer(case, handler)
    told["body"] += "\n\nWe add £99.00."
    response = alice.post(page_of(case) + "letter/", told)
    assert response.status_code == 422
    assert b"<mark>We add \xc2\xa399.00.</mark>" in response.content


def test_markup_in_a_letter_is_shown_as_text(alice: Client, handler: Person) -> None:
    case = stories.a_decided_case(handler)
    told = _answer(case, handler, then="keep")
    told["body"] += "\n\n<img src=x onerror=alert(1)>"
    page = alice.get(done(alice, page_of(case) + "letter/", told)).content
    assert b"<img src=x" not in page


def test_a_letter_that_has_a_page_of_its_own_does_not_leave_from_here(
    alice: Client, handler: Person
) -> None:
    address, told = _ready(handler)
    refused(alice, address, {**told, "kind": "parting"}, 422)


def test_an_auditor_may_not(signed_in: SignIn, auditor: Person, handler: Person) -> None:
    address, told = _ready(handler)
    refused(signed_in(auditor), address, told, 403)


def test_a_stranger_is_asked_to_sign_in(client: Client, handler: Person) -> None:
    address, told = _ready(handler)
    refused(client, address, told, 302)


def test_looking_at_the_address_does_nothing(alice: Client, handler: Person) -> None:
    assert alice.get(_ready(handler)[0]).status_code == 405
